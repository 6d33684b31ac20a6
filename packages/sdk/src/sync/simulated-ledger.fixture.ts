import type { Adapter } from '../adapter/index.ts';
import type { OutboxEntry, PendingChange, Result, Vinculo } from '../client/vinculo.ts';
import type { AnyRow, PushOutcome } from '../schema/index.ts';
import { heldWithGroup } from './bring-up.ts';
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
  /** Its backend knows a change that comes again. */
  readonly canAskAgain: boolean;
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
  /** How the backend answered changes, by their key, whether anybody heard it or not. */
  readonly answers: Map<string, Set<PushOutcome['status']>> = new Map<string, Set<PushOutcome['status']>>();
  /** What was taken back, and by which page. */
  readonly undone: Map<Made, Client> = new Map<Made, Client>();
  /** Records of changes that were parked, and that a person let go or sent again. */
  readonly decided: Set<string> = new Set<string>();
  readonly #wiped = new Set<SimBrowser>();
  /** Persons whose access was revoked at any time: all that their browsers kept went then. */
  readonly revokedFrom: Set<string> = new Set<string>();
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
    this.#wiped.add(browser);
    for (const made of this.made) {
      if (made.browser !== browser || made.end === 'synced') continue;
      const holders = browser.clients.filter((c) => isOpen(c) && c.engine.entries.snapshot.some((e) => keyOf(e.change) === made.key));
      made.wipes.add(at);
      if (holders.length > 0) this.#world.after(longestRefill, () => void (holders.some((c) => isOpen(c) && !c.page.process.frozen) && made.wipes.delete(at)));
    }
  }

  /** The backend, as it stands behind everything that may be lost on the way: what it answers is noted. */
  heard(adapter: Adapter): Adapter {
    return { ...adapter, push: async (changes, signal) => {
      const outcomes = await adapter.push(changes, signal);
      for (const [i, { status }] of outcomes.entries()) {
        const key = keyOf(changes[i]!);
        this.answers.set(key, (this.answers.get(key) ?? new Set()).add(status));
      }
      return outcomes;
    } };
  }

  /** @throws Error where nothing is taken back */
  undo(client: Client, { change, made }: Client['made'][number]): void {
    const before = client.crm.outbox.snapshot;
    const stands = (): boolean => client.crm.outbox.snapshot.some((e) => keyOf(e.change) === made.key);
    const waited = stands() && before.every(({ state }) => state !== 'sending');
    const answer = change.undo();
    if (!this.undone.has(made) && made.end === 'synced' && answer === undefined) throw new Error(`${client.name} takes ${made.token} back, which the backend has, and nothing answers it`);
    if (!this.undone.has(made) && waited && stands()) throw new Error(`${client.name} takes ${made.token} back, and it waits still`);
    this.undone.set(made, client);
  }

  /** What is parked has a cause. @throws Error where it has none */
  #judge({ name, canAskAgain, browser }: Client, { change, state, reason }: OutboxEntry): void {
    const answered = this.answers.get(keyOf(change));
    const has = (status: PushOutcome['status']): boolean => answered?.has(status) === true;
    // A file that storage alone held is gone with that, and holds back what goes with it.
    const isLost = (reason?.code === 'file_missing' || reason?.code === heldWithGroup.code) && (this.wasWiped(browser) || this.revokedFrom.has(browser.user));
    if (state === 'refused' && !has('rejected') && !isLost) throw new Error(`${name} says that ${keyOf(change)} was refused (${reason?.code}), which the backend never did`);
    if (state === 'conflict' && !has('conflict')) throw new Error(`${name} says that ${keyOf(change)} is in conflict, which the backend never said`);
    if (state === 'unknown' && canAskAgain) throw new Error(`${name} does not know what became of ${keyOf(change)}, although it can ask again`);
  }

  /** Whether storage of a browser was wiped at any time. */
  wasWiped(browser: SimBrowser): boolean {
    return this.#wiped.has(browser);
  }

  /** A person decides what becomes of a change that is parked. */
  decide(client: Client, entry: OutboxEntry, does: 'retry' | 'discard'): void {
    this.#judge(client, entry);
    this.note(`${client.name} ${does} ${entry.change.key[1]} ${entry.state} ${entry.reason?.code ?? ''}`);
    this.decided.add(entry.change.id);
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
