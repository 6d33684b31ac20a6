import type { Phone } from '@vinculo/sdk/schema';
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';

/** The number as it was typed, and in E.164 where it can be read. @param country where a number without a country code is from */
export function readPhone(text: string, country: string): Phone {
  const raw = text.trim();
  const parsed = parsePhoneNumberFromString(
    raw.normalize('NFKC'),
    isSupportedCountry(country) ? (country satisfies CountryCode) : undefined,
  );
  return parsed?.isPossible() ? { raw, e164: parsed.number } : { raw };
}

/** The numbers of a cell that may hold several. */
export function splitPhones(text: string): string[] {
  return text
    .split(/[;\n/|、；]|\bor\b|,(?=\s*[+(\d])/)
    .map((p) => p.trim())
    .filter((p) => p !== '');
}
