// What the board needs only when a card is moved, a person is asked something, or there are no lanes to show. It is loaded right after the first drawing.
import { boardLateEnglish } from '../messages/en-board-late.ts';
import { convertEnglish } from '../messages/en-convert.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { addEnglish } from '../messages/message.ts';
import { atHand } from './at-hand.ts';
import * as rest from './rest-of-board.ts';

export { before as Before } from '../parts/before.ts';

addEnglish(moreLateEnglish);
addEnglish(boardLateEnglish);
addEnglish(convertEnglish);
atHand.rest = rest;
