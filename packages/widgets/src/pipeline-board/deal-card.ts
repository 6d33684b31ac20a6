import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { dayOf, daysBetween } from '../format/date.ts';
import { formatDays } from '../format/duration.ts';
import { formatMoney } from '../format/money.ts';
import { icon, type IconName } from '../parts/icon.ts';
import { bone } from '../parts/skeleton.ts';
import { timeWhen } from '../parts/time.ts';
import type { BoardContext } from './context.ts';
import type { Deal, LaneRows } from './lane-rows.ts';
import type { Stage } from './pipeline-board.controller.ts';
import { pressOf } from './press.ts';

const kindIcons: Readonly<Record<string, IconName>> = {
  call: 'phone', email: 'mail', letter: 'mail', meeting: 'calendar', visit: 'calendar', event: 'calendar', task: 'check', note: 'note', message: 'chat',
};

// What is said otherwise than it is written is a label and not a hidden text: those are laid out and painted by themselves, two on each card.
/** The four lines of a card, always in this order: name, customer, amount and owner, next activity and days in the stage. */
export function cardLines(on: BoardContext, row: Deal, stage: Stage, lane: LaneRows, opens: TemplateResult | undefined): TemplateResult {
  const customer = lane.customerOf(row);
  const owner = lane.ownerOf(row);
  const unsynced = on.marked.has(row.id);
  return html`<p class="what" part="deal-name">${opens ?? html`<bdi>${row.name}</bdi>`}</p>
    ${customer || unsynced ? html`<p class="fine text-3 row tight" part="deal-customer"><span class="cut"><bdi>${customer}</bdi></span>${unsynced ? html`<span class="end" part="unsynced" title=${on.t('state.unsynced')}>${icon('offline')}<span class="hidden-text">${on.t('state.unsynced')}</span></span>` : nothing}</p>` : nothing}
    ${row.amount || owner ? html`<p class="sum" part="deal-amount">${row.amount ? html`<bdi class="bold num">${formatMoney(on.locale, row.amount)}</bdi>` : nothing}${owner ? html`<span class="end" role="img" aria-label=${on.t('board.owner', { name: owner })} title=${on.t('board.owner', { name: owner })}>${on.late?.avatar(owner, { size: 20 }) ?? bone('face')}</span>` : nothing}</p>` : nothing}
    ${on.cardFields.length > 0 ? on.late?.cardFieldLines(on, row) : nothing}
    <p class="foot-line" part="deal-next">${stage.category === 'open' ? nextActivity(on, row, lane) : nothing}${daysInStage(on, row, stage)}</p>`;
}

function nextActivity(on: BoardContext, row: Deal, lane: LaneRows): TemplateResult | typeof nothing {
  const next = lane.nextOf(row.id);
  if (next === undefined) return nothing;
  if (next === null) return html`<span class="warn row tight" part="no-next-activity" title=${on.t('board.noNextActivity')}>${icon('warn')}<span class="cut">${on.t('board.noNextActivity')}</span></span>`;
  const late = Date.parse(next.at) < on.now.getTime();
  return html`<span class="row tight ${late ? 'bad' : ''}" title=${next.subject}>${icon(late ? 'warn' : (kindIcons[next.kind] ?? 'note'))}<span class="hidden-text">${late ? on.t('board.overdue') : ''} ${next.subject}</span><span class="cut">${timeWhen(on, next.at)}</span></span>`;
}

function daysInStage(on: BoardContext, row: Deal, stage: Stage): TemplateResult | typeof nothing {
  if (!row.stageSince) return nothing;
  const days = Math.max(0, daysBetween(dayOf(new Date(row.stageSince)), dayOf(on.now)));
  if (Number.isNaN(days)) return nothing;
  const limit = stage.rottingDays ?? 0;
  const rotting = stage.category === 'open' && limit > 0 && days > limit;
  const title = rotting ? on.t('board.rotting', { count: days, limit }) : on.t('board.daysInStage', { count: days });
  return html`<span class="end num ${rotting ? 'bad bold row tight' : 'text-3'}" part=${rotting ? 'rotting' : 'days'} role="img" aria-label=${title} title=${title}>${rotting ? icon('clock') : nothing}${formatDays(on.locale, days)}</span>`;
}

/** A card as an item of its lane: focusable, draggable, with its own small menu. What changed alone is drawn anew. That it is carried is put on it by hand (carried-cards.ts). */
export function dealCard(on: BoardContext, row: Deal, stage: Stage, lane: LaneRows, key: string, index: number, total: number): unknown {
  const { stops, late } = on;
  const chosen = late?.selection.has(row.id) ?? false;
  const tab = stops.isStop(key, row.id, index) ? 0 : -1;
  const shows = [
    row, stage, late, on.locale, on.now, on.mayMove, on.options, on.cardFields, on.words, lane.customerOf(row), lane.ownerOf(row), lane.nextOf(row.id),
    on.marked.has(row.id), tab, chosen ? late!.selection.rows.length : 0, late?.menus.isOpen(`move-${row.id}`),
  ];
  // A card that stands elsewhere than before still shows the same.
  const inside = (): TemplateResult => cardInside(on, row, stage, lane, tab);
  return guard([...shows, key, index, total], () => cardItem(on, row, key, index, total, tab, guard(shows, inside)));
}

function cardInside(on: BoardContext, row: Deal, stage: Stage, lane: LaneRows, tab: 0 | -1): TemplateResult {
  const name = html`<button type="button" class="open" tabindex=${tab} @click=${(event: MouseEvent) => on.click(event, row.id)}><bdi>${row.name}</bdi></button>`;
  return html`${cardLines(on, row, stage, lane, name)}${on.mayMove ? on.late?.cardMenu(on, on.late, row, tab) : nothing}`;
}

function cardItem(on: BoardContext, row: Deal, key: string, index: number, total: number, tab: 0 | -1, inside: unknown): TemplateResult {
  const { stops } = on;
  const chosen = on.late?.selection.has(row.id) ?? false;
  const movable = on.mayMove;
  const press = (event: PointerEvent): void => {
    const pressed = pressOf(event, row.id);
    if (pressed) on.press(pressed);
  };
  return html`<li class="deal ${movable ? 'movable' : ''} ${chosen ? 'chosen' : ''}" part="card ${chosen ? 'selected' : ''}" data-deal=${row.id} data-index=${index} tabindex=${tab}
    aria-label=${chosen ? on.t('board.selected', { deal: row.name }) : row.name} aria-describedby=${movable ? 'how-to-move' : nothing} aria-setsize=${total} aria-posinset=${index + 1}
    @pointerdown=${movable ? press : nothing} @keydown=${(event: KeyboardEvent) => on.key(event, row.id)} @focusin=${(event: FocusEvent) => stops.focused(key, row.id, event.target instanceof Element && event.target.matches(':focus-visible'))}
    @click=${(event: MouseEvent) => { if (event.target instanceof Element && !event.target.closest('button, .menu')) on.click(event, row.id); }}>
    ${inside}
  </li>`;
}
