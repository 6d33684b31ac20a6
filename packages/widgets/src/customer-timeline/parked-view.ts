import type { AnyRow, Entity, FieldConflict, Notice, OutboxEntry } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { formatTime } from '../format/date.ts';
import { isolated } from '../format/isolated.ts';
import { banner } from '../parts/banner.ts';
import { icon } from '../parts/icon.ts';
import { conflictState, refusedState } from '../parts/decision-states.ts';
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
  if (entry.state === 'conflict' && entry.fields && entry.fields.length > 0) return conflict(context, entry, entry.fields, retry, discard);
  // Of a group one change was refused, the others only stayed out with it.
  const reason = group.find((each) => each.reason && each.reason.code !== 'group')?.reason ?? entry.reason;
  const why = entry.state === 'unknown' ? w.t('state.outcomeUnknown') : (reason ? isolated(reason.message) : w.t('state.failedServer'));
  return refusedState(w, { title: w.t('timeline.notSaved', { what: subject }), text: why, retry, discard, ...(edit ? { edit } : {}) });
}

function conflict(context: ViewContext, entry: OutboxEntry, fields: readonly FieldConflict[], mine: () => void, theirs: () => void): TemplateResult {
  const { w, viewer } = context;
  const { fields: declared } = w.crm!.collection(entry.change.table).entity;
  const names = fields.map(({ field }) => fieldLabel(w.locale, declared[field], field)).join(w.t('value.separator'));
  const value = (side: 'base' | 'mine' | 'theirs'): string => fields.map((each) => fieldValue(context, declared[each.field], each[side])).join(' · ');
  const { updatedAt, updatedBy } = (entry.theirs ?? {}) as Partial<AnyRow>;
  const by = userName(context, updatedBy);
  return conflictState(w, {
    name: entry.change.id, field: names, before: value('base'),
    mine: { value: value('mine'), time: formatTime(viewer, entry.change.at) },
    theirs: { value: value('theirs'), ...(updatedAt ? { time: formatTime(viewer, updatedAt) } : {}), ...(by ? { name: by.me ? w.t('value.you') : by.name } : {}) },
    choose: (side) => (side === 'mine' ? mine() : theirs()),
  });
}

/** Own edits that covered what somebody else had just written. */
export function noticesView(context: ViewContext): unknown {
  const { sources, notices } = context.controller;
  if ((notices.value ?? []).length === 0) return nothing;
  const { table, id } = context.subject;
  const shown = new Set(sources.activities.rows.map((row) => row.id));
  const own = (notices.value ?? []).filter((notice) => (notice.table === table && notice.recordId === id) || (notice.table === 'activity' && shown.has(notice.recordId)));
  return own.length === 0 ? nothing : html`<div class="notices">${own.map((notice) => noticeView(context, context.w.crm!.collection(notice.table).entity, notice))}</div>`;
}

/** What it was, and the way back. */
function noticeView(context: ViewContext, entity: Entity, notice: Notice): TemplateResult {
  const { w } = context;
  return html`${notice.fields.map((each) => banner(w.t('timeline.overwrote', { field: fieldLabel(w.locale, entity.fields[each.field], each.field), value: fieldValue(context, entity.fields[each.field], each.theirs) }), {
    tone: 'info',
    action: html`<button type="button" part="put-back" class="link" @click=${() => notice.restore()}>${w.t('timeline.putBack')}</button><button type="button" part="dismiss" class="clear" aria-label=${w.t('action.close')} @click=${() => notice.dismiss()}>${icon('x', 'small')}</button>`,
  }))}`;
}
