// What happens once, and takes its time.

import { newId } from '@vinculo/sdk/schema';
import type { Figure } from './report.ts';
import { type Stand, ask } from './stand.ts';
import { type Size, people } from './tenant.ts';

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

const text = (n: number): string => n.toLocaleString('en-US');

/** Commands that go over many records, each one transaction. */
export async function timedCommands(server: Stand, { book, merged }: Size): Promise<Figure[]> {
  const run = (command: string, input: object) => ask<{ output: { moved: Record<string, number> } }>(server, people.admin, 'run', { command, input, key: newId() });
  const atLeast = (moved: number | undefined, wanted: number, what: string): void => {
    if (moved !== wanted) throw new Error(`The ${what} moved ${moved} records instead of ${wanted}.`);
  };
  const transfer = await secondsOf(async () => atLeast((await run('transfer', { fromUserId: people.leaver, toUserId: people.heir })).output.moved['contact'], book, 'transfer'));
  const merge = await secondsOf(async () => atLeast((await run('merge', { table: 'contact', intoId: 'twin-1', fromId: 'twin-2' })).output.moved['activityLink'], merged, 'merge'));
  return [
    { id: 'transfer', says: `a transfer of ${text(book)} contacts`, value: transfer, unit: 's' },
    { id: 'merge', says: `a merge of a contact with ${text(merged)} activities`, value: merge, unit: 's' },
  ];
}

/** First readings of what hangs on other records, and is judged by them. */
export async function timedReadings(server: Stand, { dealParties }: Size): Promise<Figure[]> {
  const reading = async (subject: string): Promise<{ seconds: number; rows: number }> => {
    let rows = 0;
    const seconds = await secondsOf(async () => {
      let cursor: string | null = null;
      for (let more = true; more; ) {
        const page: { readonly rows: readonly unknown[]; readonly cursor: string; readonly more: boolean } = await ask(server, subject, 'pull', { table: 'dealParty', cursor, limit: 1000 });
        ({ cursor, more } = page);
        rows += page.rows.length;
      }
    });
    return { seconds, rows };
  };
  const admin = await reading(people.admin);
  const seller = await reading(people.seller);
  if (admin.rows !== dealParties || seller.rows === 0 || seller.rows >= admin.rows) throw new Error(`An admin read ${admin.rows} and a seller ${seller.rows} of ${dealParties} parties.`);
  return [
    { id: 'parties.admin', says: `an admin's first reading of ${text(dealParties)} parties of deals`, value: admin.seconds, unit: 's' },
    { id: 'parties.seller', says: `a seller's, who sees ${text(seller.rows)} of them`, value: seller.seconds, unit: 's' },
  ];
}
