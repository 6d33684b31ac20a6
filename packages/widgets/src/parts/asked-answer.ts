import type { AskedField, AskedKind } from './asked-field.ts';
import { typedDecimal } from './typed-decimal.ts';

const numbers: ReadonlySet<AskedKind> = new Set(['integer', 'number', 'decimal', 'percent']);

/** What is typed into a form, as far as its answers are read. */
export interface Typed {
  of(name: string): string;
  isTyped(name: string): boolean;
}

/** What a field holds, as somebody of this language would type it; nothing of what cannot be chosen any more. */
export function answerTo(locale: string, { name, kind, options }: Pick<AskedField, 'name' | 'kind' | 'options'>, typed: Typed): string {
  const answer = typed.of(name);
  if (options.length > 0) return options.some(({ value }) => value === answer) ? answer : '';
  // A page writes the fraction after a point, which sets thousands apart in half of the languages.
  return numbers.has(kind) && !typed.isTyped(name) ? typedDecimal(locale, answer) : answer;
}
