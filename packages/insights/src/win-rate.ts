/** Deals of a pipeline by how they stand. */
export interface DealCounts {
  readonly open: number;
  readonly won: number;
  readonly lost: number;
}

export interface WinRate {
  /** Won of those that ended, 0 to 1; null when none ended. The usual reading. */
  readonly ofClosed: number | null;
  /** Won of all, open ones too; null over no deals. Always say which of the two a figure is. */
  readonly ofAll: number | null;
}

/**
 * @example winRate({ open: 2089, won: 4238, lost: 2473 }) // { ofClosed: 0.6315, ofAll: 0.4816 }
 */
export function winRate({ open, won, lost }: DealCounts): WinRate {
  const closed = won + lost;
  const all = closed + open;
  return { ofClosed: closed === 0 ? null : won / closed, ofAll: all === 0 ? null : won / all };
}
