// npm run size: what a page downloads (minified, gzip, KB), bundled from the sources by esbuild and by rolldown, against the
// budgets of docs/architecture.md. Sheets and templates are as they are published: nothing minifies them. Exits 1 where a
// budget is broken. `--json` prints the figures for programs.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build as esbuild } from 'esbuild';
import { rolldown } from 'rolldown';

/** Gzip bytes of one page's script. */
interface Load {
  /** What it needs to show its first record. */
  readonly first: number;
  /** What import() of these sources brings beside that. */
  readonly part: (...sources: readonly string[]) => number;
}

// Loaded by import(), but on every page before a record shows, so it counts as first: the client of a page that names an endpoint.
const neededAtFirst = ['packages/widgets/src/provider/rest-client.ts'];

// What follows the first drawing of a widget by itself: the rest of it, also where something is amiss.
const restOf: Readonly<Record<string, string>> = {
  record: 'packages/widgets/src/record/record-full.ts',
  form: 'packages/widgets/src/form/form-full.ts',
  'contact-card': 'packages/widgets/src/contact-card/card-full.ts',
  'customer-timeline': 'packages/widgets/src/customer-timeline/after-first-drawing.ts',
  'ticket-form': 'packages/widgets/src/ticket-form/after-first-drawing.ts',
  'lead-form': 'packages/widgets/src/lead-form/after-first-drawing.ts',
  'screen-pop': 'packages/widgets/src/screen-pop/after-first-drawing.ts',
  ticket: 'packages/widgets/src/ticket/after-first-drawing.ts',
  'pipeline-board': 'packages/widgets/src/pipeline-board/after-first-drawing.ts',
  list: 'packages/widgets/src/list/after-first-drawing.ts',
};

// What an online page asks for by itself, beside its first record: what keeps and sends changes.
const writing = 'packages/sdk/src/sync/write-side.ts';
// What a page that keeps tables needs before its first record: `cache` is memory or disk, or the backend answers no questions.
const keptTables = 'packages/sdk/src/sync/local-reading.ts';
// What a page with a disk needs besides these two, before its first record from there.
const offline = ['packages/sdk/src/cache/disk-host.ts'];
// What such a page asks for by itself when it has these: no row of the first drawing waits for it.
const afterOffline = ['packages/sdk/src/cache/disk-writing.ts', 'packages/sdk/src/sync/tab-news.ts'];

interface Budget {
  readonly name: string;
  /** KB; undefined for what is told and has no budget. */
  readonly limit: number | undefined;
  readonly measure: (bundle: (imports: string) => Promise<Load>) => Promise<number>;
}

const conditions = ['source', 'es2015', 'module', 'browser', 'production'];

const view = `
export { LitElement, css, html, nothing } from 'lit';
export { property, query, state } from 'lit/decorators.js';
export { ContextConsumer, ContextProvider, ContextRoot, createContext } from '@lit/context';`;
// By its path: it is no export of the package. The pages lie beside src.
const virtualList = `export { VirtualList } from '../src/parts/virtual-list.ts';`;
const sdk = `export { createClient } from '@vinculo/sdk';`;
const rest = `export * from '@vinculo/adapters/rest';`;
const widget = (...names: readonly string[]): string =>
  ['provider', ...names].map((name) => `import '@vinculo/widgets/${name}';`).join('\n');
const all = ['contact-card', 'pipeline-board', 'customer-timeline', 'ticket-form'];

/** What one widget adds to a page that has the others of the four. */
function added(name: string): Budget['measure'] {
  return async (bundle) => {
    const others = all.filter((other) => other !== name);
    const whole = await bundle(widget(...others, name));
    const rest = await bundle(widget(...others));
    return whole.first - rest.first;
  };
}

