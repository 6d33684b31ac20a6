import { inEveryLanguage } from './mail-texts.ts';

const marks = inEveryLanguage('aboveThisLine');
const isQuote = (line: string): boolean => /^\s*[>＞]/.test(line);
const isBlank = (line: string): boolean => line.trim() === '';
/** `-----Original Message-----`, `------------------ 原始邮件 ------------------` */
const isDivider = (line: string): boolean => line.length < 200 && /^\s*-{3,}[^-]{1,60}-{3,}\s*$/.test(line);
const isHeader = (line: string): boolean => line.length < 500 && /^\s*\*{0,2}\p{L}[\p{L} ]{0,24}\*{0,2}\s?[:：]/u.test(line);

/**
 * What a person wrote in an answer, without the mail it quotes. It looks for the line that our mail begins with, and without it for what mail programs put
 * before a quotation. Where nothing of one's own is left above, what stands between and below the quoted lines is taken; where that is nothing, all of it.
 */
export function withoutQuoted(text: string): string {
  const lines = text.split('\n');
  const own = trimmed(lines.slice(0, quotationBegins(lines)));
  if (own !== '') return own;
  const between = trimmed(lines.filter((line) => !isQuote(line) && !isMark(line)));
  return between === '' ? text.trim() : between;
}

function isMark(line: string): boolean {
  return marks.some((mark) => line.includes(mark));
}

/** The line at which what is not one's own begins. */
function quotationBegins(lines: readonly string[]): number {
  const marked = lines.findIndex(isMark);
  if (marked >= 0) return beforeIntroduction(lines, marked);
  const divided = lines.findIndex((line, i) => isDivider(line) && lines.slice(i + 1, i + 4).some(isHeader));
  if (divided >= 0) return divided;
  let last = lines.length;
  while (last > 0 && (isBlank(lines[last - 1]!) || isQuote(lines[last - 1]!))) last--;
  return lines.slice(last).some(isQuote) ? beforeIntroduction(lines, last) : lines.length;
}

/** Goes back over what introduces a quotation: `On Monday, Ana <ana@…> wrote:`, or the headers of the quoted mail. */
function beforeIntroduction(lines: readonly string[], from: number): number {
  let end = from;
  const skip = (what: (line: string) => boolean): number => {
    const before = end;
    while (end > 0 && what(lines[end - 1]!)) end--;
    return before - end;
  };
  skip((line) => isBlank(line) || isQuote(line));
  const headersBegin = end;
  if (skip(isHeader) < 2) end = headersBegin;
  else {
    skip(isBlank);
    skip((line) => isDivider(line) || /^\s*[-_=]{5,}\s*$/.test(line));
    return end;
  }
  if (!/[:：]\s*$/.test(lines[end - 1] ?? '')) return end;
  let first = end - 1;
  while (first > 0 && end - first < 3 && !isBlank(lines[first - 1]!)) first--;
  // It names a moment or an address; a sentence of one's own before a quotation seldom does.
  for (let i = end - 1; i >= first; i--) {
    const introduction = lines.slice(i, end).join(' ');
    if (introduction.length < 400 && /\d/.test(introduction) && (introduction.includes('@') || /\d[:.：时]\d/.test(introduction))) return i;
  }
  return end;
}

function trimmed(lines: readonly string[]): string {
  return lines.join('\n').trim();
}
