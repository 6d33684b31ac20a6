import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../parts/icon.ts';
import type { BoardContext } from './context.ts';
import type { Moves } from './moves.ts';

/** The status line: where the carried card is, what just happened, how to take it back. It serves pointer and keys alike. `isFiltered`: only some deals are looked for. */
export function statusLine(on: BoardContext, { said, carried, question }: Moves, isFiltered: boolean): TemplateResult {
  const bare = [...on.board.figures.stages.values()].every((each) => each.count === 0);
  return html`<div class="say ${said?.tone ?? ''}" part="status">${said?.text ? icon(said.tone ? 'warn' : carried || question ? 'arrow' : 'check') : !said && !bare && on.board.mayMove ? html`<span class="text-3">${on.t('board.hint')}</span>` : nothing}<span role="status"><bdi>${said?.text ?? (bare && isFiltered ? on.t('board.noMatch') : '')}</bdi></span>${
    carried ? html`<span class="text-3 end keys">${on.t('board.movingKeys')}</span>` : said?.undo ? html`<button type="button" class="link end" part="undo" @click=${said.undo}>${on.t('action.undo')}</button>` : nothing}</div>`;
}
