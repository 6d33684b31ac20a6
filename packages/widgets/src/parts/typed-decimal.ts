import { cached } from '../format/cached.ts';

/** The signs of a language's numbers: what begins the fraction, and what sets groups of digits apart. */
export const separators: (locale: string, options: Record<never, never>) => { readonly decimal: string; readonly group: string } = cached((locale) => {
  const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(1_234_567.8);
  const of = (type: 'decimal' | 'group'): string => parts.find((part) => part.type === type)?.value ?? '';
  return { decimal: of('decimal') === ',' ? ',' : '.', group: of('group') };
});

/** Plain decimal text as one types it in a language: "12500.5", de "12500,5". Any other text stays. */
export function typedDecimal(locale: string, text: string): string {
  return /^[-+]?\d*\.\d+$/.test(text) ? text.replace('.', separators(locale, {}).decimal) : text;
}
