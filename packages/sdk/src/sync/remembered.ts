// Short notes beside the database (localStorage), read before it is open.

/** A note; null where there is none, or where such storage is switched off: then a page does as if it were here for the first time. */
export function recall(key: string): string | null {
  try {
    return globalThis.localStorage?.getItem(key) ?? null;
  } catch {
    return null;
  }
}

/** Keeps a note; null takes it away. */
export function remember(key: string, note: string | null): void {
  try {
    if (note === null) globalThis.localStorage?.removeItem(key);
    else globalThis.localStorage?.setItem(key, note);
  } catch {
    // See recall().
  }
}
