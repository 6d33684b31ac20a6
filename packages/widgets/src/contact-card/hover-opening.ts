import type { ReactiveController } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { placeBelow } from '../parts/place.ts';

/** Milliseconds pointed at before it opens, so that a pointer that passes opens nothing. */
const patience = 350;
/** Milliseconds left before it closes, so that one can go over to it. */
const grace = 250;
const focusable = 'a[href], button, input, select, textarea, [tabindex]';

/**
 * Opens a floating box beside what stands in an element: while a pointer rests on either, while focus is in either, or after a tap. A first tap on a link opens
 * the box, a second follows the link. Escape closes it, wherever focus is.
 */
export class HoverOpening implements ReactiveController {
  isOpen = false;
  /** Nothing in it takes focus by itself: then what is around it does. */
  needsFocus = false;
  readonly #host: VinculoElement;
  readonly #opened: (byKeys: boolean) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isTouched = false;

  constructor(host: VinculoElement, opened: (byKeys: boolean) => void) {
    this.#host = host;
    this.#opened = opened;
    host.addController(this);
  }

  hostConnected(): void {
    for (const name of ['pointerenter', 'pointerleave', 'pointerdown', 'focusin', 'focusout', 'click', 'keydown'] as const) this.#host.addEventListener(name, this);
  }

  hostDisconnected(): void {
    for (const name of ['pointerenter', 'pointerleave', 'pointerdown', 'focusin', 'focusout', 'click', 'keydown'] as const) this.#host.removeEventListener(name, this);
    this.close();
  }

  hostUpdated(): void {
    const box = this.#box;
    if (!box) return;
    if (this.isOpen && !box.matches(':popover-open')) box.showPopover();
    if (!this.isOpen && box.matches(':popover-open')) box.hidePopover();
    if (this.isOpen) this.#place();
  }

  /** Called for what is slotted: whether it can be reached by keys. */
  readonly slotted = (event: Event): void => {
    // The listener sits on the slot.
    const elements = (event.currentTarget as HTMLSlotElement).assignedElements({ flatten: true });
    this.needsFocus = !elements.some((each) => each.matches(focusable) || each.querySelector(focusable));
    this.#host.requestUpdate();
  };

  get #box(): HTMLElement | null { return this.#host.renderRoot.querySelector<HTMLElement>('[part="popover"]'); }
  get #anchor(): HTMLElement | null { return this.#host.renderRoot.querySelector<HTMLElement>('[part="anchor"]'); }

  handleEvent(event: Event): void {
    const box = this.#box;
    const isInside = box !== null && event.composedPath().includes(box);
    switch (event.type) {
      case 'pointerenter': return this.#pointed(event as PointerEvent);
      case 'pointerleave': if ((event as PointerEvent).pointerType !== 'touch' && !this.#hasFocus) this.#later(grace, () => this.close()); return;
      case 'pointerdown': this.#isTouched = (event as PointerEvent).pointerType === 'touch'; return;
      case 'focusin': if (!isInside && (event.composedPath()[0] as Element).matches(':focus-visible')) this.#later(patience, () => this.open(true)); return;
      case 'focusout': if (!this.#host.contains((event as FocusEvent).relatedTarget as Node | null)) this.#later(grace, () => this.close()); return;
      case 'click': if (!isInside) this.#clicked(event); return;
      case 'keydown': if (!isInside && this.needsFocus && ['Enter', ' '].includes((event as KeyboardEvent).key)) { event.preventDefault(); this.open(true); }
    }
  }

  #pointed({ pointerType }: PointerEvent): void {
    if (pointerType === 'touch') return;
    if (this.isOpen) clearTimeout(this.#timer);
    else this.#later(patience, () => this.open(false));
  }

  #clicked(event: Event): void {
    if (this.isOpen || !(this.#isTouched || this.needsFocus)) return;
    event.preventDefault();
    this.open(!this.#isTouched);
  }

  get #hasFocus(): boolean {
    // Of the page, or of the shadow tree that the element stands in.
    const { activeElement } = this.#host.getRootNode() as Document | ShadowRoot;
    return this.#host.contains(activeElement);
  }

  #later(after: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, after);
  }

  open(byKeys: boolean): void {
    clearTimeout(this.#timer);
    if (this.isOpen || !this.#host.isConnected) return;
    this.isOpen = true;
    const { ownerDocument: page } = this.#host;
    page.addEventListener('keydown', this.#escape, { capture: true });
    page.addEventListener('pointerdown', this.#elsewhere);
    page.addEventListener('scroll', this.#place, { capture: true, passive: true });
    this.#opened(byKeys);
    this.#host.requestUpdate();
  }

  close(): void {
    clearTimeout(this.#timer);
    if (!this.isOpen) return;
    this.isOpen = false;
    const { ownerDocument: page } = this.#host;
    page.removeEventListener('keydown', this.#escape, { capture: true });
    page.removeEventListener('pointerdown', this.#elsewhere);
    page.removeEventListener('scroll', this.#place, { capture: true });
    this.#host.requestUpdate();
  }

  readonly #escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    const wasInside = this.#host.shadowRoot?.activeElement?.closest('[part="popover"]');
    this.close();
    // Focus goes back to what the card is about, which opens nothing by itself.
    if (wasInside) (this.needsFocus ? this.#anchor : this.#host.querySelector<HTMLElement>(focusable))?.focus();
    clearTimeout(this.#timer);
  };

  readonly #elsewhere = (event: Event): void => { if (!event.composedPath().includes(this.#host)) this.close(); };

  readonly #place = (): void => {
    const box = this.#box;
    const anchor = this.#anchor;
    // What is around it may be drawn in no box of its own; what stands in it is.
    const beside = anchor?.querySelector('slot')?.assignedElements({ flatten: true })[0] ?? anchor;
    if (box && beside) placeBelow(box, beside);
  };
}
