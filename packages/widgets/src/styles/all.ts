import type { CSSResult } from 'lit';
import { avatar } from './avatar.ts';
import { badge } from './badge.ts';
import { banner } from './banner.ts';
import { button } from './button.ts';
import { field } from './field.ts';
import { frame } from './frame.ts';
import { menu } from './menu.ts';
import { reset } from './reset.ts';
import { state } from './state.ts';
import { tokens } from './tokens.ts';
import { words } from './words.ts';

/** What every widget looks like, in the order the sheets build on each other. A widget adds its own sheet after it. Sheets are shared by all elements of a page. */
export const all: CSSResult[] = [tokens, reset, words, frame, button, field, badge, avatar, banner, menu, state];
