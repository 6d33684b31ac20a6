/** A short text that differs when the long one does (FNV-1a, 64 bits). Not for secrets. */
export function fingerprint(long: string): string {
  let h = 0xcbf29ce484222325n;
  for (let i = 0; i < long.length; i++) h = BigInt.asUintN(64, (h ^ BigInt(long.charCodeAt(i))) * 0x100000001b3n);
  return h.toString(36);
}
