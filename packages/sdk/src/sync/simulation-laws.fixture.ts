import type { StoredEntry } from '../cache/cache.ts';
import type { Result } from '../client/vinculo.ts';
import { type AnyRow, type Change, compileWhere, type Entity, entityNamed, sameValue } from '../schema/index.ts';
import type { MemoryBackend } from '../testing/index.ts';
import type { Engine } from './engine.ts';
import { keyOf } from './entry-key.ts';
import { type Client, isOpen, type Ledger, type Made, type SimBrowser } from './simulated-ledger.fixture.ts';
import { noContent } from './simulated-files.fixture.ts';
import { part } from './simulated-schedule.fixture.ts';
import type { World } from './simulated-time.fixture.ts';

const account = entityNamed('account')!;
const attachment = entityNamed('attachment')!;
/** What persons write in simulations. */
const fields = ['name', 'industry', 'status', 'website', 'tags', 'ownerId'];
const fileFields = ['name', 'type', 'recordId'];
/** Whether a row belongs to the part that some browsers hold. */
export const inPart: (row: AnyRow) => boolean = compileWhere(account, part);
/** Those of them that hold one value, of accounts and files. */
const fieldsOfOne = ['industry', 'status', 'website', 'type'];
const shows = ({ state }: StoredEntry): boolean => state !== 'refused' && state !== 'conflict';

/** Rows that a page shows, and which those are to be. */
interface View {
  readonly name: string;
  readonly entity: Entity;
  readonly rows: readonly AnyRow[];
  readonly result: Result<AnyRow> | undefined;
  readonly fields: readonly string[];
  readonly holds: (row: AnyRow) => boolean;
}

function viewsOf({ rows, result, browser, files }: Client): readonly View[] {
  const accounts: View = { name: 'accounts', entity: account, rows, result, fields, holds: browser.scoped ? inPart : () => true };
  return files ? [accounts, { name: `files of ${files.of}`, entity: attachment, rows: files.rows, result: files.result, fields: fileFields, holds: files.holds }] : [accounts];
}

/** What one page showed in one view when it was last looked at. */
interface Look {
  readonly view: string;
  readonly rows: readonly AnyRow[];
  readonly entries: readonly StoredEntry[];
  /** Of each row: what the backend was known to have, and the own changes over it. */
  readonly below: ReadonlyMap<string, { readonly confirmed: AnyRow | undefined; readonly changes: readonly Change[]; readonly row: AnyRow | undefined }>;
}

/** What holds at every moment, whatever happens. */
export class Watch {
  /** Of each page the last look at the rows of each entity. */
  readonly #looks = new Map<Client, Map<string, Look>>();
  readonly #entries = new Map<Client, readonly StoredEntry[]>();
  readonly #faults = new Map<Client, unknown>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** @throws Error that says which law is broken */
  look(clients: readonly Client[]): void {
    for (const client of clients) if (client.page.process.alive) this.#lookAt(client);
  }

  #lookAt(client: Client): void {
    const { name, crm, rows, files, browser } = client;
    const { lost, storage } = crm.status.snapshot;
    const last = this.#entries.get(client);
    if (storage?.code === 'emptied' && this.#faults.get(client) !== storage) browser.toldEmptied = this.#world.now;
    this.#faults.set(client, storage);
    if (lost !== undefined) {
      if (rows.length + (files?.rows.length ?? 0) > 0) throw new Error(`${name} shows rows although access was revoked`);
      for (const r of [client.result, files?.result]) if (r && r.status !== 'error') throw new Error(`${name} says ${r.status} although access was revoked`);
      if (last && lost < last.length) throw new Error(`${name} says that ${lost} changes were lost, but ${last.length} were`);
      if (last) browser.toldLost = Math.max(browser.toldLost, lost);
      else browser.toldLost += lost;
      this.#entries.delete(client);
      this.#looks.delete(client);
      return;
    }
    for (const view of viewsOf(client)) this.#lookAtView(client, view);
  }

