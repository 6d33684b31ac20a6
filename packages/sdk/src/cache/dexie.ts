import type { Dexie as Typed } from 'dexie';
import { Dexie as modern } from 'dexie/dist/modern/dexie.mjs';

/** Dexie's modern build. It has no types beside it: they are those of its main entry, by whose name every page finds them. */
export const Dexie: typeof Typed = modern;
export type Dexie = Typed;
