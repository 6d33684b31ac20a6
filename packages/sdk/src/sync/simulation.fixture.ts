import { clientOver } from '../client/create-client.ts';
import type { AnyRow, Where } from '../schema/index.ts';
import { memoryBackend, type MemoryBackend } from '../testing/index.ts';
import { Engine } from './engine.ts';
import { isKept } from './entry-key.ts';
import { Browser } from './simulated-browser.fixture.ts';
import { heldFiles, noContent, ShownFiles } from './simulated-files.fixture.ts';
import { type Client, isOpen, Ledger, type SimBrowser } from './simulated-ledger.fixture.ts';
import { Line, throughLine } from './simulated-line.fixture.ts';
import { act, leave } from './simulated-person.fixture.ts';
import { backends, part, type Schedule, type Step } from './simulated-schedule.fixture.ts';
import { type Process, World } from './simulated-time.fixture.ts';
import { checkFiles, checkTakenBack, inPart, leftOf, settleAccounts, Watch } from './simulation-laws.fixture.ts';

const users = ['u0', 'u1'];
const seed = {
  user: users.map((id) => ({ id, name: id })),
  account: ['a0', 'a1', 'a2'].map((id, i) => ({ id, name: id, industry: 'none', ownerId: users[i % 2]! })),
  attachment: ['f0', 'f1', 'f2', 'f3', 'f4'].map((id, i) => ({ id, name: id, ...heldFiles, recordId: `a${i % 3}`, blobId: noContent })),
};
/** Longest time in which everything has to come to rest, in milliseconds. */
const longestRest = 15 * 60_000;

/** Persons, browsers and a backend, with everything that happens to them. */
export class Simulation {
  readonly world: World;
  readonly backend: MemoryBackend;
  readonly browsers: SimBrowser[];
  readonly ledger: Ledger;
  readonly #watch: Watch;
  readonly #revoked = new Set<string>();
  #refusals: (() => void)[] = [];
  #opened = 0;
  /** It answers questions about what nobody holds. */
  readonly #answers: boolean;

  constructor(schedule: Schedule) {
    this.world = new World(schedule.seed);
    this.#answers = backends[schedule.backend]!.capabilities?.query ?? true;
    this.ledger = new Ledger(this.world);
    this.#watch = new Watch(this.world);
    this.backend = memoryBackend({ ...backends[schedule.backend], seed, now: () => this.world.now });
    // Parts of the software come late, and one of a page may come only when it is asked for again.
    const failed = new WeakSet<Process>();
    const come = (process: Process): Promise<void> => process.hear((done, fail) => {
      const fails = !failed.has(process) && this.world.random() < 0.05;
      if (fails) failed.add(process);
      this.world.after(this.world.random() * 30, () => (fails ? fail(new TypeError('Failed to fetch')) : done()));
    });
    this.browsers = schedule.browsers.map(({ disk, user, scoped = false, files = false }) => ({ browser: Object.assign(new Browser(this.world), schedule.late ? { come } : { come, follow: () => Promise.resolve() }), disk, user: users[user]!, scoped, files, clients: [], schema: 1, toldEmptied: NaN, toldLost: 0 }));
  }

  /** @throws Error that says which law is broken, and what happened until then */
  async run(schedule: Schedule): Promise<void> {
    try {
      for (const [i, b] of this.browsers.entries()) for (let tab = 0; tab < schedule.browsers[i]!.tabs; tab++) this.#open(b);
      await this.#pass(300);
      for (const step of schedule.steps) {
        await this.#pass(step.wait);
        this.#do(step);
        this.#look();
      }
      await this.#rest();
      settleAccounts(this.backend, this.ledger, (user) => this.ledger.revokedFrom.has(user), this.#clients().filter(isOpen));
      checkTakenBack(this.backend, this.ledger);
      await checkFiles(this.backend);
    } catch (error) {
      throw new Error(`${error instanceof Error ? error.message : String(error)}\n${this.ledger.log}`, { cause: error });
    } finally {
      for (const c of this.#clients()) c.page.close();
    }
  }

  #pass(milliseconds: number): Promise<void> {
    return this.world.pass(milliseconds, () => this.#look());
  }

  #look(): void {
    this.#watch.look(this.#clients());
  }

  #clients(): Client[] {
    return this.browsers.flatMap((b) => b.clients);
  }

