import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../parts/icon.ts';
import type { BoardContext } from './context.ts';
import type { Deal } from './lane-rows.ts';
import type { Moves } from './moves.ts';

/** The status line: where the carried card is, what just happened, how to take it back. It serves pointer and keys alike. `isList`: there are no cards to drag. */
export function statusLine(on: BoardContext, { said, carried, question }: Moves, { isList }: { readonly isList: boolean }): TemplateResult {
  const chosen = carried || isList ? [] : (on.late?.selection.rows ?? []);
  const bare = [...on.board.figures.stages.values()].every((each) => each.count === 0);
  return html`<div class="say ${said?.tone ?? ''} ${isList && !said?.text ? 'silent' : ''}" part="status">${chosen.length > 0 ? selectionBar(on, chosen) : nothing}${said?.text ? icon(said.tone ? 'warn' : carried || question ? 'arrow' : 'check') : !said && !bare && !isList && chosen.length === 0 && on.board.mayMove ? html`<span class="text-3">${on.t('board.hint')}</span>` : nothing}<span role="status">${said?.text ?? (bare && on.board.isFiltered && !isList ? on.t('board.noMatch') : '')}</span>${
    carried ? html`<span class="text-3 end keys">${on.t('board.movingKeys')}</span>` : said?.undo ? html`<button type="button" class="link end" part="undo" @click=${said.undo}>${on.t('action.undo')}</button>` : said?.redo ? html`<button type="button" class="link end" part="redo" @click=${said.redo}>${on.t('board.redo')}</button>` : nothing}</div>`;
}

/** How many cards are chosen, and what can be done with them. */
function selectionBar(on: BoardContext, rows: readonly Deal[]): TemplateResult {
  const { menus, cards, selection } = on.late!;
  return html`<span class="row tight" part="selection"><span class="bold" role="status">${on.t('board.chosen', { count: rows.length })}</span>
    ${menus.render({
      id: 'move-chosen', button: on.t('board.moveTo'), className: 'small', chevron: true,
      items: on.board.stages.map((each) => ({ value: each.id, label: each.name, icon: 'arrow' as const })),
      choose: (value) => cards.moveTo(rows[0]!.id, value),
    })}
    <button type="button" class="btn small quiet" part="button" @click=${() => selection.clear()}>${on.t('board.unselectAll')}</button></span>`;
}
