import type { ReactiveController } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';

/** Moves through the items of a list by keys. One item is in the tab order; up, down, Home and End go on from it, Enter acts on it. */
export class ListKeys implements ReactiveController {
  readonly #host: VinculoElement;
  #current: string | undefined;

  constructor(host: VinculoElement) {
    this.#host = host;
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
    if (key === 'Enter') act(item);
    else items[key === 'ArrowDown' ? at + 1 : key === 'ArrowUp' ? Math.max(at - 1, 0) : key === 'Home' ? 0 : items.length - 1]?.focus();
  }

  #items(): HTMLElement[] { return Array.from(this.#host.renderRoot.querySelectorAll<HTMLElement>('.list .ev')); }
}

// What is cut shows whole, anything else opens.
function act(item: HTMLElement): void {
  const expand = item.querySelector<HTMLElement>('.expand');
  if (expand && expand.offsetParent !== null) expand.click();
  else item.querySelector<HTMLElement>('.open')?.click();
}
