import { warnOnce } from '../base/warn.ts';
import type { FilterRule } from '../filters/filter-rules.ts';
import type { SwimlanesBy } from './swimlanes.ts';

/** How somebody wants to see the board: what a saved view keeps. What it shows at all is the host's affair. */
export interface BoardView {
  readonly search?: string;
  readonly mine?: boolean;
  readonly filters?: readonly FilterRule[];
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
  const { search, mine, filters, sort, swimlanes, cardFields, forecast } = value as Readonly<Record<string, unknown>>;
  return {
    ...(typeof search === 'string' ? { search } : {}),
    ...(typeof mine === 'boolean' ? { mine } : {}),
    // Those that cannot be asked fall away where they are read.
    ...(Array.isArray(filters) ? { filters } : {}),
    ...(typeof sort === 'string' ? { sort } : {}),
    ...(swimlanes === 'owner' || swimlanes === 'team' ? { swimlanes } : {}),
    ...(Array.isArray(cardFields) ? { cardFields: cardFields.filter((each) => typeof each === 'string') } : {}),
    ...(typeof forecast === 'boolean' ? { forecast } : {}),
  };
}
