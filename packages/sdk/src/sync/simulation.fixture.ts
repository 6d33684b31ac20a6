import fc from 'fast-check';
import { clientOver } from '../client/create-client.ts';
import type { OutboxEntry, PendingChange, Result, Vinculo } from '../client/vinculo.ts';
import type { AnyRow } from '../schema/index.ts';
import { memoryBackend, type MemoryBackend, type MemoryBackendOptions } from '../testing/index.ts';
import { Engine } from './engine.ts';
import { Browser, type Page } from './simulated-browser.fixture.ts';
import { Line, throughLine } from './simulated-line.fixture.ts';
import { type Process, World } from './simulated-time.fixture.ts';

/** Backends of different abilities. */
export const backends: Readonly<Record<string, MemoryBackendOptions>> = {
  'all it can': {},
  'ids of its own': { capabilities: { ids: 'server' } },
  'since, no tombstones': { capabilities: { pull: 'since', tombstones: false, live: false } },
  'whole pages': { capabilities: { pull: 'page', tombstones: false } },
  'no idempotency, compares versions': { capabilities: { idempotency: false, ids: 'server', push: 'single', atomic: false }, conflicts: 'compare' },
  'no idempotency, overwrites': { capabilities: { idempotency: false, versions: false, pull: 'since', tombstones: false } },
  'answers whole tables only': { capabilities: { query: false, aggregate: false, atomic: false } },
};

export interface Step {
  /** Milliseconds before it. */
  readonly wait: number;
  /** Which client, browser or row; taken modulo how many there are. */
  readonly who: number;
  readonly row: number;
  readonly what:
    | 'edit' | 'create' | 'link' | 'attach' | 'remove' | 'batch' | 'undo' | 'elsewhere'
    | 'retry' | 'discard'
    | 'cut' | 'heal' | 'lossy' | 'expire' | 'hide'
    | 'close' | 'die' | 'crash' | 'freeze' | 'wipe' | 'skew' | 'behind' | 'deaf' | 'upgrade';
}

export interface Schedule {
  readonly seed: number;
  readonly backend: string;
  /** How many tabs each browser has at first, and whether it keeps a disk. */
  readonly browsers: readonly { readonly tabs: number; readonly disk: boolean; readonly user: number }[];
  readonly steps: readonly Step[];
}

const what = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom<Step['what']>('edit', 'edit', 'edit', 'create', 'link', 'attach', 'batch', 'remove', 'undo', 'elsewhere') },
  { weight: 5, arbitrary: fc.constantFrom<Step['what']>('cut', 'heal', 'heal', 'lossy', 'expire', 'hide', 'retry', 'discard') },
  { weight: 5, arbitrary: fc.constantFrom<Step['what']>('close', 'die', 'die', 'crash', 'freeze', 'skew', 'behind', 'deaf') },
);

export const anySchedule: fc.Arbitrary<Schedule> = fc.record({
  seed: fc.nat(),
  backend: fc.constantFrom(...Object.keys(backends)),
  browsers: fc.oneof(
    fc.constant([{ tabs: 2, disk: true, user: 0 }]),
    fc.constant([{ tabs: 2, disk: true, user: 0 }, { tabs: 1, disk: false, user: 1 }]),
    fc.constant([{ tabs: 3, disk: true, user: 0 }, { tabs: 1, disk: true, user: 0 }]),
    fc.constant([{ tabs: 2, disk: true, user: 0 }, { tabs: 2, disk: true, user: 1 }, { tabs: 1, disk: false, user: 0 }]),
  ),
  steps: fc.array(fc.record({ wait: fc.oneof(fc.nat(3), fc.nat(40), fc.nat(3000)), who: fc.nat(9), row: fc.nat(9), what }), { minLength: 3, maxLength: 16, size: 'max' }),
});

/** A change that somebody made, and what is known of it. */
interface Made {
  readonly by: string;
  /** Value that stands in no other change. */
  readonly token: string;
  readonly kind: 'edit' | 'create';
  readonly key: string;
  readonly group: string | undefined;
  isDurable: boolean;
  /** The page said what became of it. */
  end: 'synced' | 'refused' | undefined;
  /** A person took it back, or let it go. */
  isTakenBack: boolean;
}

