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
}

/** One story in one language and width: what is drawn once and then looked at in every theme and scheme. */
interface Drawing {
  readonly story: string;
  readonly language: string;
  readonly width: string;
  /** The first of its story. Colours are the same in every language and width, names in every theme and scheme: axe looks for all it knows in the first look of each drawing, and for colours and sizes in the others of the first. */
  readonly isFirst: boolean;
}

const list = (text: string): readonly string[] => text.split(',').filter(Boolean);
const looks: readonly Look[] = list(values.themes).flatMap((theme) => list(values.schemes).map((scheme) => ({ theme, scheme })));

const built = 'stories/storybook-static';
if (!values['no-build'] || !existsSync(join(built, 'index.json'))) {
  const { code, output } = await run('node', ['scripts/run.mjs', 'scripts/stories.ts', 'build']);
  if (code !== 0) throw new Error(`the stories were not built\n${output}`);
}
const index = JSON.parse(readFileSync(join(built, 'index.json'), 'utf8')) as { readonly entries: Readonly<Record<string, { readonly id: string; readonly type: string }>> };
const stories = Object.values(index.entries).filter(({ id, type }) => type === 'story' && id.includes(values.only)).map(({ id }) => id);
const work: Drawing[] = stories.flatMap((story) => list(values.languages).flatMap((language) => list(values.widths).map((width) => ({ story, language, width })))
  .map((each, i) => ({ ...each, isFirst: i === 0 })));

// A story loads some fifty files, which do not change while it is photographed.
const server = await preview({ root: 'stories', logLevel: 'error', build: { outDir: 'storybook-static' }, preview: { port: 0, host: '127.0.0.1', headers: { 'cache-control': 'max-age=3600' } } });
const address = server.resolvedUrls?.local[0];
if (!address) throw new Error('the stories are not served');
const browser = await chromium.launch({ executablePath: await ensureChromium(), args: [...chromiumFlags] });
const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

rmSync(values.out, { recursive: true, force: true });
mkdirSync(values.out, { recursive: true });
const findings: string[] = [];
const pictures: string[] = [];
const all = work.length * looks.length;

/** Loads a story in a look and waits until it was played and nothing moves any more. False where its play function failed. */
async function load(page: Page, { story, language, width }: Drawing, { theme, scheme }: Look, said: (what: string) => void): Promise<boolean> {
  const globals = Object.entries({ theme: theme === 'none' ? '' : theme, scheme, language, width })
    .filter(([, value]) => value !== '' && value !== 'own').map(([key, value]) => `${key}:${value}`).join(';');
  await page.setViewportSize({ width: width === 'own' ? 1328 : Number(width), height: 900 });
  let underWay = 0;
  const more = (): void => void underWay++;
  const less = (): void => void underWay--;
  page.on('request', more);
  page.on('requestfinished', less);
  page.on('requestfailed', less);
  await page.goto(`${address}iframe.html?viewMode=story&id=${story}&globals=${globals}`);
  const phase = await page.waitForFunction(() => {
    const now = (globalThis as unknown as { __STORYBOOK_PREVIEW__?: { currentRender?: { phase?: string } } }).__STORYBOOK_PREVIEW__?.currentRender?.phase;
    return (now === 'finished' || now === 'completed' || now === 'errored') && now;
  }, undefined, { timeout: 30_000 }).then((handle) => handle.jsonValue(), () => { said('did not finish within 30 s'); });
  // Parts that come after the first drawing are asked for by a timer.
  const until = Date.now() + 10_000;
  for (let before = '', same = 0; same < 2 && Date.now() < until;) {
    await page.waitForTimeout(80);
    const now = await page.evaluate(() => {
      const text = (root: ParentNode): string => [...root.querySelectorAll('*')].map((each) => each.shadowRoot ? `${each.shadowRoot.innerHTML}${text(each.shadowRoot)}` : '').join('');
      return text(document);
    });
    same = now === before && underWay <= 0 ? same + 1 : 0;
    before = now;
  }
  page.off('request', more);
  page.off('requestfinished', less);
  page.off('requestfailed', less);
  return phase !== 'errored';
}

/** Puts another look on what is drawn. A theme may move what floats over its anchor, which is placed when it opens: then it says no. */
async function dress(page: Page, { theme, scheme }: Look): Promise<boolean> {
  return page.evaluate(({ wanted, colours }) => {
    const host = document.querySelector('.page');
    const floats = (root: ParentNode): boolean => [...root.querySelectorAll('*')].some((each) => each.matches(':popover-open') || (each.shadowRoot && floats(each.shadowRoot)));
    if (!host) return false;
    const now = ['vinculo-fiori', 'vinculo-bootstrap'].find((each) => host.classList.contains(each)) ?? 'vinculo-none';
    if (now !== wanted && floats(document)) return false;
    host.classList.remove('light', 'dark', now);
    host.classList.add(wanted, colours);
    return true;
  }, { wanted: `vinculo-${theme}`, colours: scheme });
}

