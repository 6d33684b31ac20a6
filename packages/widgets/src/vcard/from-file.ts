// What a form loads when a card is chosen or dropped.
export { valuesFrom } from './vcard-records.ts';
export { cardsIn } from './vcard-file.ts';
