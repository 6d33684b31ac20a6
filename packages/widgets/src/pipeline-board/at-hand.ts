import type * as rest from './rest-of-board.ts';

/** What comes after the first drawing, once it came to this page: each later board is drawn with all of it at once. */
export const atHand: { rest?: typeof rest } = {};
