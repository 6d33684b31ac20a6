// What the card needs only where there is no record to show, or when something waits for a person. It is loaded right after the first drawing.
import type { CSSResult } from 'lit';
import { cardLateEnglish } from '../messages/en-card-late.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish } from '../messages/message.ts';
import { banner } from '../styles/banner.ts';
import { button } from '../styles/button.ts';
import { choice } from '../styles/choice.ts';

addEnglish(moreEnglish);
addEnglish(cardLateEnglish);

export const sheets: readonly CSSResult[] = [button, banner, choice];
export { cardDecisions } from './card-decisions.ts';
export { cardInstead } from './card-instead.ts';
