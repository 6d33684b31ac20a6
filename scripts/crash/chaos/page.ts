// A page that writes all the time, driven from outside through `chaosPage`.

import { restAdapter } from '@vinculo/adapters/rest';
import { createClient } from '@vinculo/sdk';
import { random } from '../../demo-data/random.ts';
import type { ChaosState } from './page-api.ts';

const { endpoint, token, name, seed } = globalThis.chaos;
const rest = restAdapter({ endpoint, token: () => token });
const counts = { pushes: 0, pushesFailed: 0, sent: 0, answered: 0, pushMs: 0, pulls: 0, pullsFailed: 0, rows: 0, pullMs: 0, others: 0 };

/** Counts a call and how long it took. */
async function counted<T>(kind: 'push' | 'pull', call: () => Promise<T>): Promise<T> {
  const began = performance.now();
  counts[kind === 'push' ? 'pushes' : 'pulls']++;
  try {
    return await call();
  } catch (error) {
    counts[kind === 'push' ? 'pushesFailed' : 'pullsFailed']++;
    throw error;
  } finally {
    counts[`${kind}Ms`] += performance.now() - began;
  }
}

const crm = createClient({
  adapter: {
    ...rest,
    async push(changes, signal) {
      counts.sent += changes.length;
      const outcomes = await counted('push', () => rest.push(changes, signal));
      counts.answered += outcomes.length;
      return outcomes;
    },
    async pull(scope, cursor, limit, signal) {
      const page = await counted('pull', () => rest.pull(scope, cursor, limit, signal));
      counts.rows += page.rows.length;
      return page;
    },
    describe(signal) {
      counts.others++;
      return rest.describe(signal);
    },
    get(table, ids, signal) {
      counts.others++;
      return rest.get!(table, ids, signal);
    },
  },
  cache: 'disk',
});
const accounts = crm.accounts.query({ orderBy: ['id'] });
accounts.subscribe();

const draw = random(seed);
const tokens: string[] = [];
let timer: ReturnType<typeof setInterval> | undefined;

/** A person who makes accounts, and says of any something that nobody else says. */
function write(): void {
  const said = `${name}.${tokens.length}`;
  const { rows } = accounts.snapshot;
  const row = rows[Math.floor(draw.next() * rows.length)];
  const how = draw.next();
  if (!row || how < 0.2) crm.accounts.create({ name: said });
  else if (how < 0.6) crm.accounts.update(row.id, { industry: said });
  else crm.accounts.update(row.id, { tags: [...((row.tags as readonly string[] | null) ?? []), said] });
  tokens.push(said);
}

globalThis.chaosPage = {
  begin(perSecond) {
    timer = setInterval(write, 1000 / perSecond);
  },
  end() {
    clearInterval(timer);
    return tokens;
  },
  pulse: () => ({ ...counts, online: crm.status.snapshot.connection === 'online', waiting: crm.status.snapshot.waiting, made: tokens.length }),
  state(): ChaosState {
    const { connection, waiting } = crm.status.snapshot;
    const { rows, complete, status } = accounts.snapshot;
    return {
      connection, waiting, ready: complete === true && status === 'ready',
      parked: crm.outbox.snapshot.filter((e) => e.state !== 'waiting' && e.state !== 'sending').map((e) => `${e.state} ${e.reason?.code ?? ''} ${e.reason?.message ?? ''}`),
      rows: Object.fromEntries(rows.map((row) => [row.id, JSON.stringify([row.name, row.industry ?? null, row.tags ?? []])])),
    };
  },
};
