import type { AnyRow, Result } from '@vinculo/sdk';
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import { dayOf, formatDate } from '../format/date.ts';
import { banner } from '../parts/banner.ts';
import type { ChosenSpan } from './chosen-span.ts';
import type { TimelineView } from './customer-timeline.controller.ts';
import type { LongList } from './long-list.ts';
import type { TimelineHost } from './timeline-editing.ts';

/** What a link may name, the word before its items' keys, and the field by which they are placed. */
const kinds: Readonly<Record<string, readonly [key: string, at: string]>> = {
  activity: ['activity', 'at'], order: ['order', 'orderedAt'], ticket: ['ticket', 'createdAt'], ticketMessage: ['message', 'at'], stageChange: ['move', 'at'], touch: ['touch', 'at'],
};

/** Goes to one item: where it is loaded at once, else the list begins with it. */
export class DeepLink implements ReactiveController {
  readonly #host: TimelineHost;
  readonly #list: LongList;
  readonly #span: ChosenSpan;
  readonly #row: LiveController<Result<AnyRow>>;
  #item: string | undefined;
  #view: TimelineView | undefined;
  #isDone = true;
  #hasJumped = false;

  constructor(host: TimelineHost, list: LongList, span: ChosenSpan) {
    this.#host = host;
    this.#list = list;
    this.#span = span;
    this.#row = new LiveController<Result<AnyRow>>(host.w);
    host.w.addController(this);
  }

  /** Called before each drawing. `item`: its table, a slash, its id. */
  watch(view: TimelineView, item: string | undefined): void {
    this.#view = view;
    if (item !== this.#item) {
      this.#item = item;
      this.#isDone = item === undefined || this.#named === undefined;
      this.#hasJumped = false;
    }
    const { table, id } = this.#named ?? {};
    this.#row.watch(this.#isDone ? undefined : [this.#host.w.crm, table, id], () => this.#host.w.crm!.collection(table!).query({ where: { id: id! }, limit: 1 }));
  }

  /** Key of the item that is gone to; undefined without one. */
  get key(): string | undefined {
    const named = this.#named;
    return named && `${kinds[named.table]![0]} ${named.id}`;
  }

  hostUpdated(): void {
    const { controller } = this.#host;
    const view = this.#view;
    if (this.#isDone || !view || view.growing) return;
    const { key } = this;
    const isHere = [...view.overdue, ...view.upcoming, ...view.days.flatMap((day) => day.items)].some((item) => item.key === key);
    if (isHere) {
      this.#isDone = true;
      void this.#goTo(key!);
      return;
    }
    const { value } = this.#row;
    if (!value || value.status === 'loading') return;
    // A chip may hide it.
    if (controller.chosen.size > 0) return this.#then(() => controller.choose(undefined));
    const at = value.rows[0]?.[kinds[this.#named!.table]![1]];
    if (typeof at === 'string' && !this.#hasJumped) {
      this.#hasJumped = true;
      return this.#then(() => this.#span.beginAt(at));
    }
    this.#isDone = true;
    if (this.#hasJumped) this.#then(() => this.#span.beginAt(undefined));
    this.#host.announcer.say(this.#host.w.t('timeline.itemGone'));
  }

  /** Above a list that does not begin at its beginning: since when, and the way back. */
  render(): TemplateResult | typeof nothing {
    const { w, controller, focus } = this.#host;
    const { anchor } = this.#span;
    if (anchor === undefined) return nothing;
    const back = (): void => {
      this.#span.beginAt(undefined);
      focus('.chip');
    };
    const day = formatDate(w.locale, dayOf(new Date(anchor)), 'long');
    const isOldest = controller.request?.order === 'oldest';
    return html`<div class="note">${banner(w.t('timeline.beginsAt', { date: day }), { icon: 'clock', action: html`<button type="button" part="show-newest" class="link" @click=${back}>${w.t(isOldest ? 'timeline.showOldest' : 'timeline.showNewest')}</button>` })}</div>`;
  }

  get #named(): { readonly table: string; readonly id: string } | undefined {
    const slash = this.#item?.indexOf('/') ?? -1;
    const table = this.#item?.slice(0, slash) ?? '';
    return slash > 0 && Object.hasOwn(kinds, table) ? { table, id: this.#item!.slice(slash + 1) } : undefined;
  }

  /** After the drawing that this is part of. */
  #then(go: () => void): void { void this.#host.w.updateComplete.then(go); }

  async #goTo(key: string): Promise<void> {
    await this.#host.w.updateComplete;
    await this.#list.reach(key);
    const item = this.#host.w.renderRoot.querySelector<HTMLElement>(`.ev[data-key="${CSS.escape(key)}"]`);
    if (!item) return;
    for (const before of this.#host.w.renderRoot.querySelectorAll('.ev[data-target]')) before.removeAttribute('data-target');
    item.setAttribute('data-target', '');
    item.scrollIntoView({ block: 'center' });
    item.focus({ preventScroll: true });
  }
}
