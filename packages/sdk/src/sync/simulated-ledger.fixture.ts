import type { OutboxEntry, PendingChange, Result, Vinculo } from '../client/vinculo.ts';
import type { AnyRow } from '../schema/index.ts';
import type { Engine } from './engine.ts';
import { keyOf } from './entry-key.ts';
import type { Browser, Page } from './simulated-browser.fixture.ts';
import type { ShownFiles } from './simulated-files.fixture.ts';
import type { Line } from './simulated-line.fixture.ts';
import type { World } from './simulated-time.fixture.ts';

/** A change that somebody made, and what is known of it. */
export interface Made {
  readonly by: string;
  readonly browser: SimBrowser;
  /** Value that stands in no other change; of a removal its name alone. */
  readonly token: string;
  readonly kind: 'edit' | 'create' | 'remove';
  readonly key: string;
  readonly group: string | undefined;
  /** The record first, then those that it names. */
  readonly records: readonly string[];
  isDurable: boolean;
  /** The page said what became of it. */
  end: 'synced' | 'refused' | undefined;
  /** A person took it back, or let it go. */
  isTakenBack: boolean;
  /** When storage was wiped that alone held it; see Ledger.wiped. */
  readonly wipes: Set<number>;
}

export interface Client {
  readonly name: string;
  readonly user: string;
  readonly page: Page;
  readonly browser: SimBrowser;
  readonly engine: Engine;
  readonly crm: Vinculo;
  readonly line: Line;
  /** Its backend gives ids of its own. */
  readonly mintsIds: boolean;
  /** What it shows of what it holds. */
  rows: readonly AnyRow[];
  result: Result<AnyRow> | undefined;
  /** What it shows of all accounts, where it holds a part. */
  all: Result<AnyRow> | undefined;
  /** One record's files, where it looks at them. */
  readonly files: ShownFiles | undefined;
  readonly made: { readonly change: PendingChange; readonly made: Made }[];
}

export interface SimBrowser {
  readonly browser: Browser;
  readonly disk: boolean;
  readonly user: string;
  /** Its pages hold a part of the accounts alone. */
  readonly scoped: boolean;
  /** Its pages look at files. */
  readonly files: boolean;
  readonly clients: Client[];
  /** Version of the software that its pages are opened with. */
  schema: number;
  /** When a page said that storage had been emptied. */
  toldEmptied: number;
  /** How many changes pages said were lost when access was revoked. */
  toldLost: number;
}

export const isOpen = (client: Client): boolean => client.page.process.alive && client.browser.clients.includes(client);

/** So long a page that is open writes again what was wiped, in milliseconds. Lost messages between pages take longer to be noticed. */
const longestRefill = 40_000;

/** What persons did in a simulation, and what happened. */
export class Ledger {
  readonly made: Made[] = [];
  /** Values that were there before and came back: they are written once more. */
  readonly restored: Set<string> = new Set<string>();
  /** Records whose create was taken back: what another page wrote of them, before it heard, goes with it and is told. */
  readonly unmade: Set<string> = new Set<string>();
  /** Persons from whom records were hidden. */
  readonly hidFrom: Set<string> = new Set<string>();
  readonly #world: World;
  readonly #began: number;
  readonly #log: string[] = [];
  #tokens = 0;

  constructor(world: World) {
    this.#world = world;
    this.#began = world.now;
  }

  get log(): string {
    return this.#log.join('\n');
  }

  note(text: string): void {
    this.#log.push(`${String(Math.round(this.#world.now - this.#began)).padStart(7)} ${text}`);
  }

  token(): string {
    return `t${++this.#tokens}`;
  }

  track(client: Client, kind: Made['kind'], token: string, change: PendingChange): void {
    const entry = client.crm.outbox.snapshot.findLast((e) => e.change.id === change.id);
    const made: Made = { by: client.name, browser: client.browser, token, kind, key: entry?.change.key.join('#') ?? '', group: entry?.change.group, records: [change.id, ...Object.values(entry?.change.patch ?? {}).map(String)], isDurable: false, end: undefined, isTakenBack: false, wipes: new Set() };
    this.made.push(made);
    client.made.push({ change, made });
    change.durable.then(() => (made.isDurable = client.page.process.alive || made.isDurable), () => {});
    change.synced.then(() => (made.end = 'synced'), () => (made.end ??= 'refused'));
    this.note(`${client.name} ${kind} ${token} of ${change.id}`);
  }

  /**
   * Storage of a browser is wiped. What no backend has and only the disk held is lost then. What an open page holds is written again by it: that is lost
   * only when all such pages end before they could.
   */
  wiped(browser: SimBrowser): void {
    const at = this.#world.now;
    this.note(`wipe ${browser.user}`);
    for (const made of this.made) {
      if (made.browser !== browser || made.end === 'synced') continue;
      const holders = browser.clients.filter((c) => isOpen(c) && c.engine.entries.snapshot.some((e) => keyOf(e.change) === made.key));
      made.wipes.add(at);
      if (holders.length > 0) this.#world.after(longestRefill, () => void (holders.some((c) => isOpen(c) && !c.page.process.frozen) && made.wipes.delete(at)));
    }
  }

  /** A person decides what becomes of a change that is parked. */
  decide(client: Client, entry: OutboxEntry, does: 'retry' | 'discard'): void {
    this.note(`${client.name} ${does} ${entry.change.key[1]} ${entry.state} ${entry.reason?.code ?? ''}`);
    if (does === 'retry') return entry.retry();
    const { group } = entry.change;
    const key = keyOf(entry.change);
    for (const made of this.made) if (made.key === key || (group !== undefined && this.#inGroup(client, made, group))) made.isTakenBack = true;
    // What builds on a create goes with it.
    if (entry.change.op === 'create') this.unmade.add(entry.change.id);
    if (entry.change.op === 'create') for (const e of client.crm.outbox.snapshot) if (e.change.id === entry.change.id || Object.values(e.change.patch).includes(entry.change.id)) this.#takeBack(e);
    entry.discard();
  }

  #inGroup(client: Client, made: Made, group: string): boolean {
    return client.crm.outbox.snapshot.some((e) => e.change.group === group && keyOf(e.change) === made.key);
  }

  #takeBack(entry: OutboxEntry): void {
    for (const made of this.made) if (made.key === keyOf(entry.change)) made.isTakenBack = true;
  }
}
