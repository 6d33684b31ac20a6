import type { Notice, OutboxEntry } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { formatWhen } from '../format/relative.ts';
import { banner } from './banner.ts';
import { changedFields, fieldWord, recordName, valueWord, type ChangeReader } from './change-words.ts';
import type { ConflictChoices } from './conflict-choices.ts';
import { conflictState, refusedState } from './decision-states.ts';
import { icon } from './icon.ts';

/** What may be done with a change that waits for a person. */
export interface ParkedActions {
  readonly retry: (entry: OutboxEntry) => void;
  readonly discard: (entry: OutboxEntry) => void;
  readonly edit?: (entry: OutboxEntry) => void;
  readonly open: (table: string, id: string) => void;
}

/** A change that was refused, whose outcome is not known, or that is in conflict: of what record, why, both values, and the ways on. */
export function parkedChange(reader: ChangeReader, choices: ConflictChoices, entry: OutboxEntry, actions: ParkedActions): unknown {
  return entry.state === 'conflict' ? conflict(reader, choices, entry, actions) : refused(reader, entry, actions);
}

function conflict(reader: ChangeReader, choices: ConflictChoices, entry: OutboxEntry, { retry, discard }: ParkedActions): unknown {
  const { change, theirs } = entry;
  const { viewer, t } = reader;
  const name = recordName(reader, entry);
  const who = typeof theirs?.updatedBy === 'string' ? reader.nameOf('user', theirs.updatedBy) : undefined;
  const theirTime = theirs?.updatedAt;
  const sides = (mine: unknown, other: unknown): Pick<Parameters<typeof conflictState>[1], 'mine' | 'theirs'> => ({
    mine: { value: mine, time: formatWhen(viewer, change.at) }, theirs: { value: other, ...(theirTime ? { time: formatWhen(viewer, theirTime) } : {}), ...(who ? { name: who } : {}) },
  });
  const key = change.key.join('-');
  // A backend that only compares versions says of no field that it is in conflict.
  if (!entry.fields?.length) {
    return conflictState(reader, { name: key, field: name, ...sides(t('state.keepMine'), t('state.takeTheirs')), choose: (side) => (side === 'mine' ? retry : discard)(entry) });
  }
  return choices.open(entry).map(({ field, base, mine, theirs: other }) => conflictState(reader, {
    name: `${key}-${field}`, field: t('change.fieldOf', { field: fieldWord(reader, change.table, field), name }), before: valueWord(reader, change.table, field, base),
    ...sides(valueWord(reader, change.table, field, mine), valueWord(reader, change.table, field, other)), choose: (side) => choices.choose(entry, field, side),
  }));
}

function refused(reader: ChangeReader, entry: OutboxEntry, { retry, discard, edit, open }: ParkedActions): TemplateResult {
  const { change, reason, state } = entry;
  const { t } = reader;
  const set = changedFields(reader, entry).map(({ label, after }) => `${label}: ${after}`).join(t('value.separator'));
  const why = state === 'unknown' ? t('state.outcomeUnknown') : (reason?.message ?? '');
  return refusedState(reader, {
    title: t(state === 'unknown' ? 'change.unknown' : change.op === 'create' ? 'change.notCreated' : change.op === 'remove' ? 'change.notRemoved' : 'change.refused', { name: recordName(reader, entry) }),
    text: [set, why].filter(Boolean).join(' — '), retry: () => retry(entry), discard: () => discard(entry), ...(edit ? { edit: () => edit(entry) } : {}),
    ...(change.op === 'create' ? {} : { open: { label: t('action.open'), run: () => open(change.table, change.id) } }),
  });
}

/** An own edit that covered what somebody else had written, with the way back. */
export function noticeOf(reader: ChangeReader, { table, recordId, fields, restore, dismiss }: Notice): TemplateResult {
  const { t } = reader;
  const name = reader.nameOf(table, recordId) ?? '';
  const said = fields.map(({ field, theirs }) => t('change.covered', { field: fieldWord(reader, table, field), name, value: valueWord(reader, table, field, theirs) })).join(' ');
  return banner(html`<bdi>${said}</bdi>`, {
    tone: 'info', icon: 'person',
    action: html`<button type="button" part="restore" class="link" @click=${restore}>${t('change.putBack')}</button><button type="button" class="clear" aria-label=${t('action.close')} @click=${dismiss}>${icon('x', 'small')}</button>`,
  });
}

/** Several of them, and nothing where there are none. */
export function parkedList(list: readonly unknown[]): unknown {
  return list.length > 0 ? html`<div part="decisions" class="decisions">${list}</div>` : nothing;
}