const budgets: readonly Budget[] = [
  { name: 'view floor (lit, decorators, context)', limit: 8, measure: async (bundle) => (await bundle(view)).first },
  { name: 'sdk, online', limit: 28, measure: async (bundle) => (await bundle(sdk)).first },
  {
    name: 'rest adapter, beside the sdk',
    limit: 10,
    measure: async (bundle) => (await bundle(`${sdk}\n${rest}`)).first - (await bundle(sdk)).first,
  },
  {
    name: 'offline chunk, where it is enabled',
    limit: 40,
    measure: async (bundle) => (await bundle(sdk)).part(...offline),
  },
  {
    name: 'by itself after the offline chunk',
    limit: 15,
    measure: async (bundle) => {
      const page = await bundle(sdk);
      return page.part(...offline, ...afterOffline) - page.part(...offline);
    },
  },
  {
    name: 'writing, by itself on every page',
    limit: 15,
    measure: async (bundle) => (await bundle(sdk)).part(writing),
  },
  {
    name: 'kept tables, where cache is not none',
    limit: 15,
    measure: async (bundle) => (await bundle(sdk)).part(keptTables),
  },
  {
    name: 'figures, on demand',
    limit: 15,
    measure: async (bundle) => (await bundle(sdk)).part('packages/sdk/src/store/live-groups.ts'),
  },
  {
    name: 'look-up, on demand',
    limit: 15,
    measure: async (bundle) => (await bundle(sdk)).part('packages/sdk/src/client/lookup.ts'),
  },
  {
    name: 'Chinese, before a first drawing',
    limit: 15,
    measure: async (bundle) => (await bundle(widget(...all))).part('packages/widgets/src/messages/zh-hans.ts'),
  },
  {
    name: 'Chinese, beside what comes later',
    limit: 15,
    measure: async (bundle) => (await bundle(widget(...all))).part('packages/widgets/src/messages/zh-hans-late.ts'),
  },
  ...(['record', 'lookup', 'form'] as const).map((name): Budget => ({
    name: `${name}, beside the four widgets`,
    limit: 14,
    measure: async (bundle) => (await bundle(widget(...all, name))).first - (await bundle(widget(...all))).first,
  })),
  {
    name: 'list, beside the four widgets',
    limit: 14,
    measure: async (bundle) => (await bundle(widget(...all, 'list'))).first - (await bundle(widget(...all))).first,
  },
  {
    name: 'devtools, beside the four widgets',
    limit: 15,
    measure: async (bundle) => (await bundle(widget(...all, 'devtools'))).first - (await bundle(widget(...all))).first,
  },
  ...['tasks', 'inbox', 'outbox', 'notifications'].map(
    (name): Budget => ({
      name: `${name}, beside the four widgets`,
      limit: 14,
      measure: async (bundle) => (await bundle(widget(...all, name))).first - (await bundle(widget(...all))).first,
    }),
  ),
  {
    name: 'virtual list, on demand',
    limit: 8,
    measure: async (bundle) => (await bundle(`${view}\n${virtualList}`)).first - (await bundle(view)).first,
  },
  { name: '+ contact card', limit: 6, measure: added('contact-card') },
  { name: '+ customer timeline', limit: 8, measure: added('customer-timeline') },
  { name: '+ ticket form', limit: 10, measure: added('ticket-form') },
  { name: '+ lead form', limit: 10, measure: added('lead-form') },
  { name: '+ screen pop', limit: 10, measure: added('screen-pop') },
  { name: '+ ticket', limit: 14, measure: added('ticket') },
  { name: '+ pipeline board', limit: 14, measure: added('pipeline-board') },
  {
    name: 'first online widget on a page',
    limit: 52,
    measure: async (bundle) => (await bundle(widget('contact-card'))).first,
  },
  ...Object.entries(restOf).map(
    ([name, rest]): Budget => ({
      name: `by itself after a ${name}`,
      limit: undefined,
      measure: async (bundle) => (await bundle(widget(name))).part(rest),
    }),
  ),
  {
    name: 'all four and offline',
    limit: 132,
    measure: async (bundle) => (await bundle(widget(...all))).first + (await bundle(sdk)).part(...offline, ...afterOffline, writing, keptTables),
  },
];

interface Chunk {
  readonly file: string;
  readonly source: string;
  /** The files it imports statically. */
  readonly imports: readonly string[];
  /** The source it was made for: the page, or what an import() names. */
  readonly entry: string | undefined;
}

