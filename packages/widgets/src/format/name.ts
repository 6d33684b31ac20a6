import { isCjk } from './cjk.ts';

/** A person's name as a record holds it. `display` is the name as given; parts may be missing. */
export interface PersonName {
  readonly display?: string | null;
  readonly given?: string | null;
  readonly family?: string | null;
}

const familyFirst = /^(zh|yue|ja|ko|hu|vi|km|mn|si|ta|te)(-|$)/;
const han = /^[\p{Script=Han}·・]+$/u;
const hangul = /^\p{Script=Hangul}+$/u;

/**
 * A person's name as written in the name's own culture: the name as given where known, else its parts.
 * Family name first for Han, kana and Hangul, and where `culture` (a language tag of the person) says so;
 * no space between Han parts (王晓慧) or Hangul parts, a space in Japanese only as given.
 */
export function formatName(name: PersonName, culture?: string | null): string {
  const display = name.display?.trim();
  if (display) return display;
  const given = name.given?.trim() ?? '';
  const family = name.family?.trim() ?? '';
  if (!given || !family) return given || family;
  const joined = (han.test(given) && han.test(family) && !/^ja\b/.test(culture ?? '')) || (hangul.test(given) && hangul.test(family));
  const first = isCjk(family) || (culture ? familyFirst.test(culture) : false);
  const space = joined ? '' : ' ';
  return first ? `${family}${space}${given}` : `${given}${space}${family}`;
}
