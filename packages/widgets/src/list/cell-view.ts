import type { AnyRow } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { formatDate } from '../format/date.ts';
import { formatPercent } from '../format/number.ts';
import { formatWhen } from '../format/relative.ts';
import { tag } from '../parts/badge.ts';
import { isEmpty } from '../parts/declared-field.ts';
import { fieldText } from '../parts/field-text.ts';
import { time } from '../parts/time.ts';
import type { ListContext } from './context.ts';
import type { Column } from './columns.ts';

/** Tables whose records people do not open from a list. */
const closed: ReadonlySet<string> = new Set(['user', 'stage', 'pipeline', 'queue', 'team', 'slaPolicy', 'businessCalendar']);

/** A value in a cell: one line, by its kind; the whole of it in the tooltip where it may be cut. */
export function cellView(on: ListContext, row: AnyRow, column: Column, value: unknown): TemplateResult | typeof nothing {
  const { field } = column;
  if (column.isTitle) {
    const name = on.list.titleOf(row);
    return html`<button type="button" class="open" part="open" tabindex="-1" title=${name || nothing} @click=${() => on.open(on.list.entity!.name, row.id)}><bdi class="cut">${name || on.t('list.unnamed')}</bdi></button>`;
  }
  if (isEmpty(value)) {
    // A deal that has no probability of its own has its stage's.
    const byStage = column.name === 'probability' ? on.list.rows.related('stage', String(row['stageId']))?.['probability'] : undefined;
    return typeof byStage === 'number' ? html`<span class="cut num text-3">${formatPercent(on.locale, byStage)}</span>` : nothing;
  }
  switch (field.kind) {
    case 'tags': if (Array.isArray(value)) return html`<span class="tags">${value.map((each) => tag(String(each)))}</span>`; break;
    case 'date': if (typeof value === 'string') return html`<span class="cut num">${formatDate(on.locale, value)}</span>`; break;
    case 'instant': if (typeof value === 'string') return html`<span class="cut num">${time(on.viewer, value, formatWhen(on.viewer, value), false)}</span>`; break;
    case 'emails': case 'phones': case 'socials': case 'addresses': if (Array.isArray(value)) return several(on, column, value); break;
    case 'ref': {
      const name = fieldText(readerOf(on), field, value);
      const table = field.ref ?? '';
      if (!closed.has(table)) return html`<button type="button" class="open plain" tabindex="-1" title=${name} @click=${() => on.open(table, String(value))}><bdi class="cut">${name}</bdi></button>`;
      return html`<bdi class="cut" title=${name}>${name}</bdi>`;
    }
    default:
  }
  const text = valueText(on, column, value);
  return html`<bdi class="cut ${column.isNumber ? 'num' : ''}" dir=${field.kind === 'email' || field.kind === 'phone' || field.kind === 'url' ? 'ltr' : nothing} title=${text.length > 16 ? text : nothing}>${text}</bdi>`;
}

/** A value in words; some texts are one of a few that have a word in each language. */
export function valueText(on: ListContext, { name, field }: Pick<Column, 'name' | 'field'>, value: unknown): string {
  return on.late?.knownValue(on, on.list.entity?.name, name, value, field.options) ?? fieldText(readerOf(on), field, value);
}

/** The one that people use first, and how many more there are. */
function several(on: ListContext, { field }: Column, value: readonly unknown[]): TemplateResult {
  const isFirst = (item: unknown): boolean => typeof item === 'object' && item !== null && (item as { readonly primary?: unknown }).primary === true;
  const first = value.find(isFirst) ?? value[0];
  const all = fieldText(readerOf(on), field, value);
  return html`<bdi class="cut" dir=${field.kind === 'emails' || field.kind === 'phones' ? 'ltr' : nothing} title=${all}>${fieldText(readerOf(on), field, [first])}</bdi>${value.length > 1 ? html`<bdi dir="ltr" class="fine text-3 num whole">${on.t('list.more', { count: value.length - 1 })}</bdi>` : nothing}`;
}

export function readerOf(on: ListContext): Parameters<typeof fieldText>[0] {
  return { locale: on.locale, t: on.t, viewer: on.viewer, nameOf: (table, id) => on.list.nameOf(table, id) };
}
