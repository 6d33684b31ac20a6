import { readVcards } from './read-vcard.ts';
import type { Vcard } from './vcard.ts';
import { textOf } from './vcard-lines.ts';

/** A file of more is no address book. */
const mostBytes = 20_000_000;

/** The cards of a file, in whatever charset it is written. None where it is none. */
export async function cardsIn(file: Blob): Promise<readonly Vcard[]> {
  return file.size > mostBytes ? [] : readVcards(textOf(new Uint8Array(await file.arrayBuffer())));
}
