/** Answers that something depends on, by field: one value, or any of several. All of them must hold. A box that is ticked is `yes`. */
export type When = Readonly<Record<string, string | readonly string[]>>;

/** Whether something is there beside these answers. */
export function holds(when: When | undefined, answer: (name: string) => string): boolean {
  return Object.entries(when ?? {}).every(([name, wanted]) => [wanted].flat().includes(answer(name)));
}
