// Enforces the order of the rooms (docs/architecture.md): who may import whom, and how.
// `node scripts/run.mjs scripts/check-imports.ts` prints each import that breaks a rule, with its line, and exits 1.

import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { type ESTree, parseSync, Visitor } from 'rolldown/utils';

export interface WrongImport {
  /** Path from the root of the workspace, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly specifier: string;
  readonly message: string;
}

interface Import {
  readonly file: string;
  readonly line: number;
  readonly specifier: string;
  /** `static` is loaded with the file, `dynamic` when import() runs, `type` never; `before` was loaded before the file (`export { client as Before }`). */
  readonly kind: 'static' | 'dynamic' | 'type' | 'before';
}

/** What each room's shipped sources may take from our packages; the order of the house. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'packages/sdk': [],
  'packages/insights': [],
  'packages/adapters': ['@vinculo/sdk'],
  'packages/widgets': ['@vinculo/sdk', '@vinculo/adapters', '@vinculo/insights'],
  'packages/server': ['@vinculo/sdk/schema', '@vinculo/insights'],
};

/** The folders of the sdk in the order in which data flows: each may import itself and those named. */
const sdkOrder: Readonly<Record<string, readonly string[]>> = {
  schema: ['errors.ts'],
  adapter: ['errors.ts', 'schema'],
  cache: ['errors.ts', 'schema', 'adapter', 'sync', 'store'],
  store: ['errors.ts', 'schema', 'adapter', 'sync', 'cache'],
  sync: ['errors.ts', 'schema', 'adapter', 'cache', 'store'],
  client: ['errors.ts', 'schema', 'adapter', 'cache', 'store', 'sync'],
  testing: ['errors.ts', 'schema', 'adapter'],
  'errors.ts': ['schema'],
};

const requiredEntries: Readonly<Record<string, { readonly entry: string; readonly why: string }>> = {
  zod: { entry: 'zod/mini', why: 'the full zod is fifteen times larger in many bundlers' },
  dexie: { entry: 'dexie/dist/modern/dexie.mjs', why: "dexie's main entry throws beside another Dexie on the page" },
};

const vagueFolders: ReadonlySet<string> = new Set([
  'utils',
  'util',
  'helpers',
  'shared',
  'core',
  'common',
  'misc',
  'lib',
]);

/** Every import under `root` that breaks a rule, in the order of files and lines. */
export function findWrongImports(root: string): readonly WrongImport[] {
  const exported = exportedNames(root);
  const files = globSync(
    [
      'packages/*/src/**/*.ts',
      'stories/**/*.ts',
      'examples/**/*.{ts,js}',
      'docs/**/*.{ts,js}',
      'scripts/**/*.{ts,mjs}',
    ],
    {
      cwd: root,
      exclude: (path) => /(^|[\\/])(node_modules|dist|cdn|storybook-static|\.cache)$/.test(path),
    },
  )
    .map((file) => file.split(sep).join('/'))
    .filter((file) => !/\.config\.[a-z]+$/.test(file)) // a tool's settings, never part of a page
    .sort();
  return files.flatMap((file) => [
    ...vagueFolder(file),
    ...importsOf(root, file).flatMap((found) => {
      const message = ruleBroken(root, found, exported);
      return message === undefined ? [] : [{ file, line: found.line, specifier: found.specifier, message }];
    }),
  ]);
}

function ruleBroken(root: string, found: Import, exported: ReadonlySet<string>): string | undefined {
  return found.specifier.startsWith('.')
    ? relativeRuleBroken(root, found)
    : found.specifier.startsWith('@vinculo/')
      ? packageRuleBroken(found, exported)
      : thirdPartyRuleBroken(found);
}

function packageRuleBroken(found: Import, exported: ReadonlySet<string>): string | undefined {
  if (!exported.has(found.specifier)) {
    return `${found.specifier} is not a public export. Import what the package's "exports" offer, or add an entry there.`;
  }
  const room = roomOf(found.file);
  const allowed = mayImport[room];
  if (allowed === undefined || isTest(found.file)) return undefined;
  if (allowed.some((name) => found.specifier === name || found.specifier.startsWith(`${name}/`))) return undefined;
  return `${room} may take from our packages only ${allowed.join(', ') || 'nothing'}.`;
}

function relativeRuleBroken(root: string, found: Import): string | undefined {
  const target = targetOf(root, found);
  const room = roomOf(found.file);
  if (roomOf(target) !== room) {
    return `A relative import must stay in ${room}. Another package is reached by its name and public exports.`;
  }
  if (room === 'packages/sdk') return sdkRuleBroken(found, target);
  if (room === 'packages/widgets') return widgetRuleBroken(root, found, target);
  return undefined;
}

