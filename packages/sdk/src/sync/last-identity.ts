// Neither a secret nor a token: only which database was open last, so that a page that starts offline shows its data.
const keyOf = (source: string): string => `vinculo:last:${source}`;

export function rememberIdentity(source: string, identity: string): void {
  try {
    globalThis.localStorage?.setItem(keyOf(source), identity);
  } catch {
    // Storage may be switched off; then a page that starts offline waits for the backend.
  }
}

export function lastIdentity(source: string): string | null {
  try {
    return globalThis.localStorage?.getItem(keyOf(source)) ?? null;
  } catch {
    return null;
  }
}
