const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Whether a text is written in Chinese, Japanese or Korean characters. */
export function isCjk(text: string): boolean {
  return cjk.test(text);
}

/** What stands between two sentences, or a number and its unit: nothing where a language writes without spaces. */
export function gap(locale: string, space = ' '): string {
  return /^(zh|ja)(-|$)/.test(locale) ? '' : space;
}
