/**
 * A value of a patch as it is now, whatever its author does to it afterwards. Lists and plain objects are copied by hand:
 * frameworks hand over proxies of them, which structuredClone refuses.
 */
export function ownCopy(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(ownCopy);
  const kind: unknown = Object.getPrototypeOf(value);
  return kind === Object.prototype || kind === null ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, ownCopy(v)])) : value;
}
