import { formatDate } from '../format/date.ts';
import { fieldText } from '../parts/field-text.ts';
import { readerOf } from './cell-view.ts';
import type { Column } from './columns.ts';
import type { ListContext } from './context.ts';
import type { FilterOp, FilterRule } from './filter-rules.ts';

/** What is asked of a field, as one reads it between the field and its value. */
export function opText({ t }: ListContext, op: FilterOp, isDate: boolean): string {
  switch (op) {
    case 'is': return t('list.is');
    case 'not': return t('list.isNot');
    case 'contains': return t('list.contains');
    case 'has': return t('list.has');
    case 'atLeast': return t(isDate ? 'list.from' : 'list.atLeast');
    case 'atMost': return t(isDate ? 'list.until' : 'list.atMost');
    case 'past': return t('list.past');
    case 'next': return t('list.next');
    case 'last': return t('list.last');
    case 'empty': return t('list.isEmpty');
    case 'filled': return t('list.isFilled');
  }
}

export const isDated = ({ field }: Column): boolean => field.kind === 'date' || field.kind === 'instant';

/** One condition in words: "Stage: Proposal, Negotiation". */
export function ruleText(on: ListContext, column: Column, { op, values }: FilterRule): string {
  const { t } = on;
  const field = on.late!.stages.choice(column);
  const reader = { ...readerOf(on), nameOf: (table: string, id: string) => on.late!.names.of(table, id) };
  const written = (value: unknown): string => (field.kind === 'instant' && typeof value === 'string' ? formatDate(on.locale, localDay(value)) : fieldText(reader, field, value));
  const value = op === 'next' || op === 'last' ? t('list.days', { count: Number(values[0]) }) : values.map(written).join(t('value.separator'));
  const what = opText(on, op, isDated(column));
  return op === 'is' || op === 'has' ? t('list.chip', { column: column.label, value }) : t('list.chipOp', { column: column.label, op: what, value }).trim();
}

function localDay(instant: string): string {
  const at = new Date(instant);
  const two = (n: number): string => String(n).padStart(2, '0');
  return Number.isNaN(at.getTime()) ? instant : `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
