// A page with a client over a disk cache, driven from outside through `crashPage`.

import { createClient, type PendingChange, VinculoError } from '@vinculo/sdk';
import { type Step, tokensIn } from '../work.ts';
import { lineAdapter } from './line-adapter.ts';
import type { Told } from './page-api.ts';

const asked = new URLSearchParams(location.search);
const crm = createClient({ adapter: lineAdapter(asked.get('tab') ?? '', asked.get('idempotency') !== 'no'), cache: 'disk' });

const accounts = crm.collection('account').query();
const contacts = crm.collection('contact').query();
for (const live of [accounts, contacts]) live.subscribe();

const faults: Record<string, number> = {};
const lookAtStorage = (): void => {
  const { storage } = crm.status.snapshot;
  if (storage) faults[storage.code] ??= Date.now();
};
crm.status.subscribe(lookAtStorage);

function tell(told: Told): void {
  globalThis.tell?.(JSON.stringify(told));
}

function follow(token: string, change: PendingChange): void {
  const failed = (error: unknown): void => tell({ token, what: 'failed', code: error instanceof VinculoError ? error.code : String(error) });
  change.durable.then(() => tell({ token, what: 'durable' }), failed);
  change.synced.then(() => tell({ token, what: 'synced' }), failed);
}

function writeOne(step: Step): PendingChange | undefined {
  const { token } = step;
  const collection = crm.collection(step.table);
  const field = step.table === 'account' ? 'industry' : 'jobTitle';
  switch (step.op) {
    case 'create':
      return collection.create({ id: step.id, name: `The ${step.table} ${step.id}`, [field]: token, ...(step.accountId === undefined ? {} : { accountId: step.accountId }), ...(step.length === undefined ? {} : { description: 'x'.repeat(step.length) }) });
    case 'update':
      return collection.update(step.id, { [field]: token });
    case 'tag': {
      const row = accounts.snapshot.rows.find((r) => r.id === step.id);
      return row && collection.update(step.id, { tags: [...(row['tags'] as readonly string[]), token] });
    }
    case 'remove':
      return collection.remove(step.id);
    case 'touch': {
      const { rows } = accounts.snapshot;
      return rows.length === 0 ? undefined : collection.update(rows[step.nth % rows.length]!.id, { [field]: token });
    }
  }
}

/** From the group that begins here as many steps as belong to it, else one. */
function unitAt(steps: readonly Step[], at: number): readonly Step[] {
  const { group } = steps[at]!;
  return group === undefined ? [steps[at]!] : steps.filter((step) => step.group === group);
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}

globalThis.crashPage = {
  async write(steps, waits) {
    let last: PendingChange | undefined;
    for (let at = 0; at < steps.length;) {
      const unit = unitAt(steps, at);
      if (unit.length === 1) {
        const change = writeOne(unit[0]!);
        if (change) follow(unit[0]!.token, last = change);
      } else crm.batch(() => unit.forEach(writeOne)).forEach((change, i) => follow(unit[i]!.token, last = change));
      at += unit.length;
      // As a person's clicks would, the writes come in tasks of their own. (Timers of hidden tabs are slowed down.)
      if (at % 5 === 0) await (waits ? last?.durable : nextTask());
    }
  },
  state() {
    const { connection, leader, storage, waiting, parked } = crm.status.snapshot;
    return {
      connection, leader, storage: storage?.code, waiting, parked, shows: [accounts.snapshot.status, contacts.snapshot.status],
      outbox: crm.outbox.snapshot.map(({ change, state, reason }) => `${change.op === 'remove' ? change.id : tokensIn(change.patch, change.base).join()} ${state} ${reason?.message ?? ''}`),
    };
  },
  faults: () => faults,
  rows: () => ({ account: accounts.snapshot.rows, contact: contacts.snapshot.rows }),
  retry: () => crm.retry(),
  hide(hidden) {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (hidden ? 'hidden' : 'visible') });
    document.dispatchEvent(new Event('visibilitychange'));
  },
  hang(milliseconds) {
    for (const until = Date.now() + milliseconds; Date.now() < until;);
  },
  async passDisk() {
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name!);
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error!));
      });
      await new Promise<void>((resolve) => db.transaction([...db.objectStoreNames], 'readwrite').addEventListener('complete', () => resolve()));
      db.close();
    }
  },
  close: () => crm.close(),
};
