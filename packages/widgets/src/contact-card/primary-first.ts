/** The primary one first, then as they are kept. */
export function primaryFirst<T extends { readonly primary?: boolean }>(list: readonly T[] | null | undefined): readonly T[] {
  return [...(list ?? [])].sort((a, b) => Number(b.primary ?? false) - Number(a.primary ?? false));
}
