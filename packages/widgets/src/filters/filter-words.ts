import { dayOf, formatDate } from '../format/date.ts';
import { isolated } from '../format/isolated.ts';
import type { Localized } from '../messages/message.ts';
import { fieldText } from '../parts/field-text.ts';
import type { AskedField } from './asked-fields.ts';
import type { FilterOp, FilterRule } from './filter-rules.ts';
import type { FilterSubject } from './filter-subject.ts';

/** What is asked of a field, as one reads it between the field and its value. */
export function opText(on: Localized, op: FilterOp, isDate: boolean): string {
  switch (op) {
    case 'is': return on.t('filter.is');
    case 'not': return on.t('filter.isNot');
    case 'contains': return on.t('filter.contains');
    case 'has': return on.t('filter.has');
    case 'atLeast': return on.t(isDate ? 'filter.from' : 'filter.atLeast');
    case 'atMost': return on.t(isDate ? 'filter.until' : 'filter.atMost');
    case 'past': return on.t('filter.past');
    case 'next': return on.t('filter.next');
    case 'last': return on.t('filter.last');
    case 'empty': return on.t('filter.isEmpty');
    case 'filled': return on.t('filter.isFilled');
  }
}

export const isDated = ({ field }: AskedField): boolean => field.kind === 'date' || field.kind === 'instant';

/** One condition in words: "Stage: Proposal, Negotiation". */
export function ruleText(of: FilterSubject, asked: AskedField, { op, values }: FilterRule): string {
  const { host } = of;
  const field = of.choice(asked);
  const reader = of.reader();
  const written = (value: unknown): string => (field.kind === 'instant' && typeof value === 'string' ? formatDate(host.locale, localDay(value)) : fieldText(reader, field, value));
  const value = op === 'next' || op === 'last' ? host.t('filter.days', { count: Number(values[0]) }) : values.map((each) => (values.length > 1 ? isolated(written(each)) : written(each))).join(host.t('value.separator'));
  return op === 'is' || op === 'has' ? host.t('filter.chip', { column: asked.label, value }) : host.t('filter.chipOp', { column: asked.label, op: opText(host, op, isDated(asked)), value }).trim();
}

/** The day of a moment where the reader is; what is no moment stays as it is. */
export function localDay(instant: string): string {
  const at = new Date(instant);
  return Number.isNaN(at.getTime()) ? instant : dayOf(at);
}
