const others: Readonly<Record<string, string>> = { usa: 'US', 'united states of america': 'US', uk: 'GB', england: 'GB', scotland: 'GB', wales: 'GB', 'great britain': 'GB', 中华人民共和国: 'CN', prc: 'CN', 'p.r. china': 'CN', holland: 'NL', korea: 'KR', 'republic of korea': 'KR', türkiye: 'TR' };
/** Languages in which address books write countries. */
const languages = ['en', 'zh-Hans', 'zh-Hant', 'ja', 'de', 'fr', 'es', 'ar', 'it', 'pt', 'ko', 'ru'];

let byName: ReadonlyMap<string, string> | undefined;

/** Names of all countries in these languages, as browsers know them. */
function names(): ReadonlyMap<string, string> {
  const found = new Map<string, string>(Object.entries(others));
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  // Not those of countries that became others.
  const codes = letters.flatMap((a) => letters.map((b) => a + b)).filter((code) => Intl.getCanonicalLocales(`und-${code}`)[0] === `und-${code}`);
  for (const language of languages) {
    const show = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
    for (const code of codes) {
      const name = show.of(code)?.toLowerCase();
      if (name !== undefined && !found.has(name)) found.set(name, code);
    }
  }
  return found;
}

/** The ISO code of a country as somebody wrote it: its code, or its name in one of the common languages. */
export function countryCode(text: string): string | undefined {
  const name = text.trim();
  if (name === '') return undefined;
  byName ??= names();
  const code = name.toUpperCase();
  if (/^[A-Z]{2}$/.test(code) && code !== 'UK' && new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code) !== undefined) return code;
  return byName.get(name.toLowerCase());
}
