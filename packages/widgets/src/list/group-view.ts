import type { MeasureValue } from '@vinculo/sdk/schema';
import { html, nothing, type TemplateResult } from 'lit';
import { formatMoney } from '../format/money.ts';
import { formatNumber } from '../format/number.ts';
import { isEmpty } from '../parts/declared-field.ts';
import { valueText } from './cell-view.ts';
import type { ListContext } from './context.ts';
import type { GroupLine } from './lines.ts';

/** The head of rows that stand together: what they have in common, how many they are, and their sums under the columns they are of. */
export function groupView(on: ListContext, { group }: GroupLine, at: number): TemplateResult {
  const { list, t } = on;
  const column = list.group!;
  const value = group.key[column.name];
  const name = isEmpty(value) ? t('value.notSet') : valueText(on, column, value);
  const sums = list.shown.filter(({ name: each }) => each in group.values && each !== 'count');
  return html`<div role="row" class="line group" part="group" aria-rowindex=${at + 2}><div role="rowheader" class="group-name" aria-colspan=${list.shown.length + 1}>
    <span class="fine text-3 whole">${column.label}</span><bdi class="bold cut">${name}</bdi><span class="fine text-3 num whole">${t('list.rows', { count: Number(group.values['count'] ?? 0) })}</span>
    ${sums.length > 0 ? html`<span class="row wrap end sums">${sums.map((each) => html`<span class="fine num"><span class="text-3">${each.label}</span> <bdi>${sumText(on, group.values[each.name])}</bdi></span>`)}</span>` : nothing}</div></div>`;
}

/** A sum; of several currencies each for itself, since they are never mixed. */
function sumText(on: ListContext, value: MeasureValue | undefined): string {
  if (typeof value === 'number') return formatNumber(on.locale, value);
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value).map(([currency, minor]) => formatMoney(on.locale, { minor, currency })).join(' + ');
}
