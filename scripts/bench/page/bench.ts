// What the page offers to the program that drives it (scripts/bench/drive/), as `window.bench`.

import { type Contestant, NotAble, type Store, type WorkloadName } from './contestant.ts';
import { deleteDatabases } from './databases.ts';
import { mapOf } from './limits.ts';
import * as reload from './reload.ts';
import { contact, type Row } from './rows.ts';
import * as tabs from './tabs.ts';
import { workloads } from './workloads.ts';
import type { Prepared, Setting } from './workloads/workload.ts';

/** A batch should last this long, in milliseconds: the clock's steps are then lost in it. */
const longEnough = 25;
/** Milliseconds of work after which code counts as warm: the engine's compilers have seen to it by then. */
const warmAfter = 400;

export type Outcome<T> = { readonly ok: T } | { readonly notAble: string };

/** The contestant's name, or `limit`. */
type Who = string;

export interface Bench {
  /** Names of all contestants, ours first. */
  readonly names: readonly string[];
  /** @param key names what is made ready, for the calls that follow */
  prepare(key: string, who: Who, workload: WorkloadName, setting: Setting): Promise<Outcome<true>>;
  /** Finds the size of a batch, and warms up for at most `patience` milliseconds. */
  calibrate(key: string, patience: number): Promise<Outcome<number>>;
  /** Times per operation, in milliseconds: at most `samples` batches within `budget` milliseconds, and at least one. */
  sample(key: string, samples: number, budget: number): Promise<Outcome<readonly number[]>>;
  close(key: string): Promise<void>;
  /** Deletes every database of the page. */
  wipe(): Promise<void>;
  storeContacts(who: Who, name: string, rows: number, patience: number): Promise<Outcome<readonly string[]>>;
  reload(who: Who, name: string, rows: number, expected: readonly string[]): Promise<Outcome<reload.Reloaded>>;
  removeContacts(who: Who, name: string): Promise<void>;
  echo(): void;
  oneWay(): Promise<number>;
  openTab(who: Who, role: 'sender' | 'listener', name: string, rows: number, patience: number): Promise<Outcome<true>>;
  tellTab(who: Who, name: string, rows: number, wayBack: number): Promise<Outcome<number>>;
  closeTab(who: Who, name: string, wipe: boolean): Promise<void>;
  /** Keeps contacts in memory until the page goes. */
  hold(who: Who, name: string, rows: number, patience: number): Promise<Outcome<true>>;
}

async function tried<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: await work() };
  } catch (error) {
    if (error instanceof NotAble) return { notAble: error.message };
    throw error;
  }
}

export function makeBench(contestants: readonly Contestant[]): Bench {
  const prepared = new Map<string, { readonly job: Prepared; count: number; left: number }>();
  const open = new Map<Who, Store>();
  const held: unknown[] = [];

  const named = (who: Who, workload: WorkloadName): Contestant => {
    const found = contestants.find((c) => c.name === who);
    if (!found) throw new Error(`There is no contestant ${who}.`);
    const reason = found.cannot[workload];
    if (reason) throw new NotAble(reason);
    return found;
  };
  const byName = (who: Who, workload: WorkloadName): Contestant | undefined =>
    who === 'limit' ? undefined : named(who, workload);

  const run = async (key: string, count: number): Promise<number> => {
    const state = prepared.get(key)!;
    const took = await state.job.batch(count);
    state.left -= count;
    await state.job.settle?.();
    return took / (count * (state.job.unit ?? 1));
  };

  return {
    names: contestants.map((c) => c.name),
    prepare: (key, who, workload, setting) =>
      tried<true>(async () => {
        const made = workloads[workload]!;
        const job = who === 'limit' ? await made.limit!(setting) : await made.contest(named(who, workload), setting);
        prepared.set(key, { job, count: 1, left: job.most ?? Infinity });
        return true;
      }),
    calibrate: (key, patience) =>
      tried(async () => {
        const state = prepared.get(key)!;
        if (state.job.fixed) return 1;
        const until = performance.now() + patience;
        let worked = 0;
        // The first one opens what is opened when it is needed, and says nothing of the others.
        await run(key, 1);
        // Whoever needs that long for one is warm by then.
        if (performance.now() > until) return 1;
        for (;;) {
          const each = (await run(key, state.count)) * (state.job.unit ?? 1);
          const took = each * state.count;
          worked += took;
          if (state.left < state.count * 40) break;
          // Code gets faster while it warms up, and some answer from what they kept: the size grows with it, in small steps.
          const { atOnce = Infinity } = state.job;
          if (took < longEnough && state.count < atOnce)
            state.count = Math.min(
              atOnce,
              Math.max(state.count + 1, Math.min(state.count * 4, Math.ceil((longEnough * 1.2) / Math.max(each, 1e-6)))),
            );
          else if (worked >= warmAfter || performance.now() >= until) break;
        }
        return state.count;
      }),
    sample: (key, samples, budget) =>
      tried(async () => {
        const state = prepared.get(key)!;
        const until = performance.now() + budget;
        const times: number[] = [];
        while (times.length < samples && (times.length === 0 || performance.now() < until)) {
          if (state.left < state.count) {
            if (times.length === 0) throw new NotAble('no records left that were never read');
            break;
          }
          times.push(await run(key, state.count));
        }
        return times;
      }),
    async close(key) {
      await prepared.get(key)?.job.close();
      prepared.delete(key);
    },
    wipe: () => deleteDatabases(() => true),
    storeContacts: (who, name, rows, patience) =>
      tried(() => reload.store(byName(who, 'reload'), name, rows, patience)),
    reload: (who, name, rows, expected) => tried(() => reload.open(byName(who, 'reload'), name, rows, expected)),
    removeContacts: (who, name) => reload.remove(byName(who, 'reload'), name),
    echo: () => tabs.echo(),
    oneWay: () => tabs.oneWay(),
    openTab: (who, role, name, rows, patience) =>
      tried<true>(async () => {
        const contestant = named(who, 'tabs');
        open.set(
          who,
          role === 'sender'
            ? await tabs.openSender(contestant, name, rows, patience)
            : await tabs.openListener(contestant, name),
        );
        return true;
      }),
    tellTab: (who, name, rows, wayBack) => tried(() => tabs.tell(open.get(who)!, name, rows, wayBack)),
    async closeTab(who, name, wipe) {
      const store = open.get(who);
      if (store) await tabs.close(named(who, 'tabs'), name, store, wipe);
      open.delete(who);
    },
    hold: (who, name, rows, patience) =>
      tried<true>(async () => {
        // As from a network: a text put together from others is held as its pieces until somebody reads it, and who writes rows to disk reads them.
        const received = (n: number): Row => JSON.parse(JSON.stringify(contact(n))) as Row;
        const source = { table: 'contact', count: rows, row: received } as const;
        const contestant = byName(who, 'heap');
        if (!contestant) held.push(mapOf(source));
        else {
          const spec = { name, durable: false, tables: { contact: [['name']] } } as const;
          await contestant.wipe(spec);
          const store = await contestant.open(spec);
          held.push(store);
          const loaded = await store.load([source], performance.now() + patience * 1000);
          if (loaded < rows) throw new NotAble(`over ${patience} s to load ${rows} rows`);
        }
        return true;
      }),
  };
}
