import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { formatLabel } from '../format/label.ts';
import { formatMoney } from '../format/money.ts';
import { formatOrderStatus } from '../format/order-status.ts';
import { formatPhone, phoneHref } from '../format/phone.ts';
import { pressingClock, serviceClocks } from '../format/service-clock.ts';
import { safeUrl } from '../base/safe-url.ts';
import { avatar } from '../parts/avatar.ts';
import { badge } from '../parts/badge.ts';
import { ticketType } from '../parts/known-words.ts';
import { moreRows } from '../parts/more-rows.ts';
import { serviceBadge } from '../parts/service-badge.ts';
import { timeWhen } from '../parts/time.ts';
import type { DeskView } from './desk-view.ts';
import { isEnded } from './status-moves.ts';
import type { Order, TicketRow } from './ticket-rows.ts';

/** Beside the conversation: what was promised, who asks, what it is about, what else there is of them. Empty blocks are left out. */
export function ticketSide(view: DeskView): TemplateResult {
  if (view.record.who !== 'staff') return html`${order(view)}${details(view)}`;
  return html`${serviceTimes(view)}${requester(view)}${order(view)}${details(view)}${orders(view)}${others(view)}${rated(view)}`;
}

function block(name: string, title: unknown, content: unknown): TemplateResult {
  return html`<section part="side-part" class="part" data-part=${name}><h4 class="fine text-3">${title}</h4>${content}</section>`;
}

function serviceTimes(view: DeskView): unknown {
  const { w, ticket, viewer, isEstimate } = view;
  const clocks = serviceClocks(ticket, viewer.now);
  if (clocks.length === 0) return nothing;
  const row = (clock: (typeof clocks)[number]): TemplateResult => html`<dt>${w.t(clock.goal === 'firstReply' ? 'desk.firstAnswer' : 'desk.resolution')}</dt><dd class="row tight wrap">${serviceBadge(w, viewer, clock)}${
    clock.state === 'due' ? html`<span class="fine text-3">${timeWhen(viewer, clock.at)}</span>` : nothing}</dd>`;
  return block('service-times', html`${w.t('desk.serviceTimes')}${isEstimate ? ` ${w.t('time.estimate')}` : nothing}`, html`<dl class="sla">${clocks.map(row)}</dl>`);
}

function requester(view: DeskView): unknown {
  const { w, record, ticket, controller, open } = view;
  const contact = record.contact(ticket.contactId);
  const { account } = controller;
  const name = contact?.name ?? ticket.guestName ?? account?.name;
  if (!name) return nothing;
  const company = contact || ticket.guestName ? account : undefined;
  const email = contact?.emails?.find((each) => each.primary)?.value ?? contact?.emails?.[0]?.value ?? ticket.guestEmail ?? undefined;
  const phone = contact?.phones?.[0] ?? ticket.guestPhone ?? undefined;
  const mail = safeUrl(email ? `mailto:${email}` : undefined);
  const call = phone ? safeUrl(phoneHref(phone)) : undefined;
  const target = contact ? { table: 'contact', id: contact.id } : account ? { table: 'account', id: account.id } : undefined;
  return block('requester', w.t('desk.requester'), html`<div class="row">${avatar(name, { size: 32, kind: contact || ticket.guestName ? 'person' : 'organisation' })}<div class="grow">
      <p class="row tight">${target ? html`<button type="button" part="link" class="link bold cut" @click=${() => open(target.table, target.id)}><bdi>${name}</bdi></button>` : html`<bdi class="bold cut">${name}</bdi>`}${contact ? nothing : ticket.guestName ? badge(w.t('desk.guest')) : nothing}</p>
      ${company ? html`<button type="button" part="link" class="link fine plain cut" @click=${() => open('account', company.id)}><bdi>${company.name}</bdi></button>` : nothing}</div></div>
    ${mail || call ? html`<div class="reach">${mail ? html`<a class="fine cut" href=${mail}><bdi dir="ltr">${email}</bdi></a>` : nothing}${call && phone ? html`<a class="fine cut" href=${call}><bdi dir="ltr">${formatPhone(phone)}</bdi></a>` : nothing}</div>` : nothing}`);
}

function orderRow(view: DeskView, row: Order): TemplateResult {
  const { w, viewer, open } = view;
  const status = row.status ? formatOrderStatus(w, row.status) : undefined;
  return html`<div class="row wrap order"><button type="button" part="link" class="link typed" @click=${() => open('order', row.id)}><bdi dir="ltr">${row.number}</bdi></button>${row.kind === 'return' ? badge(w.t('desk.return'), { tone: 'warn' }) : nothing}${status ? html`<span class="fine ${status.tone === 'neutral' ? 'text-3' : status.tone}">${status.text}</span>` : nothing}<span class="fine text-3 end num">${
    row.total ? formatMoney(w.locale, row.total) : nothing}${row.total && row.orderedAt ? ' · ' : nothing}${row.orderedAt ? timeWhen(viewer, row.orderedAt) : nothing}</span></div>`;
}

