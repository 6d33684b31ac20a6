// The page that boards stand in, each bundled by itself as a site would ship it; and what each one made the page load.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** `vinculo-cold` is ours where what comes after the first drawing is still to be loaded. */
export const contestants = ['vinculo', 'vinculo-cold', 'syncfusion', 'syncfusion-virtual', 'jkanban', 'sortable'] as const;
export type Who = (typeof contestants)[number];

const isOurs = (who: Who): boolean => who.startsWith('vinculo');
const sourceOf = (who: Who): string => `scripts/bench/board/${isOurs(who) ? 'page/ours' : `peers/${who}`}.ts`;

/** The element's entry, and what the element asks for by itself right after its first drawing. The root does not depend on the widgets: it is bundled from their folder. */
const oursIn = (who: Who): string => `import '@vinculo/widgets/pipeline-board';
export { default } from ${JSON.stringify(resolve(sourceOf(who)))};
${who === 'vinculo' ? "export const rest = () => import('./src/pipeline-board/after-first-drawing.ts');" : ''}`;

interface File { readonly type: string; readonly content: Uint8Array; readonly gzip: number }

async function bundle(entry: string, folder: string, name: string, ours?: string): Promise<[string, File][]> {
  const { outputFiles } = await build({
    ...(ours ? { stdin: { contents: ours, resolveDir: 'packages/widgets', loader: 'ts' as const } } : { entryPoints: { [name]: entry } }),
    outdir: '/',
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    write: false,
    target: 'es2022',
    conditions: ['source', 'es2015', 'module', 'browser', 'production'],
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.woff': 'dataurl', '.ttf': 'dataurl', '.eot': 'dataurl', '.svg': 'dataurl', '.png': 'dataurl' },
    // As packages/widgets/tsconfig.src.json has it: Lit runs with these decorators alone.
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
    logLevel: 'error',
  });
  return outputFiles.map(({ path, contents }) => [
    // What has no name of its own is called stdin.
    `${folder}/${basename(path).replace(/^stdin\./, `${name}.`)}`,
    { type: path.endsWith('.css') ? 'text/css' : 'text/javascript', content: contents, gzip: gzipSync(contents, { level: 9 }).length },
  ]);
}

export interface Site {
  /** The page of one board. */
  url(who: Who): string;
  /** What a file weighs, gzip bytes, by the URL under which it was loaded; undefined for what belongs to the bench. */
  weight(url: string): number | undefined;
  close(): void;
}

export async function serveBoards(): Promise<Site> {
  const files = new Map((await Promise.all([bundle('scripts/bench/board/page/bench.ts', '', 'bench'), ...contestants.map((who) => bundle(sourceOf(who), `/${who}`, 'page', isOurs(who) ? oursIn(who) : undefined))])).flat());
  const jkanban = readFileSync('scripts/bench/board/peers/node_modules/jkanban/dist/jkanban.min.js');
  files.set('/jkanban/jkanban.js', { type: 'text/javascript', content: jkanban, gzip: gzipSync(jkanban, { level: 9 }).length });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
    const file = files.get(pathname);
    const who = contestants.find((each) => pathname === `/${each}/`);
    if (file) response.writeHead(200, { ...headers, 'Content-Type': file.type }).end(file.content);
    else if (who) {
      const sheet = files.has(`/${who}/page.css`) ? `<link rel="stylesheet" href="/${who}/page.css">` : '';
      const script = who === 'jkanban' ? '<script src="/jkanban/jkanban.js"></script>' : '';
      response.writeHead(200, { ...headers, 'Content-Type': 'text/html; charset=utf-8' }).end(`<!doctype html><html lang="en"><meta charset="utf-8"><title>${who}</title><link rel="icon" href="data:,">${sheet}${script}<div id="box"></div><script type="module" src="/bench.js"></script>`);
    } else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: (who) => `${origin}/${who}/`,
    weight: (url) => {
      const { pathname } = new URL(url);
      return pathname === '/bench.js' ? undefined : files.get(pathname)?.gzip;
    },
    close: () => void server.close(),
  };
}