interface Client {
  readonly name: string;
  readonly user: string;
  readonly page: Page;
  readonly browser: SimBrowser;
  readonly engine: Engine;
  readonly crm: Vinculo;
  readonly line: Line;
  rows: readonly AnyRow[];
  result: Result<AnyRow> | undefined;
  readonly made: { readonly change: PendingChange; readonly made: Made }[];
}

interface SimBrowser {
  readonly browser: Browser;
  readonly disk: boolean;
  readonly user: string;
  readonly tabs: number;
  readonly clients: Client[];
  /** Its disk was wiped: what stood there alone is lost, and reported. */
  wiped: boolean;
}

const users = ['u0', 'u1'];
const seed = { user: users.map((id) => ({ id, name: id })), account: ['a0', 'a1', 'a2'].map((id) => ({ id, name: id, industry: 'none' })) };
/** Longest time in which everything has to come to rest, in milliseconds. */
const longestRest = 15 * 60_000;

export class Simulation {
  readonly world: World;
  readonly backend: MemoryBackend;
  readonly browsers: SimBrowser[];
  readonly made: Made[] = [];
  readonly #restored = new Set<string>();
  #tokens = 0;
  #opened = 0;
  readonly #log: string[] = [];

  constructor(schedule: Schedule) {
    this.world = new World(schedule.seed);
    this.backend = memoryBackend({ ...backends[schedule.backend], seed, now: () => this.world.now });
    // Parts of the software come late, and one of a page may come only when it is asked for again.
    const failed = new WeakSet<Process>();
    const come = (process: Process): Promise<void> => process.hear((done, fail) => {
      const fails = !failed.has(process) && this.world.random() < 0.05;
      if (fails) failed.add(process);
      this.world.after(this.world.random() * 30, () => (fails ? fail(new TypeError('Failed to fetch')) : done()));
    });
    this.browsers = schedule.browsers.map(({ tabs, disk, user }) => ({ browser: Object.assign(new Browser(this.world), { come }), disk, user: users[user]!, tabs, clients: [], wiped: false }));
  }

  /** @throws Error that says which property does not hold, and what happened until then */
  async run(schedule: Schedule): Promise<void> {
    try {
      for (const b of this.browsers) for (let i = 0; i < b.tabs; i++) this.#open(b);
      await this.#pass(300);
      for (const step of schedule.steps) {
        await this.#pass(step.wait);
        this.#do(step);
        this.#look();
      }
      await this.#rest();
      this.#check();
      await this.#checkFiles();
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : String(error)}\n${this.#log.join('\n')}`, { cause: error });
    } finally {
      for (const c of this.#clients()) c.page.close();
    }
  }

  #pass(milliseconds: number): Promise<void> {
    return this.world.pass(milliseconds, () => this.#look());
  }

  #note(text: string): void {
    this.#log.push(`${String(Math.round(this.world.now - Date.UTC(2026, 10, 22))).padStart(7)} ${text}`);
  }

