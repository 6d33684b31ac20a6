import type { StoredEntry } from '../cache/cache.ts';
import type { Change } from '../schema/index.ts';

let last: { readonly key: Change['key']; readonly text: string } | undefined;

/** A change's key as one text. Whoever asks for one asks for it again at once: the last one is remembered. */
export function keyOf({ key }: Change): string {
  if (last?.key !== key) last = { key, text: `${key[0]}#${key[1]}` };
  return last.text;
}

/** Whether the cache holds it, so that it has to be told of what becomes of it. */
export const isKept = (entry: StoredEntry): boolean => entry.n > 0 && Number.isInteger(entry.n);

/** The record of a change as one text. */
export const recordOf = (change: Pick<Change, 'table' | 'id'>): string => `${change.table}/${change.id}`;

/** Whether it waits to be sent, or is being sent. */
export const moves = ({ state }: StoredEntry): boolean => state === 'waiting' || state === 'sending';
