import type { Labels } from '@vinculo/sdk';

/** The word of a declared thing (a field, an option) in a locale; English where there is none. Traditional Chinese reads Simplified until it has its own. */
export function formatLabel(locale: string, labels: Labels): string {
  const { language, script, region } = new Intl.Locale(locale);
  if (language !== 'zh') return labels.en;
  const isTraditional = script === 'Hant' || (script === undefined && ['TW', 'HK', 'MO'].includes(region ?? ''));
  return (isTraditional ? labels['zh-Hant'] : undefined) ?? labels['zh-Hans'];
}