  /** Opens a page with the software that the site has now. */
  #open(browser: SimBrowser): void {
    const { user, schema, scoped, files } = browser;
    const page = browser.browser.open(schema);
    const line = new Line();
    const adapter = throughLine(this.ledger.heard(this.backend.adapter(user)), page.process, line, () => this.#revoked.has(user));
    const engine = new Engine(adapter, browser.disk ? 'disk' : 'memory', page.host, new Map<string, Where>([...(scoped ? [['account', part] as const] : []), ...(files ? [['attachment', heldFiles] as const] : [])]));
    const crm = clientOver(engine, adapter);
    const client: Client = { name: `${user}.${this.browsers.indexOf(browser)}.${++this.#opened}`, user, page, browser, engine, crm, line, mintsIds: adapter.capabilities.ids === 'server', canAskAgain: adapter.capabilities.idempotency, rows: [], result: undefined, all: undefined, files: files ? new ShownFiles(crm, `a${this.#opened % 2}`) : undefined, made: [] };
    // What a page holds must not stand on what it looks at beside that.
    if (scoped && this.#opened % 2 === 0) crm.collection('account').query().subscribe((result) => (client.all = result));
    crm.collection('account').query(scoped ? { where: part } : {}).subscribe((result) => {
      client.result = result;
      client.rows = result.rows;
    });
    crm.contacts.query().subscribe(() => {});
    browser.clients.push(client);
    this.ledger.note(`open ${client.name}${schema > 1 ? `, version ${schema}` : ''}`);
  }

  #do(step: Step): void {
    const { what, who, row } = step;
    const clients = this.#clients();
    const client = clients[who % Math.max(1, clients.length)];
    const browser = this.browsers[who % this.browsers.length]!;
    if (client && client.crm.status.snapshot.lost === undefined) act(this.world, this.ledger, client, step);
    this.#happen(browser, what, row);
    for (const b of this.browsers) if (b.clients.length === 0) this.#open(b);
  }

