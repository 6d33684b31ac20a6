import type { Localized, MessageKey } from '../messages/message.ts';
import type { Tone } from '../parts/badge.ts';

const known = {
  delivered: ['timeline.delivered', 'good'], shipped: ['timeline.shipped', 'info'], confirmed: ['timeline.confirmed', 'neutral'], paid: ['timeline.paid', 'good'],
  cancelled: ['timeline.cancelled', 'bad'], returned: ['timeline.returned', 'bad'],
} as const satisfies Readonly<Record<string, readonly [MessageKey, Tone]>>;

/** A shop writes the state of an order as it likes: the usual words are translated, any other is shown as it is. */
export function formatOrderStatus(view: Localized, status: string): { readonly text: string; readonly tone: Tone } {
  const name = status.toLowerCase();
  if (!Object.hasOwn(known, name)) return { text: status, tone: 'neutral' };
  const [key, tone] = known[name as keyof typeof known]; // an own key, as just seen
  return { text: view.t(key), tone };
}
