import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { icon } from '../parts/icon.ts';
import type { ChosenSpan } from './chosen-span.ts';
import type { TimelineView } from './customer-timeline.controller.ts';
import { filterRow, type Author } from './filter-row.ts';
import type { TimelineHost } from './timeline-editing.ts';
import type { Arranged } from './timeline-items.ts';
import { authorOf, searched, sifted } from './timeline-search.ts';
import type { Order, Span, TimelineItem } from './timeline-types.ts';

/** So many matches fill the list: then it looks no further by itself. */
const enough = 20;
/** So many items are looked through by themselves; beyond it a person says so. */
const far = 1000;

const itemsOf = ({ overdue, upcoming, days }: Arranged): TimelineItem[] => [...overdue, ...upcoming, ...days.flatMap((day) => day.items)];

/** What of a timeline is looked for: words, an author, dates; and in which order. Looks further back by itself until it has found enough. */
export class Narrowing implements ReactiveController {
  /** Chosen here, before what the page says. */
  order: Order | undefined;
  readonly #host: TimelineHost;
  readonly #span: ChosenSpan;
  #isOpen = false;
  #text = '';
  #author: string | undefined;
  #last: { readonly view: TimelineView; readonly text: string; readonly author: string | undefined; readonly found: Arranged; readonly count: number } | undefined;

  constructor(host: TimelineHost, span: ChosenSpan) {
    this.#host = host;
    this.#span = span;
    host.w.addController(this);
  }

  get isOpen(): boolean { return this.#isOpen; }
  /** The chosen dates, as instants. */
  get dates(): Span { return this.#span.dates; }
  /** The words that are looked for. */
  get text(): string { return this.#text.trim(); }
  /** Something is looked for among what is loaded. */
  get isActive(): boolean { return this.text !== '' || this.#author !== undefined; }

  toggle(): void {
    this.#isOpen = !this.#isOpen;
    if (!this.#isOpen) this.clear();
    this.#host.focus(this.#isOpen ? '[part="search"]' : '[part="search-button"]');
    this.#redraw();
  }

  /** Shows all again. */
  clear(): void {
    this.#text = '';
    this.#author = undefined;
    const { from, to } = this.dates;
    if (from || to) this.#span.between({});
    this.#redraw();
  }

  /** What of the view is looked for. The same object until something changed. */
  apply(view: TimelineView): Arranged {
    const { text } = this;
    const author = this.#author;
    if (!this.isActive) { this.#last = undefined; return view; }
    if (this.#last?.view !== view || this.#last.text !== text || this.#last.author !== author) {
      const ofAuthor = author === undefined ? view : sifted(view, (item) => authorOf(item) === author);
      const found = searched(ofAuthor, text);
      this.#last = { view, text, author, found, count: itemsOf(found).length };
    }
    return this.#last.found;
  }

  hostUpdated(): void {
    const { controller } = this.#host;
    if (!this.#last || this.#last.count >= enough || !this.#last.view.more || this.#last.view.growing || controller.limit >= far) return;
    void this.#host.w.updateComplete.then(() => controller.loadMore());
  }

  render(view: TimelineView): TemplateResult | typeof nothing {
    if (!this.#isOpen) return nothing;
    const { w, controller } = this.#host;
    const { request } = controller;
    const find = (event: Event): void => {
      this.#text = (event.currentTarget as HTMLInputElement).value;
      this.#redraw();
    };
    const keydown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      this.toggle();
    };
    return html`<div class="finder" @keydown=${keydown}><label class="input">${icon('search')}<input type="search" part="search" aria-label=${w.t('timeline.search')} .value=${this.#text} @input=${find}></label>
      ${filterRow(w, {
        authors: this.#authors(view), author: this.#author, dates: this.dates, order: this.order ?? request?.order ?? 'newest',
        chooseAuthor: (author) => { this.#author = author; this.#redraw(); },
        chooseDates: (dates) => this.#span.between(dates),
        chooseOrder: (order) => { this.order = order; this.#span.beginAt(undefined); },
      })}</div>`;
  }

  /** Whose items are there, the most first. Counted over what is loaded. */
  #authors(view: TimelineView): Author[] {
    const { w, controller } = this.#host;
    const counts = new Map<string, number>();
    for (const item of itemsOf(searched(view, this.text))) {
      const author = authorOf(item);
      if (author !== undefined) counts.set(author, (counts.get(author) ?? 0) + 1);
    }
    if (this.#author !== undefined && !counts.has(this.#author)) counts.set(this.#author, 0);
    const users = new Map(controller.sources.users.rows.map((user) => [user.id, user.name]));
    return [...counts].sort((a, b) => b[1] - a[1]).flatMap(([id, count]) => {
      const name = id === controller.me ? w.t('value.you') : users.get(id);
      return name === undefined ? [] : [{ id, name: w.t('timeline.authorCount', { name, count }) }];
    });
  }

  #redraw(): void { this.#host.w.requestUpdate(); }
}
