import { type PendingChange, type Vinculo, createClient } from '@vinculo/sdk';
import type { Adapter } from '@vinculo/sdk/adapter';
import type { AnyRow } from '@vinculo/sdk/schema';
import { type Bench, readAll } from './bench.ts';
import { type ConformanceCase, hook, needs, versions } from './case.ts';
import { check, checkSame, within } from './check.ts';

/** Clients over the backend; all of them end with the case. */
async function withClients(adapters: readonly Adapter[], work: (...clients: readonly Vinculo[]) => Promise<void>): Promise<void> {
  const clients = adapters.map((adapter) => createClient({ adapter }));
  try {
    await work(...clients);
  } finally {
    await Promise.all(clients.map((crm) => crm.close({ wipe: 'discard' })));
  }
}

/** Looks again whenever the page has nothing else to do. */
async function until(bench: Bench, holds: () => boolean, asked: string): Promise<void> {
  const late = Date.now() + bench.patience;
  while (!holds()) {
    check(Date.now() < late, asked);
    await new Promise((resolve) => setTimeout(resolve));
  }
}

const nameOf = (row: AnyRow): string => `${row.id} ${row.version ?? ''}`;

/** Waits until these changes are confirmed or parked. */
async function sent(bench: Bench, crm: Vinculo, changes: readonly PendingChange[]): Promise<void> {
  let open = changes.length;
  const settled = (): void => void open--;
  for (const { synced } of changes) synced.then(settled, settled);
  await until(bench, () => {
    const { connection, waiting } = crm.status.snapshot;
    if (waiting > 0 || connection !== 'online') crm.retry();
    return open === 0;
  }, 'a client that is online again sends what waits');
}

/** The rows of a case, as a client without a past sees them. */
async function seenAnew(bench: Bench): Promise<readonly AnyRow[]> {
  const { other, subject: { table, title } } = bench.backend;
  let rows: readonly AnyRow[] = [];
  await withClients([other], async (crm) => {
    rows = (await crm.collection(table).query({ orderBy: ['id'] }).once()).rows.filter((row) => String(row[title]).endsWith(bench.label('')));
  });
  return rows;
}

