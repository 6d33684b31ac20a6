// npm run screenshots: every story in every theme, scheme and language, photographed, looked over by axe and measured.
// Writes PNG files and an index.html of them. Exits 1 where axe finds something, a page throws or a story is wider than its page.

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { preview } from 'vite';
import { chromiumFlags, ensureChromium } from './chromium.ts';
import { run } from './program.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    themes: { type: 'string', default: 'none,fiori,bootstrap' },
    schemes: { type: 'string', default: 'light,dark' },
    languages: { type: 'string', default: 'en,zh-CN,ar' },
    widths: { type: 'string', default: 'own' },
    out: { type: 'string', default: '.cache/screenshots' },
    'no-build': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(`npm run screenshots [-- OPTIONS]

  --only TEXT       stories whose id contains it, e.g. contact-card
  --themes LIST     none,fiori,bootstrap
  --schemes LIST    light,dark
  --languages LIST  en,zh-CN,ar (also zh-TW, de, ja, fr, es; own: the story's own)
  --widths LIST     own,320
  --out DIR         .cache/screenshots
  --no-build        use the stories as they were built before`);
  process.exit(0);
}

interface Look {
  readonly theme: string;
  readonly scheme: string;
  readonly language: string;
  readonly width: string;
}

const list = (text: string): readonly string[] => text.split(',').filter(Boolean);
const looks: readonly Look[] = list(values.themes).flatMap((theme) =>
  list(values.schemes).flatMap((scheme) => list(values.languages).flatMap((language) => list(values.widths).map((width) => ({ theme, scheme, language, width })))),
);

const built = 'stories/storybook-static';
if (!values['no-build'] || !existsSync(join(built, 'index.json'))) {
  const { code, output } = await run('node', ['scripts/run.mjs', 'scripts/stories.ts', 'build']);
  if (code !== 0) throw new Error(`the stories were not built\n${output}`);
}
const index = JSON.parse(readFileSync(join(built, 'index.json'), 'utf8')) as { readonly entries: Readonly<Record<string, { readonly id: string; readonly type: string }>> };
const stories = Object.values(index.entries).filter(({ id, type }) => type === 'story' && id.includes(values.only)).map(({ id }) => id);

const server = await preview({ root: 'stories', logLevel: 'error', build: { outDir: 'storybook-static' }, preview: { port: 0, host: '127.0.0.1' } });
const address = server.resolvedUrls?.local[0];
if (!address) throw new Error('the stories are not served');
const browser = await chromium.launch({ executablePath: await ensureChromium(), args: [...chromiumFlags] });
const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

rmSync(values.out, { recursive: true, force: true });
mkdirSync(values.out, { recursive: true });
const findings: string[] = [];
const pictures: string[] = [];
let done = 0;

/** Draws one story in one look. The picture's file name says which. */
async function photograph(page: Page, story: string, look: Look): Promise<void> {
  const name = [story, look.theme, look.scheme, look.language, look.width].join('_');
  const said = (what: string): void => void findings.push(`${name}: ${what}`);
  const thrown = (error: Error): void => said(`the page threw ${error.message.split('\n')[0]}`);
  page.on('pageerror', thrown);
  const globals = Object.entries({ theme: look.theme === 'none' ? '' : look.theme, scheme: look.scheme, language: look.language, width: look.width })
    .filter(([, value]) => value !== '' && value !== 'own').map(([key, value]) => `${key}:${value}`).join(';');
  await page.setViewportSize({ width: look.width === 'own' ? 1328 : Number(look.width), height: 900 });
  await page.goto(`${address}iframe.html?viewMode=story&id=${story}&globals=${globals}`);
  // A play function that reads English words ends early in another language; what it did until then is on the picture.
  await page.waitForFunction(() => {
    const phase = (globalThis as unknown as { __STORYBOOK_PREVIEW__?: { currentRender?: { phase?: string } } }).__STORYBOOK_PREVIEW__?.currentRender?.phase;
    return phase === 'finished' || phase === 'completed' || phase === 'errored';
  }, undefined, { timeout: 30_000 }).catch(() => said('did not finish within 30 s'));
  await page.evaluate(async () => {
    await document.fonts.ready;
    await Promise.all(document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity).map(({ finished }) => finished.catch(() => {})));
  });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) said(`${wide} px wider than the page`);
  await page.evaluate(axe);
  const broken = await page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: { run(root: Element, options: object): Promise<{ violations: { id: string; nodes: { target: unknown[] }[] }[] }> } }).axe;
    const { violations } = await run.run(document.querySelector('.page') ?? document.body, { rules: { region: { enabled: false } } });
    return violations.map(({ id, nodes }) => `${id} (${nodes.length}): ${JSON.stringify(nodes[0]?.target)}`);
  });
  for (const each of broken) said(`axe ${each}`);
  await page.screenshot({ path: join(values.out, `${name}.png`), fullPage: true, animations: 'disabled' });
  page.off('pageerror', thrown);
  pictures.push(name);
  if (++done % 50 === 0) console.log(`${done} of ${stories.length * looks.length}`);
}

const work = stories.flatMap((story) => looks.map((look) => [story, look] as const));
await Promise.all(Array.from({ length: 2 }, async () => {
  const page = await browser.newPage({ reducedMotion: 'reduce' });
  for (let next = work.shift(); next; next = work.shift()) await photograph(page, ...next);
  await page.close();
}));
await browser.close();
await server.close();

const figure = (name: string): string => `<figure><a href="${name}.png"><img src="${name}.png" loading="lazy" alt=""></a><figcaption>${name}</figcaption></figure>`;
writeFileSync(join(values.out, 'index.html'), `<!doctype html><meta charset="utf-8"><title>Stories</title><style>body{font:12px system-ui;display:flex;flex-wrap:wrap;gap:12px}figure{margin:0;width:320px}img{width:100%;border:1px solid #ccc}</style>${pictures.sort().map(figure).join('\n')}`);
console.log(`${pictures.length} pictures of ${stories.length} stories in ${values.out}; ${findings.length} findings`);
for (const finding of findings) console.log(`  ${finding}`);
process.exitCode = findings.length > 0 ? 1 : 0;
