import type { BoardContestant } from '../page/contestant.ts';
import { syncfusion } from './syncfusion-board.ts';

const whole: BoardContestant = syncfusion(false);
export default whole;
