/** How long a subject may be, in characters. */
export const subjectLimit = 140;

/** Characters as people count them: an emoji or a rare Chinese character is one. */
export function countCharacters(text: string): number {
  return [...text].length;
}
