import type { Book, Party } from './book.ts';
import { makeHanseatic } from './named/hanseatic.ts';
import { makeHengyuan } from './named/hengyuan.ts';
import { makeShopper } from './named/shopper.ts';

/** The records of namedRecords, with all that pages show of them. */
export function makeNamed(book: Book): Party[] {
  return [makeHanseatic(book), makeHengyuan(book), makeShopper(book)];
}