  #lookAtView(client: Client, view: View): void {
    const { name, engine } = client;
    const { entity, rows, result } = view;
    const looks = this.#looks.get(client) ?? this.#looks.set(client, new Map<string, Look>()).get(client)!;
    const before = looks.get(entity.name);
    const last = before?.view === view.name ? before : undefined;
    const entries = engine.entries.snapshot;
    if (!result || (result.status !== 'ready' && result.status !== 'stale') || (last?.rows === rows && last.entries === entries)) return;
    const now = pictureOf(engine, view);
    for (const [id, { confirmed, row }] of now.below) {
      const made = expected(confirmed, entries.filter((e) => shows(e) && e.change.table === entity.name && e.change.id === id));
      const wanted = made && view.holds({ ...made, id }) ? made : undefined;
      if (wanted === undefined && row) throw new Error(`${name} shows ${id}, which is not there, does not belong to what it holds or was removed by its own change`);
      if (wanted && !row) throw new Error(`${name} does not show ${id} (${result.status})`);
      for (const field of wanted ? view.fields : []) if (!sameValue(row![field] ?? null, wanted![field] ?? null)) throw new Error(`${name} shows ${JSON.stringify(row![field])} as ${field} of ${id}, but what is known and its own changes make ${JSON.stringify(wanted![field])} (${result.status})`);
    }
    if (last) rolledBack(name, last, now);
    looks.set(entity.name, now);
    this.#entries.set(client, entries);
  }
}

function pictureOf(engine: Engine, { name, entity, rows }: View): Look {
  const table = engine.store.table(entity);
  const entries = engine.entries.snapshot;
  const shown = new Map(rows.map((r) => [r.id, r]));
  const own = entries.filter((e) => e.change.table === entity.name && shows(e));
  const ids = new Set([...table.confirmedIds(), ...shown.keys(), ...own.map((e) => e.change.id)]);
  return {
    view: name, rows, entries,
    below: new Map([...ids].map((id) => [id, { confirmed: table.confirmed(id), changes: own.filter((e) => e.change.id === id).map((e) => e.change), row: shown.get(id) }])),
  };
}

/** What a row is to show: what the backend is known to have, and over it the own changes that were not refused, oldest first. */
function expected(confirmed: AnyRow | undefined, changes: readonly StoredEntry[]): Record<string, unknown> | undefined {
  let row: Record<string, unknown> | undefined = confirmed;
  for (const { change } of changes) {
    if (change.op === 'create') row = change.patch;
    else if (change.op === 'remove') row = undefined;
    else if (row) row = { ...row, ...change.patch };
  }
  return row;
}

/** A refusal touches its own record only: every other one of which nothing new is known stays as it was. */
function rolledBack(name: string, before: Look, after: Look): void {
  const moved = new Set(before.entries.filter(shows).map((e) => keyOf(e.change)));
  const refused = after.entries.filter((e) => !shows(e) && moved.has(keyOf(e.change)));
  if (refused.length === 0) return;
  const touched = new Set(refused.map((e) => e.change.id));
  for (const [id, was] of before.below) {
    const is = after.below.get(id);
    // A change that was brought up to a newer schema is another one.
    const known = is !== undefined && is.confirmed === was.confirmed && is.changes.length === was.changes.length && is.changes.every((change, i) => change === was.changes[i]);
    if (touched.has(id) || !known || sameValue(is.row, was.row)) continue;
    throw new Error(`${name} shows another ${id} since the backend refused a change of ${[...touched].join()}`);
  }
}

