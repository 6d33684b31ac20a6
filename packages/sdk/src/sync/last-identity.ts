import { recall, remember } from './remembered.ts';

// Neither a secret nor a token: only which database was open last, so that a page that starts offline shows its data.
const keyOf = (source: string): string => `vinculo:last:${source}`;

/** When the backend last said what a sign-in may see, and for how many hours that may be relied on. */
export interface AccessCheck {
  readonly at: number;
  readonly hours: number;
}

const checkKeyOf = (source: string, identity: string): string => `vinculo:access:${source}:${identity}`;

/** @param check null: there is no limit */
export function rememberCheck(source: string, identity: string, check: AccessCheck | null): void {
  remember(checkKeyOf(source, identity), check && JSON.stringify(check));
}

export function lastCheck(source: string, identity: string): AccessCheck | null {
  try {
    return JSON.parse(recall(checkKeyOf(source, identity)) ?? 'null') as AccessCheck | null;
  } catch {
    return null;
  }
}

export function rememberIdentity(source: string, identity: string): void {
  remember(keyOf(source), identity);
}

export function lastIdentity(source: string): string | null {
  return recall(keyOf(source));
}