function sdkRuleBroken(found: Import, target: string): string | undefined {
  const from = folderIn(found.file);
  const to = folderIn(target);
  if (to === 'cache' && from !== 'cache' && found.kind === 'static' && !isTest(found.file)) {
    return 'The cache is reached only through import(), so that pages which are online only never load it.';
  }
  // What was loaded before a part stands above it, and gives it nothing.
  if (from === to || from === 'index.ts' || found.kind === 'before' || isTest(found.file)) return undefined;
  const allowed = sdkOrder[from];
  if (allowed === undefined)
    return `sdk/src/${from} has no place in the order of rooms. Give it one in scripts/check-imports.ts.`;
  if (allowed.includes(to)) return undefined;
  return `Inside the sdk, ${from} may import only ${allowed.join(', ')}: data flows schema, adapter, sync + cache + store, client.`;
}

function widgetRuleBroken(root: string, found: Import, target: string): string | undefined {
  const from = folderIn(found.file);
  const to = folderIn(target);
  if (from === to || from === 'index.ts' || !isWidgetFolder(root, to)) return undefined;
  return isWidgetFolder(root, from)
    ? `Widgets never import each other: what ${from} and ${to} share belongs in parts/, base/, format/, messages/ or styles/.`
    : `${from}/ serves every widget, so it may not import one of them (${to}).`;
}

/** A folder that registers a tag of its own name is a widget; the others serve all widgets. */
function isWidgetFolder(root: string, folder: string): boolean {
  return existsSync(join(root, 'packages/widgets/src', folder, `vinculo-${folder}.ts`));
}

function thirdPartyRuleBroken(found: Import): string | undefined {
  const [scopeOrName = '', name = ''] = found.specifier.split('/');
  const required = requiredEntries[scopeOrName.startsWith('@') ? `${scopeOrName}/${name}` : scopeOrName];
  // A type brings nothing into a page.
  if (!required || found.specifier === required.entry || found.kind === 'type') return undefined;
  return `Import '${required.entry}' instead: ${required.why}.`;
}

function vagueFolder(file: string): readonly WrongImport[] {
  const vague = dirname(file)
    .split('/')
    .find((folder) => vagueFolders.has(folder));
  if (vague === undefined) return [];
  return [
    { file, line: 1, specifier: vague, message: `A folder named ${vague}/ says nothing. Name it for what it holds.` },
  ];
}

function importsOf(root: string, file: string): readonly Import[] {
  const source = readFileSync(join(root, file), 'utf8');
  const parsed = parseSync(file, source);
  if (parsed.errors.length > 0) throw new Error(`${file} does not parse: ${parsed.errors[0]?.message ?? ''}`);
  const found: Import[] = [];
  const add = (specifier: unknown, start: number, kind: Import['kind']): void => {
    if (typeof specifier === 'string')
      found.push({ file, specifier, kind, line: source.slice(0, start).split('\n').length });
  };
  new Visitor({
    ImportDeclaration: (node) => add(node.source.value, node.start, node.importKind === 'type' ? 'type' : 'static'),
    ExportNamedDeclaration: (node) =>
      add(node.source?.value, node.start, isBefore(node) ? 'before' : node.exportKind === 'type' ? 'type' : 'static'),
    ExportAllDeclaration: (node) => add(node.source.value, node.start, node.exportKind === 'type' ? 'type' : 'static'),
    ImportExpression: (node) =>
      add(node.source.type === 'Literal' ? node.source.value : undefined, node.start, 'dynamic'),
    TSImportType: (node) => add(node.source.value, node.start, 'type'),
  }).visit(parsed.program);
  return found;
}

/** A part of a page says what was loaded before it, which bundlers need to know. */
function isBefore({ specifiers }: ESTree.ExportNamedDeclaration): boolean {
  const [only, ...more] = specifiers;
  return more.length === 0 && only?.exported.type === 'Identifier' && only.exported.name === 'Before';
}

function exportedNames(root: string): ReadonlySet<string> {
  const manifests = globSync('packages/*/package.json', { cwd: root });
  return new Set(
    manifests.flatMap((path) => {
      const manifest = JSON.parse(readFileSync(join(root, path), 'utf8')) as {
        name: string;
        exports: Record<string, unknown>;
      };
      return Object.keys(manifest.exports).map((entry) => manifest.name + entry.slice(1));
    }),
  );
}

/** The file that a relative import names, as a path from the root. */
function targetOf(root: string, found: Import): string {
  return relative(root, resolve(root, dirname(found.file), found.specifier))
    .split(sep)
    .join('/');
}

/** `packages/sdk`, `stories`, `scripts` ... */
function roomOf(file: string): string {
  const parts = file.split('/');
  return parts[0] === 'packages' ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}

/** The first name below src: a folder, or a file that lies there by itself. */
function folderIn(file: string): string {
  return file.split('/')[3] ?? '';
}

function isTest(file: string): boolean {
  return /\.(test|fixture)\.ts$/u.test(basename(file));
}

if (import.meta.main) {
  const wrong = findWrongImports(process.cwd());
  for (const { file, line, specifier, message } of wrong) console.log(`${file}:${line} '${specifier}': ${message}`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
