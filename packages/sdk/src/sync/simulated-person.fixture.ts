import type { PendingChange, Vinculo } from '../client/vinculo.ts';
import type { AnyRow } from '../schema/index.ts';
import { type Client, isOpen, type Ledger } from './simulated-ledger.fixture.ts';
import { heldFiles, noContent } from './simulated-files.fixture.ts';
import type { Step } from './simulated-schedule.fixture.ts';
import type { World } from './simulated-time.fixture.ts';

/** What a person does in one page, and what happens to that page. */
export function act(world: World, ledger: Ledger, client: Client, { what: given, row, wait }: Step): void {
  const { crm, line, page } = client;
  const rows = client.all?.rows ?? client.rows;
  const target = rows[row % Math.max(1, rows.length)];
  const what = !client.files && (given === 'file' || given === 'move' || given === 'turn') ? 'edit' : given;
  switch (what) {
    case 'file':
    case 'move':
    case 'turn':
      file(ledger, client, what, row);
      break;
    case 'edit':
      if (target) edit(ledger, client, target, row);
      break;
    case 'hand':
      if (target) {
        const token = ledger.token();
        ledger.track(client, 'edit', token, crm.accounts.update(target.id, { ownerId: row % 2 === 0 ? 'u0' : 'u1', industry: token }));
      }
      break;
    case 'create': {
      const token = ledger.token();
      ledger.track(client, 'create', token, create(crm, 'account', token, row % 2 === 0 ? { ownerId: 'u0' } : {}));
      break;
    }
    case 'link': {
      const token = ledger.token();
      const account = create(crm, 'account', token);
      ledger.track(client, 'create', token, account);
      const other = ledger.token();
      ledger.track(client, 'create', other, create(crm, 'contact', other, { accountId: account.id }));
      break;
    }
    case 'attach': {
      const token = ledger.token();
      ledger.note(`${client.name} file ${token}`);
      void attach(ledger, client, token);
      break;
    }
    case 'remove':
      if (target && row > 4) {
        ledger.track(client, 'remove', ledger.token(), crm.accounts.remove(target.id));
      }
      break;
    case 'batch': {
      const both = client.rows.slice(0, 2);
      const tokens = both.map(() => ledger.token());
      const changes = crm.batch(() => both.forEach((r, i) => crm.accounts.update(r.id, { website: `https://${tokens[i]}.example` })));
      changes.forEach((change, i) => ledger.track(client, 'edit', `https://${tokens[i]}.example`, change));
      break;
    }
    case 'undo': {
      const last = client.made.at(-1);
      // A backend with ids of its own takes a removed record that comes back for a new one, which what named the old one does not follow.
      if (!last || (last.made.kind === 'remove' && client.mintsIds)) break;
      ledger.note(`${client.name} undo ${last.made.token}`);
      const undone = client.made.filter(({ made }) => made === last.made || (made.group !== undefined && made.group === last.made.group));
      for (const { made } of undone) made.isTakenBack = true;
      if (last.made.kind === 'create') ledger.unmade.add(last.change.id);
      // What stood in these records before comes back: it is written once more. They may have got other ids since.
      const nameNow = (id: string): string => client.engine.store.resolve(undefined, id);
      const records = new Set(undone.map(({ change }) => nameNow(change.id)));
      for (const m of ledger.made) if (records.has(nameNow(m.records[0]!))) ledger.restored.add(m.token);
      ledger.undo(client, last);
      break;
    }
    case 'retry':
      crm.retry();
      for (const e of crm.outbox.snapshot) if (e.state === 'refused' || e.state === 'conflict') ledger.decide(client, e, 'retry');
      break;
    case 'discard':
      for (const e of crm.outbox.snapshot) if (e.state !== 'waiting' && e.state !== 'sending') ledger.decide(client, e, 'discard');
      break;
    case 'cut':
      ledger.note(`cut ${client.name}`);
      line.up = false;
      break;
    case 'heal':
      line.up = true;
      line.lossOut = line.lossBack = line.twice = 0;
      break;
    case 'lossy':
      ledger.note(`lossy ${client.name}`);
      line.lossOut = line.lossBack = line.twice = 0.3;
      line.latency = 200;
      break;
    case 'close':
      ledger.note(`close ${client.name}`);
      leave(client);
      void crm.close();
      break;
    case 'die':
      ledger.note(`die ${client.name} after ${row} transactions`);
      page.dieAfter(row);
      world.after(wait + 200, () => {
        if (page.process.alive) page.close();
        leave(client);
      });
      break;
    case 'freeze':
      ledger.note(`freeze ${client.name}`);
      page.process.freeze();
      world.after(row * 4000, () => {
        ledger.note(`thaw ${client.name}`);
        page.process.thaw();
      });
      break;
    case 'behind':
      page.visible = !page.visible;
      break;
  }
}

/** Nobody looks at the page any more. */
export function leave(client: Client): void {
  const { clients } = client.browser;
  if (clients.includes(client)) clients.splice(clients.indexOf(client), 1);
}

async function attach(ledger: Ledger, client: Client, token: string): Promise<void> {
  const { crm } = client;
  const blobId = await crm.upload(new Blob([token]), token).catch(() => undefined);
  // Whoever closed the page meanwhile, or may hold nothing any more, writes nothing.
  if (blobId === undefined || !isOpen(client) || crm.status.snapshot.lost !== undefined) return;
  ledger.track(client, 'create', token, create(crm, 'attachment', token, { table: 'account', recordId: 'a0', blobId }));
}

/** With an id that is the same in every run of a schedule. */
function create(crm: Vinculo, table: string, token: string, more: Record<string, unknown> = {}): PendingChange {
  return crm.collection(table).create({ id: `new-${token}`, name: token, ...more });
}

function edit(ledger: Ledger, client: Client, target: AnyRow, row: number): void {
  const token = ledger.token();
  const patch = row % 3 === 0 ? { industry: token } : row % 3 === 1 ? { status: token } : { tags: [...((target['tags'] as string[] | undefined) ?? []), token] };
  ledger.track(client, 'edit', token, client.crm.accounts.update(target.id, patch));
}

function file(ledger: Ledger, client: Client, what: 'file' | 'move' | 'turn', row: number): void {
  const { crm } = client;
  const files = client.files!;
  const target = files.rows[row % Math.max(1, files.rows.length)];
  const record = `a${row % 3}`;
  if (what === 'turn') {
    ledger.note(`${client.name} turns to ${record}`);
    files.turn(record);
    return;
  }
  if (what === 'file' && row > 7) {
    if (!target) return;
    ledger.track(client, 'remove', ledger.token(), crm.attachments.remove(target.id));
    return;
  }
  const token = ledger.token();
  if (what === 'move') {
    if (target) ledger.track(client, 'edit', token, crm.attachments.update(target.id, { recordId: record, type: token }));
  } else if (row % 2 === 0) ledger.track(client, 'create', token, create(crm, 'attachment', token, { ...heldFiles, recordId: files.of, blobId: noContent }));
  else if (target) ledger.track(client, 'edit', token, crm.attachments.update(target.id, { type: token }));
}
