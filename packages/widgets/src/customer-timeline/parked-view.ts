import type { OutboxEntry } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { isolated } from '../format/isolated.ts';
import { conflictView, coveredNotice, type RecordWords } from '../parts/both-wrote.ts';
import { refusedState } from '../parts/decision-states.ts';
import { typedOf } from './composer-draft.ts';
import { fieldLabel, fieldValue } from './field-changes.ts';
import { firstLine } from '../format/first-line.ts';
import { userName, type ViewContext } from './view-context.ts';

/** Own changes that wait for a person, one for each activity: the change and all that was written with it. */
interface Parked {
  readonly entry: OutboxEntry;
  readonly group: readonly OutboxEntry[];
}

/** Those of the outbox that concern this timeline: activities it shows, and new ones linked to one of its records. */
function parkedOf(outbox: readonly OutboxEntry[], concerns: (table: string, id: string) => boolean, shown: ReadonlySet<string>): Parked[] {
  const stopped = outbox.filter(({ state }) => state !== 'waiting' && state !== 'sending');
  const told = new Set<string>();
  return stopped.filter(({ change }) => change.table === 'activity').flatMap((entry) => {
    // A call and the step that follows it were written in one go, and are decided so.
    if (entry.change.group !== undefined && told.has(entry.change.group)) return [];
    if (entry.change.group !== undefined) told.add(entry.change.group);
    const group = entry.change.group === undefined ? [entry] : stopped.filter(({ change }) => change.group === entry.change.group);
    const linked = group.some(({ change }) => change.table === 'activityLink' && concerns(String(change.patch['table']), String(change.patch['recordId'])));
    return linked || shown.has(entry.change.id) ? [{ entry, group }] : [];
  });
}

/** What waits for a person. A refused new text can go back into the composer. */
export function parkedListView(context: ViewContext): unknown {
  const { sources, outbox } = context.controller;
  if ((outbox.value ?? []).length === 0) return nothing;
  const { table, id } = context.subject;
  const shown = new Set(sources.activities.rows.map((row) => row.id));
  const known = new Set([id, ...sources.contacts.rows.map((row) => row.id)]);
  const parked = parkedOf(outbox.value ?? [], (of, record) => (of === table && record === id) || (table === 'account' && of === 'contact' && known.has(record)), shown);
  if (parked.length === 0) return nothing;
  return html`<div class="parked" part="parked">${repeat(parked, ({ entry }) => entry.change.key.join('#'), (each) => {
    const { change } = each.entry;
    const subject = String(change.patch['subject'] ?? sources.activities.rows.find((row) => row.id === change.id)?.subject ?? firstLine(String(change.patch['body'] ?? '')));
    const again = change.op === 'create' ? againOf(context, each) : undefined;
    return parkedView(context, each, subject, again);
  })}</div>`;
}

/** Takes all of it back and puts it into the composer; undefined where that does not know the kind. */
function againOf({ late }: ViewContext, { entry, group }: Parked): (() => void) | undefined {
  const next = group.find(({ change }) => change.table === 'activity' && change.id !== entry.change.id)?.change.patch;
  const to = group.flatMap(({ change: { table, patch } }) => (table === 'activityLink' && patch['role'] === 'to' ? [`${String(patch['table'])}/${String(patch['recordId'])}`] : []));
  const written = typedOf(entry.change.patch, next, to);
  return written && (() => {
    for (const one of [...group].reverse()) one.discard();
    late?.editing.startAgain(written.kind, written.typed);
  });
}

function parkedView(context: ViewContext, { entry, group }: Parked, subject: string, edit?: () => void): TemplateResult {
  const { w } = context;
  const discard = (): void => { for (const each of [...group].reverse()) each.discard(); };
  const retry = (): void => { for (const each of group) each.retry(); };
  if (entry.state === 'conflict') {
    const by = userName(context, entry.theirs?.updatedBy);
    return conflictView(w, entry, entry.fields ?? [], { ...wordsOf(context, entry.change.table, subject), viewer: context.viewer, who: by?.me ? w.t('value.you') : by?.name }, (side) => (side === 'mine' ? retry() : discard()));
  }
  // Of a group one change was refused, the others only stayed out with it.
  const reason = group.find((each) => each.reason && each.reason.code !== 'group')?.reason ?? entry.reason;
  const why = entry.state === 'unknown' ? w.t('state.outcomeUnknown') : (reason ? isolated(reason.message) : w.t('state.failedServer'));
  return refusedState(w, { title: w.t('timeline.notSaved', { what: subject }), text: why, retry, discard, ...(edit ? { edit } : {}) });
}

function wordsOf(context: ViewContext, table: string, name: string): RecordWords {
  const { w } = context;
  const { fields } = w.crm!.collection(table).entity;
  return { name, label: (field) => fieldLabel(w.locale, fields[field], field), value: (field, value) => fieldValue(context, fields[field], value) };
}

/** Own edits that covered what somebody else had just written. */
export function noticesView(context: ViewContext): unknown {
  const { sources, notices } = context.controller;
  if ((notices.value ?? []).length === 0) return nothing;
  const { table, id } = context.subject;
  const shown = new Set(sources.activities.rows.map((row) => row.id));
  const own = (notices.value ?? []).filter((notice) => (notice.table === table && notice.recordId === id) || (notice.table === 'activity' && shown.has(notice.recordId)));
  return own.length === 0 ? nothing : html`<div class="notices">${own.map((notice) => coveredNotice(context.w, notice, wordsOf(context, notice.table, '')))}</div>`;
}
