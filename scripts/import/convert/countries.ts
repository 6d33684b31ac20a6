const byName = readCountryNames();

/** The ISO 3166 code of a country named in one of some languages, or given as a code; undefined for other text. */
export function countryCode(text: string): string | undefined {
  const trimmed = text.trim();
  if (/^[A-Za-z]{2}$/.test(trimmed)) return byName.has(trimmed.toUpperCase()) ? trimmed.toUpperCase() : undefined;
  return byName.get(trimmed.toLowerCase());
}

function readCountryNames(): ReadonlyMap<string, string> {
  const names = new Map<string, string>([
    ['usa', 'US'],
    ['u.s.a.', 'US'],
    ['uk', 'GB'],
    ['great britain', 'GB'],
    ['south korea', 'KR'],
    ['czech republic', 'CZ'],
    ['holland', 'NL'],
    ['uae', 'AE'],
  ]);
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  for (const locale of ['en', 'zh-Hans', 'zh-Hant', 'de', 'fr', 'es', 'ja']) {
    const display = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' });
    for (const a of letters) {
      for (const b of letters) {
        const name = display.of(a + b);
        // ICU also names withdrawn and made-up codes; they canonicalise to another or are marked so.
        if (
          !name ||
          new Intl.Locale(`und-${a}${b}`).region !== a + b ||
          ['ZZ', 'XA', 'XB', 'EU', 'EZ', 'UN', 'QO'].includes(a + b)
        )
          continue;
        names.set(a + b, a + b);
        if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), a + b);
      }
    }
  }
  return names;
}
