// The page: all contestants, in one script. It offers itself to the program that drives it.

import { type Bench, makeBench } from '../page/bench.ts';
import { ours } from '../page/ours.ts';
import { dexie } from './dexie.ts';
import { rxdbDexie, rxdbMemory } from './rxdb.ts';
import { tanstack } from './tanstack.ts';
import { tinybase } from './tinybase.ts';
import { zero } from './zero.ts';

declare global {
  interface Window {
    bench: Bench;
  }
}

window.bench = makeBench([ours, dexie, tanstack, rxdbMemory, rxdbDexie, tinybase, zero]);