function order(view: DeskView): unknown {
  const { order: row } = view.controller;
  return row ? block('order', view.w.t('desk.order'), orderRow(view, row)) : nothing;
}

function orders(view: DeskView): unknown {
  const { orders } = view.controller;
  return orders.rows.length > 0 ? block('orders', view.w.t('desk.orders'), html`${repeat(orders.rows, ({ id }) => id, (row) => orderRow(view, row))}${moreRows(view.w, orders.rest, () => orders.showMore())}`) : nothing;
}

/** Where it stands in the process, its queue, kind and tags. */
function details(view: DeskView): unknown {
  const { w, record, ticket, controller, menus } = view;
  const stage = controller.stages.find(({ id }) => id === ticket.stageId);
  const queue = controller.queues.find(({ id }) => id === ticket.queueId);
  const rows: [string, unknown][] = [];
  if (stage && controller.stages.length > 1 && record.who === 'staff') {
    const items = controller.stages.map((each) => ({ value: each.id, label: each.name, ...(each.id !== stage.id && controller.stage(each).blocked ? { disabled: true, hint: w.t('desk.notFromHere') } : {}) }));
    rows.push([view.label('stageId'), record.canEdit('stageId') ? menus.render({ id: 'stage', button: html`<span class="hidden-text">${view.label('stageId')}: </span><bdi>${stage.name}</bdi>`, className: 'small quiet', items, value: stage.id, choose: (id) => view.setStage(id) }) : html`<bdi>${stage.name}</bdi>`]);
  }
  if (controller.queues.length > 0 && record.canEdit('queueId')) {
    const items = [{ value: '', label: w.t('desk.noQueue') }, ...controller.queues.map(({ id, name }) => ({ value: id, label: name }))];
    rows.push([view.label('queueId'), menus.render({ id: 'queue', button: html`<span class="hidden-text">${view.label('queueId')}: </span><bdi>${queue?.name ?? w.t('desk.noQueue')}</bdi>`, className: 'small quiet', items, value: ticket.queueId ?? '', choose: (id) => view.set({ queueId: id || null }) })]);
  } else if (queue) rows.push([view.label('queueId'), html`<bdi>${queue.name}</bdi>`]);
  if (ticket.type) rows.push([view.label('type'), html`<bdi>${ticketType(w, ticket.type, record.options('type'))}</bdi>`]);
  if (ticket.parentId) rows.push([view.label('parentId'), html`<button type="button" part="link" class="link" @click=${() => view.open('ticket', ticket.parentId!)}>${w.t('action.show')}</button>`]);
  if (ticket.createdAt) rows.push([w.t('desk.opened'), timeWhen(view.viewer, ticket.createdAt, { focusable: true })]);
  if (record.who === 'staff' && (ticket.tags ?? []).length > 0) rows.push([view.label('tags'), html`<span class="row tight wrap">${ticket.tags!.map((each) => html`<span part="tag" class="tag"><bdi>${each}</bdi></span>`)}</span>`]);
  return rows.length > 0 ? block('details', w.t('desk.details'), html`<dl class="pairs">${rows.map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>`) : nothing;
}

function others(view: DeskView): unknown {
  const { w, controller, viewer, open } = view;
  const { others, otherCount } = controller;
  if (others.rows.length === 0) return nothing;
  const standing = (row: TicketRow): unknown => {
    const clock = pressingClock(serviceClocks(row, viewer.now));
    if (clock) return serviceBadge(w, viewer, clock);
    const label = view.record.options('status').find(({ value }) => value === row.status)?.label;
    const at = isEnded(row.status) ? (row.closedAt ?? row.resolvedAt) : undefined;
    return html`<span class="fine text-3 num">${label ? formatLabel(w.locale, label) : row.status}${at ? html` · ${timeWhen(viewer, at)}` : nothing}</span>`;
  };
  const title = html`${w.t('desk.otherTickets')}${otherCount === undefined ? nothing : html` · <span class="num">${otherCount}</span>`}`;
  return block('others', title, html`${repeat(others.rows, ({ id }) => id, (row) => html`<div class="row"><button type="button" part="link" class="link plain cut grow" title=${row.subject} @click=${() => open('ticket', row.id)}><bdi>${row.subject}</bdi></button>${standing(row)}</div>`)}${moreRows(w, others.rest, () => others.showMore())}`);
}

function rated({ w, ticket }: DeskView): unknown {
  if (!ticket.rating) return nothing;
  // A customer writes it, and another system may count otherwise.
  const stars = Math.min(5, Math.max(0, Math.round(ticket.rating)));
  return block('rating', w.t('desk.rating'), html`<p class="row tight"><span class="stars" aria-hidden="true">${'★'.repeat(stars)}${'☆'.repeat(5 - stars)}</span><span class="hidden-text">${w.t('desk.ratedValue', { count: ticket.rating })}</span></p>${ticket.ratingComment ? html`<p class="fine text-2 words"><bdi>${ticket.ratingComment}</bdi></p>` : nothing}`);
}
