// W6: contacts are stored, the page is loaded again, and the clock runs from opening the library until it shows its first
// rows, and until all of them are in memory.

import { type Contestant, NotAble, type OpenSpec } from './contestant.ts';
import { deleteDatabases } from './databases.ts';
import { openRaw, readLeaf, readTable, sortedByHand, writeLeaves } from './limits.ts';
import { contact, type Row } from './rows.ts';
import { Awaited, openLoaded, sourceOf } from './watching.ts';

const shown = 50;

export interface Reloaded {
  /** Milliseconds until the first rows in the query's order, and until all rows were there. */
  readonly first: number;
  readonly all: number;
}

const specOf = (name: string): OpenSpec => ({ name, durable: true, tables: { contact: [['name']] } });

/** Stores the contacts. Answers the ids of the first rows in the query's order. */
export async function store(
  contestant: Contestant | undefined,
  name: string,
  count: number,
  patience: number,
): Promise<string[]> {
  const rows = Array.from({ length: count }, (_, n) => contact(n));
  const sorted = sortedByHand(rows, 'name', false);
  if (contestant) {
    const opened = await openLoaded(contestant, specOf(name), [sourceOf('contact', rows)], patience);
    if (!opened.watch) throw new NotAble('no live queries');
    // The page had been looking at these rows, and no longer does.
    const looked = new Awaited<readonly Row[]>();
    looked.expect((told) => told.length === shown);
    const stop = await opened.watch({ table: 'contact', orderBy: 'name', limit: shown }, looked.told);
    if (!looked.met) await looked.wait('first rows');
    stop();
    await opened.close();
  } else {
    await deleteDatabases((known) => known === name);
    await writeLeaves(name, 'contact', sorted);
  }
  return sorted.slice(0, shown).map((row) => row.id);
}

/** To be called in a page that was just loaded. */
export async function open(
  contestant: Contestant | undefined,
  name: string,
  count: number,
  expected: readonly string[],
): Promise<Reloaded> {
  const right = (rows: readonly Row[]): boolean =>
    rows.length === shown && rows.every((row, i) => row.id === expected[i]);
  const begin = performance.now();
  if (!contestant) {
    const db = await openRaw(name);
    const rows = (await readLeaf(db, 'contact', 0)).slice(0, shown);
    const first = performance.now() - begin;
    const all = await readTable(db, 'contact');
    const took = performance.now() - begin;
    db.close();
    if (!right(rows) || all.size !== count) throw new Error('W6: the limit is wrong');
    return { first, all: took };
  }
  const store = await contestant.open(specOf(name));
  if (!store.watch || !store.resident) throw new NotAble('no live queries');
  const rows = new Awaited<readonly Row[]>();
  rows.expect(right);
  await store.watch({ table: 'contact', orderBy: 'name', limit: shown }, rows.told);
  if (!rows.met) await rows.wait('W6');
  const first = performance.now() - begin;
  await store.resident('contact', count);
  const all = performance.now() - begin;
  await store.close();
  return { first, all };
}

export async function remove(contestant: Contestant | undefined, name: string): Promise<void> {
  if (contestant) await contestant.wipe(specOf(name));
  else await deleteDatabases((known) => known === name);
}
