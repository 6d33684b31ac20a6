import type { StoredEntry } from '../cache/cache.ts';
import type { Change } from '../schema/index.ts';
import { keyOf, moves, recordOf } from './entry-key.ts';
import { namedRecords, unsentBlobsIn } from './named-records.ts';
import type { Slot } from './outbox-index.ts';

/** What waits, and how it hangs together. */
export interface Waiting {
  /** All entries, oldest first. */
  readonly slots: readonly Slot[];
  /** Those of a group, oldest first. */
  groupOf(group: string): readonly Slot[];
  /** Those of a record, oldest first. */
  entriesOf(table: string, id: string): readonly StoredEntry[];
  /** A create of the record is not sent yet. */
  isUnborn(record: string): boolean;
}

/**
 * What may be sent now, in order: first in first out per record, and a change waits for an unsent create and for unsent files that it names.
 * What has no place yet is not durable yet, and waits for that too. Entries of one group come together where the backend is atomic. A parked create holds back what builds on it; other parked changes hold back nothing.
 * @param runs edits of one record, and then its removal, may travel together; else a change waits for the answer to the one before it
 */
export function inSendOrder({ slots, groupOf, entriesOf, isUnborn }: Waiting, limit: number, atomic: boolean, runs: boolean, except: ReadonlySet<string>): readonly StoredEntry[] {
  /** Records of which something is under way, and whether more may come with it. */
  const under = new Map<string, boolean>();
  /** Records whose create is parked. */
  const lost = new Set<string>();
  const out: StoredEntry[] = [];
  const seen = new Set<Slot>();
  for (const slot of slots) {
    if (out.length >= limit || slot.entry.n < 0) break;
    if (seen.has(slot)) continue;
    const { group } = slot.entry.change;
    const unit = group === undefined || !atomic ? [slot] : groupOf(group);
    const born = new Set(unit.filter((s) => s.entry.change.op === 'create').map((s) => recordOf(s.entry.change)));
    const there = (record: string): boolean => !isUnborn(record) || born.has(record);
    // An edit waits for a create of its record also where that came later: of a record that the backend lost, and not of one that is removed first.
    const ahead = (change: Change): boolean => change.op === 'update' && !there(recordOf(change)) && !entriesOf(change.table, change.id).some((e) => e.change.op === 'remove' && moves(e));
    const follows = (change: Change): boolean => {
      const record = recordOf(change);
      return under.get(record) !== false && !(under.has(record) && change.op === 'create') && (!lost.has(record) || born.has(record)) && !ahead(change);
    };
    const free = unit.every(({ entry: { n, state, change } }) => n > 0 && state === 'waiting' && follows(change) && namedRecords(change).every(there) && unsentBlobsIn(change).length === 0);
    const taken = free && !unit.some((s) => except.has(keyOf(s.entry.change)));
    if (taken && out.length > 0 && out.length + unit.length > limit) break;
    for (const s of unit) {
      seen.add(s);
      const { change } = s.entry;
      const record = recordOf(change);
      if (moves(s.entry) && !ahead(change)) under.set(record, runs && taken && change.op === 'update' && under.get(record) !== false);
      else if (change.op === 'create') lost.add(record);
    }
    if (taken) out.push(...unit.map((s) => s.entry));
  }
  return out;
}
