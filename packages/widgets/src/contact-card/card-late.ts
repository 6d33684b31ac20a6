import { Announcer } from '../parts/announcer.ts';
import { Clock } from '../parts/clock.ts';
import type { CardHost } from './card-view.ts';
import { ContactCardController } from './contact-card.controller.ts';

/** What every drawing of one card goes on with. */
export interface CardLate {
  readonly card: ContactCardController;
  readonly announcer: Announcer;
  readonly clock: Clock;
}

/** Made by the drawing that comes first. */
export function lateOf(host: CardHost): CardLate {
  const { element, record } = host;
  return (host.late ??= { card: new ContactCardController(element, record), announcer: new Announcer(element), clock: new Clock(element) });
}
