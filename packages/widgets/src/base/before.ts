import { VinculoError } from '@vinculo/sdk';
import { fieldAccess, newId } from '@vinculo/sdk/schema';
import { html } from 'lit';
import { formatLabel } from '../format/label.ts';
import { message } from '../messages/message.ts';
import { badge } from '../parts/badge.ts';
import { bone } from '../parts/skeleton.ts';
import { LiveController } from './live-controller.ts';

/**
 * What every widget has loaded before any part of it that comes by import(). Each such part names it (`export { before as Before }`), or what lies beside it in
 * parts/before.ts: bundlers cut what several parts share into a file for every combination of them, unless all of them build on the same.
 */
export const before: readonly unknown[] = [VinculoError, fieldAccess, newId, html, formatLabel, message, badge, bone, LiveController];
