import type { Field, Money } from '@vinculo/sdk';
import { html, type TemplateResult } from 'lit';
import { formatDate, formatInstant } from '../format/date.ts';
import { formatLabel } from '../format/label.ts';
import { formatMoney } from '../format/money.ts';
import { formatNumber, formatPercent } from '../format/number.ts';
import { formatPhone } from '../format/phone.ts';
import { icon } from '../parts/icon.ts';
import { entityOf } from '../parts/declared-field.ts';
import { knownValue } from '../parts/known-words.ts';
import type { ChangesItem } from './timeline-types.ts';
import { contactName, userName, type ViewContext } from './view-context.ts';

/** The field's label in the language of the widget; a field nobody declared keeps its name. */
export function fieldLabel(locale: string, field: Field | undefined, name: string): string {
  return field ? formatLabel(locale, field.label) : name;
}

function itemText(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item);
  const { value, raw, e164, handle, street, city, name } = item as Readonly<Record<string, unknown>>;
  if (typeof raw === 'string') return formatPhone({ raw, ...(typeof e164 === 'string' ? { e164 } : {}) });
  const text = value ?? handle ?? name ?? [street, city].filter(Boolean).join(', ');
  return typeof text === 'string' && text !== '' ? text : JSON.stringify(item);
}

/** A stored value as one reads it. */
export function fieldValue(context: ViewContext, field: Field | undefined, value: unknown): string {
  const { w, viewer } = context;
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return w.t('value.notSet');
  switch (field?.kind) {
    case 'money': return formatMoney(w.locale, value as Money);
    case 'percent': return formatPercent(w.locale, Number(value));
    case 'integer': case 'number': return formatNumber(w.locale, Number(value));
    case 'boolean': return w.t(value === true ? 'value.yes' : 'value.no');
    case 'date': return formatDate(w.locale, String(value));
    case 'instant': return formatInstant(viewer, String(value));
    case 'option': {
      const label = field.options?.find((option) => option.value === value)?.label;
      return label ? formatLabel(w.locale, label) : String(value);
    }
    case 'ref': return refName(context, field, String(value));
    default: break;
  }
  if (Array.isArray(value)) return value.map(itemText).join(w.t('value.separator'));
  return itemText(value);
}

// The names at hand, else one that is looked up; a record that cannot be seen is only told by its id.
function refName(context: ViewContext, field: Field, id: string): string {
  const { sources } = context.controller;
  const { table = '' } = field.ref ?? {};
  const other = (): string => context.late?.names.nameOf(table, id) ?? id;
  switch (table) {
    case 'user': return userName(context, id)?.me ? context.w.t('value.you') : (userName(context, id)?.name ?? other());
    case 'contact': return contactName(context, id) ?? other();
    case 'stage': return sources.stages.rows.find((row) => row.id === id)?.name ?? other();
    case 'deal': return sources.deals.rows.find((row) => row.id === id)?.name ?? other();
    default: return other();
  }
}

/** Each field of a change: what it was and what it became. */
export function changeList(context: ViewContext, { table, fields }: ChangesItem): TemplateResult {
  const { w } = context;
  const entity = entityOf(w.crm, table);
  return html`<dl part="changes" class="changes">${fields.map(({ name, before, after }) => {
    const field = entity && Object.hasOwn(entity.fields, name) ? entity.fields[name] : undefined;
    const text = (value: unknown): string => knownValue(w, table, name, value, field?.options) ?? fieldValue(context, field, value);
    return html`<div><dt class="text-3">${fieldLabel(w.locale, field, name)}</dt>
      <dd><span class="hidden-text">${w.t('timeline.before')} </span><del><bdi>${text(before)}</bdi></del> ${icon('arrow', 'small')}<span class="hidden-text"> ${w.t('timeline.after')} </span><ins><bdi>${text(after)}</bdi></ins></dd></div>`;
  })}</dl>`;
}
