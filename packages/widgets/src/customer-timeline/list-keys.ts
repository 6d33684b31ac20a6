import type { ReactiveController } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { ActivityDraft } from './timeline-types.ts';

/** What keys lead to outside the list. */
interface Ways {
  /** Draws the first or the last items, which may be out of sight. Undefined where all are drawn. */
  readonly reachEnd: (end: 'first' | 'last') => Promise<unknown> | undefined;
  readonly search: () => void;
  readonly compose: (kind: ActivityDraft['kind']) => void;
}

const composed: Readonly<Record<string, ActivityDraft['kind']>> = { n: 'note', c: 'call', t: 'task', m: 'meeting', e: 'email' };

/** Moves through the items of a list by keys. One item is in the tab order; up, down, Home and End go on from it, Enter acts on it, letters write something new. */
export class ListKeys implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #ways: Ways;
  #current: string | undefined;

  constructor(host: VinculoElement, ways: Ways) {
    this.#host = host;
    this.#ways = ways;
    host.addController(this);
  }

  hostUpdated(): void {
    const items = this.#items();
    const current = items.find((item) => item.dataset['key'] === this.#current) ?? items[0];
    for (const item of items) item.tabIndex = item === current ? 0 : -1;
  }

  /** An item of the list, or something in it, has the focus. */
  focused(item: HTMLElement | null): void {
    if (!item || item.dataset['key'] === this.#current) return;
    this.#current = item.dataset['key'];
    this.hostUpdated();
  }

  /** A key on an item. */
  press(item: HTMLElement, key: string): void {
    const items = this.#items();
    const at = items.indexOf(item);
    const kind = composed[key];
    if (key === 'Enter') act(item);
    else if (key === '/') this.#ways.search();
    else if (kind) this.#ways.compose(kind);
    else if (key === 'Home' || key === 'End') this.#end(key === 'Home' ? 'first' : 'last');
    else items[key === 'ArrowDown' ? at + 1 : Math.max(at - 1, 0)]?.focus();
  }

  #end(end: 'first' | 'last'): void {
    const go = (): void => this.#items().at(end === 'first' ? 0 : -1)?.focus();
    const reached = this.#ways.reachEnd(end);
    if (reached) void reached.then(go);
    else go();
  }

  #items(): HTMLElement[] { return Array.from(this.#host.renderRoot.querySelectorAll<HTMLElement>('.list .ev')); }
}

// What is cut shows whole, anything else opens.
function act(item: HTMLElement): void {
  const expand = item.querySelector<HTMLElement>('.expand');
  if (expand && expand.offsetParent !== null) expand.click();
  else item.querySelector<HTMLElement>('.open')?.click();
}
