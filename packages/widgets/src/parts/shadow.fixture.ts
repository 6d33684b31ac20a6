/** What a widget has drawn, by selector. */
export function all<T extends HTMLElement = HTMLElement>(widget: HTMLElement, selector: string): T[] {
  return [...widget.shadowRoot!.querySelectorAll<T>(selector)];
}

/** The first of them; a test that looks for what is not there says so. */
export function one<T extends HTMLElement = HTMLElement>(widget: HTMLElement, selector: string): T {
  const found = widget.shadowRoot!.querySelector<T>(selector);
  if (!found) throw new Error(`${widget.localName} has no ${selector}`);
  return found;
}

/** Its words, with single spaces. */
export function text(widget: HTMLElement, selector: string): string {
  return one(widget, selector).textContent.replace(/\s+/g, ' ').trim();
}

/** A key pressed on it. Answers whether nobody kept the browser from acting on it. */
export function press(target: EventTarget, key: string, more: KeyboardEventInit = {}): boolean {
  return target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...more }));
}