  /** What no page does. */
  #happen(browser: SimBrowser, what: Step['what'], row: number): void {
    switch (what) {
      case 'elsewhere': {
        if (row % 3 === 2 && this.browsers.some((b) => b.files)) {
          this.#fileElsewhere(row);
          break;
        }
        const rows = this.backend.rows('account');
        const target = rows[row % Math.max(1, rows.length)];
        if (target) this.backend.update('account', target.id, { [row % 2 === 0 ? 'industry' : 'status']: this.ledger.token(), ...(row > 6 ? { ownerId: users[row % 2]! } : {}) });
        break;
      }
      case 'expire':
        this.backend.faults.expire();
        break;
      case 'hide':
        this.ledger.hidFrom.add(browser.user);
        if (row > 7) this.backend.hide(browser.user, 'attachment', row % 2 === 0 ? { recordId: 'a0' } : null);
        else this.backend.hide(browser.user, 'account', row % 2 === 0 ? { id: `a${row % 3}` } : null);
        break;
      case 'refuse':
        if (row > 7) this.#lift();
        else this.#refusals.push(this.backend.faults.refuse(row < 4 ? { table: 'account', id: `a${row % 3}` } : { table: row === 7 ? 'attachment' : 'account' }, 'not_today', 'Not today.'));
        break;
      case 'revoke':
        this.#revoke(browser.user);
        break;
      case 'crash':
        this.ledger.note(`crash ${this.browsers.indexOf(browser)}`);
        browser.browser.crash();
        browser.clients.splice(0);
        break;
      case 'wipe':
        if (!browser.disk) break;
        // Half of the time nobody has a page open.
        if (row % 2 === 0) {
          for (const c of [...browser.clients]) {
            c.page.close();
            leave(c);
          }
        }
        this.ledger.wiped(browser);
        browser.browser.disk.wipe();
        break;
      case 'upgrade':
        browser.schema = 2;
        this.#open(browser);
        break;
      case 'skew':
        browser.browser.skew = (row - 4.5) * 5.3 * 3_600_000;
        break;
      case 'deaf':
        browser.browser.deafness = row % 2 === 0 ? 0.3 : 0;
        break;
    }
  }

  /** Somebody else moves a file to another record, out of what pages hold, or removes it. */
  #fileElsewhere(row: number): void {
    const rows = this.backend.rows('attachment');
    const target = rows[row % Math.max(1, rows.length)];
    if (!target) return;
    this.ledger.note(`elsewhere ${target.id}`);
    if (row > 7) this.backend.remove('attachment', target.id);
    else this.backend.update('attachment', target.id, { ...(row > 4 ? { table: 'contact' } : { recordId: 'a1' }), type: this.ledger.token() });
  }

  #lift(): void {
    for (const lift of this.#refusals.splice(0)) lift();
  }

  /** From now on a person may hold nothing any more; or, the second time, may again. */
  #revoke(user: string): void {
    this.ledger.note(`${this.#revoked.has(user) ? 'admit' : 'revoke'} ${user}`);
    if (!this.#revoked.delete(user)) this.#revoked.add(user);
    this.ledger.revokedFrom.add(user);
    for (const c of this.#clients()) if (c.user === user) for (const tell of c.line.watchers) tell();
  }

  /** Everything works again, and persons decide what waits for them, until nothing happens any more. */
  async #rest(): Promise<void> {
    this.ledger.note('rest');
    // What was about to die dies, what is frozen wakes.
    await this.#pass(3500);
    this.#lift();
    for (const b of this.browsers) b.browser.deafness = 0;
    this.#reopen(60_000);
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
      for (const c of this.#clients()) for (const e of c.crm.outbox.snapshot) if (e.state !== 'waiting' && e.state !== 'sending') this.ledger.decide(c, e, 'discard');
      this.#reopen(until - longestRest + 60_000 - this.world.now);
      why = this.#unrest();
    } while (why !== undefined && this.world.now < until);
    if (why !== undefined) throw new Error(`does not come to rest: ${why}`);
  }

  /**
   * Who was told that access was revoked, or that a newer version is there, opens the page anew.
   * @param patient for so long, in milliseconds, nobody closes a page that alone holds changes
   */
  #reopen(patient: number): void {
    for (const b of this.browsers) {
      for (const c of [...b.clients]) {
        const { lost, storage } = c.crm.status.snapshot;
        const isOutdated = storage?.code === 'newer_schema' && (patient < 0 || c.engine.entries.snapshot.every(isKept));
        if ((lost === undefined || this.#revoked.has(c.user)) && !isOutdated) continue;
        leave(c);
        void c.crm.close();
      }
      // What a page kept that ended before it heard that access was revoked goes when the next one starts.
      const isLeft = this.#revoked.has(b.user) && b.clients.every((c) => c.crm.status.snapshot.lost !== undefined) && leftOf(b) !== undefined;
      if (b.clients.length === 0 || isLeft) this.#open(b);
    }
  }

  #unrest(): string | undefined {
    for (const b of this.browsers) {
      const why = this.#revoked.has(b.user) ? leftOf(b) : this.#unrestOf(b);
      if (why !== undefined) return why;
    }
    return undefined;
  }

  #unrestOf(b: SimBrowser): string | undefined {
    const open = b.clients.filter(isOpen);
    const filesHere = this.backend.rows('attachment').filter((r) => r['table'] === 'account' && this.backend.sees(b.user, 'attachment', r));
    for (const { name, engine, crm, result, all, files, user } of open) {
      const status = crm.status.snapshot;
      if (crm.outbox.snapshot.length > 0) return `${name} has ${engine.entries.snapshot.map((e) => `${e.n} ${e.change.key.join('#').slice(-6)} ${e.change.op} ${e.change.id} ${e.state} ${e.rev}`).join(', ')}; leader ${status.leader}, ${status.connection}`;
      if (status.connection !== 'online') return `${name} is ${status.connection}: ${String(status.error)}`;
      if (result?.status !== 'ready') return `${name} shows ${result?.status}: ${String(result?.error)}`;
      const there = this.backend.rows('account').filter((r) => this.backend.sees(user, 'account', r));
      const shown = asText(result.rows);
      const truth = asText(b.scoped ? there.filter(inPart) : there);
      if (shown !== truth) return `${name} shows\n${shown}\nbut the backend holds\n${truth}`;
      if (files && (files.result?.status !== 'ready' || files.result.complete !== true)) return `${name} shows the files of ${files.of} as ${files.result?.status}, complete: ${files.result?.complete}: ${String(files.result?.error)}`;
      if (files && filesAsText(files.rows) !== filesAsText(filesHere.filter(files.holds))) return `${name} shows as the files of ${files.of}\n${filesAsText(files.rows)}\nbut the backend holds\n${filesAsText(filesHere.filter(files.holds))}`;
      if (all && this.#answers && asText(all.rows) !== asText(there)) return `${name} shows of all\n${asText(all.rows)} (${all.status})\nbut the backend holds\n${asText(there)}`;
    }
    if (!b.disk) return undefined;
    const { outbox, tables } = b.browser.disk.content;
    const held = new Set(this.backend.rows('account').filter(inPart).map((r) => r.id));
    const beside = b.scoped ? [...(tables.get('account')?.rows.keys() ?? [])].filter((id) => !held.has(id)) : [];
    if (beside.length > 0) return `the disk holds ${beside.join(', ')}, which ${beside.length > 1 ? 'do' : 'does'} not belong to what it is to hold`;
    const filesKept = filesAsText([...(tables.get('attachment')?.rows.values() ?? [])]);
    if (b.files && filesKept !== filesAsText(filesHere)) return `the disk holds as files\n${filesKept}\nbut the backend holds\n${filesAsText(filesHere)}`;
    if (outbox.size > 0) return `the disk still holds ${[...outbox.values()].map((e) => `${e.n} ${e.change.op} ${e.change.id} ${e.state}`).join(', ')}`;
    const leaders = open.filter((c) => c.crm.status.snapshot.leader).length;
    return leaders === 1 ? undefined : `${leaders} leaders`;
  }
}

function asText(rows: readonly AnyRow[]): string {
  return [...rows].sort((a, b) => (a.id < b.id ? -1 : 1)).map((r) => JSON.stringify([r.id, r['name'], r['industry'] ?? null, r['status'] ?? null, r['website'] ?? null, r['tags'] ?? [], r['ownerId'] ?? null])).join('\n');
}

function filesAsText(rows: readonly AnyRow[]): string {
  return [...rows].sort((a, b) => (a.id < b.id ? -1 : 1)).map((r) => JSON.stringify([r.id, r['name'], r['type'] ?? null, r['recordId']])).join('\n');
}
