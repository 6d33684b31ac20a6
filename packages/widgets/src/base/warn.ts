const said = new Set<string>();

/** Says one thing once per page: a widget draws what it can and never throws on a bad value. */
export function warnOnce(about: string, text: string): void {
  const key = `${about}: ${text}`;
  if (said.has(key)) return;
  said.add(key);
  console.warn(`Vinculo: ${key}`);
}
