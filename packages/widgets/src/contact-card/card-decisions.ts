import type { AnyRow } from '@vinculo/sdk';
import { nothing } from 'lit';
import { declaredFields } from '../parts/declared-field.ts';
import { recordDecisions } from '../parts/record-decisions.ts';
import type { CardRecord } from './card-record.ts';
import type { CardView } from './card-view.ts';

/** Fields whose refused value can be written again where it stands. */
const rewritable = new Set(['name', 'jobTitle', 'department', 'industry', 'status', 'tags', 'description', 'birthday', 'phones', 'emails', 'addresses', 'socials']);

/** Below the head: what a person must decide, or should know. */
export function cardDecisions(view: CardView, { entity, table: described }: CardRecord): unknown {
  if (!entity) return nothing;
  const { card, record, table } = view;
  return recordDecisions({
    // The rows of the card are those of its table, by the names of their fields.
    ...view, writes: card.writes, entity, row: record as typeof record & AnyRow, fields: declaredFields(entity, described),
    nameOf: (kind, id) => (kind === 'user' ? card.userName(id) : undefined),
    editAgain: (entry, field) => (entry.change.table === table && rewritable.has(field) ? () => view.editAgain(entry, field) : undefined),
  });
}
