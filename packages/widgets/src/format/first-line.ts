const longestSubject = 120;

/** What a list shows of a text of many lines: its first line, cut at a word. */
export function firstLine(text: string): string {
  const line = text.trim().split('\n', 1)[0]!.trim();
  if (line.length <= longestSubject) return line;
  const cut = line.slice(0, longestSubject);
  const word = cut.lastIndexOf(' ');
  return `${cut.slice(0, word > longestSubject / 2 ? word : longestSubject - 1)}…`;
}
