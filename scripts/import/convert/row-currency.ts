import { fold } from './values.ts';

const words: ReadonlySet<string> = new Set(
  ['Currency', 'Currency Code', 'Currency ISO Code', 'ISO Currency', '币种', '幣種', '币别', '幣別', '货币', '貨幣']
    .concat([
      'Deal Currency',
      'Deal Currency Code',
      'Account Currency',
      'Order Currency',
      'Währung',
      'Devise',
      'Moneda',
    ])
    .map(fold),
);

/** The place of the column that says in which currency an amount is: the amount's own, `Amount Currency`, else the row's. -1 where there is none. */
export function currencyPlace(headers: readonly string[], amountHeader: string): number {
  const amount = fold(amountHeader);
  const own = new Set([`${amount}currency`, `${amount}currencycode`, `currencyof${amount}`, `${amount}币种`]);
  const place = headers.findIndex((h) => own.has(fold(h)));
  return place === -1 ? headers.findIndex((h) => words.has(fold(h))) : place;
}
