import type { CSSResult } from 'lit';
import { badge } from './badge.ts';
import { frame } from './frame.ts';
import { reset } from './reset.ts';
import { state } from './state.ts';
import { tokens } from './tokens.ts';
import { words } from './words.ts';

/**
 * What every first drawing looks like, in the order the sheets build on each other. A widget adds its own sheet after them, last. What it draws
 * later brings its sheets with it (`dress`): tones before button, field, menu, banner, choice, avatar. Sheets are shared by all elements of a page.
 */
export const common: CSSResult[] = [tokens, reset, words, frame, badge, state];
