// A page that writes all the time, driven from outside through `chaosPage`.

import { restAdapter } from '@vinculo/adapters/rest';
import { createClient } from '@vinculo/sdk';
import { random } from '../../demo-data/random.ts';
import type { ChaosState } from './page-api.ts';

const { endpoint, token, name, seed } = globalThis.chaos;
const crm = createClient({ adapter: restAdapter({ endpoint, token: () => token }), cache: 'disk' });
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
