import { html, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { VirtualList } from '../parts/virtual-list.ts';
import { dayView, lineAt } from './list-view.ts';
import type { Arranged } from './timeline-items.ts';
import type { TimelineDay } from './timeline-types.ts';
import type { ViewContext } from './view-context.ts';

/** From so many items on only the days in sight are drawn. */
const isLong = 120;
/** A day of more is drawn in pieces. */
const piece = 40;
/** Heights of what was never drawn, px. */
const [headHeight, itemHeight] = [37, 62];

interface Piece extends TimelineDay {
  readonly key: string;
  readonly older: TimelineDay | undefined;
}

/** The days of a list of any length. A long one draws what is in sight, and keeps the place of what is not. */
export class LongList {
  readonly #host: VinculoElement;
  #list: VirtualList<Piece> | undefined;
  #isLoading = false;
  #isDrawn = false;
  #last: { readonly days: readonly TimelineDay[]; readonly pieces: readonly Piece[] } | undefined;

  constructor(host: VinculoElement) {
    this.#host = host;
  }

  /** Undefined where the list is short enough to be drawn as a whole, or cannot be drawn otherwise yet. */
  days(context: ViewContext, { days }: Arranged, lastVisit: string | undefined): TemplateResult | undefined {
    // Once it is long it stays so, lest it be drawn anew with each search.
    if (!this.#isDrawn && days.reduce((sum, { items }) => sum + items.length, 0) <= isLong) return undefined;
    if (!this.#list) {
      // Until it came the list is drawn as a whole; the next drawing asks again.
      if (!this.#isLoading) void this.#load();
      return undefined;
    }
    const list = this.#list;
    if (!this.#isDrawn) list.seed(this.#heights());
    this.#isDrawn = true;
    const pieces = this.#pieces(days);
    const since = lineAt(days, lastVisit);
    return html`<div class="days long" ${list.box()}>${list.items(pieces, (each) => dayView(context, each, since, each.older, each.key === each.day, each.key))}</div>`;
  }

  /** Draws an item of the days that may be out of sight. Resolves when it is there. */
  async reach(key: string): Promise<void> {
    if (!this.#isDrawn) return;
    await this.#list?.scrollTo(this.#last?.pieces.findIndex(({ items }) => items.some((item) => item.key === key)) ?? -1);
  }

  /** Draws the first or the last days. Undefined where all are drawn. */
  reachEnd(end: 'first' | 'last'): Promise<unknown> | undefined {
    return this.#isDrawn ? this.#list?.scrollTo(end === 'first' ? 0 : (this.#last?.pieces.length ?? 0) - 1) : undefined;
  }

  async #load(): Promise<void> {
    this.#isLoading = true;
    const part = await import('./only-in-sight.ts').catch(() => undefined);
    this.#isLoading = false;
    if (!part) return;
    this.#list = new part.VirtualList<Piece>(this.#host, { key: ({ key }) => key, estimate: ({ items }) => headHeight + items.length * itemHeight, overscan: 900 });
    this.#host.requestUpdate();
  }

  /** What was drawn as a whole until now keeps its heights. */
  #heights(): ReadonlyMap<string, number> {
    return new Map(Array.from(this.#host.renderRoot.querySelectorAll<HTMLElement>('.days > section'), (section) => [section.dataset['day'] ?? '', section.getBoundingClientRect().height]));
  }

  #pieces(days: readonly TimelineDay[]): readonly Piece[] {
    if (this.#last?.days !== days) {
      const pieces = days.flatMap((day, i): Piece[] => {
        const cut: Piece[] = [];
        for (let from = 0; from < day.items.length; from += piece) cut.push({ ...day, key: from === 0 ? day.day : `${day.day} ${from}`, items: day.items.slice(from, from + piece), older: days[i + 1] });
        // The line under what is new looks at what follows, which may be the same day.
        return cut.map((each, at) => ({ ...each, older: cut[at + 1] ?? each.older, complete: each.complete && cut.length === 1 }));
      });
      this.#last = { days, pieces };
    }
    return this.#last.pieces;
  }
}
