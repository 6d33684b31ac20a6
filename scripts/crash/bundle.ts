import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { readFile } from 'node:fs/promises';

const conditions = ['source', 'es2015', 'module', 'browser', 'development'];

/** Makes the sdk one schema version newer. */
const nextSchema: Plugin = {
  name: 'next-schema',
  setup(build) {
    build.onLoad({ filter: /cache[/\\]schema-version\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const now = 'export const upgrades: readonly Upgrade[] = [];';
      if (!source.includes(now)) throw new Error(`${path} has schema steps by now: let this plugin add one to them.`);
      return { loader: 'ts', contents: source.replace(now, 'export const upgrades: readonly Upgrade[] = [{ row: (_table, row) => row, change: (change) => change }];') };
    });
  },
};

async function filesOf(folder: string, plugins: Plugin[]): Promise<readonly (readonly [string, string])[]> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'page/page.ts')], outdir: folder, write: false,
    bundle: true, splitting: true, format: 'esm', target: 'es2022', conditions, plugins, logLevel: 'silent',
  });
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Vinculo</title><link rel="icon" href="data:,"><script type="module" src="${folder}/page.js"></script>`;
  return [[`${folder}/`, html], ...outputFiles.map((file) => [file.path.replaceAll('\\', '/'), file.text] as const)];
}

/** The page at `/now/`, and the same page of the next version of the schema at `/next/`. */
export async function bundlePages(): Promise<ReadonlyMap<string, string>> {
  return new Map([...(await filesOf('/now', [])), ...(await filesOf('/next', [nextSchema]))]);
}