  #clients(): Client[] {
    return this.browsers.flatMap((b) => b.clients);
  }

  #open(browser: SimBrowser, schema = 1): Client {
    const page = browser.browser.open(schema);
    const line = new Line();
    const adapter = throughLine(this.backend.adapter(browser.user), page.process, line);
    const engine = new Engine(adapter, browser.disk ? 'disk' : 'memory', page.host);
    const crm = clientOver(engine, adapter);
    const client: Client = { name: `${browser.user}.${this.browsers.indexOf(browser)}.${++this.#opened}`, user: browser.user, page, browser, engine, crm, line, rows: [], result: undefined, made: [] };
    crm.collection('account').query().subscribe((result) => {
      client.result = result;
      client.rows = result.rows;
    });
    crm.contacts.query().subscribe(() => {});
    browser.clients.push(client);
    this.#note(`open ${client.name}`);
    return client;
  }

  #token(): string {
    return `t${++this.#tokens}`;
  }

  #track(client: Client, kind: Made['kind'], token: string, change: PendingChange): void {
    const entry = client.crm.outbox.snapshot.findLast((e) => e.change.id === change.id);
    const made: Made = { by: client.name, token, kind, key: entry?.change.key.join('#') ?? '', group: entry?.change.group, isDurable: false, end: undefined, isTakenBack: false };
    this.made.push(made);
    client.made.push({ change, made });
    change.durable.then(() => (made.isDurable = client.page.process.alive || made.isDurable), () => {});
    change.synced.then(() => (made.end = 'synced'), () => (made.end ??= 'refused'));
    this.#note(`${client.name} ${kind} ${token} of ${change.id}`);
  }

  #do({ what, who, row, wait }: Step): void {
    const clients = this.#clients();
    const client = clients[who % Math.max(1, clients.length)];
    const browser = this.browsers[who % this.browsers.length]!;
    if (client) this.#act(client, what, row, wait);
    switch (what) {
      case 'elsewhere': {
        const rows = this.backend.rows('account');
        const target = rows[row % Math.max(1, rows.length)];
        if (target) this.backend.update('account', target.id, { [row % 2 === 0 ? 'industry' : 'status']: this.#token() });
        break;
      }
      case 'expire':
        this.backend.faults.expire();
        break;
      case 'hide':
        this.backend.hide(browser.user, 'account', row % 2 === 0 ? { id: `a${row % 3}` } : null);
        break;
      case 'crash':
        this.#note(`crash ${this.browsers.indexOf(browser)}`);
        browser.browser.crash();
        browser.clients.splice(0);
        this.#open(browser);
        break;
      case 'wipe':
        if (!browser.disk) break;
        this.#note(`wipe ${this.browsers.indexOf(browser)}`);
        browser.wiped = true;
        browser.browser.disk.wipe();
        break;
      case 'upgrade':
        this.#open(browser, 2);
        break;
      case 'skew':
        browser.browser.skew = (row - 4.5) * 5.3 * 3_600_000;
        break;
      case 'deaf':
        browser.browser.deafness = row % 2 === 0 ? 0.3 : 0;
        break;
    }
    for (const b of this.browsers) if (b.clients.length === 0) this.#open(b);
  }

  #act(client: Client, what: Step['what'], row: number, wait: number): void {
    const { crm, line, page } = client;
    const target = client.rows[row % Math.max(1, client.rows.length)];
    switch (what) {
      case 'edit':
        if (target) this.#edit(client, target, row);
        break;
      case 'create': {
        const token = this.#token();
        this.#track(client, 'create', token, this.#create(crm, 'account', token));
        break;
      }
      case 'link': {
        const token = this.#token();
        const account = this.#create(crm, 'account', token);
        this.#track(client, 'create', token, account);
        const other = this.#token();
        this.#track(client, 'create', other, this.#create(crm, 'contact', other, { accountId: account.id }));
        break;
      }
      case 'attach': {
        const token = this.#token();
        this.#note(`${client.name} file ${token}`);
        void this.#attach(client, token);
        break;
      }
      case 'remove':
        if (target && row > 4) {
          this.#note(`${client.name} remove ${target.id}`);
          crm.accounts.remove(target.id);
        }
        break;
      case 'batch': {
        const both = client.rows.slice(0, 2);
        const tokens = both.map(() => this.#token());
        const changes = crm.batch(() => both.forEach((r, i) => crm.accounts.update(r.id, { website: `https://${tokens[i]}.example` })));
        changes.forEach((change, i) => this.#track(client, 'edit', `https://${tokens[i]}.example`, change));
        break;
      }
      case 'undo': {
        const last = client.made.at(-1);
        if (!last) break;
        this.#note(`${client.name} undo ${last.made.token}`);
        for (const { made } of client.made) if (made.group !== undefined && made.group === last.made.group) made.isTakenBack = true;
        last.made.isTakenBack = true;
        // What was there before comes back: it is written once more.
        for (const m of this.made) this.#restored.add(m.token);
        last.change.undo();
        break;
      }
      case 'retry':
        crm.retry();
        for (const e of crm.outbox.snapshot) if (e.state === 'refused' || e.state === 'conflict') this.#person(client, e, 'retry');
        break;
      case 'discard':
        for (const e of crm.outbox.snapshot) if (e.state !== 'waiting' && e.state !== 'sending') this.#person(client, e, 'discard');
        break;
      case 'cut':
        this.#note(`cut ${client.name}`);
        line.up = false;
        break;
      case 'heal':
        line.up = true;
        line.lossOut = line.lossBack = line.twice = 0;
        break;
      case 'lossy':
        this.#note(`lossy ${client.name}`);
        line.lossOut = line.lossBack = line.twice = 0.3;
        line.latency = 200;
        break;
      case 'close':
        this.#note(`close ${client.name}`);
        this.#remove(client);
        void crm.close();
        break;
      case 'die':
        this.#note(`die ${client.name} after ${row} transactions`);
        page.dieAfter(row);
        this.world.after(wait + 200, () => {
          if (page.process.alive) page.close();
          this.#remove(client);
        });
        break;
      case 'freeze':
        this.#note(`freeze ${client.name}`);
        page.process.freeze();
        this.world.after(row * 4000, () => {
          this.#note(`thaw ${client.name}`);
          page.process.thaw();
        });
        break;
      case 'behind':
        page.visible = !page.visible;
        break;
    }
  }

  async #attach(client: Client, token: string): Promise<void> {
    const { crm, page, browser } = client;
    const blobId = await crm.upload(new Blob([token]), token).catch(() => undefined);
    // Whoever closed the page meanwhile writes nothing.
    if (blobId === undefined || !page.process.alive || !browser.clients.includes(client)) return;
    this.#track(client, 'create', token, this.#create(crm, 'attachment', token, { table: 'account', recordId: 'a0', blobId }));
  }

  /** With an id that is the same in every run of a schedule. */
  #create(crm: Vinculo, table: string, token: string, more: Record<string, unknown> = {}): PendingChange {
    return crm.collection(table).create({ id: `new-${token}`, name: token, ...more });
  }

  #remove(client: Client): void {
    const { clients } = client.browser;
    if (clients.includes(client)) clients.splice(clients.indexOf(client), 1);
  }

  #edit(client: Client, target: AnyRow, row: number): void {
    const token = this.#token();
    const patch = row % 3 === 0 ? { industry: token } : row % 3 === 1 ? { status: token } : { tags: [...((target['tags'] as string[] | undefined) ?? []), token] };
    this.#track(client, 'edit', token, client.crm.accounts.update(target.id, patch));
  }

  #person(client: Client, entry: OutboxEntry, does: 'retry' | 'discard'): void {
    this.#note(`${client.name} ${does} ${entry.change.key[1]} ${entry.state} ${entry.reason?.code ?? ''}`);
    if (does === 'retry') return entry.retry();
    const { group } = entry.change;
    for (const made of this.made) {
      if (made.key === entry.change.key.join('#') || (group !== undefined && this.#inGroup(client, made, group))) made.isTakenBack = true;
    }
    // What builds on a create goes with it.
    if (entry.change.op === 'create') for (const e of client.crm.outbox.snapshot) if (e.change.id === entry.change.id || Object.values(e.change.patch).includes(entry.change.id)) this.#takeBack(e);
    entry.discard();
  }

  #inGroup(client: Client, made: Made, group: string): boolean {
    return client.crm.outbox.snapshot.some((e) => e.change.group === group && e.change.key.join('#') === made.key);
  }

  #takeBack(entry: OutboxEntry): void {
    for (const made of this.made) if (made.key === entry.change.key.join('#')) made.isTakenBack = true;
  }

  /** Whatever happens: own changes on their way are on the screen. */
  #look(): void {
    for (const { name, crm, rows, page, result } of this.#clients()) {
      if (!page.process.alive || !result || result.status === 'loading') continue;
      const wanted = new Map<string, Map<string, unknown>>();
      for (const { change, state } of crm.outbox.snapshot) {
        if (change.table !== 'account') continue;
        if (change.op === 'remove') wanted.delete(change.id);
        if (change.op === 'update' && state !== 'refused' && state !== 'conflict') {
          const fields = wanted.get(change.id) ?? wanted.set(change.id, new Map()).get(change.id)!;
          for (const [field, value] of Object.entries(change.patch)) fields.set(field, value);
        }
      }
      for (const [id, fields] of wanted) {
        const row = rows.find((r) => r.id === id);
        if (!row) continue;
        for (const [field, value] of fields) {
          if (JSON.stringify(row[field]) !== JSON.stringify(value)) throw new Error(`${name} shows ${JSON.stringify(row[field])} as ${field} of ${id} although its own change to ${JSON.stringify(value)} waits`);
        }
      }
    }
  }

  /** Everything works again, and persons decide what waits for them, until nothing happens any more. */
  async #rest(): Promise<void> {
    this.#note('rest');
    // What was about to die dies, what is frozen wakes.
    await this.#pass(3500);
    for (const b of this.browsers) {
      b.browser.deafness = 0;
      if (b.clients.length === 0) this.#open(b);
    }
    for (const c of this.#clients()) {
      c.page.process.thaw();
      c.page.visible = true;
      c.line.up = true;
      c.line.lossOut = c.line.lossBack = c.line.twice = 0;
      c.line.latency = 20;
    }
    const until = this.world.now + longestRest;
    let why: string | undefined;
    do {
      await this.#pass(2000);
      for (const c of this.#clients()) for (const e of c.crm.outbox.snapshot) if (e.state !== 'waiting' && e.state !== 'sending') this.#person(c, e, 'discard');
      why = this.#unrest();
    } while (why !== undefined && this.world.now < until);
    if (why !== undefined) throw new Error(`does not come to rest: ${why}`);
  }

  #unrest(): string | undefined {
    for (const { name, engine, crm, result, user } of this.#clients()) {
      const status = crm.status.snapshot;
      if (crm.outbox.snapshot.length > 0) return `${name} has ${engine.entries.snapshot.map((e) => `${e.n} ${e.change.key.join('#').slice(-6)} ${e.change.op} ${e.change.id} ${e.state} ${e.rev}`).join(', ')}; leader ${status.leader}, ${status.connection}`;
      if (status.connection !== 'online') return `${name} is ${status.connection}: ${String(status.error)}`;
      if (result?.status !== 'ready') return `${name} shows ${result?.status}: ${String(result?.error)}`;
      const shown = asText(result.rows);
      const truth = asText(this.backend.rows('account').filter((r) => this.#sees(user, r)));
      if (shown !== truth) return `${name} shows\n${shown}\nbut the backend holds\n${truth}`;
    }
    for (const b of this.browsers) if (b.disk && b.browser.disk.content.outbox.size > 0) return `the disk still holds ${[...b.browser.disk.content.outbox.values()].map((e) => `${e.n} ${e.change.op} ${e.change.id} ${e.state}`).join(', ')}`;
    for (const b of this.browsers) if (b.disk && b.clients.filter((c) => c.crm.status.snapshot.leader).length !== 1) return `${b.clients.filter((c) => c.crm.status.snapshot.leader).length} leaders`;
    return undefined;
  }

  #sees(user: string, row: AnyRow): boolean {
    return this.backend.sees(user, 'account', row);
  }

  /** Of what was acknowledged nothing is lost, and nothing was applied twice. */
  #check(): void {
    const history = this.backend.rows('historyEntry');
    const times = (made: Made): number => history.filter((h) => {
      const values = Object.values((h['after'] ?? {}) as Record<string, unknown>);
      const before = Object.values((h['before'] ?? {}) as Record<string, unknown>).flat();
      return values.flat().includes(made.token) && !before.includes(made.token);
    }).length;
    for (const made of this.made) {
      const applied = times(made);
      if (applied > 1 && !this.#restored.has(made.token)) throw new Error(`${made.token} of ${made.by} was applied ${applied} times`);
      const lostOnPurpose = made.isTakenBack || this.browsers.some((b) => b.wiped && made.by.includes(`.${this.browsers.indexOf(b)}.`));
      if (applied === 0 && made.isDurable && !lostOnPurpose) throw new Error(`${made.token} of ${made.by} was acknowledged and is lost (${made.end})`);
    }
  }

  /** What names a file names one that is there, and the right one. */
  async #checkFiles(): Promise<void> {
    for (const row of this.backend.rows('attachment')) {
      const content = await this.backend.blobs.get(String(row['blobId']))?.text();
      if (content !== row['name']) throw new Error(`the file ${String(row['name'])} is stored as ${String(row['blobId'])} with the content ${String(content)}`);
    }
  }
}

function asText(rows: readonly AnyRow[]): string {
  return [...rows].sort((a, b) => (a.id < b.id ? -1 : 1)).map((r) => JSON.stringify([r.id, r['name'], r['industry'] ?? null, r['status'] ?? null, r['website'] ?? null, r['tags'] ?? []])).join('\n');
}
