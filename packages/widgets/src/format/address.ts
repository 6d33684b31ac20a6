/** A postal address as a record holds it; `country` is ISO 3166-1 alpha-2, `street` may have several lines. */
export interface PostalAddress {
  readonly street?: string | null;
  readonly city?: string | null;
  readonly region?: string | null;
  readonly postcode?: string | null;
  readonly country?: string | null;
}

type Pattern = readonly string[];

// Lines of an address: S street, C city, R region, P postcode. Letters whose value is missing drop out with what stands before them.
const postcodeFirst: Pattern = ['S', 'P C'];
const postcodeLast: Pattern = ['S', 'C', 'R', 'P'];
const patterns: Readonly<Record<string, Pattern>> = {
  US: ['S', 'C, R P'], CA: ['S', 'C R P'], AU: ['S', 'C R P'], NZ: ['S', 'C P'], GB: ['S', 'C', 'P'], IE: ['S', 'C', 'R', 'P'],
  IN: ['S', 'C P', 'R'], ID: ['S', 'C P', 'R'], TH: ['S', 'C, R P'], MX: ['S', 'P C, R'], BR: ['S', 'C - R', 'P'], AR: ['S', 'P C', 'R'], CO: ['S', 'C, R, P'],
  IT: ['S', 'P C R'], ES: ['S', 'P C', 'R'], RU: ['S', 'C', 'R', 'P'], UA: ['S', 'C', 'R', 'P'], HU: ['C', 'S', 'P'], SG: ['S', 'C P'], AE: ['S', 'C', 'R'], SA: ['S', 'C P'],
  ZA: postcodeLast, KE: ['S', 'P C'], EG: ['S', 'C', 'R', 'P'], NG: ['S', 'C P', 'R'], VN: ['S', 'C', 'R P'], HK: ['S', 'C', 'R'], PH: ['S', 'P C', 'R'], MY: ['S', 'P C', 'R'],
};
// Countries that write from the large to the small, in their own script.
const largeFirst: Readonly<Record<string, Pattern>> = { CN: ['RC', 'S P'], TW: ['P', 'RCS'], JP: ['〒P', 'RCS'], KR: ['R C S', 'P'] };

/**
 * The lines of an address in the order of its country, with the country's name in the viewer's language last
 * (first for large-to-small writing) unless it is the viewer's own (`home`).
 */
export function addressLines(locale: string, address: PostalAddress, { home }: { home?: string } = {}): string[] {
  const country = address.country?.toUpperCase() ?? '';
  const text = `${address.street ?? ''}${address.city ?? ''}${address.region ?? ''}`;
  const own = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text) ? largeFirst[country] : undefined;
  const pattern = own ?? patterns[country] ?? postcodeFirst;
  const values: Readonly<Record<string, string>> = { S: address.street ?? '', C: address.city ?? '', R: address.region === address.city ? '' : (address.region ?? ''), P: address.postcode ?? '' };
  const lines = pattern.flatMap((line) => fill(line, values).split('\n'));
  const name = country && country !== home?.toUpperCase() ? countryName(locale, country) : '';
  return (own ? [name, ...lines] : [...lines, name]).map((line) => line.trim()).filter(Boolean);
}

function fill(line: string, values: Readonly<Record<string, string>>): string {
  let out = '';
  for (const [, before = '', letter = ''] of line.matchAll(/([^SCRP]*)([SCRP])/g)) {
    const value = values[letter]?.trim();
    if (value) out += (out || before === '〒' ? before : '') + value;
  }
  return out;
}

/** The name of a country in a language; the code itself when it is none. */
export function countryName(locale: string, code: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
}
