const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Whether a text is written in Chinese, Japanese or Korean characters. */
export function isCjk(text: string): boolean {
  return cjk.test(text);
}
