import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { dayOf, formatDate } from '../format/date.ts';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { TimelineController, TimelineView } from './customer-timeline.controller.ts';
import type { Narrowing } from './narrowing.ts';
import type { TimelineCounts } from './timeline-counts.ts';
import type { Arranged } from './timeline-items.ts';

/** Shows what is further back, and gives the first of it the focus when it came. */
export class MoreItems implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #controller: TimelineController;
  readonly #narrowing: Narrowing;
  readonly #counts: TimelineCounts;
  #view: TimelineView | undefined;
  #last: string | undefined;

  constructor(host: VinculoElement, controller: TimelineController, narrowing: Narrowing, counts: TimelineCounts) {
    this.#host = host;
    this.#controller = controller;
    this.#narrowing = narrowing;
    this.#counts = counts;
    host.addController(this);
  }

  /** Called before each drawing. */
  watch(view: TimelineView): void { this.#view = view; }

  load(): void {
    this.#last = this.#view && keysOf(this.#narrowing.apply(this.#view)).at(-1);
    this.#controller.loadMore();
  }

  hostUpdated(): void {
    if (this.#last === undefined || !this.#view || this.#view.growing) return;
    const keys = keysOf(this.#narrowing.apply(this.#view));
    const next = keys[keys.indexOf(this.#last) + 1];
    this.#last = undefined;
    if (next !== undefined) this.#host.renderRoot.querySelector<HTMLElement>(`.ev[data-key="${CSS.escape(next)}"]`)?.focus();
  }

  /** How many further items there are, back to when, as the button that shows them. */
  render(): TemplateResult | typeof nothing {
    const view = this.#view;
    if (!view) return nothing;
    const w = this.#host;
    const { growing, shown } = view;
    const { earlier, backTo } = this.#counts.of(view);
    const label = this.#narrowing.isActive ? w.t('timeline.lookFurther')
      : this.#controller.request?.order === 'oldest' ? w.t('timeline.loadLater')
      : earlier === undefined ? w.t('timeline.loadMore')
      : backTo === undefined ? w.t('timeline.earlierOnly', { count: earlier })
      : w.t('timeline.earlier', { count: earlier, month: formatDate(w.locale, dayOf(new Date(backTo)), 'month') });
    return html`<div class="foot bottom">${this.#narrowing.isActive ? html`<span>${w.t('timeline.searched', { count: shown })}</span>` : nothing}<button type="button" part="load-more" class="btn quiet small" aria-disabled=${growing ? 'true' : nothing} @click=${() => { if (!growing) this.load(); }}>${label}</button></div>`;
  }
}

function keysOf({ days }: Arranged): string[] {
  return days.flatMap((day) => day.items.map((item) => item.key));
}
