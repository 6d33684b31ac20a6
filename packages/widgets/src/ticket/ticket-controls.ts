import { html, nothing, type TemplateResult } from 'lit';
import { formatLabel } from '../format/label.ts';
import { pressingClock, serviceClocks } from '../format/service-clock.ts';
import { avatar } from '../parts/avatar.ts';
import { badge, type Tone } from '../parts/badge.ts';
import { icon } from '../parts/icon.ts';
import type { MenuItem } from '../parts/menu.ts';
import { nearPeople } from '../parts/near-people.ts';
import { serviceBadge } from '../parts/service-badge.ts';
import { unsyncedMark } from '../parts/unsynced.ts';
import { statuses } from './status-moves.ts';
import type { DeskView } from './desk-view.ts';
import type { TicketStatus } from './ticket-rows.ts';

const tones: Readonly<Record<TicketStatus, Tone>> = { new: 'info', open: 'accent', pending: 'warn', resolved: 'good', closed: 'neutral' };

/** Under the subject: state, priority and owner, to be changed by whoever may; what is pressing; the rest of what can be done. */
export function ticketControls(view: DeskView): TemplateResult {
  const { record } = view;
  if (record.who !== 'staff') return html`${statusBadge(view)}${waiting(view)}`;
  return html`${status(view)}${priority(view)}${owner(view)}${pressing(view)}${waiting(view)}<span class="end"></span>${more(view)}`;
}

function optionLabel({ record, w }: DeskView, field: string, value: string): string {
  const option = record.options(field).find((each) => each.value === value);
  return option ? formatLabel(w.locale, option.label) : value;
}

function statusBadge(view: DeskView): unknown {
  const { status } = view.ticket;
  return status ? badge(optionLabel(view, 'status', status), { tone: tones[status] ?? 'neutral' }) : nothing;
}

/** What a menu shows that one may not open. */
function still(view: DeskView, field: string, content: unknown): TemplateResult {
  return html`<span class="row tight still" title=${view.label(field)}><span class="hidden-text">${view.label(field)}:</span>${content}</span>`;
}

function status(view: DeskView): unknown {
  const { record, ticket, controller, menus, w } = view;
  const now = ticket.status ?? 'new';
  if (!record.canEdit('status')) return statusBadge(view);
  const items: MenuItem[] = statuses.map((value) => {
    const { blocked } = controller.status(value);
    return { value, label: optionLabel(view, 'status', value), ...(blocked && value !== now ? { disabled: true, hint: w.t('desk.notFromHere') } : {}) };
  });
  return menus.render({ id: 'status', button: html`<span class="state-dot ${tones[now] ?? ''}"></span><span class="hidden-text">${view.label('status')}: </span>${optionLabel(view, 'status', now)}`, className: 'small', items, value: now, choose: (value) => view.setStatus(value as TicketStatus) });
}

function priority(view: DeskView): unknown {
  const { record, ticket, menus } = view;
  const now = ticket.priority ?? 'normal';
  const shown = html`${now === 'urgent' || now === 'high' ? icon('warn', now === 'urgent' ? 'bad' : 'warn') : nothing}<span class="hidden-text">${view.label('priority')}: </span>${optionLabel(view, 'priority', now)}`;
  if (!record.canEdit('priority')) return still(view, 'priority', shown);
  const items = record.options('priority').map(({ value, label }) => ({ value, label: formatLabel(view.w.locale, label) }));
  return menus.render({ id: 'priority', button: shown, className: 'small', items, value: now, choose: (value) => view.set({ priority: value }) });
}

/** Nobody: as a value of a menu. */
const nobody = '';
/** Somebody who is not in the menu. */
const another = ' ';

function owner(view: DeskView): unknown {
  const { record, ticket, controller, menus, w } = view;
  const id = ticket.ownerId ?? undefined;
  const name = id === undefined ? undefined : (controller.userName(id) ?? w.t('desk.someone'));
  const shown = html`${name === undefined ? icon('person') : avatar(name, { size: 20 })}<span class="hidden-text">${view.label('ownerId')}: </span><bdi class="cut">${name ?? w.t('desk.nobody')}</bdi>`;
  if (!record.canEdit('ownerId')) return still(view, 'ownerId', shown);
  const team = controller.queues.find((queue) => queue.id === ticket.queueId)?.teamId;
  const others = controller.people.filter((user) => user.id !== controller.me).toSorted((a, b) => Number(b.teamId === team) - Number(a.teamId === team));
  const people = nearPeople(others, id, team);
  const items: MenuItem[] = [
    ...(controller.me === undefined ? [] : [{ value: controller.me, label: w.t('desk.assignToMe'), icon: 'person' as const }]),
    { value: nobody, label: w.t('desk.nobody') },
    ...people.map((user) => ({ value: user.id, label: user.name })),
    ...(people.length < others.length ? [{ value: another, label: w.t('desk.otherPerson') }] : []),
  ];
  return menus.render({ id: 'owner', button: shown, className: 'small owner', items, value: id ?? nobody, choose: (value) => (value === another ? view.assign() : view.set({ ownerId: value || null })) });
}

function pressing(view: DeskView): unknown {
  const clock = pressingClock(serviceClocks(view.ticket, view.viewer.now));
  return clock ? serviceBadge(view.w, view.viewer, clock, { estimate: view.isEstimate }) : nothing;
}

function waiting({ w, record, controller }: DeskView): unknown {
  if (controller.waiting.length === 0) return nothing;
  return unsyncedMark(w, record.status?.connection === 'online' ? 'saving' : 'unsynced');
}

function more(view: DeskView): unknown {
  const { w, record, menus } = view;
  const canChange = record.canEdit('status');
  const items: MenuItem[] = canChange ? [{ value: 'escalate', label: w.t('desk.escalate'), icon: 'warn' }, ...(view.merge ? [{ value: 'merge', label: w.t('desk.merge'), icon: 'ticket' as const }] : [])] : [];
  if (items.length === 0) return nothing;
  return menus.render({ id: 'more', button: icon('more'), name: w.t('action.more'), className: 'small square quiet', items, choose: (value) => (value === 'merge' ? view.merge?.() : view.escalate()) });
}
