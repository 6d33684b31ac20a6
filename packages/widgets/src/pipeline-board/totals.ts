import { html, nothing, type TemplateResult } from 'lit';
import { formatDate } from '../format/date.ts';
import type { Money } from '@vinculo/sdk/schema';
import { formatMoney, minorDigits } from '../format/money.ts';
import type { Localized } from '../messages/message.ts';
import type { Total } from './figures.ts';

/** Estimates, converted or weighted, are told in whole units. */
function whole({ minor, currency }: Money): Money {
  const unit = 10 ** minorDigits(currency);
  return { minor: Math.round(minor / unit) * unit, currency };
}

/** From where on a lane has no room for every digit: millions, in Chinese and Japanese ten thousands. */
function isLong(locale: string, { minor, currency }: Money): boolean {
  return Math.abs(minor) / 10 ** minorDigits(currency) >= (/^(zh|ja)/.test(locale) ? 1e5 : 1e6);
}

/** A total in words: one amount, or two and how many currencies more. `narrow`: long amounts are shortened, as a lane needs it. */
export function totalText(on: Localized, total: Total, { estimate = total.convertedOn !== undefined, narrow = false }: { readonly estimate?: boolean; readonly narrow?: boolean } = {}): string {
  const text = total.amounts.map((money) => formatMoney(on.locale, estimate ? whole(money) : money, { compact: total.amounts.length > 1 || (narrow && isLong(on.locale, money)) })).join(' · ');
  return total.more > 0 ? on.t('board.moreCurrencies', { amounts: text, count: total.more }) : text;
}

/** Which of the two it is: converted, and by rates of which day, or side by side. Undefined for one plain currency. */
export function totalNote(on: Localized, total: Total): string | undefined {
  if (total.convertedOn) return on.t('board.converted', { currency: total.amounts[0]!.currency, date: formatDate(on.locale, total.convertedOn) });
  return total.amounts.length > 1 ? on.t('board.notConverted') : undefined;
}

/** A total of a lane, in full and with what it is made of on hover and for screen readers. */
export function totalShown(on: Localized, total: Total, className: string): TemplateResult {
  const note = totalNote(on, total);
  const [short, full] = [totalText(on, total, { narrow: true }), totalText(on, total)];
  const title = [short === full ? undefined : full, note].filter((text) => text !== undefined).join('\n');
  return html`<span class=${className} title=${title || nothing}>${total.convertedOn ? html`<span aria-hidden="true">≈ </span>` : nothing}${short}${note ? html`<span class="hidden-text"> · ${note}</span>` : nothing}</span>`;
}
