import type { ReactiveController } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { CardFocus } from './card-focus.ts';
import type { CarriedCards } from './carried-cards.ts';
import type { Gap } from './gap.ts';
import { type CardPlace, LanePlaces } from './lane-places.ts';
import type { Moves } from './moves.ts';
import type { Press } from './press.ts';

/** A finger that rests this long picks the card up; moving sooner scrolls. */
const longPress = 200;
const mouseSlack = 5;
const touchSlack = 8;
/** Near an edge of a lane or of the board it scrolls, up to so many px in a frame. */
const edge = 48;
const topSpeed = 14;

interface Pressed extends Omit<Press, 'x' | 'y'> {
  readonly startX: number;
  readonly startY: number;
  x: number;
  y: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Dragging of cards by mouse, pen and finger. Decides where the card is held; what a drop means is not its business. */
export class PointerDrag implements ReactiveController {
  readonly #moves: Moves;
  readonly #cards: CardFocus;
  #pressed: Pressed | undefined;
  /** Where in the card the pointer holds it, and its size, once it is lifted. */
  #hold: { readonly dx: number; readonly dy: number; readonly width: number; readonly height: number } | undefined;
  /** The lifted card is to be seen. */
  #isSeen = false;
  readonly #gap: Gap;
  readonly #carried: CarriedCards;
  readonly #places: LanePlaces;
  #frame = 0;

  constructor(host: VinculoElement, moves: Moves, cards: CardFocus, gap: Gap, carried: CarriedCards) {
    this.#moves = moves;
    this.#cards = cards;
    this.#gap = gap;
    this.#carried = carried;
    this.#places = new LanePlaces(host);
    host.addController(this);
  }

  hostDisconnected(): void { this.#end(); }

  hostUpdated(): void {
    if (!this.#hold) return;
    this.#places.forget();
    this.#look();
  }

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
    this.#hold = { dx: pressed.startX - rect.left, dy: pressed.startY - rect.top, width: rect.width, height: rect.height };
    this.#gap.height = rect.height;
    // A focused card stays drawn however far its lane scrolls, and with it the finger's events.
    if (!pressed.card.matches(':focus-within')) pressed.card.focus({ preventScroll: true });
    getSelection()?.removeAllRanges();
    this.#capture(pressed);
    this.#places.start();
    this.#look();
  }

  /** The pointer stays with the card, whatever lies under it: nothing else looks hovered, which would be drawn anew at each step. */
  #capture({ card, pointerId }: Pressed): void {
    try {
      card.setPointerCapture(pointerId);
    } catch {
      // The pointer is gone already: its end is told next.
    }
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
    // All is read before anything is put elsewhere: the board is laid out once, with the frame. That is also why the card is lifted here and not
    // when its event comes, after which the browser asks what lies under the pointer.
    const before = this.#isSeen ? this.#moves.carried : undefined;
    this.#aim();
    if (!this.#isSeen) this.#carried.lift(this.#pressed.card, this.#hold.width);
    this.#isSeen = true;
    this.#place();
    // Looked for in the whole board: not while it stays where it is.
    if (this.#moves.carried !== before) this.#gap.place();
  };

  /** True where something scrolled. */
  #scroll(): boolean {
    const { x, y } = this.#pressed!;
    const places = this.#places;
    let by = 0;
    if (places.box) {
      const { element, rect: { left, right, top, bottom } } = places.box;
      if ((by = speed(x, left, right)) !== 0) element.scrollLeft += by;
      // Swimlanes stand one below the other.
      const down = element.classList.contains('swimming') ? speed(y, top, bottom) : 0;
      if (down !== 0) element.scrollTop += by = down;
    }
    if (by !== 0) places.forget();
    const { stack, scrolls } = places.at(x, y) ?? {};
    const down = stack && scrolls ? speed(y, scrolls.top, scrolls.bottom) : 0;
    if (!stack || down === 0) return by !== 0;
    stack.scrollTop += down;
    places.forget();
    return true;
  }

  /** Says where the card is held. */
  #aim(): void {
    const { x, y } = this.#pressed!;
    const moves = this.#moves;
    const lane = this.#places.at(x, y);
    const { frame } = this.#places.board;
    const outside = x < frame.left - edge || x > frame.right + edge || y < frame.top - edge || y > frame.bottom + edge;
    if (outside || !lane) moves.hover(moves.carried!.fromKey, moves.carried!.fromPlace);
    else moves.hover(lane.key, lane.stack ? this.#placeIn(lane.key, this.#places.cards(lane), y - this.#hold!.dy + this.#hold!.height / 2) : 0);
  }

  /** The place among the lane's other cards whose middle the held card's middle has passed. */
  #placeIn(key: string, cards: readonly CardPlace[], y: number): number {
    const carried = this.#moves.carried!;
    const ghosts = this.#moves.ghostPlaces(key);
    let place = 0;
    for (const { id, index, top, bottom } of cards) {
      if (id === carried.deal.id) {
        if (y > top && y < bottom) return carried.fromPlace;
        continue;
      }
      if (this.#moves.carries(id)) continue;
      const own = ghosts.filter((each) => each < index).length;
      if (y < (top + bottom) / 2) return index - own;
      place = index - own + 1;
    }
    return place;
  }

  /** Puts the lifted card under the pointer. */
  #place(): void {
    if (!this.#pressed || !this.#hold) return;
    const { left, top } = this.#places.board;
    this.#carried.put(this.#pressed.x - this.#hold.dx - left, this.#pressed.y - this.#hold.dy - top);
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
    if (this.#hold) this.#places.stop();
    this.#frame = 0;
    this.#pressed = this.#hold = undefined;
    this.#isSeen = false;
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
