import type { ReactiveController } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';

/** Moves through the items of a list by keys. One item is in the tab order; up, down, Home and End go on from it, Enter acts on it. */
export class ListKeys implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #enter: (key: string) => void;
  #current: string | undefined;

  constructor(host: VinculoElement, enter: (key: string) => void) {
    this.#host = host;
    this.#enter = enter;
    host.addController(this);
  }

  hostUpdated(): void {
    const items = this.#items();
    const current = items.find((item) => item.dataset['key'] === this.#current) ?? items[0];
    for (const item of items) item.tabIndex = item === current ? 0 : -1;
  }

  /** For `focusin` of the list. */
  readonly focused = (event: FocusEvent): void => {
    const item = (event.target as Element).closest<HTMLElement>('.ev');
    if (!item || item.dataset['key'] === this.#current) return;
    this.#current = item.dataset['key'];
    this.hostUpdated();
  };

  /** For `keydown` of the list. Keys inside an item's own controls are theirs. */
  readonly key = (event: KeyboardEvent): void => {
    const item = event.target as HTMLElement;
    if (!item.matches('.ev') || event.altKey || event.ctrlKey || event.metaKey) return;
    const items = this.#items();
    const at = items.indexOf(item);
    const to = event.key === 'ArrowDown' ? at + 1 : event.key === 'ArrowUp' ? at - 1 : event.key === 'Home' ? 0 : event.key === 'End' ? items.length - 1 : undefined;
    if (to !== undefined) {
      event.preventDefault();
      items[to]?.focus();
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.#enter(item.dataset['key']!);
    }
  };

  #items(): HTMLElement[] { return Array.from(this.#host.renderRoot.querySelectorAll<HTMLElement>('.list .ev')); }
}
