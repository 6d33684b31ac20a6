import type { AnyRow, Entity } from './entity.ts';
import type { Phone } from './field.ts';

/** So many digits at the end tell numbers apart well enough to look them up; the rest (country, trunk zero, area) is written in many ways. */
export const suffixLength = 7;

/** Where the digits of scripts begin that people type numbers in: Arabic, Persian, Devanagari, Bengali, Thai. */
const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];

/** As it is typed in Chinese and Japanese input too: full-width digits and signs are their plain ones. So are the digits of other scripts. */
function plain(number: string): string {
  return number.normalize('NFKC').replace(/[^\P{Nd}0-9]/gu, (digit) => {
    const code = digit.codePointAt(0)!;
    const zero = zeros.find((each) => code >= each && code < each + 10);
    return zero === undefined ? digit : String(code - zero);
  }).trim();
}

/** Of an extension only that there is one: whoever calls from it shows the number before it. */
const extension = /(?:extension|extn?\.?|x|#|转|轉|内線|доб\.?|تحويلة)\s*:?\s*\d+$/iu;

const isInternational = (text: string): boolean => /^(?:\+|00)/u.test(text);

/** The digits of a number: without an extension, without what comes before a country code, and without a trunk zero in brackets behind one. */
function digitsOf(number: string): string {
  const text = plain(number).replace(extension, '');
  const digits = (isInternational(text) ? text.replace(/\(\s*0\s*\)/u, '') : text).replace(/[^0-9]/gu, '');
  return text.startsWith('+') ? digits : digits.replace(/^00/u, '');
}

/** The last digits of a number, by which it is looked up; all of them of a short one. */
export function phoneSuffix(number: string): string {
  return digitsOf(number).slice(-suffixLength);
}

/**
 * Whether a kept number may be one that ends with these digits, told by its last four: a quick look before all of it is compared. What is written in other than plain
 * digits, or is shorter, may.
 */
export function mayEndWith({ raw, e164 }: Phone, suffix: string): boolean {
  const text = e164 ?? raw;
  // Its last digits may be those of an extension, or one of them a trunk zero.
  if (e164 === undefined && /[a-z#]|\(\s*0\s*\)/i.test(text)) return true;
  let at = suffix.length - 1;
  const last = Math.max(0, suffix.length - 4);
  for (let i = text.length - 1; i >= 0 && at >= last; i--) {
    const code = text.charCodeAt(i);
    if (code > 127) return true;
    if (code < 48 || code > 57) continue;
    if (code !== suffix.charCodeAt(at)) return false;
    at--;
  }
  return true;
}

const fieldsOfPhones = new WeakMap<Entity, readonly (readonly [string, Entity['fields'][string]])[]>();

function phoneFields(e: Entity): readonly (readonly [string, Entity['fields'][string]])[] {
  const known = fieldsOfPhones.get(e) ?? Object.entries(e.fields).filter(([, f]) => f.kind === 'phone' || f.kind === 'phones');
  fieldsOfPhones.set(e, known);
  return known;
}

/** All numbers of a row, in the order of its fields. */
export function phonesOf(e: Entity, row: AnyRow): Phone[] {
  return phoneFields(e).flatMap(([name, f]) => {
    const value = row[name];
    if (value === null || value === undefined) return [];
    // Fields of these kinds hold one phone, or a list of them; what a backend gives may still hold less than it should.
    const phones = f.kind === 'phone' ? [value as Phone] : (value as readonly Phone[]);
    return phones.filter((phone) => typeof (phone?.e164 ?? phone?.raw) === 'string');
  });
}

/** Whether rows of an entity have numbers to be found by. */
export function hasPhones(e: Entity): boolean {
  return phoneFields(e).length > 0;
}

/**
 * How well a number that somebody called or typed fits one that is kept: `exact` with country and all, `national` when all that both say agrees
 * (one of them may lack the country or have a trunk zero), undefined when they are different numbers.
 *
 * @example phoneMatch('010 6282 1234', { raw: '+86 10 6282 1234', e164: '+861062821234' }) // 'national'
 */
export function phoneMatch(number: string, kept: Phone): 'exact' | 'national' | undefined {
  const [a, b] = [digitsOf(number), digitsOf(kept.e164 ?? kept.raw)];
  if (a === '' || b === '') return undefined;
  if (a === b) return 'exact';
  if (isInternational(plain(number)) && isInternational(plain(kept.e164 ?? kept.raw))) return undefined;
  const [short, long] = [a.replace(/^0/u, ''), b.replace(/^0/u, '')].sort((x, y) => x.length - y.length) as [string, string];
  return short.length >= suffixLength && long.endsWith(short) ? 'national' : undefined;
}
