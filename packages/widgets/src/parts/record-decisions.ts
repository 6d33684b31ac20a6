import type { AnyRow, Entity, OutboxEntry } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { isolated } from '../format/isolated.ts';
import { formatLabel } from '../format/label.ts';
import { conflictByField, coveredNotice, type RecordWords } from './both-wrote.ts';
import { titleOf, type DeclaredField } from './declared-field.ts';
import { refusedState } from './decision-states.ts';
import { fieldText, type FieldReader } from './field-text.ts';
import { knownValue } from './known-words.ts';
import { lateEditState, mergedNotice } from './merged-view.ts';
import type { RecordWrites } from './record-writes.ts';

/** What decisions on one record are drawn from. */
export interface DecisionView extends FieldReader {
  readonly writes: Pick<RecordWrites, 'choices' | 'conflicts' | 'refused' | 'notices' | 'lateEdits' | 'isMerged'>;
  /** The fields of the record. */
  readonly fields: readonly DeclaredField[];
  /** The record. */
  readonly row: AnyRow;
  readonly entity: Entity;
  /** Opens the field of a refused change, to be written again; not given for fields that cannot be. */
  editAgain(entry: OutboxEntry, field: string): (() => void) | undefined;
  /** Writes an edit that came after a merge to the record that stayed. */
  carryOver(entry: OutboxEntry): void;
}

const keyOf = ({ change }: OutboxEntry): string => change.key.join('-');
const fieldNamed = (view: DecisionView, name: string): DeclaredField | undefined => view.fields.find((each) => each.name === name);
const labelOf = (view: DecisionView, name: string): string => {
  const field = fieldNamed(view, name);
  return field ? formatLabel(view.locale, field.label) : name;
};
const valueText = (view: DecisionView, name: string, value: unknown): string => {
  const field = fieldNamed(view, name);
  return knownValue(view, view.entity.name, name, value, field?.options) ?? fieldText(view, field, value);
};

const wordsOf = (view: DecisionView): RecordWords => ({
  name: isolated(titleOf(view.entity, view.row) || formatLabel(view.locale, view.entity.label)), label: (field) => labelOf(view, field), value: (field, value) => valueText(view, field, value),
});

function conflict(view: DecisionView, entry: OutboxEntry): unknown {
  const by = entry.theirs?.updatedBy;
  return conflictByField(view, entry, { ...wordsOf(view), viewer: view.viewer, who: by ? view.nameOf('user', by) : undefined }, view.writes.choices);
}

function refused(view: DecisionView, entry: OutboxEntry): TemplateResult {
  const { change, reason, state } = entry;
  // Of a change to another record, as that the next activity was done, the reason says enough.
  const names = change.table === view.entity.name ? Object.keys(change.patch) : [];
  const fields = names.map((name) => view.t('value.named', { label: labelOf(view, name), value: isolated(valueText(view, name, change.patch[name])) }));
  const edit = view.editAgain(entry, Object.keys(change.patch)[0] ?? '');
  const why = state === 'unknown' ? view.t('state.outcomeUnknown') : (reason ? isolated(reason.message) : '');
  return refusedState(view, {
    text: [...fields, why].filter(Boolean).join(' — '), retry: () => entry.retry(), discard: () => entry.discard(), ...(edit ? { edit } : {}),
  });
}

function late(view: DecisionView, entry: OutboxEntry): TemplateResult {
  const fields = Object.entries(entry.change.patch).map(([name, value]) => view.t('value.named', { label: labelOf(view, name), value: isolated(valueText(view, name, value)) }));
  return lateEditState(view, entry, { text: fields.join(view.t('value.separator')), carryOver: () => view.carryOver(entry) });
}

/** What a person must decide about a record, or should know of it; nothing where there is nothing. */
export function recordDecisions(view: DecisionView): unknown {
  const { conflicts, refused: list, notices, lateEdits, isMerged } = view.writes;
  if (conflicts.length + list.length + notices.length + lateEdits.length === 0 && !isMerged) return nothing;
  return html`<div part="decisions" class="decisions">
    ${isMerged ? mergedNotice(view, titleOf(view.entity, view.row)) : nothing}${repeat(lateEdits, keyOf, (entry) => late(view, entry))}
    ${repeat(conflicts, keyOf, (entry) => conflict(view, entry))}
    ${repeat(list, keyOf, (entry) => refused(view, entry))}
    ${repeat(notices, ({ id }) => id, (each) => html`<div class="notice">${coveredNotice(view, each, wordsOf(view))}</div>`)}
  </div>`;
}
