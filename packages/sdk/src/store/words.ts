/** Scripts that are written without spaces between words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}]/u;
const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Whether something in a text is written without spaces between words. */
export const isUnspaced = (text: string): boolean => unspaced.test(text);

const segmenters = new Map<string, Intl.Segmenter>();

function segmenter(locale: string): Intl.Segmenter {
  return segmenters.get(locale) ?? segmenters.set(locale, new Intl.Segmenter(locale, { granularity: 'word' })).get(locale)!;
}

/** The words of a text, lower case, without marks over letters. Chinese and Japanese are cut by a dictionary. */
export function wordsOf(text: string): string[] {
  const folded = text.normalize('NFKD').replace(/([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu, '$1').normalize('NFKC').toLowerCase().replaceAll('ß', 'ss');
  const words: string[] = [];
  for (const run of folded.match(/[\p{L}\p{N}]+/gu) ?? []) {
    if (!unspaced.test(run)) words.push(run);
    else for (const { segment, isWordLike } of segmenter(kana.test(run) ? 'ja' : 'zh').segment(run)) if (isWordLike) words.push(segment);
  }
  return words;
}

/**
 * What a text is found by: its words, and of scripts without spaces each sign too, so that a part of a name is found that the dictionary took for one word.
 *
 * @example termsOf('王晓慧 GmbH') // ['王', '晓', '慧', '王晓慧', 'gmbh'], or as the dictionary cuts it
 */
export function termsOf(text: string): string[] {
  const terms = new Set<string>();
  for (const word of wordsOf(text)) {
    terms.add(word);
    if (unspaced.test(word)) for (const sign of word) terms.add(sign);
  }
  return [...terms];
}

/** The same text by single signs where it is written without spaces, else by words. */
export function signsOf(text: string): string[] {
  return wordsOf(text).flatMap((word) => (unspaced.test(word) ? [...word] : [word]));
}
