const address = /^[^\s@<>,;:"()[\]\\]{1,64}@[^\s@<>,;:"()[\]\\]+\.[^\s@<>,;:"()[\]\\]+$/;

/** What mail servers take everywhere: servers of ours write to no other. */
export function isMailAddress(text: string): boolean {
  return address.test(text);
}

/** What was typed as addresses, with blanks, commas or semicolons between them, each once. */
export function typedAddresses(text: string): readonly string[] {
  const all = text.split(/[\s,;，；、]+/).filter(Boolean);
  return all.filter((each, i) => all.findIndex((other) => other.toLowerCase() === each.toLowerCase()) === i);
}
