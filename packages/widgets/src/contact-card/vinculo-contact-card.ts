import { define } from '../base/define.ts';
import { ContactCard } from './contact-card.ts';

export { ContactCard } from './contact-card.ts';
export type * from './card-events.ts';
export type * from '../deeds/deed-events.ts';

define('contact-card', ContactCard);

declare global {
  interface HTMLElementTagNameMap {
    'vinculo-contact-card': ContactCard;
  }
}
