// What a form loads when a card is chosen or dropped.
export { before as Before } from '../parts/before.ts';

export { valuesFrom } from './vcard-records.ts';
export { cardsIn } from './vcard-file.ts';
