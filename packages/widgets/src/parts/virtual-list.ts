import { html, type ReactiveController, type ReactiveControllerHost } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';

/** Lists that look what is in sight, all of them in one frame: were each drawn before the next one looks, the page would be laid out once for each. */
const looking = new Set<() => void>();
let frame = 0;

function inNextFrame(look: () => void): void {
  looking.add(look);
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    const all = [...looking];
    looking.clear();
    for (const each of all) each();
  });
}

/** Px of a list that are drawn before its height is known; the rest of what is in sight, and what lies around it, comes a frame later. */
const atFirst = 520;

/** So many items too many stay drawn. */
const spare = 2;

/** Pieces of a list: items drawn, and gaps that stand for items not drawn. */
type Piece = { readonly index: number } | { readonly from: number; readonly to: number };

export interface VirtualListOptions<T> {
  readonly key: (item: T) => string;
  /** Height of an item before it was measured, px. */
  readonly estimate: number | ((item: T) => number);
  /** The CSS gap between items, px. */
  readonly gap?: number;
  /** Drawn beyond the visible on each side, px. */
  readonly overscan?: number;
}

/**
 * Draws only what is in sight of a long list, in normal flow and document order, with items of any height. The item that holds focus is
 * always kept. The list element itself may scroll, or anything around it.
 * @example readonly #list = new VirtualList<Deal>(this, { key: (deal) => deal.id, estimate: 118, gap: 8 });
 * render() { return html`<ol class="stack" ${this.#list.box()}>${this.#list.items(deals, (deal, index) => html`<li aria-setsize=${deals.length} aria-posinset=${index + 1}>...</li>`)}</ol>`; }
 */
export class VirtualList<T> implements ReactiveController {
  /** Grows whenever something else is to be drawn. */
  turns = 0;
  #host: ReactiveControllerHost;
  #options: Omit<Required<VirtualListOptions<T>>, 'estimate'> & { readonly estimate: (item: T) => number };
  #box = createRef<HTMLElement>();
  #watched: HTMLElement | undefined;
  #root: Node | undefined;
  #items: readonly T[] = [];
  #keys: string[] = [];
  #sizes = new Map<string, number>();
  #tops: Float64Array | undefined;
  #from = 0;
  #to = 0;
  #resize: ResizeObserver | undefined;
  #drawn: number[] = [];
  #drawnKeys: string[] = [];
  #seenKeys: readonly string[] = [];
  #seenItems: readonly T[] = [];
  #observed = new WeakSet<Element>();

  constructor(host: ReactiveControllerHost, { key, estimate, gap = 0, overscan = 400 }: VirtualListOptions<T>) {
    this.#host = host;
    this.#options = { key, estimate: typeof estimate === 'number' ? () => estimate : estimate, gap, overscan };
    host.addController(this);
  }

