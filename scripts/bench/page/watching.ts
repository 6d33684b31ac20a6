// Opening a contestant's store and waiting for what its subscribers are told.

import { type Contestant, NotAble, type OpenSpec, type Source, type Store, type WatchSpec } from './contestant.ts';
import type { Row } from './rows.ts';

/** How long a contestant may take to tell of a change, in milliseconds. */
const longestTelling = 20_000;

/** Waits for a subscriber to be told what is expected of it. Whoever tells at once is not made to wait for a promise. */
export class Awaited<T> {
  latest: T | undefined;
  /** When it was told what was expected, in milliseconds: whoever waits goes on later, after what the library does next. */
  at = 0;
  #expected: ((told: T) => boolean) | undefined;
  #resolve: (() => void) | undefined;

  readonly told = (value: T): void => {
    this.latest = value;
    if (!this.#expected?.(value)) return;
    this.at = performance.now();
    this.#expected = undefined;
    this.#resolve?.();
  };

  expect(check: (told: T) => boolean): void {
    this.#expected = check;
  }

  get met(): boolean {
    return this.#expected === undefined;
  }

  /** Fulfilled when what was expected was told. Not to be called when it is met. */
  wait(what: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`${what}: the subscriber was not told within ${longestTelling / 1000} s`)),
        longestTelling,
      );
      this.#resolve = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

export async function openLoaded(
  contestant: Contestant,
  spec: OpenSpec,
  sources: readonly Source[],
  patience: number,
): Promise<Store> {
  await contestant.wipe(spec);
  const store = await contestant.open(spec);
  const wanted = sources.reduce((sum, source) => sum + source.count, 0);
  const loaded = await store.load(sources, performance.now() + patience * 1000);
  if (loaded < wanted) {
    await store.close();
    await contestant.wipe(spec);
    throw new NotAble(`over ${patience} s to load ${wanted} rows`);
  }
  return store;
}

export function sourceOf(table: Source['table'], rows: readonly Row[]): Source {
  return { table, count: rows.length, row: (n) => rows[n]! };
}

/** Subscribes, and waits until `enough` rows were told. */
export async function watched(store: Store, spec: WatchSpec, enough: number): Promise<Awaited<readonly Row[]>> {
  if (!store.watch) throw new NotAble('no live queries');
  const awaited = new Awaited<readonly Row[]>();
  awaited.expect((rows) => rows.length === enough);
  await store.watch(spec, awaited.told);
  if (!awaited.met) await awaited.wait('first rows');
  return awaited;
}
