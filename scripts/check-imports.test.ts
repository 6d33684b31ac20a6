import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findWrongImports } from './check-imports.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vinculo-imports-'));
  for (const manifest of globSync('packages/*/package.json')) cpSync(manifest, join(root, manifest));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, source: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), source);
}

/** Writes one file with one import and gives the messages about it. */
function messagesFor(file: string, source: string): readonly string[] {
  write(file, source);
  return findWrongImports(root).map((wrong) => `${wrong.file}:${wrong.line} ${wrong.message}`);
}

describe('between packages', () => {
  it.each([
    [
      'packages/sdk/src/client/a.ts',
      "import '@vinculo/insights'",
      'packages/sdk may take from our packages only nothing',
    ],
    [
      'packages/insights/src/a.ts',
      "import '@vinculo/sdk/schema'",
      'packages/insights may take from our packages only nothing',
    ],
    ['packages/adapters/src/rest/a.ts', "export * from '@vinculo/widgets'", 'packages/adapters may take'],
    ['packages/server/src/a.ts', "import { createClient } from '@vinculo/sdk'", 'packages/server may take'],
    ['packages/server/src/a.ts', "const a = await import('@vinculo/adapters/rest')", 'packages/server may take'],
    ['packages/server/src/a.ts', "type A = import('@vinculo/sdk/adapter').Adapter", 'packages/server may take'],
    ['packages/widgets/src/base/a.ts', "import '@vinculo/sdk/src/errors.ts'", 'not a public export'],
    ['stories/a.stories.ts', "import '@vinculo/widgets/base/define'", 'not a public export'],
    ['examples/shop/a.ts', "import '../../packages/widgets/src/index.ts'", 'must stay in examples'],
    ['packages/widgets/src/base/a.ts', "import '../../../sdk/src/errors.ts'", 'must stay in packages/widgets'],
  ])('%s: %s', (file, source, expected) => {
    expect(messagesFor(file, `\n${source}`)).toEqual([expect.stringMatching(new RegExp(`^${file}:2 .*${expected}`))]);
  });

  it.each([
    ['packages/adapters/src/rest/a.ts', "import '@vinculo/sdk'; import '@vinculo/sdk/adapter'"],
    [
      'packages/widgets/src/base/a.ts',
      "import '@vinculo/sdk'; import '@vinculo/adapters/rest'; import '@vinculo/insights'",
    ],
    ['packages/server/src/a.ts', "import '@vinculo/sdk/schema'; import '@vinculo/insights'"],
    ['packages/server/src/a.test.ts', "import '@vinculo/adapters/rest'"],
    ['stories/a.stories.ts', "import '@vinculo/widgets/contact-card'; import { html } from 'lit'"],
  ])('allows %s: %s', (file, source) => {
    expect(messagesFor(file, source)).toEqual([]);
  });
});

describe('inside the sdk', () => {
  it.each([
    ['schema', "import '../adapter/index.ts'"],
    ['schema', "import type { Client } from '../client/client.ts'"],
    ['adapter', "export * from '../sync/pull.ts'"],
    ['store', "import '../client/client.ts'"],
    ['testing', "import '../store/store.ts'"],
    ['helpers-of-mine', "import '../schema/index.ts'"],
  ])('%s may not: %s', (folder, source) => {
    expect(messagesFor(`packages/sdk/src/${folder}/a.ts`, source)).toHaveLength(1);
  });

  it('a part names what was loaded before it, wherever that stands, and takes nothing else from there', () => {
    const before = "export { client as Before } from '../client/client.ts'";
    expect(messagesFor('packages/sdk/src/sync/a.ts', before)).toEqual([]);
    expect(messagesFor('packages/sdk/src/sync/a.ts', "export { client, client as Before } from '../client/client.ts'")).toHaveLength(1);
    expect(messagesFor('packages/sdk/src/sync/a.ts', "export { client as After } from '../client/client.ts'")).toHaveLength(1);
  });

  it('reaches the cache only by import()', () => {
    expect(messagesFor('packages/sdk/src/client/a.ts', "import { openCache } from '../cache/open-cache.ts'")).toEqual([
      expect.stringContaining('only through import()'),
    ]);
    expect(
      messagesFor('packages/sdk/src/client/a.ts', "const { openCache } = await import('../cache/open-cache.ts')"),
    ).toEqual([]);
    expect(messagesFor('packages/sdk/src/client/a.ts', "import type { Cache } from '../cache/cache.ts'")).toEqual([]);
    expect(messagesFor('packages/sdk/src/cache/a.ts', "import { pages } from './pages.ts'")).toEqual([]);
  });
});

describe('inside the widgets', () => {
  beforeEach(() => {
    write('packages/widgets/src/contact-card/vinculo-contact-card.ts', '');
    write('packages/widgets/src/ticket-form/vinculo-ticket-form.ts', '');
  });

  it('a widget never imports another, nor do shared folders import a widget', () => {
    expect(messagesFor('packages/widgets/src/contact-card/a.ts', "import '../ticket-form/ticket-form.ts'")).toEqual([
      expect.stringContaining('Widgets never import each other'),
    ]);
    rmSync(join(root, 'packages/widgets/src/contact-card/a.ts'));
    expect(messagesFor('packages/widgets/src/parts/a.ts', "import '../ticket-form/ticket-form.ts'")).toEqual([
      expect.stringContaining('serves every widget'),
    ]);
  });

  it('both take from the shared folders, and the index takes all', () => {
    write('packages/widgets/src/index.ts', "export * from './contact-card/contact-card.ts'");
    expect(
      messagesFor('packages/widgets/src/ticket-form/a.ts', "import '../parts/avatar.ts'; import './b.ts'"),
    ).toEqual([]);
  });
});

describe('names and entries', () => {
  it.each([
    ["import { z } from 'zod'", "Import 'zod/mini' instead"],
    ["import Dexie from 'dexie'", "Import 'dexie/dist/modern/dexie.mjs' instead"],
  ])('%s', (source, expected) => {
    expect(messagesFor('packages/sdk/src/schema/a.ts', source)).toEqual([expect.stringContaining(expected)]);
  });

  it('lets a type come from another entry', () => {
    expect(messagesFor('packages/sdk/src/schema/a.ts', "import type { Dexie } from 'dexie'")).toEqual([]);
  });

  it('refuses folders that say nothing', () => {
    expect(messagesFor('packages/widgets/src/utils/a.ts', '')).toEqual([
      expect.stringContaining('Name it for what it holds'),
    ]);
  });

  it('names the file that does not parse', () => {
    write('packages/sdk/src/schema/broken.ts', 'import from from');
    expect(() => findWrongImports(root)).toThrow('broken.ts does not parse');
  });
});

it('finds nothing wrong in this workspace', () => {
  expect(findWrongImports(process.cwd())).toEqual([]);
});
