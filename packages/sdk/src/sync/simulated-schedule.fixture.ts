import fc from 'fast-check';
import type { Where } from '../schema/index.ts';
import type { MemoryBackendOptions } from '../testing/index.ts';

/** Backends of different abilities. */
export const backends: Readonly<Record<string, MemoryBackendOptions>> = {
  'all it can': {},
  'ids of its own': { capabilities: { ids: 'server' } },
  'since, no tombstones': { capabilities: { pull: 'since', tombstones: false, live: false } },
  'whole pages': { capabilities: { pull: 'page', tombstones: false } },
  'no idempotency, compares versions': { capabilities: { idempotency: false, ids: 'server', push: 'single', atomic: false }, conflicts: 'compare' },
  'no idempotency, overwrites': { capabilities: { idempotency: false, versions: false, pull: 'since', tombstones: false } },
  'gives no parts': { capabilities: { partial: false } },
  'answers whole tables only': { capabilities: { query: false, aggregate: false, atomic: false } },
};

/** What a browser holds of the accounts that holds a part of them. */
export const part: Where = { ownerId: 'u0' };

export interface Step {
  /** Milliseconds before it. */
  readonly wait: number;
  /** Which client, browser or row; taken modulo how many there are. */
  readonly who: number;
  readonly row: number;
  readonly what:
    | 'edit' | 'create' | 'link' | 'attach' | 'remove' | 'batch' | 'undo' | 'hand' | 'elsewhere'
    | 'file' | 'move' | 'turn'
    | 'retry' | 'discard'
    | 'cut' | 'heal' | 'lossy' | 'expire' | 'hide' | 'refuse' | 'revoke'
    | 'close' | 'die' | 'crash' | 'freeze' | 'wipe' | 'skew' | 'behind' | 'deaf' | 'upgrade';
}

export interface Schedule {
  readonly seed: number;
  readonly backend: string;
  /** How many tabs each browser has at first, whether it keeps a disk, whether it holds a part of the accounts alone, and whether its pages look at one record's files at a time. */
  readonly browsers: readonly { readonly tabs: number; readonly disk: boolean; readonly user: number; readonly scoped?: true; readonly files?: true }[];
  readonly steps: readonly Step[];
  /** What is loaded after the disk comes in its own time, not with it. */
  readonly late?: boolean;
}

const what = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom<Step['what']>('edit', 'edit', 'edit', 'create', 'link', 'attach', 'batch', 'remove', 'undo', 'hand', 'elsewhere') },
  // Where nobody looks at files these are edits.
  { weight: 6, arbitrary: fc.constantFrom<Step['what']>('file', 'file', 'move', 'turn') },
  { weight: 10, arbitrary: fc.constantFrom<Step['what']>('cut', 'heal', 'heal', 'lossy', 'expire', 'hide', 'refuse', 'retry', 'discard') },
  { weight: 10, arbitrary: fc.constantFrom<Step['what']>('close', 'die', 'die', 'crash', 'freeze', 'skew', 'behind', 'deaf') },
  { weight: 2, arbitrary: fc.constantFrom<Step['what']>('wipe', 'upgrade') },
  // Of whom it is said once, nobody edits any more.
  { weight: 1, arbitrary: fc.constantFrom<Step['what']>('revoke', 'upgrade', 'wipe') },
);

export const anySchedule: fc.Arbitrary<Schedule> = fc.record({
  seed: fc.nat(),
  backend: fc.constantFrom(...Object.keys(backends)),
  browsers: fc.oneof(
    fc.constant([{ tabs: 2, disk: true, user: 0 }]),
    fc.constant([{ tabs: 2, disk: true, user: 0 }, { tabs: 1, disk: false, user: 1 }]),
    fc.constant([{ tabs: 3, disk: true, user: 0 }, { tabs: 1, disk: true, user: 0 }]),
    fc.constant([{ tabs: 2, disk: true, user: 0 }, { tabs: 2, disk: true, user: 1 }, { tabs: 1, disk: false, user: 0 }]),
    fc.constant([{ tabs: 2, disk: true, user: 0, scoped: true as const }, { tabs: 1, disk: true, user: 0 }]),
    fc.constant([{ tabs: 2, disk: true, user: 0, scoped: true as const }, { tabs: 1, disk: false, user: 1, scoped: true as const }]),
    fc.constant([{ tabs: 2, disk: true, user: 0, files: true as const }, { tabs: 1, disk: true, user: 1, files: true as const }]),
    fc.constant([{ tabs: 3, disk: true, user: 0, files: true as const }, { tabs: 1, disk: false, user: 1, files: true as const }]),
  ),
  steps: fc.array(fc.record({ wait: fc.oneof(fc.nat(3), fc.nat(40), fc.nat(3000)), who: fc.nat(9), row: fc.nat(9), what }), { minLength: 3, maxLength: 16, size: 'max' }),
  late: fc.boolean(),
});
