import type { ReactiveController } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { CardFocus } from './card-focus.ts';
import type { Gap } from './gap.ts';
import type { Moves } from './moves.ts';
import type { Press } from './press.ts';

/** A finger that rests this long picks the card up; moving sooner scrolls. */
const longPress = 200;
const mouseSlack = 5;
const touchSlack = 8;
/** Near an edge of a lane or of the board it scrolls, up to so many px in a frame. */
const edge = 48;
const topSpeed = 14;
/** Px of a line, for wheels that count lines. */
const lineHeight = 16;

interface Pressed extends Omit<Press, 'x' | 'y'> {
  readonly startX: number;
  readonly startY: number;
  x: number;
  y: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Dragging of cards by mouse, pen and finger. Decides where the card is held; what a drop means is not its business. */
export class PointerDrag implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #moves: Moves;
  readonly #cards: CardFocus;
  #pressed: Pressed | undefined;
  /** Where in the card the pointer holds it, the card's size, and from where it is put, once it is lifted. */
  #hold: { readonly dx: number; readonly dy: number; readonly width: number; readonly height: number; readonly from: { readonly x: number; readonly y: number } } | undefined;
  readonly #gap: Gap;
  #lifted: HTMLElement | undefined;
  #frame = 0;

  constructor(host: VinculoElement, moves: Moves, cards: CardFocus, gap: Gap) {
    this.#host = host;
    this.#moves = moves;
    this.#cards = cards;
    this.#gap = gap;
    host.addController(this);
  }

