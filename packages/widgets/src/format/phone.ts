import type { Phone } from '@vinculo/sdk';

/** What a backend sent can be read as a phone number. */
export const isPhone = (value: unknown): value is Phone => typeof value === 'object' && value !== null && typeof (value as Phone).raw === 'string';

// Calling codes of one and two digits; all others have three (ITU-T E.164).
const oneDigit = /^[17]/;
const twoDigits = /^(2[07]|3[0123469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

// How people of a country group the digits after its code; the first pattern whose length fits is taken. Elsewhere: by threes, the rest at the end.
const groups: Readonly<Record<string, readonly (readonly [test: RegExp, sizes: readonly number[]])[]>> = {
  '1': [[/^\d{10}$/, [3, 3, 4]]],
  '7': [[/^\d{10}$/, [3, 3, 2, 2]]],
  '31': [[/^6\d{8}$/, [1, 8]], [/^[1-57]0\d{7}$/, [2, 3, 4]]],
  '33': [[/^\d{9}$/, [1, 2, 2, 2, 2]]],
  '34': [[/^\d{9}$/, [3, 2, 2, 2]]],
  '39': [[/^3\d{9}$/, [3, 3, 4]]],
  '44': [[/^2\d{9}$/, [2, 4, 4]], [/^7\d{9}$/, [4, 6]], [/^\d{10}$/, [4, 3, 3]]],
  '49': [[/^1[5-7]\d{8,9}$/, [3, 8]], [/^(30|40|69|89)\d{6,9}$/, [2, 9]]],
  '55': [[/^\d{11}$/, [2, 5, 4]], [/^\d{10}$/, [2, 4, 4]]],
  '65': [[/^\d{8}$/, [4, 4]]],
  '81': [[/^[789]0\d{8}$/, [2, 4, 4]], [/^\d{9}$/, [1, 4, 4]]],
  '82': [[/^1\d{9}$/, [2, 4, 4]]],
  '84': [[/^\d{9}$/, [3, 3, 3]]],
  '86': [[/^1\d{10}$/, [3, 4, 4]], [/^(10|2\d)\d{8}$/, [2, 4, 4]], [/^[3-9]\d{9,10}$/, [3, 4, 4]]],
  '90': [[/^\d{10}$/, [3, 3, 2, 2]]],
  '91': [[/^\d{10}$/, [5, 5]]],
  '852': [[/^\d{8}$/, [4, 4]]],
  '886': [[/^9\d{8}$/, [3, 3, 3]]],
  '971': [[/^5\d{8}$/, [2, 3, 4]], [/^\d{8}$/, [1, 3, 4]]],
};

/** The calling code of an E.164 number and the digits after it. */
function splitE164(e164: string): { code: string; rest: string } {
  const digits = e164.replace(/\D/g, '');
  const length = oneDigit.test(digits) ? 1 : twoDigits.test(digits) ? 2 : 3;
  return { code: digits.slice(0, length), rest: digits.slice(length) };
}

function cut(rest: string, sizes: readonly number[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const size of sizes) {
    if (at < rest.length) parts.push(rest.slice(at, at + size));
    at += size;
  }
  if (at < rest.length) parts.push(rest.slice(at));
  return parts.join(' ');
}

function byThrees(rest: string): string {
  const parts: string[] = [];
  for (let at = 0; at < rest.length; at += 3) parts.push(rest.slice(at, at + 3));
  if (parts.length > 1 && parts.at(-1)!.length === 1) parts.splice(-2, 2, parts.at(-2)! + parts.at(-1)!);
  return parts.join(' ');
}

/**
 * A phone number for reading: "+49 171 39200420", "+44 20 7946 0188". A number that could not be read as E.164 is shown as it was typed.
 * With `home` (a calling code such as '86') numbers of that country leave the code out, as is the habit in China: "138 0055 0142".
 */
export function formatPhone(phone: Phone, { home }: { home?: string } = {}): string {
  if (!phone.e164 || !/^\+\d{7,15}$/.test(phone.e164)) return phone.raw;
  const { code, rest } = splitE164(phone.e164);
  const sizes = groups[code]?.find(([test]) => test.test(rest))?.[1];
  const grouped = sizes ? cut(rest, sizes) : byThrees(rest);
  if (code !== home) return `+${code} ${grouped}`;
  return code === '86' && !rest.startsWith('1') ? `0${grouped}` : grouped;
}

/** The address to dial: `tel:` with what a phone can dial. */
export function phoneHref(phone: Phone): string {
  return `tel:${phone.e164 ?? phone.raw.replace(/[^\d+*#,;]/g, '')}`;
}
