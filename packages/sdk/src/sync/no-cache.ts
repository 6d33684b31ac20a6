import type { Cache } from '../cache/cache.ts';

/** Stands in where nothing is kept beyond the page: gives places in the outbox and forgets the rest. */
export function noCache(): Cache {
  let n = 0;
  return {
    loadTable: () => Promise.resolve({ rows: [], cursor: null, whole: false }),
    write: () => Promise.resolve(),
    loadOutbox: () => Promise.resolve([]),
    loadAliases: () => Promise.resolve([]),
    append: (changes) => Promise.resolve(changes.map(() => ++n)),
    update: () => Promise.resolve(),
    claim: (entries) => Promise.resolve(entries.map((e) => e.n)),
    withdraw: () => Promise.resolve(true),
    settle: () => Promise.resolve(),
    close: () => {},
    destroy: () => Promise.resolve(),
  };
}
