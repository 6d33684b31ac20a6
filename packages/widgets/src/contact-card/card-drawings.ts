import { VinculoError } from '@vinculo/sdk';
import type { TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { cardInstead } from './card-instead.ts';
import type { CardGlance, CardHost } from './card-view.ts';

export type CardMode = 'full' | 'compact' | 'hover';
/** How a card of one mode is drawn, with what it holds open. */
export interface CardDrawing {
  /** Asks for what stands in the card beside the record, and draws it when that is there. Undefined until then, and without a record. */
  draw(glance: CardGlance | undefined): TemplateResult | undefined;
  /** What stands in place of a record that there is none of. */
  readonly instead: typeof cardInstead;
  /** Of a card that floats over what it is about: whether it is open, and how it stands beside it. */
  readonly floats?: { readonly isOpen: boolean; around(content: () => TemplateResult): TemplateResult };
}

const loaded = new Map<CardMode, (host: CardHost) => CardDrawing>();

/** How a card of this mode is drawn; undefined until `loadDrawing` has brought it. */
export function drawingOf(mode: CardMode): ((host: CardHost) => CardDrawing) | undefined {
  return loaded.get(mode);
}

/**
 * Brings the drawing of one mode, while the record itself is on its way: a list of compact rows never pays for the whole card.
 * @throws VinculoError when the part cannot be loaded; trying again may help
 */
export async function loadDrawing(w: VinculoElement, mode: CardMode): Promise<void> {
  try {
    const { drawing } = await w.later(mode === 'compact' ? import('./card-compact.ts') : mode === 'hover' ? import('./card-hover.ts') : import('./card-full.ts'));
    loaded.set(mode, drawing);
  } catch (cause) {
    throw new VinculoError('load', 'A part of the card could not be loaded. Check the connection, and that the page serves all files of the package.', { retryable: true, cause });
  }
}
