import type { CustomField } from '@vinculo/sdk';
import { formatDate, formatInstant } from '../format/date.ts';
import { formatLabel } from '../format/label.ts';
import { formatMoney, isMoney } from '../format/money.ts';
import { formatNumber, formatPercent } from '../format/number.ts';
import { formatPhone, isPhone } from '../format/phone.ts';
import type { CardView } from './card-view.ts';

/** The value of a field that only the backend knows, for reading. Empty text: there is nothing to show. */
export function customValue({ locale, viewer, t }: Pick<CardView, 'locale' | 'viewer' | 't'>, field: CustomField, value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  switch (field.kind) {
    case 'boolean': return t(value ? 'value.yes' : 'value.no');
    case 'integer':
    case 'number':
    case 'decimal': return Number.isFinite(Number(value)) ? formatNumber(locale, Number(value)) : String(value);
    case 'percent': return Number.isFinite(Number(value)) ? formatPercent(locale, Number(value)) : String(value);
    case 'money': return isMoney(value) ? formatMoney(locale, value) : plain(t, value);
    case 'phone': return isPhone(value) ? formatPhone(value) : plain(t, value);
    case 'date': return formatDate(locale, String(value));
    case 'instant': return formatInstant(viewer, String(value));
    case 'option': {
      const option = field.options?.find((each) => each.value === value);
      return option ? formatLabel(locale, option.label) : String(value);
    }
    default: return plain(t, value);
  }
}

/** As it was sent: of no kind that is known, or not of the shape its kind has. */
function plain(t: CardView['t'], value: unknown): string {
  return Array.isArray(value) ? value.join(t('value.separator')) : typeof value === 'object' ? JSON.stringify(value) : String(value);
}
