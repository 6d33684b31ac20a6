import { html, nothing, type TemplateResult } from 'lit';
import { formatLabel } from '../format/label.ts';
import { formatNumber } from '../format/number.ts';
import { bone } from '../parts/skeleton.ts';
import { filters, priorities, type InboxFilter } from './inbox.controller.ts';
import type { InboxView } from './inbox-view.ts';

/** What the bar sets on its element. */
export interface ToolsActions {
  readonly setFilter: (filter: InboxFilter) => void;
  readonly setQueue: (queueId: string | undefined) => void;
  readonly setPriority: (priority: string | undefined) => void;
}

const labels = { unassigned: 'inbox.unassigned', mine: 'inbox.mine', team: 'inbox.team', all: 'inbox.all' } as const;

/** Which part of the queue is shown, each with how many there are. */
export function inboxTools(view: InboxView, { setFilter, setQueue, setPriority }: ToolsActions): TemplateResult {
  const { inbox, t, locale, late } = view;
  const { filter, table } = inbox.subject;
  const label = (each: InboxFilter): string => (each === 'unassigned' && table === 'lead' ? t('inbox.pool') : t(labels[each]));
  return html`<div part="filters" class="bar wrap filters" role="group" aria-label=${t('inbox.filter')}>${filters.map((each) => {
    const count = inbox.count(each);
    return html`<button type="button" part="filter" class="chip" aria-pressed=${each === filter} @click=${() => setFilter(each)}>${label(each)}${count === undefined ? nothing : html`<span class="count">${formatNumber(locale, count)}</span>`}</button>`;
  })}<span class="grow"></span>${table === 'ticket' ? (late ? menus(view, setQueue, setPriority) : html`<span class="ghost-menu" aria-hidden="true">${bone('control')}</span>`) : nothing}</div>`;
}

function menus(view: InboxView, setQueue: ToolsActions['setQueue'], setPriority: ToolsActions['setPriority']): unknown {
  const { inbox, t, locale, late } = view;
  const { queueId, priority } = inbox.subject;
  const queue = inbox.queues.find(({ id }) => id === queueId);
  const options = inbox.subject.crm!.tickets.entity.fields['priority']?.options ?? [];
  const word = (value: string): string => { const found = options.find((each) => each.value === value); return found ? formatLabel(locale, found.label) : value; };
  const hint = (count: number | undefined): { hint: string } | object => (count === undefined ? {} : { hint: t('inbox.open', { count }) });
  return html`${inbox.has('priority') ? late!.menus.render({
    id: 'priority', button: priority ? word(priority) : t('inbox.anyPriority'), name: t('inbox.priorityMenu', { priority: priority ? word(priority) : t('inbox.anyPriority') }), className: 'small', value: priority ?? '',
    items: [{ value: '', label: t('inbox.anyPriority') }, ...priorities.map((value) => ({ value, label: word(value) }))], choose: (value) => setPriority(value || undefined),
  }) : nothing}${inbox.queues.length > 0 ? late!.menus.render({
    id: 'queue', button: html`<bdi class="cut">${queue?.name ?? t('inbox.anyQueue')}</bdi>`, name: t('inbox.queueMenu', { queue: queue?.name ?? t('inbox.anyQueue') }), className: 'small', value: queueId ?? '',
    items: [{ value: '', label: t('inbox.anyQueue') }, ...inbox.queues.map(({ id, name }) => ({ value: id, label: name, ...hint(inbox.countOfQueue(id)) }))], choose: (value) => setQueue(value || undefined),
  }) : nothing}`;
}
