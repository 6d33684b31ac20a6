/** A pointer that went down on a card, and where. */
export interface Press {
  readonly dealId: string;
  readonly card: HTMLElement;
  readonly pointerId: number;
  readonly touch: boolean;
  readonly x: number;
  readonly y: number;
}

/** Undefined for another button, a second finger, and on the card's own menu. Called by the card's listener. */
export function pressOf(event: PointerEvent, dealId: string): Press | undefined {
  if (!event.isPrimary || event.button !== 0 || !(event.target instanceof Element) || event.target.closest('.card-menu')) return undefined;
  // The listener sits on the card.
  return { dealId, card: event.currentTarget as HTMLElement, pointerId: event.pointerId, touch: event.pointerType === 'touch', x: event.clientX, y: event.clientY };
}

/** What became of a press by the time something is ready. */
export interface Held {
  readonly isDown: boolean;
  /** Its last move meanwhile. */
  readonly moved: PointerEvent | undefined;
}

/** Watches a press until `ready` is fulfilled. Rejects with it. */
export async function heldUntil({ pointerId }: Press, ready: Promise<unknown>): Promise<Held> {
  let isDown = true;
  let moved: PointerEvent | undefined;
  const watch = (event: PointerEvent): void => {
    if (event.pointerId !== pointerId) return;
    if (event.type === 'pointermove') moved = event;
    else isDown = false;
  };
  const events = ['pointermove', 'pointerup', 'pointercancel'] as const;
  for (const name of events) addEventListener(name, watch);
  try {
    await ready;
    return { isDown, moved };
  } finally {
    for (const name of events) removeEventListener(name, watch);
  }
}
