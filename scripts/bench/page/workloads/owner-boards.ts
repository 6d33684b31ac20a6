// Many boards over the same deals, of which a change of owner touches two.

import type { Store } from '../contestant.ts';
import { accountCount, deals, idOf, numberOf, ownerCount, type Row } from '../rows.ts';
import { type Awaited, watched } from '../watching.ts';
import { shown } from './shown-window.ts';

export const ownerIndexes = [
  ['ownerId', 'rank'],
  ['accountId', 'rank'],
];

/** One board: the first deals with this value in this field. */
type Board = readonly [field: 'ownerId' | 'accountId', value: string];

const ownersBoard = (n: number): Board => ['ownerId', idOf('user', n)];

/** One deal in ten belongs to the first two owners, and to accounts that nobody looks at: their boards are full at any size, and no other board knows their deals. */
export function dealsOfOwners(n: number): Row[] {
  return deals(n).map((row, i) => {
    if (i % 10 === 0)
      return { ...row, ownerId: idOf('user', (i / 10) % 2), accountId: idOf('account', accountCount + (i % accountCount)) };
    const owner = 2 + (numberOf(row['ownerId'] as string) % (ownerCount - 2));
    return { ...row, ownerId: idOf('user', owner) };
  });
}

/** The boards of the first two owners, then those of the others and of accounts: of `open` in all, a change of owner touches two. */
export function boardsOf(open: number): Board[] {
  return Array.from({ length: open }, (_, i) =>
    i < ownerCount ? ownersBoard(i) : ['accountId', idOf('account', i - ownerCount)],
  );
}

export async function openBoards(
  store: Store,
  all: readonly Row[],
  boards: readonly Board[],
): Promise<Awaited<readonly Row[]>[]> {
  const sizes = new Map<string, number>();
  for (const row of all)
    for (const field of ['ownerId', 'accountId'])
      sizes.set(row[field] as string, (sizes.get(row[field] as string) ?? 0) + 1);
  const opened: Awaited<readonly Row[]>[] = [];
  for (const [field, value] of boards)
    opened.push(
      await watched(
        store,
        { table: 'deal', where: { field, value }, orderBy: 'rank', limit: shown },
        Math.min(shown, sizes.get(value) ?? 0),
      ),
    );
  return opened;
}