/** Photographs one story in every look. A picture's file name says which. */
async function photograph(page: Page, drawing: Drawing): Promise<void> {
  const { story, language, width, isFirst } = drawing;
  let name = '';
  const said = (what: string): void => void findings.push(`${name}: ${what}`);
  const thrown = (error: Error): void => said(`the page threw ${error.message.split('\n')[0]}`);
  page.on('pageerror', thrown);
  for (const [i, look] of looks.entries()) {
    name = [story, look.theme, look.scheme, language, width].join('_');
    if (i === 0 || !(await dress(page, look))) {
      // A play function that reads English words ends early in another language; what it did until then is on the picture. A busy machine gets a second try.
      if (!(await load(page, drawing, look, said)) && language === 'en' && !(await load(page, drawing, look, said))) said('its play function failed');
      await dress(page, look);
    }
    await page.evaluate(async () => {
      await document.fonts.ready;
      await Promise.all(document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity).map(({ finished }) => finished.catch(() => {})));
    });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) said(`${wide} px wider than the page`);
    if (isFirst || i === 0) for (const each of await broken(page, { colours: isFirst, rest: i === 0 })) said(`axe ${each}`);
    await page.screenshot({ path: join(values.out, `${name}.png`), fullPage: true, animations: 'disabled', clip: await drawn(page) });
    pictures.push(name);
    if (pictures.length % 100 === 0) console.log(`${pictures.length} of ${all}`);
  }
  page.off('pageerror', thrown);
}

/** What axe finds. Contrast is what takes it longest. */
async function broken(page: Page, what: { readonly colours: boolean; readonly rest: boolean }): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate(async ({ colours, rest }) => {
    const run = (globalThis as unknown as { axe: { run(root: Element, options: object): Promise<{ violations: { id: string; nodes: { target: unknown[] }[] }[] }> } }).axe;
    const options = rest ? { rules: { region: { enabled: false }, 'target-size': { enabled: true }, 'color-contrast': { enabled: colours } } } : { runOnly: ['color-contrast', 'link-in-text-block', 'target-size'] };
    const { violations } = await run.run(document.querySelector('.page') ?? document.body, options);
    return violations.map(({ id, nodes }) => `${id} (${nodes.length}): ${JSON.stringify(nodes[0]?.target)}`);
  }, what);
}

/** The part of the page that something is drawn on. */
function drawn(page: Page): Promise<{ x: number; y: number; width: number; height: number }> {
  return page.evaluate(() => {
    const found: Element[] = [...document.querySelectorAll('.page *')];
    const add = (root: ParentNode): void => {
      for (const each of root.querySelectorAll('*')) {
        if (each.matches(':popover-open, :modal')) found.push(each);
        if (each.shadowRoot) add(each.shadowRoot);
      }
    };
    add(document);
    const boxes = found.map((each) => each.getBoundingClientRect());
    const host = document.querySelector('.page')?.getBoundingClientRect();
    const width = Math.max(host?.right ?? 0, ...boxes.map(({ right }) => right + 8));
    const height = Math.max(64, ...boxes.map(({ bottom }) => bottom + scrollY + 24));
    return { x: 0, y: 0, width: Math.ceil(Math.min(width, innerWidth)), height: Math.ceil(height) };
  });
}

await Promise.all(Array.from({ length: 2 }, async () => {
  const page = await browser.newPage({ reducedMotion: 'reduce' });
  for (let next = work.shift(); next; next = work.shift()) {
    await photograph(page, next);
    // What one story keeps in the browser is not the next one's.
    await page.evaluate(() => { localStorage.clear(); sessionStorage.clear(); });
  }
  await page.close();
}));
await browser.close();
await server.close();

const figure = (name: string): string => `<figure><a href="${name}.png"><img src="${name}.png" loading="lazy" alt=""></a><figcaption>${name}</figcaption></figure>`;
writeFileSync(join(values.out, 'index.html'), `<!doctype html><meta charset="utf-8"><title>Stories</title><style>body{font:12px system-ui;display:flex;flex-wrap:wrap;gap:12px}figure{margin:0;width:320px}img{width:100%;border:1px solid #ccc}</style>${pictures.sort().map(figure).join('\n')}`);
console.log(`${pictures.length} pictures of ${stories.length} stories in ${values.out}; ${findings.length} findings`);
for (const finding of findings) console.log(`  ${finding}`);
process.exitCode = findings.length > 0 ? 1 : 0;
