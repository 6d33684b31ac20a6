// What the page of the screen pop bench does: a book of contacts on this device, and the time from a call to the moment at which the caller's name is drawn.

import { createClient, type Vinculo } from '@vinculo/sdk';
import { memoryBackend } from '@vinculo/sdk/testing';

/** What main.ts calls. */
export interface PopBench {
  /** The tables are in memory and on disk. */
  warmUp(): Promise<void>;
  /** ms from the call to the frame after the caller stands there. */
  pop(number: string, name: string): Promise<number>;
}

declare global {
  interface Window { popBench: PopBench }
}

const contacts = 20_000;

/** Nobody answers for so long after the page began: a cold page has its disk alone. */
const answersAfter = Number(new URLSearchParams(location.search).get('answersAfter') ?? 0);

const at = '2026-11-22T10:00:00.000Z';
const backend = memoryBackend({
  seed: {
    contact: Array.from({ length: contacts }, (_, i) => ({ id: `c${i}`, name: `Caller ${i}`, phones: [{ id: 'p', raw: `+49 171 ${1_000_000 + i}`, e164: `+49171${1_000_000 + i}` }], createdAt: at, updatedAt: at })),
    account: [], lead: [], ticket: [], deal: [], stage: [], activity: [], activityLink: [],
  },
});
const adapter = backend.adapter();
const later = async (): Promise<void> => { if (performance.now() < answersAfter) await new Promise((done) => { setTimeout(done, answersAfter - performance.now()); }); };
const crm: Vinculo = createClient({
  cache: 'disk', locale: 'en',
  adapter: { ...adapter, pull: async (...asked) => { await later(); return adapter.pull(...asked); }, describe: async (signal) => { await later(); return adapter.describe(signal); } },
});
/** The element, which the bundle brings along (main.ts). */
const pop: HTMLElement & { client?: Vinculo; pop?: (number: string) => void } = document.createElement('vinculo-screen-pop');
pop.client = crm;
document.body.append(pop);

window.popBench = {
  async warmUp() {
    for (const table of ['contact', 'account', 'lead']) {
      await new Promise<void>((done) => { crm.collection(table).query({ limit: 1 }).subscribe(({ status }) => { if (status === 'ready') done(); }); });
    }
    await crm.lookupPhone('+49 171 1000000');
    // Until all of it is on disk: a write is durable after what was written before it.
    await crm.collection('contact').update('c0', { jobTitle: 'Buyer' }).durable;
  },
  pop(number, name) {
    return new Promise((done) => {
      const began = performance.now();
      const look = (): void => {
        if (!pop.shadowRoot?.querySelector('[part~=name]')?.textContent.includes(name)) return void requestAnimationFrame(look);
        requestAnimationFrame(() => done(performance.now() - began));
      };
      pop.pop?.(number);
      look();
    });
  },
};
