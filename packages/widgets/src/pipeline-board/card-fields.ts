import type { Entity, Field, Money } from '@vinculo/sdk/schema';
import { html, nothing, type TemplateResult } from 'lit';
import { formatDate, formatDay } from '../format/date.ts';
import { formatLabel } from '../format/label.ts';
import { formatMoney } from '../format/money.ts';
import { formatNumber, formatPercent } from '../format/number.ts';
import type { BoardContext } from './context.ts';
import { fieldLabel } from './field-label.ts';
import type { Deal } from './lane-rows.ts';

/** Kinds whose values fit into a line of a card. */
const short: ReadonlySet<string> = new Set(['text', 'email', 'url', 'money', 'date', 'instant', 'option', 'percent', 'integer', 'number', 'decimal', 'tags', 'boolean']);
/** What a card shows anyway, or what says where it stands. */
const taken: ReadonlySet<string> = new Set(['name', 'amount', 'rank', 'stageSince']);

/** Fields of the cards that can be shown beside their own lines. */
export function showable(entity: Entity): string[] {
  return Object.entries(entity.fields).filter(([name, field]) => short.has(field.kind) && !taken.has(name)).map(([name]) => name);
}

/** The lines of a card that host or user chose; an empty value has none. */
export function cardFieldLines(on: BoardContext, row: Deal): TemplateResult {
  const { entity } = on.board;
  return html`${on.cardFields.map((name) => {
    const field = entity.fields[name];
    const text = field && on.board.has(name) ? valueText(on, name, field, row[name as keyof Deal]) : undefined;
    return text === undefined ? nothing : html`<p class="fine row tight" part="card-field"><span class="text-3 cut">${fieldLabel(on.locale, entity, name)}</span><bdi class="end cut">${text}</bdi></p>`;
  })}`;
}

function valueText(on: BoardContext, name: string, field: Field, value: unknown): string | undefined {
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return undefined;
  // The value is of the kind that its field declares.
  switch (field.kind) {
    case 'money': return formatMoney(on.locale, value as Money);
    case 'date': return formatDate(on.locale, String(value));
    case 'instant': return formatDay(on, String(value));
    case 'percent': return formatPercent(on.locale, Number(value));
    case 'integer': case 'number': case 'decimal': return formatNumber(on.locale, Number(value));
    case 'boolean': return on.t(value ? 'value.yes' : 'value.no');
    case 'tags': return (value as readonly string[]).join(on.t('value.separator'));
    case 'option': {
      const option = (on.options[name] ?? field.options ?? []).find((each) => each.value === value);
      return option ? formatLabel(on.locale, option.label) : String(value);
    }
    default: return typeof value === 'string' ? value : undefined;
  }
}
