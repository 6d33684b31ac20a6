import type { BoardContestant } from '../page/contestant.ts';
import { syncfusion } from './syncfusion-board.ts';

const virtual: BoardContestant = syncfusion(true);
export default virtual;