/** What the client makes of the adapter: nothing lost, nothing doubled. */
export const clientCases: readonly ConformanceCase[] = [
  {
    name: 'two clients, one of them offline for a while, come to the same rows',
    skip: needs(hook('clients'), hook('fail')),
    async run(bench) {
      const { adapter, other, fail, subject: { table, make, title, first, second } } = bench.backend;
      const [both, gone] = [await bench.create('both'), await bench.create('gone')];
      await withClients([adapter, other], async (one, two) => {
        const views = [one, two].map((crm) => crm.collection(table).query({ orderBy: ['id'] }));
        const stops = views.map((view) => view.subscribe(() => undefined));
        await Promise.all(views.map((view) => view.once()));
        const mend = fail!('offline');
        const added = one.collection(table).create(make(bench.label('made offline')));
        const edits = [one.collection(table).update(both.id, { [second.field]: second.values[0] }), one.collection(table).update(added.id, { [second.field]: second.values[1] })];
        const shown = views[0]!.snapshot.rows.find((r) => r.id === added.id);
        checkSame([shown?.[title], shown?.[second.field]], [bench.label('made offline'), second.values[1]], 'what was written offline is shown at once, all of it');
        await two.collection(table).update(both.id, { [first.field]: first.values[0] }).synced;
        await two.collection(table).create(make(bench.label('made online'))).synced;
        await two.collection(table).remove(gone.id).synced;
        checkSame((await bench.labelled('made offline')).length, 0, 'what was written offline has not arrived yet');
        mend();
        await sent(bench, one, [added, ...edits]);
        checkSame(one.outbox.snapshot.map((e) => [e.state, e.reason?.message]), [], 'nothing is left in the outbox');

        const held = (await readAll(other, table)).rows;
        const rows = [...held.values()].filter((row) => String(row[title]).endsWith(bench.label('')));
        checkSame(rows.map((r) => String(r[title])).toSorted(), [bench.label('both'), bench.label('made offline'), bench.label('made online')], 'each record is there once, and the removed one is gone');
        checkSame([held.get(both.id)?.[first.field], held.get(both.id)?.[second.field]], [first.values[0], second.values[0]], 'both edits of one record stand');
        checkSame(rows.find((r) => r[title] === bench.label('made offline'))?.[second.field], second.values[1], 'an edit of a record that was created offline stands');
        const ids = rows.map(nameOf).toSorted();
        checkSame((await seenAnew(bench)).map(nameOf).toSorted(), ids, 'a client that comes later sees the same rows');
        if (adapter.capabilities.live) {
          const asSeen = (i: number): unknown => views[i]!.snapshot.rows.filter((r) => String(r[title]).endsWith(bench.label(''))).map(nameOf).toSorted();
          for (const i of adapter.capabilities.tombstones || adapter.capabilities.pull === 'page' ? [0, 1] : [1]) {
            await until(bench, () => JSON.stringify(asSeen(i)) === JSON.stringify(ids), 'a client that was there all the time hears of every change');
          }
        }
        for (const stop of stops) stop.unsubscribe();
      });
    },
  },
  {
    name: 'a create whose answer is lost under a client is neither lost nor doubled',
    skip: needs(hook('clients'), hook('loseNextAnswer')),
    async run(bench) {
      const { adapter, loseNextAnswer, subject: { table, make } } = bench.backend;
      await withClients([adapter], async (crm) => {
        await crm.collection(table).query({ orderBy: ['id'] }).once();
        loseNextAnswer!();
        const lost = crm.collection(table).create(make(bench.label('lost under way')));
        let confirmed = false;
        lost.synced.then(() => (confirmed = true), () => undefined);
        await until(bench, () => {
          if (crm.status.snapshot.connection !== 'online' || crm.status.snapshot.waiting > 0) crm.retry();
          return confirmed || crm.outbox.snapshot.some((e) => e.state === 'unknown');
        }, 'the client learns what became of it, or leaves it to a person');
        check(confirmed || !adapter.capabilities.idempotency, 'with idempotency the change is sent again and confirmed', crm.outbox.snapshot.map((e) => e.state));
        checkSame((await bench.labelled('lost under way')).length, 1, 'there is one record');
      });
    },
  },
  {
    name: 'what a client refers to by its own id arrives under the id that the backend keeps',
    skip: needs(hook('clients'), hook('child'), hook('fail')),
    async run(bench) {
      const { adapter, fail, subject: { table, make, child } } = bench.backend;
      await withClients([adapter], async (crm) => {
        await crm.collection(table).query({ orderBy: ['id'] }).once();
        const mend = fail!('offline');
        const parent = crm.collection(table).create(make(bench.label('parent')));
        const row = crm.collection(child!.table).create(child!.make(bench.label('child'), parent.id));
        mend();
        await sent(bench, crm, [parent, row]);
        const [stored, under] = [await row.synced, (await bench.labelled('parent'))[0]];
        checkSame(stored?.[child!.field], under?.id, 'the second record names the first as the backend calls it');
      });
    },
  },
  {
    name: 'a change that the backend refuses is shown to a person, and holds up nothing',
    skip: needs(hook('clients')),
    async run(bench) {
      const { adapter, subject: { table, make, first } } = bench.backend;
      const gone = await bench.create('removed by others');
      await withClients([adapter], async (crm) => {
        await crm.collection(table).query({ orderBy: ['id'] }).once();
        // Removed behind the client’s back, so that only the backend can refuse.
        await bench.stored(bench.change('remove', table, gone.id, {}, gone));
        const refused = crm.collection(table).update(gone.id, { [first.field]: first.values[0] });
        const passed = crm.collection(table).create(make(bench.label('passes')));
        const outcome = await within(bench.patience, refused.synced.then(() => 'stored', () => 'refused'), 'a refused change is told');
        checkSame(outcome, 'refused', 'an edit of a removed record is refused');
        await within(bench.patience, passed.synced, 'what comes after a refused change is sent');
        checkSame(crm.outbox.snapshot.map((e) => e.state), ['refused'], 'the refused change stands in the outbox for a person');
      });
    },
  },
  {
    name: 'a client that wrote over an unseen value, where a person decides, shows both and loses neither',
    skip: needs(versions, hook('ask'), hook('clients'), hook('fail')),
    async run(bench) {
      const { adapter, other, fail, subject: { table, ask } } = bench.backend;
      const { field, values } = ask!;
      const row = await bench.create('both wrote');
      await withClients([adapter], async (crm) => {
        await crm.collection(table).query({ orderBy: ['id'] }).once();
        const mend = fail!('offline');
        await bench.stored(bench.update(row, { [field]: values[0] }), other);
        const mine = crm.collection(table).update(row.id, { [field]: values[1] });
        mend();
        await sent(bench, crm, [mine]);
        checkSame(crm.outbox.snapshot.map((e) => [e.state, e.change.patch[field], e.theirs?.[field]]), [['conflict', values[1], values[0]]], 'the change waits for a person, with both values');
        checkSame((await bench.now(row.id))?.[field], values[0], 'until then theirs stands');
        crm.outbox.snapshot[0]?.retry();
        await until(bench, () => crm.outbox.snapshot.length === 0, 'what a person chose is sent');
        checkSame((await bench.now(row.id))?.[field], values[1], 'what a person chose stands');
      });
    },
  },
  {
    name: 'a row that goes out of sight leaves the views of a client',
    skip: needs(hook('clients'), hook('hide'), (c) => (!c.live ? 'no live hints' : c.tombstones || c.pull === 'page' ? undefined : 'a client looks for absent rows from time to time')),
    async run(bench) {
      const { adapter, hide, subject: { table } } = bench.backend;
      const [kept, row] = [await bench.create('in sight'), await bench.create('out of sight')];
      await withClients([adapter], async (crm) => {
        const view = crm.collection(table).query({ orderBy: ['id'] });
        const stop = view.subscribe(() => undefined);
        const ids = (): readonly string[] => view.snapshot.rows.map((r) => r.id);
        await view.once();
        check(ids().includes(row.id), 'the client shows what it may see', ids());
        await hide!(row.id);
        await until(bench, () => !ids().includes(row.id), 'the row leaves the view without anybody asking');
        check(ids().includes(kept.id), 'what may be seen stays', ids());
        stop.unsubscribe();
      });
    },
  },
];
