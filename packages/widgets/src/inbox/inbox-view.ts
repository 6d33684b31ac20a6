import { html, nothing, type TemplateResult } from 'lit';
import { formatLabel } from '../format/label.ts';
import { formatDuration } from '../format/duration.ts';
import { formatInstant, type Viewer } from '../format/date.ts';
import type { Localized } from '../messages/message.ts';
import { avatar } from '../parts/avatar.ts';
import { badge } from '../parts/badge.ts';
import { icon } from '../parts/icon.ts';
import { bone } from '../parts/skeleton.ts';
import { timeAgo } from '../parts/time-ago.ts';
import { unsyncedMark } from '../parts/unsynced.ts';
import { dueOf, type InboxController, type InboxRow } from './inbox.controller.ts';
import type { Later } from './inbox.ts';

/** What the queue draws with. */
export interface InboxView extends Localized {
  readonly inbox: InboxController;
  readonly viewer: Viewer;
  /** What came after the first drawing. */
  readonly late: Later | undefined;
  readonly readonly: boolean;
  nameOf(table: string, id: string): string | undefined;
  /** A row of this table as it is now, whatever list it is in. */
  rowOf(id: string): InboxRow | undefined;
  open(table: string, id: string): void;
}

const dues = { reply: ['inbox.replyDue', 'inbox.replyLate'], resolution: ['inbox.resolutionDue', 'inbox.resolutionLate'] } as const;

/** "First answer due in 2 h", with the exact time on hover. Offline it is an estimate: the clock may have been stopped meanwhile. */
function due(view: InboxView, row: InboxRow): TemplateResult | typeof nothing {
  const next = dueOf(row);
  const { viewer, t, inbox } = view;
  if (!next) return row.waitingSince ? html`<span class="fine text-3">${t('inbox.waits')}</span>` : nothing;
  const left = Date.parse(next.at) - (viewer.now ?? new Date()).getTime();
  const isLate = left < 0;
  const words = t(dues[next.what][isLate ? 1 : 0], { duration: formatDuration(view.locale, Math.floor(Math.abs(left) / 60_000) * 60_000) });
  const exact = formatInstant(viewer, next.at);
  const isEstimate = inbox.status?.connection === 'offline';
  return html`<time part="due ${isLate ? 'late' : ''}" class="fine row tight whole exact ${isLate ? 'bad' : left < 3_600_000 ? 'warn' : 'text-2'}" datetime=${next.at} title=${exact} data-exact=${exact} tabindex="0">${icon('clock', 'small')}${words}${isEstimate ? ` ${t('inbox.estimate')}` : nothing}</time>`;
}

/** Who wants something: a contact, an account, or a guest by the name they gave. */
function requester(view: InboxView, { contactId, accountId, guestName, company }: InboxRow): unknown {
  const names = [contactId ? view.nameOf('contact', contactId) : guestName, accountId ? view.nameOf('account', accountId) : company].filter((each) => typeof each === 'string' && each !== '');
  return names.map((name) => html`<bdi>${name}</bdi>`);
}

function option(view: InboxView, field: 'priority' | 'status', value: string): string {
  const { inbox, locale } = view;
  const { crm, table } = inbox.subject;
  const found = crm?.collection(table).entity.fields[field]?.options?.find((each) => each.value === value);
  return found ? formatLabel(locale, found.label) : value;
}

export function inboxRow(view: InboxView, row: InboxRow, { isGone, isUnsynced }: { isGone: boolean; isUnsynced: boolean }): TemplateResult {
  const { inbox, t, late, viewer } = view;
  const { table } = inbox.subject;
  const name = String(row[table === 'ticket' ? 'subject' : 'name'] ?? '');
  const owner = row.ownerId ? view.nameOf('user', row.ownerId) : undefined;
  const isUrgent = row.priority === 'urgent' || row.priority === 'high';
  return html`<li part="row" class="item ${isGone ? 'gone' : ''}" data-row=${row.id} tabindex="-1" aria-label=${name}>
    <div class="grow"><p class="row tight wrap top-line">${row.number ? html`<bdi class="fine text-3 typed">${row.number}</bdi>` : nothing}<button type="button" part="link" class="link plain bold" @click=${() => view.open(table, row.id)}><bdi>${name}</bdi></button>${
      isUrgent ? badge(option(view, 'priority', row.priority), { tone: row.priority === 'urgent' ? 'bad' : 'warn' }) : nothing}${
      row.status && row.status !== 'open' && table === 'ticket' ? badge(option(view, 'status', row.status)) : nothing}</p>
      <p class="row wrap fine text-3 about">${requester(view, row)}${row.queueId && !inbox.subject.queueId ? html`<bdi>${view.nameOf('queue', row.queueId) ?? ''}</bdi>` : nothing}${
        row.createdAt ? timeAgo(viewer, row.createdAt) : nothing}${row.poolReason && !row.ownerId ? html`<bdi>${t('inbox.poolReason', { reason: row.poolReason })}</bdi>` : nothing}${isUnsynced ? unsyncedMark(view) : nothing}${late?.othersLine(view, late.others.of(row.id)) ?? nothing}</p></div>
    <div class="side">${isGone ? html`<span class="fine text-2">${goneText(view, row)}</span>` : html`${due(view, row)}${owner ? html`<span class="row tight fine text-2 owner">${avatar(owner, { size: 20 })}<bdi class="cut">${row.ownerId === inbox.me ? t('value.you') : owner}</bdi></span>` : nothing}`}</div>
    ${view.readonly || isGone ? nothing : html`<div part="actions" class="row tight acts">${late ? late.rowActions(view, row) : bone('control')}</div>`}
  </li>`;
}

/** Why a row that is held in its place is no part of the list any more. */
function goneText(view: InboxView, { id }: InboxRow): string {
  const now = view.rowOf(id);
  const owner = now?.ownerId ? (now.ownerId === view.inbox.me ? view.t('value.you') : view.nameOf('user', now.ownerId)) : undefined;
  return owner ? view.t('inbox.nowWith', { name: owner }) : view.t('inbox.left');
}
