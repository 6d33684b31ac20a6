import { once } from 'node:events';
import { request, type ClientRequest, type IncomingMessage } from 'node:http';
import { newId } from '@vinculo/sdk/schema';
import { percentile } from '../statistics.ts';
import type { Jobs, Live } from './jobs.ts';
import type { Pause } from './generator.ts';
import { ask, tokenOf } from './stand.ts';
import { people } from './tenant.ts';
import { newContact } from './workloads.ts';

export interface Stream {
  close(): void;
}

/** An open stream of hints. */
export async function openStream(url: string, token: string, { hint, end }: { hint(): void; end?(): void }): Promise<Stream> {
  const asked: ClientRequest = request(`${url}/v1/live`, { headers: { authorization: `Bearer ${token}` }, agent: false });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]; // as Node says of this event
  if (answer.statusCode !== 200) throw new Error(`A stream was answered ${answer.statusCode}.`);
  asked.on('error', () => undefined); // ends it, which is heard below
  answer.on('error', () => undefined);
  let closed = false;
  answer.on('close', () => !closed && end?.());
  await new Promise<void>((connected) => {
    answer.setEncoding('utf8').on('data', (text: string) => {
      connected();
      if (text.includes('event: hint')) hint();
    });
  });
  return {
    close() {
      closed = true;
      asked.destroy();
    },
  };
}

/** Open streams, and changes that all of them are told of; then each asks for what changed, as a client does. */
export async function live({ url, clients, changes, around }: Jobs['live']['job'], pause: Pause): Promise<Live> {
  const token = await tokenOf(people.admin);
  let heard: () => void = () => undefined;
  const streams: Stream[] = [];
  // In bundles, as they would come after a restart: each is judged by the database.
  while (streams.length < clients) streams.push(...(await Promise.all(Array.from({ length: Math.min(50, clients - streams.length) }, () => openStream(url, token, { hint: () => heard() })))));
  await pause('open');

  const told: number[] = [];
  const shown: number[] = [];
  let cursor = around.end;
  const client = newId();
  const pull = async (): Promise<string> => {
    const page = await ask<{ cursor: string; rows: readonly unknown[] }>({ url }, people.admin, 'pull', { table: 'contact', cursor });
    return page.cursor;
  };
  for (let change = 1; change <= changes; change++) {
    for (const asks of [false, true]) {
      cursor = await pull();
      const id = newId();
      const began = performance.now();
      const pulls: Promise<void>[] = [];
      const all = new Promise<void>((done) => {
        let left = clients;
        heard = () => {
          told.push(performance.now() - began);
          if (asks) pulls.push(oneAsks(url, token, cursor, id).then(() => void shown.push(performance.now() - began)));
          if (--left === 0) done();
        };
      });
      await ask({ url }, people.admin, 'push', { changes: [{ key: [client, change * 2 + Number(asks)], op: 'create', table: 'contact', id, patch: newContact(change), base: {}, at: new Date().toISOString() }] });
      await all;
      await Promise.all(pulls);
    }
  }
  for (const stream of streams) stream.close();
  return { open: clients, told: both(told), shown: both(shown) };
}

const both = (samples: readonly number[]): { p50: number; p99: number } => ({ p50: percentile(samples, 0.5), p99: percentile(samples, 0.99) });

async function oneAsks(url: string, token: string, cursor: string, id: string): Promise<void> {
  const answer = await fetch(`${url}/v1/pull`, { method: 'POST', body: JSON.stringify({ table: 'contact', cursor }), headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } });
  const { rows } = (await answer.json()) as { rows: readonly { readonly id: string }[] };
  if (!rows.some((row) => row.id === id)) throw new Error('A client that was told of a change does not get it.');
}
