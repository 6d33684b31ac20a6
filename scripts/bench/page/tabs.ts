// W10: two pages of one browser. A change is made in one; the other answers over a BroadcastChannel as soon as its own
// subscriber was told. The way back is taken off: it is half of what the limit measures.

import { type Contestant, NotAble, type OpenSpec, type Store } from './contestant.ts';
import { deals, idOf, randomNumbers, rankAt, type Row } from './rows.ts';
import { openLoaded, sourceOf, watched } from './watching.ts';

const shown = 50;
const specOf = (name: string): OpenSpec => ({
  name,
  durable: true,
  tables: { deal: [['rank']] },
  strict: true,
  manyTabs: true,
});
const random = randomNumbers(37);

/** The page that answers: every message comes back. */
export function echo(): void {
  const channel = new BroadcastChannel('bench-limit');
  channel.onmessage = ({ data }) => {
    if (data.to === 'echo') channel.postMessage({ to: 'sender', token: data.token });
  };
}

/** One way of a BroadcastChannel to the other page, in milliseconds: half of there and back. */
export async function oneWay(): Promise<number> {
  const channel = new BroadcastChannel('bench-limit');
  const token = random();
  const begin = performance.now();
  await new Promise<void>((resolve) => {
    channel.onmessage = ({ data }) => data.to === 'sender' && data.token === token && resolve();
    channel.postMessage({ to: 'echo', token });
  });
  const took = performance.now() - begin;
  channel.close();
  return took / 2;
}

export async function openSender(contestant: Contestant, name: string, rows: number, patience: number): Promise<Store> {
  const store = await openLoaded(contestant, specOf(name), [sourceOf('deal', deals(rows))], patience);
  if (!store.updateDurably) throw new NotAble('no strict durability');
  return store;
}

/** The other page: says over the channel which card stands first. */
export async function openListener(contestant: Contestant, name: string): Promise<Store> {
  const store = await contestant.open(specOf(name));
  const channel = new BroadcastChannel(`bench-${name}`);
  const told = (rows: readonly Row[]): void => channel.postMessage(rows[0]?.['rank']);
  await watched(
    { ...store, watch: (spec, tell) => store.watch!(spec, (rows) => (tell(rows), told(rows))) },
    { table: 'deal', orderBy: 'rank', limit: shown },
    shown,
  );
  return store;
}

/** From the durable commit here to the subscriber told there, in milliseconds. */
export async function tell(store: Store, name: string, rows: number, wayBack: number): Promise<number> {
  const channel = new BroadcastChannel(`bench-${name}`);
  const rank = rankAt(random() * 1e-9);
  let heard = 0;
  const answered = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('W10: the other page was not told within 30 s')), 30_000);
    channel.onmessage = ({ data }) => {
      if (data !== rank) return;
      heard = performance.now();
      clearTimeout(timer);
      resolve();
    };
  });
  // The card that is moved comes first of all; the one that was first goes back, so that there is room for the next.
  const id = idOf('deal', Math.floor(random() * rows));
  await store.updateDurably!('deal', id, { rank });
  const durable = performance.now();
  await answered;
  channel.close();
  await store.updateDurably!('deal', id, { rank: rankAt(0.1 + 0.9 * random()) });
  await store.settle?.();
  return Math.max(0, heard - durable - wayBack);
}

export async function close(contestant: Contestant, name: string, store: Store, wipe: boolean): Promise<void> {
  await store.close();
  if (wipe) await contestant.wipe(specOf(name));
}
