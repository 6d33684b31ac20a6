import { html, nothing } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { formatTime } from '../format/date.ts';
import { formatLabel } from '../format/label.ts';
import { formatMoney } from '../format/money.ts';
import { formatOrderStatus } from '../format/order-status.ts';
import { badge } from '../parts/badge.ts';
import { entityOf } from '../parts/declared-field.ts';
import { bodyView, clamped, dot, exact, messageBody, type Drawn } from './item-view.ts';
import { doerOf } from './rare-sentences.ts';
import { opening, phrase } from './sentence.ts';
import { touchView } from './touch-view.ts';
import type { ActivityItem, ChangesItem, MessageItem, MoveItem, OrderItem, TicketItem, TimelineItem } from './timeline-types.ts';
import { contactName, userName, type ViewContext } from './view-context.ts';
import { whose } from './whose.ts';

/** An item that came from another table than activities. */
export function furtherItem(context: ViewContext, item: Exclude<TimelineItem, ActivityItem>): Drawn {
  switch (item.type) {
    case 'order': return order(context, item);
    case 'ticket': return ticket(context, item);
    case 'move': return move(context, item);
    case 'changes': return changes(context, item);
    case 'message': return message(context, item);
    case 'touch': return touchView(context, item);
  }
}

function order(context: ViewContext, item: OrderItem): Drawn {
  const { order: row, at } = item;
  const { w, viewer } = context;
  const number = opening(context, 'order', row.id, html`<bdi dir="ltr">${row.number}</bdi>`, 'link typed');
  const state = row.status ? formatOrderStatus(w, row.status) : undefined;
  const status = state ? html` ${badge(state.text, { tone: state.tone })}` : nothing;
  const facts = [
    row.total ? html`<span class="num"><bdi>${formatMoney(w.locale, row.total, { fractions: 'always' })}</bdi></span>` : undefined,
    row.lines && row.lines.length > 0 ? w.t('timeline.lines', { count: row.lines.length }) : undefined,
    ...whose(context, item),
  ];
  return {
    icon: 'order', time: exact(viewer, at, formatTime(viewer, at)), head: html`${phrase(w, row.kind === 'return' ? 'timeline.return' : 'timeline.order', { number })}${status}`,
    more: facts.some((fact) => fact !== undefined) ? html`<p class="text-2">${dot(facts)}</p>` : nothing,
  };
}

function ticket(context: ViewContext, item: TicketItem): Drawn {
  const { ticket: row, at } = item;
  const of = whose(context, item);
  const { w, viewer } = context;
  const subject = opening(context, 'ticket', row.id, html`<bdi>${row.subject}</bdi>`, 'bold');
  return {
    icon: 'ticket', time: exact(viewer, at, formatTime(viewer, at)),
    head: row.number ? phrase(w, 'timeline.ticket', { number: html`<bdi dir="ltr" class="typed">${row.number}</bdi>`, subject }) : phrase(w, 'timeline.ticketPlain', { subject }),
    more: html`${clamped(row.description)}${of.length > 0 ? html`<p class="text-2">${dot(of)}</p>` : nothing}`,
  };
}

function move(context: ViewContext, { change, name, at }: MoveItem): Drawn {
  const { w, viewer, controller } = context;
  const stage = (id: string | null | undefined): string | undefined => controller.sources.stages.rows.find((row) => row.id === id)?.name;
  const record = opening(context, change.table, change.recordId, html`<bdi>${name ?? nounOf(w, change.table)}</bdi>`, 'bold');
  const to = html`<span part="badge" class="badge accent"><bdi>${stage(change.toStageId) ?? w.t('noun.stage')}</bdi></span>`;
  const from = stage(change.fromStageId);
  const days = typeof change.seconds === 'number' ? Math.floor(change.seconds / 86_400) : 0;
  const left = from === undefined ? undefined : days > 0 ? phrase(w, 'timeline.fromStageAfter', { stage: html`<bdi>${from}</bdi>` }, days) : phrase(w, 'timeline.fromStage', { stage: html`<bdi>${from}</bdi>` });
  const by = userName(context, change.byId);
  const facts = [left, by && (by.me ? w.t('value.you') : html`<bdi>${by.name}</bdi>`)];
  return {
    icon: 'arrow', time: exact(viewer, at, formatTime(viewer, at)), head: phrase(w, change.fromStageId ? 'timeline.movedTo' : 'timeline.startedIn', { record, stage: to }),
    more: facts.some((fact) => fact !== undefined) ? html`<p class="fine text-3">${dot(facts)}</p>` : nothing,
  };
}

/** What something without a name is called. */
function nounOf(w: VinculoElement, table: string): string {
  const entity = table === 'lead' ? entityOf(w.crm, table) : undefined;
  return entity ? formatLabel(w.locale, entity.label) : w.t(table === 'ticket' ? 'noun.ticket' : 'noun.deal');
}

/** A message of the ticket whose timeline it is. */
function message(context: ViewContext, item: MessageItem): Drawn {
  const { message: row, at } = item;
  const { w, viewer } = context;
  const customer = row.fromContactId ? contactName(context, row.fromContactId) : undefined;
  const doer = row.fromContactId ? (customer === undefined ? nothing : html`<bdi class="bold">${customer}</bdi>`) : doerOf(context, row.fromUserId ?? (row.internal ? row.createdBy : undefined));
  const guest = context.controller.sources.record.rows[0]?.['guestName'];
  const who = doer !== nothing ? doer : typeof guest === 'string' && guest !== '' ? html`<bdi class="bold">${guest}</bdi>` : w.t('timeline.someone');
  return {
    icon: row.internal ? 'note' : 'chat', time: exact(viewer, at, formatTime(viewer, at)),
    head: phrase(w, row.internal ? 'timeline.wroteNote' : row.fromUserId ? 'timeline.answered' : 'timeline.messageInPlain', { who }),
    more: bodyView(context, messageBody(item)),
  };
}

function changes(context: ViewContext, item: ChangesItem): Drawn {
  const { w, viewer, expanded, toggle } = context;
  const of = whose(context, item);
  const shown = expanded.has(item.key);
  const doer = doerOf(context, item.byId);
  const name = doer !== nothing ? doer : item.app ? html`<bdi class="bold">${item.app}</bdi>` : w.t('timeline.someone');
  const id = `list-${item.key.replace(/\W/g, '-')}`;
  return {
    icon: undefined, className: 'small', time: exact(viewer, item.at, formatTime(viewer, item.at)),
    head: html`<span class="text-2">${phrase(w, 'timeline.fieldsChanged', { name }, item.fields.length)}${of.length > 0 ? html` · ${of}` : nothing}</span> <button type="button" part="expand" class="expand link" aria-expanded=${shown} aria-controls=${id} @click=${() => toggle(item.key)}>${w.t(shown ? 'timeline.hide' : 'action.show')}</button>`,
    more: html`<div id=${id}>${shown ? context.late?.changeList(context, item) : nothing}</div>`,
  };
}
