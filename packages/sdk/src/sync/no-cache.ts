import type { Cache, Progress } from '../cache/cache.ts';

const nothing: Progress = { cursor: null, whole: false, anew: undefined };

/** Stands in where nothing is kept beyond the page: gives places in the outbox and forgets the rest. */
export function noCache(): Cache {
  let n = 0;
  let leads = 0;
  return {
    database: '',
    remember: () => {},
    loadTable: () => Promise.resolve(nothing),
    loadPart: () => Promise.resolve([]),
    get: () => Promise.resolve([]),
    phones: () => Promise.resolve(new Map<string, readonly string[]>()),
    ids: () => Promise.resolve(new Set<string>()),
    progress: () => Promise.resolve(nothing),
    write: () => Promise.resolve(),
    room: () => Promise.resolve(),
    loadOutbox: () => Promise.resolve({ database: '', entries: [] }),
    loadAliases: () => Promise.resolve([]),
    append: (changes) => Promise.resolve(changes.map(() => ++n)),
    putBack: (entries) => Promise.resolve(entries.map((e) => (e.n < 0 ? ++n : e.n))),
    update: () => Promise.resolve(),
    claim: (entries) => Promise.resolve(entries.map((e) => e.n)),
    withdraw: () => Promise.resolve(true),
    settle: () => Promise.resolve(),
    takeLead: () => Promise.resolve(++leads),
    keepWindow: () => Promise.resolve(),
    dropWindows: () => Promise.resolve(),
    loadWindow: () => Promise.resolve(undefined),
    blobs: { keep: () => Promise.resolve(), read: () => Promise.resolve(undefined), keptBefore: () => Promise.resolve([]), sent: () => Promise.resolve(), drop: () => Promise.resolve() },
    survey: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
    destroy: () => Promise.resolve(),
  };
}
