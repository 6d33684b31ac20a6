import { warnOnce } from '../base/warn.ts';
import type { SwimlanesBy } from './swimlanes.ts';

/** How somebody wants to see the board: what a saved view keeps. Its filter is the host's affair. */
export interface BoardView {
  readonly search?: string;
  readonly mine?: boolean;
  readonly sort?: string;
  readonly swimlanes?: SwimlanesBy;
  readonly cardFields?: readonly string[];
  readonly forecast?: boolean;
}

/** What a view says; anything else that stands there is left out, because another system may have written it. */
export function readView(value: unknown): BoardView {
  if (typeof value !== 'object' || value === null) {
    warnOnce('vinculo-pipeline-board', 'a saved view holds no settings');
    return {};
  }
  const { search, mine, sort, swimlanes, cardFields, forecast } = value as Readonly<Record<string, unknown>>;
  return {
    ...(typeof search === 'string' ? { search } : {}),
    ...(typeof mine === 'boolean' ? { mine } : {}),
    ...(typeof sort === 'string' ? { sort } : {}),
    ...(swimlanes === 'owner' || swimlanes === 'team' ? { swimlanes } : {}),
    ...(Array.isArray(cardFields) ? { cardFields: cardFields.filter((each) => typeof each === 'string') } : {}),
    ...(typeof forecast === 'boolean' ? { forecast } : {}),
  };
}
