import { isCjk } from './cjk.ts';

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
/** Lines with `/` between them, and the countries that write so; all others begin the line of the city with the postcode. */
const written: readonly (readonly [lines: string, countries: string])[] = [
  ['S/C, R P', 'US TH'], ['S/C R P', 'CA AU'], ['S/C P', 'NZ SG SA'], ['S/C/P', 'GB AI AS BN CR DO GG IM IQ JE KE SZ UZ VG'], ['S/C/R/P', 'IE RU UA ZA EG'], ['S/C/R', 'AE HK'], ['S/C/R P', 'VN'],
  ['S/C P/R', 'IN ID NG BD BG BH BT CU FM GU KH KY LK LS LV MH MM MP MU MV NF NP PK PR TT VE VI XK'], ['S/C - R/P', 'BR'], ['S/P C, R', 'MX CO'], ['S/P C/R', 'AR ES PH MY'], ['S/P C R', 'IT'],
  ['S/P/C', 'AL AM EC MN OM VA'], ['C/S/P', 'HU IR'], ['P C/S', 'BY KG KZ'],
];
const patterns: ReadonlyMap<string, Pattern> = new Map(written.flatMap(([lines, countries]) => countries.split(' ').map((country) => [country, lines.split('/')] as const)));
// Countries that write from the large to the small, in their own script.
const largeFirst: Readonly<Record<string, Pattern>> = { CN: ['RC', 'S P'], TW: ['P', 'RCS'], JP: ['〒P', 'RCS'], KR: ['R C S', 'P'] };

/**
 * The lines of an address in the order of its country, with the country's name in the viewer's language last
 * (first for large-to-small writing) unless it is the viewer's own (`home`).
 */
export function addressLines(locale: string, address: PostalAddress, { home }: { home?: string } = {}): string[] {
  const country = address.country?.toUpperCase() ?? '';
  const own = isCjk(textOf(address)) ? largeFirst[country] : undefined;
  const pattern = own ?? patterns.get(country) ?? postcodeFirst;
  const values: Readonly<Record<string, string>> = { S: address.street ?? '', C: address.city ?? '', R: address.region === address.city ? '' : (address.region ?? ''), P: address.postcode ?? '' };
  const lines = pattern.flatMap((line) => fill(line, values).split('\n'));
  const name = country && country !== home?.toUpperCase() ? countryName(locale, country) : '';
  return (own ? [name, ...lines] : [...lines, name]).map((line) => line.trim()).filter(Boolean);
}

/**
 * In which order one types the parts of an address, as its country writes them; of one that says no country yet that of `home`. Where one goes from the
 * large to the small, the country and the postcode come first.
 */
export function addressOrder(locale: string, address: PostalAddress, home: string | undefined): readonly (keyof PostalAddress)[] {
  const country = (address.country || home || '').toUpperCase();
  const text = textOf(address);
  if (largeFirst[country] && (text ? isCjk(text) : /^(zh|ja|ko)(-|$)/.test(locale))) return ['country', 'postcode', 'region', 'city', 'street'];
  const letters = (patterns.get(country) ?? postcodeFirst).join('').replace(/[^SCRP]/g, '');
  const named = [...new Set([...letters, ...'SCPR'])].map((letter) => parts[letter]!);
  return [...named, 'country'];
}

const parts: Readonly<Record<string, keyof PostalAddress>> = { S: 'street', C: 'city', R: 'region', P: 'postcode' };

function textOf({ street, city, region }: PostalAddress): string { return `${street ?? ''}${city ?? ''}${region ?? ''}`; }

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