function load(page: string, chunks: readonly Chunk[]): Load {
  const byFile = new Map(chunks.map((chunk) => [chunk.file, chunk]));
  const withImports = (entries: readonly string[]): Set<Chunk> => {
    const found = new Set<Chunk>();
    const visit = (chunk: Chunk | undefined): void => {
      if (!chunk || found.has(chunk)) return;
      found.add(chunk);
      for (const next of chunk.imports) visit(byFile.get(next));
    };
    for (const chunk of chunks) if (chunk.entry && entries.includes(chunk.entry)) visit(chunk);
    return found;
  };
  const bytes = (of: Iterable<Chunk>): number =>
    [...of].reduce((sum, chunk) => sum + gzipSync(chunk.source, { level: 9 }).length, 0);
  const first = withImports([page, ...neededAtFirst]);
  if (first.size === 0) throw new Error(`The bundle of ${page} has no chunk that begins with it.`);
  return {
    first: bytes(first),
    part: (...sources) => {
      const part = withImports(sources);
      if (part.size === 0)
        throw new Error(`The bundle of ${page} has no chunk that begins with ${sources.join(' or ')}.`);
      return bytes([...part].filter((chunk) => !first.has(chunk)));
    },
  };
}

async function withEsbuild(entry: string): Promise<Load> {
  const result = await esbuild({
    entryPoints: { page: entry },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    outdir: 'out',
    write: false,
    metafile: true,
    conditions,
    // As packages/widgets/tsconfig.src.json has it. esbuild does not follow the references of a tsconfig.json as rolldown does, and would
    // write decorators, and with them all private members, in the other and longer way, which Lit cannot run.
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  });
  return load(
    entry,
    Object.entries(result.metafile.outputs).map(([file, output]) => ({
      file,
      source: result.outputFiles.find((written) => written.path.endsWith(file))?.text ?? '',
      imports: output.imports.filter((one) => one.kind === 'import-statement').map((one) => one.path),
      entry: output.entryPoint,
    })),
  );
}

async function withRolldown(entry: string): Promise<Load> {
  const bundle = await rolldown({
    input: { page: entry },
    resolve: { conditionNames: [...conditions, 'import', 'default'] },
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    logLevel: 'silent',
  });
  try {
    const { output } = await bundle.generate({ format: 'esm', minify: true });
    return load(
      entry,
      output
        .filter((one) => one.type === 'chunk')
        .map((chunk) => ({
          file: chunk.fileName,
          source: chunk.code,
          imports: chunk.imports,
          entry: chunk.facadeModuleId ? relative('.', chunk.facadeModuleId) : undefined,
        })),
    );
  } finally {
    await bundle.close();
  }
}

/** Bundles a page made of `imports` once, however many budgets ask for it. */
function bundler(
  folder: string,
  name: string,
  bundle: (entry: string) => Promise<Load>,
): (imports: string) => Promise<Load> {
  const known = new Map<string, Promise<Load>>();
  return (imports) => {
    const made = known.get(imports);
    if (made) return made;
    const entry = join(folder, `${name}-${known.size}.ts`);
    writeFileSync(entry, imports);
    const making = bundle(entry);
    known.set(imports, making);
    return making;
  };
}

interface Figures {
  readonly name: string;
  readonly limit: number | undefined;
  readonly esbuild: number;
  readonly rolldown: number;
}

function isBroken({ limit = Infinity, esbuild: one, rolldown: other }: Figures): boolean {
  return Math.max(one, other) > limit;
}

// The pages lie in the package that depends on all that is measured.
const folder = mkdtempSync(join('packages/widgets', '.size-'));
try {
  const bundlers = {
    esbuild: bundler(folder, 'esbuild', withEsbuild),
    rolldown: bundler(folder, 'rolldown', withRolldown),
  };
  const rows: Figures[] = [];
  for (const { name, limit, measure } of budgets) {
    const [esbuildBytes, rolldownBytes] = await Promise.all([measure(bundlers.esbuild), measure(bundlers.rolldown)]);
    rows.push({ name, limit, esbuild: esbuildBytes / 1000, rolldown: rolldownBytes / 1000 });
  }
  if (process.argv.includes('--json')) console.log(JSON.stringify(rows, undefined, 2));
  else {
    console.log(`${'gzip KB'.padEnd(40)}${'budget'.padStart(9)}${'esbuild'.padStart(9)}${'rolldown'.padStart(9)}`);
    for (const row of rows) {
      const broken = isBroken(row);
      const figures = [row.limit?.toString() ?? '', row.esbuild.toFixed(1), row.rolldown.toFixed(1)].map((text) =>
        text.padStart(9),
      );
      console.log(`${row.name.padEnd(40)}${figures.join('')}${broken ? '  over' : ''}`);
    }
  }
  process.exitCode = rows.some(isBroken) ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
