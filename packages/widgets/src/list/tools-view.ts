import { html, nothing, type TemplateResult } from 'lit';
import { formatLabel } from '../format/label.ts';
import { icon } from '../parts/icon.ts';
import type { ListContext } from './context.ts';

/** What the bar sets on its element. */
export interface ToolsActions {
  readonly mine: boolean;
  readonly search: string;
  readonly setMine: (on: boolean) => void;
  readonly setSearch: (text: string) => void;
}

/** What the list is of, how many there are, search, own records; filters, columns and the rest come with the late part, in room that is kept. */
export function toolsView(on: ListContext, { mine, search, setMine, setSearch }: ToolsActions): TemplateResult {
  const { list, late } = on;
  const { entity } = list;
  const input = (event: Event): void => setSearch((event.currentTarget as HTMLInputElement).value);
  return html`<div class="tools" part="tools">
    ${late ? late.viewsMenu(on) : html`<h2 class="bold cut name" part="title"><bdi>${entity ? formatLabel(on.locale, entity.pluralLabel) : on.t('list.records')}</bdi></h2>`}
    ${countView(on)}
    <span class="grow wide"></span>
    <slot name="tools"></slot>
    <label class="input find" part="search">${icon('search')}<input type="search" .value=${search} placeholder=${on.t('list.search')} aria-label=${on.t('list.search')} @input=${input}></label>
    ${list.userId && list.columns.has('ownerId') ? html`<button type="button" class="btn mine" part="mine" aria-pressed=${mine} @click=${() => setMine(!mine)}>${icon('person')}${on.t('list.mine')}</button>` : nothing}
    ${late ? late.moreTools(on) : html`<span class="more-room"></span>`}
  </div>`;
}

/** How many match; a word before it where that is not known for sure. */
function countView(on: ListContext): TemplateResult | typeof nothing {
  const { rows, state } = on.list;
  if (state !== 'ready') return nothing;
  const text = rows.exact === undefined ? on.t('list.rowsAbout', { count: rows.length }) : on.t('list.rows', { count: rows.exact });
  return html`<span class="fine text-3 num whole" part="count">${text}</span>`;
}
