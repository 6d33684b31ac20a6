// The forecast by month: loaded where a board shows it.
import type { AggregateResult } from '@vinculo/sdk';
import type { Money } from '@vinculo/sdk/schema';
import { html, nothing, svg, type CSSResult, type ReactiveController, type TemplateResult } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { dayOf, formatDate } from '../format/date.ts';
import { formatMoney } from '../format/money.ts';
import { formatPercent } from '../format/number.ts';
import { bone } from '../parts/skeleton.ts';
import { forecastStyles } from './forecast.styles.ts';
import { type ForecastCategory, forecast, forecastCategories, type ForecastMonth, monthsFrom } from './forecast.ts';
import type { BoardController } from './pipeline-board.controller.ts';

export { before as Before } from '../parts/before.ts';

export const sheets: readonly CSSResult[] = [forecastStyles];

/** Months on show: this one and the two after it. */
const shown = 3;

/** What the strip asks of its element. */
export interface ForecastHost extends VinculoElement {
  readonly forecast: boolean;
  readonly of: 'deal' | 'lead';
  /** What is to be sold, by month (YYYY-MM). */
  readonly targets: Readonly<Record<string, Money>>;
}

/** Reads and draws what the coming months may bring, of the deals that the board is about. */
export class ForecastStrip implements ReactiveController {
  readonly #host: ForecastHost;
  readonly #board: BoardController;
  readonly #open: LiveController<AggregateResult>;
  readonly #won: LiveController<AggregateResult>;

  constructor(host: ForecastHost, board: BoardController) {
    this.#host = host;
    this.#board = board;
    this.#open = new LiveController(host);
    this.#won = new LiveController(host);
    host.addController(this);
  }

  hostUpdate(): void {
    const { crm, forecast: isShown, of } = this.#host;
    const where = isShown && of === 'deal' && this.#board.has('expectedClose') ? this.#board.where : undefined;
    const months = monthsFrom(dayOf(new Date()), shown + 1);
    const [first, end] = [`${months[0]!}-01`, `${months.at(-1)!}-01`];
    const key = where && JSON.stringify([where, first]);
    const measures = { sum: { op: 'sum', field: 'amount' } } as const;
    this.#open.watch([crm, key], () => crm!.deals.aggregate({ where: { and: [where!, { expectedClose: { gte: first, lt: end } }] }, groupBy: ['stageId', 'expectedClose', 'forecast'], measures }));
    this.#won.watch([crm, key], () => crm!.deals.aggregate({ where: { and: [where!, { closedAt: { gte: new Date(`${first}T00:00:00`).toISOString() } }] }, groupBy: ['stageId'], measures }));
  }

  render(): TemplateResult | typeof nothing {
    const [open, won] = [this.#open.value, this.#won.value];
    if (!this.#host.forecast || this.#host.of !== 'deal' || [open, won].some((each) => each?.status === 'forbidden' || each?.status === 'unsupported' || each?.status === 'error')) return nothing;
    if (!open || !won || [open, won].some((each) => each.status === 'loading' && each.groups.length === 0)) {
      return html`<div class="forecast" part="forecast" aria-hidden="true">${Array.from({ length: shown }, () => html`<div class="month">${bone('short')}${bone('long')}</div>`)}</div>`;
    }
    const today = dayOf(new Date());
    const { currency, rates, stages } = this.#board;
    const months = forecast(open.groups, won.groups, stages, monthsFrom(today, shown), { currency, rates, today, targets: this.#host.targets });
    if (!months) return html`<p class="fine text-3 forecast-none" part="forecast">${this.#host.t('board.forecastNoRate', { currency })}</p>`;
    return html`<section class="forecast" part="forecast" aria-label=${this.#host.t('board.forecast')}>${months.map((month) => this.#month(month, currency))}</section>`;
  }

  #month({ month, amounts, target }: ForecastMonth, currency: string): TemplateResult {
    const w = this.#host;
    // A target in another currency is told, and not drawn to scale.
    const goal = target?.currency === currency ? target.minor : 0;
    const name = formatDate(w.locale, `${month}-01`, 'month');
    const words = (each: ForecastCategory): string => `${w.t(`board.forecast.${each}`)} ${formatMoney(w.locale, { minor: amounts[each], currency }, { compact: true })}`;
    const told = forecastCategories.filter((each) => each !== 'won' || amounts.won > 0);
    const reached = goal > 0 ? w.t('board.forecastReached', { percent: formatPercent(w.locale, Math.round(((amounts.won + amounts.committed) / goal) * 100)) }) : undefined;
    return html`<div class="month" part="forecast-month">
      <div class="row fine"><h3 class="bold cut">${name}</h3>${target ? html`<span class="text-3 end num" title=${reached ?? nothing}>${w.t('board.forecastTarget', { amount: formatMoney(w.locale, target) })}</span>` : nothing}</div>
      ${meter(amounts, goal, [...told.map(words), ...(reached ? [reached] : [])].join(w.t('value.separator')))}
      <div class="keys-of fine text-2 num" aria-hidden="true">${told.map((each) => html`<span class="key ${each}">${words(each)}</span>`)}</div>
    </div>`;
  }
}

/** Its pieces side by side, and a line where the target is. */
function meter(amounts: ForecastMonth['amounts'], goal: number, label: string): TemplateResult {
  const whole = Math.max(forecastCategories.reduce((all, each) => all + Math.max(0, amounts[each]), 0), goal, 1);
  let from = 0;
  const pieces = forecastCategories.map((each) => {
    const at = from;
    from += (Math.max(0, amounts[each]) / whole) * 100;
    return svg`<rect class="piece ${each}" x=${`${at}%`} y="3" width=${`${from - at}%`} height="6"/>`;
  });
  return html`<svg class="meter" part="forecast-meter" role="img" aria-label=${label} preserveAspectRatio="none"><rect class="ground" y="3" width="100%" height="6"/>${pieces}${
    goal > 0 ? svg`<rect class="goal" x=${`${Math.min(99.4, (goal / whole) * 100)}%`} width="2" height="12"/>` : nothing}</svg>`;
}