  hostDisconnected(): void { this.#end(); }

  hostUpdated(): void {
    if (this.#hold) this.#look();
  }

  /** For the card under the pointer: it is put there when it is drawn, and with each move. */
  readonly lift = (element: Element | undefined): void => {
    this.#lifted = element instanceof HTMLElement ? element : undefined;
    if (!this.#hold) return;
    this.#lifted?.style.setProperty('width', `${this.#hold.width}px`);
    this.#place(this.#hold.from);
  };

  /** A pointer goes down on a card. */
  down({ dealId, card, pointerId, touch, x, y }: Press): void {
    if (this.#pressed || this.#moves.carried) return;
    const pressed: Pressed = { dealId, card, pointerId, touch, startX: x, startY: y, x, y, timer: undefined };
    if (touch) pressed.timer = setTimeout(() => this.#lift(), longPress);
    this.#pressed = pressed;
    addEventListener('pointermove', this.move);
    addEventListener('pointerup', this.#up);
    addEventListener('pointercancel', this.#cancel);
    addEventListener('keydown', this.#key, true);
    addEventListener('blur', this.#cancel);
  }

  /** For touchmove and contextmenu, not passive: a lifted card must not scroll the page or open the browser's menu. */
  hold(event: Event): void {
    if (this.#hold || (event.type === 'contextmenu' && this.#pressed?.touch)) event.preventDefault();
  }

  /** The pressed pointer moved. */
  readonly move = (event: PointerEvent): void => {
    const pressed = this.#pressed;
    if (!pressed || event.pointerId !== pressed.pointerId) return;
    [pressed.x, pressed.y] = [event.clientX, event.clientY];
    if (this.#hold) return this.#look();
    const far = Math.hypot(pressed.x - pressed.startX, pressed.y - pressed.startY);
    if (pressed.touch) { if (far > touchSlack) this.#end(); }
    else if (far > mouseSlack) this.#lift();
  };

  #lift(): void {
    const pressed = this.#pressed;
    if (!pressed || this.#hold || !this.#moves.pickUp(pressed.dealId, 'pointer')) return this.#end();
    const rect = pressed.card.getBoundingClientRect();
    this.#hold = { dx: pressed.startX - rect.left, dy: pressed.startY - rect.top, width: rect.width, height: rect.height, from: this.#origin() };
    this.#gap.height = rect.height;
    // A focused card stays drawn however far its lane scrolls, and with it the finger's events.
    if (!pressed.card.matches(':focus')) pressed.card.focus({ preventScroll: true });
    getSelection()?.removeAllRanges();
    this.#host.requestUpdate();
    this.#look();
  }

  #look(): void {
    this.#frame ||= requestAnimationFrame(this.#tick);
  }

  // At most once in a frame: scroll near an edge, then see what lies under the card; it scrolls on while the pointer rests.
  #tick = (): void => {
    this.#frame = 0;
    if (!this.#pressed || !this.#hold) return;
    if (!this.#moves.carried || (this.#pressed.touch && !this.#pressed.card.isConnected)) return this.#cancel();
    if (this.#scroll()) this.#look();
    // All is read before anything is put elsewhere.
    const from = this.#origin();
    this.#aim();
    this.#place(from);
  };

  /** The wheel over the card is meant for the lane under it. */
  readonly wheel = (event: WheelEvent): void => {
    const stack = this.#laneAt(event.clientX, event.clientY)?.querySelector('.stack');
    if (!stack || event.ctrlKey || event.deltaY === 0) return;
    event.preventDefault();
    stack.scrollTop += event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? event.deltaY : event.deltaY * lineHeight;
    this.#look();
  };

  /** True where something scrolled. */
  #scroll(): boolean {
    const { x, y } = this.#pressed!;
    let by = 0;
    const lanes = this.#host.renderRoot.querySelector('.lanes');
    if (lanes) {
      const { left, right, top, bottom } = lanes.getBoundingClientRect();
      if ((by = speed(x, left, right)) !== 0) lanes.scrollLeft += by;
      // Swimlanes stand one below the other.
      const down = lanes.classList.contains('swimming') ? speed(y, top, bottom) : 0;
      if (down !== 0) lanes.scrollTop += by = down;
    }
    const stack = this.#laneAt(x, y)?.querySelector('.stack');
    if (!stack) return by !== 0;
    const { top, bottom } = stack.getBoundingClientRect();
    const down = speed(y, top, bottom);
    if (down !== 0) stack.scrollTop += down;
    return by !== 0 || down !== 0;
  }

  /** The lane that lies nearest. */
  #laneAt(x: number, y: number): HTMLElement | undefined {
    let [nearest, least]: [HTMLElement | undefined, number] = [undefined, Infinity];
    for (const lane of this.#host.renderRoot.querySelectorAll<HTMLElement>('[data-lane]')) {
      const rect = lane.getBoundingClientRect();
      const distance = Math.max(rect.left - x, x - rect.right, 0) + Math.max(rect.top - y, y - rect.bottom, 0);
      if (distance < least) [nearest, least] = [lane, distance];
    }
    return nearest;
  }

  #aim(): void {
    const { x, y } = this.#pressed!;
    const moves = this.#moves;
    const lane = this.#laneAt(x, y);
    const around = this.#host.getBoundingClientRect();
    const outside = x < around.left - edge || x > around.right + edge || y < around.top - edge || y > around.bottom + edge;
    const stack = lane?.querySelector('.stack');
    if (outside || !lane) moves.hover(moves.carried!.fromKey, moves.carried!.fromPlace);
    else moves.hover(lane.dataset['lane']!, stack ? this.#placeIn(stack, y - this.#hold!.dy + this.#hold!.height / 2) : 0);
    this.#gap.place();
  }

  /** The place among the lane's other cards whose middle the held card's middle has passed, as if the gap were not there. */
  #placeIn(stack: Element, y: number): number {
    const { carried } = this.#moves;
    const ghosts = this.#moves.ghostPlaces(stack.closest<HTMLElement>('[data-lane]')?.dataset['lane'] ?? '');
    let gap = 0;
    let place = 0;
    for (const item of stack.children) {
      if (!(item instanceof HTMLElement)) continue;
      const rect = item.getBoundingClientRect();
      if (item.classList.contains('gap')) gap = rect.height + 8;
      if (item.dataset['deal'] === undefined) continue;
      const index = Number(item.dataset['index']);
      if (item.dataset['deal'] === carried!.deal.id) {
        if (y > rect.top - gap && y < rect.bottom - gap) return carried!.fromPlace;
        continue;
      }
      if (this.#moves.carries(item.dataset['deal'])) continue;
      const own = ghosts.filter((each) => each < index).length;
      if (y < rect.top - gap + rect.height / 2) return index - own;
      place = index - own + 1;
    }
    return place;
  }

  /** Where the lifted card is put from. To ask for it has the browser lay out what is not yet: before anything is put elsewhere it costs nothing. */
  #origin(): { readonly x: number; readonly y: number } {
    const board = this.#host.renderRoot.querySelector('.board');
    const { left = 0, top = 0 } = board?.getBoundingClientRect() ?? {};
    return { x: left + (board?.clientLeft ?? 0), y: top + (board?.clientTop ?? 0) };
  }

  /** Puts the lifted card under the pointer. */
  #place(from: { readonly x: number; readonly y: number }): void {
    if (!this.#pressed || !this.#hold) return;
    this.#lifted?.style.setProperty('translate', `${this.#pressed.x - this.#hold.dx - from.x}px ${this.#pressed.y - this.#hold.dy - from.y}px`);
  }

  #up = (event: PointerEvent): void => {
    if (event.pointerId !== this.#pressed?.pointerId) return;
    const lifted = this.#hold !== undefined;
    if (lifted) {
      [this.#pressed.x, this.#pressed.y] = [event.clientX, event.clientY];
      this.#aim();
      // The click that follows a drop opens nothing.
      const swallow = (click: Event): void => click.stopPropagation();
      addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener('click', swallow, { capture: true }));
    }
    this.#end();
    if (lifted) this.#cards.drop({ inSight: true });
  };

  #cancel = (): void => {
    const lifted = this.#hold !== undefined;
    this.#end();
    if (lifted) this.#cards.cancel();
  };

  #key = (event: KeyboardEvent): void => {
    if (!this.#hold) return;
    if (event.key === 'Escape') this.#cancel();
    event.preventDefault();
    event.stopPropagation();
  };

  #end(): void {
    clearTimeout(this.#pressed?.timer);
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#pressed = this.#hold = undefined;
    removeEventListener('pointermove', this.move);
    removeEventListener('pointerup', this.#up);
    removeEventListener('pointercancel', this.#cancel);
    removeEventListener('keydown', this.#key, true);
    removeEventListener('blur', this.#cancel);
  }
}

function speed(at: number, from: number, to: number): number {
  if (at < from + edge) return -topSpeed * Math.min(1, (from + edge - at) / edge);
  if (at > to - edge) return topSpeed * Math.min(1, (at - to + edge) / edge);
  return 0;
}