/** In the end: of what was acknowledged nothing is lost but what the laws of wiping and revoking say, that is told, and nothing was applied twice. */
export function settleAccounts(backend: MemoryBackend, ledger: Ledger, wasRevoked: (user: string) => boolean, open: readonly Client[]): void {
  // Durable or not: whoever made a change and has the page open still hears what became of it.
  for (const { name, made } of open) for (const { made: { token, end, isTakenBack } } of made) if (end === undefined && !isTakenBack) throw new Error(`${name} never heard what became of ${token}`);
  const history = backend.rows('historyEntry');
  // A set that overwrites another brings back what its author saw: what was written then is its newest value.
  const written = history.map((h) => Object.entries((h['after'] ?? {}) as Record<string, unknown>).flatMap(([field, value]) => {
    const before = new Set([((h['before'] ?? {}) as Record<string, unknown>)[field]].flat());
    const fresh = [value].flat().filter((v) => !before.has(v)).map((v) => String(v).replace(/!$/, ''));
    return Array.isArray(value) ? fresh.sort((a, b) => Number(b.slice(1)) - Number(a.slice(1))).slice(0, 1) : fresh;
  }));
  const removed = new Set(history.filter((h) => h['op'] === 'remove').map((h) => String(h['recordId'])));
  const there = new Set(['account', 'attachment'].flatMap((table) => backend.rows(table).map(({ id }) => id)));
  // A removal is not told from another's of the same record: it is lost where nobody's came.
  const times = ({ kind, token, records: [id] }: Made): number => kind === 'remove' ? Number(removed.has(id!) || !there.has(id!)) : written.filter((values) => values.includes(token)).length;
  const twice = history.find((h) => String((h['after'] as { status?: unknown } | null)?.status).endsWith('!!'));
  if (twice) throw new Error(`${JSON.stringify(twice['after'])} was brought up to the newer version twice`);
  for (const made of ledger.made) {
    const applied = times(made);
    if (applied > 1 && !ledger.restored.has(made.token)) throw new Error(`${made.token} of ${made.by} was applied ${applied} times`);
    if (applied > 0 || !made.isDurable || made.isTakenBack) continue;
    // It went with the record that it was about. Its page said so, where it did not end before.
    if (made.records.some((id) => ledger.unmade.has(id)) && (made.end === 'refused' || !open.some(({ name }) => name === made.by))) continue;
    const { browser, wipes } = made;
    // Whose answer was lost is looked for, where the backend cannot be asked twice: a record that was hidden meanwhile is not told from one that is gone.
    if (made.kind === 'remove' && ledger.hidFrom.has(browser.user) && !backend.adapter(browser.user).capabilities.idempotency) continue;
    const silent = `${made.token} of ${made.by} was acknowledged and is lost (${made.end})`;
    if (wipes.size > 0) {
      const since = Math.min(...wipes);
      if (!(browser.toldEmptied >= since) && browser.toldLost === 0) throw new Error(`${silent} with wiped storage, which nobody was told`);
    } else if (!wasRevoked(browser.user)) throw new Error(silent);
    else if (browser.toldLost === 0) throw new Error(`${silent} with access that was revoked, which nobody was told`);
  }
}

/** What a page took back of a record that nobody took anything else back of does not stand there, unless a person was asked about that record or was told that nobody knows. */
export function checkTakenBack(backend: MemoryBackend, ledger: Ledger): void {
  const rows = new Map(['account', 'attachment'].flatMap((table) => backend.rows(table)).map((row) => [row.id, row]));
  const records = [...ledger.undone.keys()].map(({ records: [id] }) => id!);
  for (const [{ kind, token, by, records: [record], end }, client] of ledger.undone) {
    const id = client.engine.store.resolve(undefined, record!);
    const wasAsked = ledger.decided.has(record!) || ledger.decided.has(id) || end === 'refused';
    if (kind !== 'edit' || !isOpen(client) || wasAsked || records.indexOf(record!) !== records.lastIndexOf(record!)) continue;
    if (ledger.revokedFrom.has(client.user) || ledger.wasWiped(client.browser)) continue;
    const row = rows.get(id);
    const field = row && fieldsOfOne.find((f) => row[f] === token);
    if (field) throw new Error(`${by} took ${token} back, and it stands as ${field} of ${id}`);
  }
}

/** What names a file names one that is there, and the right one. */
export async function checkFiles(backend: MemoryBackend): Promise<void> {
  for (const row of backend.rows('attachment')) {
    if (row['blobId'] === noContent) continue;
    const content = await backend.blobs.get(String(row['blobId']))?.text();
    if (content !== row['name']) throw new Error(`the file ${String(row['name'])} is stored as ${String(row['blobId'])} with the content ${String(content)}`);
  }
}

/** Whoever may hold nothing any more holds nothing. Answers what is left. */
export function leftOf({ browser, disk, clients }: SimBrowser): string | undefined {
  for (const { name, crm, rows, files } of clients.filter(isOpen)) {
    if (crm.status.snapshot.lost === undefined) return `${name} was not told that access was revoked`;
    if (rows.length + (files?.rows.length ?? 0) > 0 || crm.outbox.snapshot.length > 0) return `${name} shows what may not be held any more`;
  }
  const { tables, outbox, blobs } = browser.disk.content;
  if (disk && ([...tables.values()].some((t) => t.rows.size > 0 || (t.anew?.rows.size ?? 0) > 0) || outbox.size > 0 || blobs.size > 0)) return 'the disk holds what may not be held any more';
  return undefined;
}
