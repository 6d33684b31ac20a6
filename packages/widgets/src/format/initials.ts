import { isCjk } from './cjk.ts';

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' });

function glyphs(text: string): string[] {
  return Array.from(segmenter.segment(text), (each) => each.segment);
}

// Family names of two characters that are common enough to be taken for one.
const compound = /^(欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|司徒|端木|东方|南宫)/;

/**
 * What an avatar shows of a name. Latin and kin: first letters of the first and last word. Chinese and Korean: the last one or
 * two characters, which are the given name; Japanese and organisations: the first ones, which are the family's or the firm's name.
 */
export function initials(name: string, { glyphCount = 2, kind = 'person', culture }: { glyphCount?: 1 | 2; kind?: 'person' | 'organisation'; culture?: string | null } = {}): string {
  // A name that stands in brackets as a whole, as of an erased person, has no other letters.
  const clean = lettersOf(name.replace(/\(.*?\)|（.*?）/gu, '')) || lettersOf(name) || name.trim();
  if (!clean) return '';
  const words = clean.split(/\s+/);
  if (isCjk(words[0]!)) {
    if (kind === 'organisation' || words.length > 1 || /^ja\b/.test(culture ?? '') || /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(clean)) return glyphs(words[0]!).slice(0, glyphCount).join('');
    const given = glyphs(words[0]!.replace(compound, '')).length < glyphs(words[0]!).length ? glyphs(words[0]!.replace(compound, '')) : glyphs(words[0]!).slice(1);
    return (given.length ? given : glyphs(words[0]!)).slice(-glyphCount).join('');
  }
  const first = glyphs(words[0]!)[0] ?? '';
  const last = words.length > 1 ? (glyphs(kind === 'organisation' ? words[1]! : words.at(-1)!)[0] ?? '') : '';
  const joiner = /\p{Script=Arabic}/u.test(first) && last ? '\u200c ' : '';
  return upper(`${first}${joiner}${glyphCount === 1 ? '' : last}`, culture);
}

function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{M}\p{N}\s'’-]/gu, ' ').trim();
}

/** Capitals as the person's language has them (Turkish i); a culture that is no language tag, as imports bring them, says nothing. */
function upper(text: string, culture: string | null | undefined): string {
  try {
    return text.toLocaleUpperCase(culture || undefined);
  } catch {
    return text.toLocaleUpperCase();
  }
}
