import type { Result } from '@vinculo/sdk';
import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { formatLabel } from '../format/label.ts';
import type { Localized } from '../messages/message.ts';
import { badge, type Tone } from '../parts/badge.ts';
import { GrowingRows } from '../parts/growing-rows.ts';
import { moreRows } from '../parts/more-rows.ts';
import { bone, skeleton } from '../parts/skeleton.ts';
import { emptyState, errorState } from '../parts/states.ts';
import { unsyncedMark } from '../parts/unsynced.ts';
import { timeAgo } from '../parts/time-ago.ts';
import type { Ticket } from './form-data.ts';
import type { TicketFormController } from './ticket-form.controller.ts';

/** What drawing the list needs of the element. */
interface OwnRequestsView extends Localized, ReactiveControllerHost {
  readonly controller: TicketFormController;
  readonly now: Date;
  openTicket(id: string): void;
}

const tones: Readonly<Record<string, Tone>> = { new: 'info', open: 'accent', pending: 'warn', resolved: 'good' };

const shown = 20;
const lists = new WeakMap<OwnRequestsView, GrowingRows<Ticket>>();

/** What is followed of the customer's own requests, newest first. Each form has one list of them. */
function listOf(view: OwnRequestsView): GrowingRows<Ticket> {
  const list = lists.get(view) ?? new GrowingRows<Ticket>(view, shown);
  lists.set(view, list);
  return list;
}

/** The customer's own requests. Nothing where the backend shows none to this sign-in. */
export function ownRequestsView(view: OwnRequestsView): TemplateResult | typeof nothing {
  const { intake, data: { contactId } } = view.controller;
  const list = listOf(view);
  list.watch(intake.from('ticket'), contactId, (limit) => intake.crm!.tickets.query({ where: { contactId: contactId! }, orderBy: ['-updatedAt'], limit }));
  const result = list.value;
  if (!result || result.status === 'unsupported' || result.status === 'forbidden') return nothing;
  return html`<section part="list" class="frame own" aria-labelledby="own"><div class="bar"><h3 id="own" part="list-title" class="bold">${view.t('form.yourRequests')}</h3></div>${listView(view, list, result)}</section>`;
}

function listView(view: OwnRequestsView, list: GrowingRows<Ticket>, { rows, status }: Result<Ticket>): TemplateResult {
  if (rows.length > 0) return html`<ul>${repeat(rows, ({ id }) => id, (row) => rowView(view, row))}</ul>${moreRows(view, list.rest, () => list.showMore())}`;
  if (status === 'loading') return skeleton(view, html`<div class="listed">${bone('line')}</div><div class="listed">${bone('line')}</div>`);
  if (status === 'error') return errorState(view, { what: view.t('form.requests'), retry: () => view.controller.intake.retry() });
  return emptyState(view, { title: view.t('form.noRequests'), text: view.t('form.noRequestsText') });
}

function rowView(view: OwnRequestsView, row: Ticket): TemplateResult {
  const { locale, now, controller } = view;
  const option = controller.data.options('status').find((each) => each.value === row.status);
  const at = row.updatedAt ?? row.createdAt;
  const status = row.status ? badge(option ? formatLabel(locale, option.label) : row.status, { tone: tones[row.status] ?? 'neutral' }) : nothing;
  return html`<li part="request" class="rule"><button type="button" class="own-row" data-ticket=${row.id} @click=${() => view.openTicket(row.id)}><span class="row grow">${
    row.number ? html`<bdi dir="ltr" class="typed text-3">${row.number}</bdi>` : nothing}<bdi class="cut">${row.subject}</bdi></span><span class="row tight">${
    controller.data.isUnsynced(row.id) ? unsyncedMark(view) : html`${status}${at ? html`<span class="fine text-3">${timeAgo({ locale, now }, at)}</span>` : nothing}`}</span></button></li>`;
}
