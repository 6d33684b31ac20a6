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

/** Fulfilled with whether the pointer is still down when `ready` is. */
export async function stillDown({ pointerId }: Press, ready: Promise<unknown>): Promise<boolean> {
  let isDown = true;
  const end = (event: PointerEvent): void => { if (event.pointerId === pointerId) isDown = false; };
  addEventListener('pointerup', end);
  addEventListener('pointercancel', end);
  try {
    await ready;
    return isDown;
  } finally {
    removeEventListener('pointerup', end);
    removeEventListener('pointercancel', end);
  }
}