  /** Goes onto the element whose children the items are. */
  box(): ReturnType<typeof ref> { return ref(this.#box); }

  /** What is in sight; `draw` gives one element per item, `li` or another. */
  items(items: readonly T[], draw: (item: T, index: number) => unknown): unknown {
    if (items !== this.#items) {
      this.#items = items;
      this.#keys = items.map(this.#options.key);
      this.#tops = undefined;
    }
    if (this.#to === 0 || this.#from >= items.length) [this.#from, this.#to] = this.#range();
    return repeat(this.#pieces(), (piece) => ('index' in piece ? this.#keys[piece.index] : `gap ${piece.from === 0 ? 'start' : piece.to === items.length ? 'end' : 'inner'}`), (piece) => {
      if ('index' in piece) return draw(this.#items[piece.index]!, piece.index);
      return html`<li aria-hidden="true" role="presentation" data-gap=${this.#top(piece.to) - this.#top(piece.from) - this.#options.gap}></li>`;
    });
  }

  /** Heights that are known from before it was a virtual list, px by key. */
  seed(sizes: ReadonlyMap<string, number>): void {
    for (const [key, height] of sizes) this.#sizes.set(key, height);
    this.#tops = undefined;
  }

  /** Brings an item into sight and draws it; resolves to its element. */
  async scrollTo(index: number): Promise<HTMLElement | undefined> {
    const box = this.#box.value;
    if (!box || index < 0 || index >= this.#items.length) return undefined;
    for (let tries = 0; tries < 4; tries++) {
      const element = this.#element(index);
      if (element) {
        element.scrollIntoView({ block: 'nearest' });
        return element;
      }
      this.#show(Math.max(0, index - 8), Math.min(this.#items.length, index + 8));
      await this.#host.updateComplete;
    }
    return this.#element(index);
  }

  hostConnected(): void {
    if (typeof window === 'undefined') return;
    addEventListener('scroll', this.#look, { capture: true, passive: true });
    addEventListener('resize', this.#look, { passive: true });
  }

  hostDisconnected(): void {
    removeEventListener('scroll', this.#look, { capture: true });
    removeEventListener('resize', this.#look);
    this.#root?.removeEventListener('scroll', this.#look, { capture: true });
    this.#resize?.disconnect();
    this.#resize = this.#watched = this.#root = undefined;
    looking.delete(this.#settle);
  }

  hostUpdated(): void {
    const box = this.#box.value;
    if (!box) return;
    if (box !== this.#watched) this.#watch(box);
    let isNew = false;
    for (const child of box.children) {
      if (!(child instanceof HTMLElement)) continue;
      if (child.dataset['gap'] !== undefined) child.style.setProperty('height', `${child.dataset['gap']}px`);
      else if (!this.#observed.has(child)) {
        // Who is watched a second time is told at once, in every drawing.
        this.#observed.add(child);
        this.#resize?.observe(child);
        isNew = true;
      }
    }
    // What is new is measured once the browser has laid it out, and then looked at: to ask for it here would have each list laid out by itself.
    const isOther = this.#items !== this.#seenItems || this.#drawnKeys.length !== this.#seenKeys.length || this.#drawnKeys.some((key, i) => key !== this.#seenKeys[i]);
    if (isOther && !isNew) this.#look();
    [this.#seenItems, this.#seenKeys] = [this.#items, this.#drawnKeys];
  }

  #watch(box: HTMLElement): void {
    this.#root?.removeEventListener('scroll', this.#look, { capture: true });
    this.#resize?.disconnect();
    this.#watched = box;
    // What scrolls inside a shadow root is heard of only there: the list itself, or anything around it.
    this.#root = box.getRootNode();
    this.#root.addEventListener('scroll', this.#look, { capture: true, passive: true });
    this.#observed = new WeakSet();
    this.#resize = new ResizeObserver(() => this.#measure());
    this.#resize.observe(box);
  }

  #look = (): void => inNextFrame(this.#settle);

  #settle = (): void => {
    const [from, to] = this.#range();
    // A little more than what is to be drawn may stay: cards come and go, and their heights are known later.
    if (from >= this.#from && to <= this.#to && from - this.#from <= spare && this.#to - to <= spare) return;
    this.#show(from, to);
  };

  #show(from: number, to: number): void {
    [this.#from, this.#to] = [from, to];
    this.turns++;
    this.#host.requestUpdate();
  }

  #measure(): void {
    const drawn = this.#drawn;
    const elements = this.#elements();
    if (elements.length !== drawn.length) return;
    let changed = false;
    drawn.forEach((index, i) => {
      const height = elements[i]!.getBoundingClientRect().height;
      const key = this.#keys[index]!;
      if (height === 0 || Math.abs((this.#sizes.get(key) ?? this.#options.estimate(this.#items[index]!)) - height) < 0.5) return;
      this.#sizes.set(key, height);
      changed = true;
    });
    // The gaps stand for what is not drawn, so they are as high as before.
    if (changed) this.#tops = undefined;
    this.#look();
  }

  #elements(): HTMLElement[] {
    return Array.from(this.#box.value?.children ?? []).filter((child): child is HTMLElement => child instanceof HTMLElement && child.dataset['gap'] === undefined);
  }

  #element(index: number): HTMLElement | undefined {
    const at = this.#drawn.indexOf(index);
    return at < 0 ? undefined : this.#elements()[at];
  }

  /** Where an item starts, px from the start of the list. `top(n)` of a list of n is its whole height plus one gap. */
  #top(index: number): number {
    if (!this.#tops) {
      const tops = new Float64Array(this.#keys.length + 1);
      for (let i = 0; i < this.#keys.length; i++) tops[i + 1] = tops[i]! + (this.#sizes.get(this.#keys[i]!) ?? this.#options.estimate(this.#items[i]!)) + this.#options.gap;
      this.#tops = tops;
    }
    return this.#tops[index]!;
  }

  #at(offset: number): number {
    let [low, high] = [0, this.#keys.length];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#top(middle) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #range(): [number, number] {
    const box = this.#box.value;
    const count = this.#keys.length;
    if (!box) return [0, Math.min(count, Math.ceil(Math.min(atFirst, 400 + this.#options.overscan) / (count > 0 ? this.#options.estimate(this.#items[0]!) : 1)))];
    const rect = box.getBoundingClientRect();
    const scrolls = box.scrollHeight > box.clientHeight && getComputedStyle(box).overflowY !== 'visible';
    const start = rect.top - box.scrollTop;
    const top = scrolls ? Math.max(0, rect.top) : 0;
    const bottom = scrolls ? Math.min(innerHeight, rect.bottom) : innerHeight;
    const from = this.#at(top - start - this.#options.overscan);
    return [Math.min(from, Math.max(0, count - 1)), Math.min(count, Math.max(from, this.#at(bottom - start + this.#options.overscan)) + 1)];
  }

  #focused(): number {
    const active = this.#box.value?.getRootNode();
    const element = active instanceof ShadowRoot || active instanceof Document ? active.activeElement : null;
    if (!element || !this.#box.value?.contains(element)) return -1;
    return this.#drawn.findIndex((_, i) => this.#elements()[i]?.contains(element));
  }

  #pieces(): Piece[] {
    const at = this.#focused();
    const kept = at < 0 ? -1 : this.#keys.indexOf(this.#drawnKeys[at]!);
    const to = Math.min(this.#to, this.#items.length);
    const drawn: number[] = [];
    for (let i = this.#from; i < to; i++) drawn.push(i);
    if (kept >= 0 && kept < this.#from) drawn.unshift(kept);
    else if (kept >= to) drawn.push(kept);
    this.#drawn = drawn;
    this.#drawnKeys = drawn.map((index) => this.#keys[index]!);
    const pieces: Piece[] = [];
    let next = 0;
    for (const index of drawn) {
      if (index > next) pieces.push({ from: next, to: index });
      pieces.push({ index });
      next = index + 1;
    }
    if (next < this.#items.length) pieces.push({ from: next, to: this.#items.length });
    return pieces;
  }
}
