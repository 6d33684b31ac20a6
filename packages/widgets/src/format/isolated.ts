/** A text within a sentence of another direction: its punctuation stays with it. For what is a plain text; a template takes `<bdi>`. */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}
