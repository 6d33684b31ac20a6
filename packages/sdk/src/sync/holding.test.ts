import { afterEach, expect, it } from 'vitest';
import type { Adapter } from '../adapter/index.ts';
import { clientOver } from '../client/create-client.ts';
import type { Vinculo } from '../client/vinculo.ts';
import { memoryBackend, type MemoryBackend } from '../testing/index.ts';
import { Engine } from './engine.ts';
import { Browser, type Page } from './simulated-browser.fixture.ts';
import { World } from './simulated-time.fixture.ts';

const world = new World(1);
const pages: Page[] = [];

afterEach(() => {
  for (const page of pages.splice(0)) page.close();
});

const links = (part: string, count: number): readonly { readonly id: string }[] => Array.from({ length: count }, (_, i) => ({
  id: `${part}.${i}`, activityId: `of ${part}.${i}`, table: 'contact', recordId: part, role: 'to', at: '2026-01-01T00:00:00.000Z', kind: 'note', open: false,
}));

/** A backend that answers no queries, so that only what is looked at is in memory; all is on disk. */
function linksOf(...parts: readonly string[]): MemoryBackend {
  return memoryBackend({
    capabilities: { query: false, aggregate: false }, now: () => world.now,
    seed: { user: [{ id: 'ana', name: 'Ana' }], activityLink: parts.flatMap((part) => links(part, 3)) },
  });
}

function tab(browser: Browser, backend: MemoryBackend, line: (adapter: Adapter, page: Page) => Adapter = (adapter) => adapter): Vinculo {
  const page = browser.open(1);
  pages.push(page);
  const adapter = line(backend.adapter('ana'), page);
  return clientOver(new Engine(adapter, 'disk', page.host), adapter);
}

/** Ids of what a page shows from now on. */
function look(crm: Vinculo, where: { readonly recordId: string } | { readonly id: string }): () => readonly string[] {
  const live = crm.activityLinks.query({ where, orderBy: ['id'] });
  live.subscribe(() => {});
  return () => live.snapshot.rows.map((r) => r.id);
}

it('shows nothing that a whole new reading lacks in a part that was being read from disk when that took its place', async () => {
  const backend = linksOf('a', 'b');
  let shown: (() => readonly string[]) | undefined;
  const crm = tab(new Browser(world), backend, (adapter, page) => ({
    ...adapter,
    async pull(scope, cursor, limit, signal) {
      const answer = await adapter.pull(scope, cursor, limit, signal);
      if (answer.reset && !shown) {
        shown = look(crm, { recordId: 'b' });
        await new Promise<void>((goOn) => void page.process.after(0.1, goOn));
      }
      return answer;
    },
  }));
  look(crm, { id: 'a.0' });
  await world.pass(1000);
  backend.faults.offline();
  backend.remove('activityLink', 'b.1');
  backend.faults.expire();
  backend.faults.online();
  crm.retry();
  await world.pass(5000);
  expect(shown?.()).toEqual(['b.0', 'b.2']);
});
