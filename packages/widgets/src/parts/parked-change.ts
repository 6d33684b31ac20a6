import type { Notice, OutboxEntry } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { isolated } from '../format/isolated.ts';
import { conflictByField, coveredNotice, type RecordWords } from './both-wrote.ts';
import { changedFields, entityWord, fieldWord, recordName, valueWord, type ChangeReader } from './change-words.ts';
import type { ConflictChoices } from './conflict-choices.ts';
import { refusedState } from './decision-states.ts';

/** What may be done with a change that waits for a person. */
export interface ParkedActions {
  readonly retry: (entry: OutboxEntry) => void;
  readonly discard: (entry: OutboxEntry) => void;
  readonly edit?: (entry: OutboxEntry) => void;
  readonly open: (table: string, id: string) => void;
}

const wordsOf = (reader: ChangeReader, table: string, name: string): RecordWords => ({
  name, isAmong: true, label: (field) => fieldWord(reader, table, field), value: (field, value) => valueWord(reader, table, field, value),
});

/** A change that was refused, whose outcome is not known, or that is in conflict: of what record, why, both values, and the ways on. */
export function parkedChange(reader: ChangeReader, choices: ConflictChoices, entry: OutboxEntry, actions: ParkedActions): unknown {
  return entry.state === 'conflict' ? conflict(reader, choices, entry, actions) : refused(reader, entry, actions);
}

function conflict(reader: ChangeReader, choices: ConflictChoices, entry: OutboxEntry, { retry, discard }: ParkedActions): unknown {
  const by = entry.theirs?.updatedBy;
  return conflictByField(reader, entry, { ...wordsOf(reader, entry.change.table, recordName(reader, entry)), viewer: reader.viewer, who: by ? reader.nameOf('user', by) : undefined }, choices, (side) => (side === 'mine' ? retry : discard)(entry));
}

function refused(reader: ChangeReader, entry: OutboxEntry, { retry, discard, edit, open }: ParkedActions): TemplateResult {
  const { change, reason, state } = entry;
  const { t } = reader;
  const set = changedFields(reader, entry).map(({ label, after }) => t('value.named', { label, value: isolated(after) })).join(t('value.separator'));
  const why = state === 'unknown' ? t('state.outcomeUnknown') : (reason ? isolated(reason.message) : '');
  return refusedState(reader, {
    title: t(state === 'unknown' ? 'change.unknown' : change.op === 'create' ? 'change.notCreated' : change.op === 'remove' ? 'change.notRemoved' : 'change.refused', { name: recordName(reader, entry) }),
    text: [set, why].filter(Boolean).join(' — '), retry: () => retry(entry), discard: () => discard(entry), ...(edit ? { edit: () => edit(entry) } : {}),
    ...(change.op === 'create' ? {} : { open: { label: t('action.open'), run: () => open(change.table, change.id) } }),
  });
}

/** An own edit that covered what somebody else had written, with the way back. */
export function noticeOf(reader: ChangeReader, notice: Notice): TemplateResult {
  return coveredNotice(reader, notice, wordsOf(reader, notice.table, reader.nameOf(notice.table, notice.recordId) ?? entityWord(reader, notice.table)));
}

/** Several of them, and nothing where there are none. */
export function parkedList(list: readonly unknown[]): unknown {
  return list.length > 0 ? html`<div part="decisions" class="decisions">${list}</div>` : nothing;
}
