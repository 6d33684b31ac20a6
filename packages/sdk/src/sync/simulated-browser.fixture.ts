import type { DiskHost } from '../cache/disk-host.ts';
import { cacheOf } from '../cache/late-writing.ts';
import type { Locks } from './election.ts';
import type { Host } from './host.ts';
import type { AccessCheck } from './last-identity.ts';
import { partsAtHand } from './parts.fixture.ts';
import { Disk } from './simulated-disk.fixture.ts';
import { Process, type World } from './simulated-time.fixture.ts';
import { joinTabs } from './tabs.ts';

interface Request {
  readonly process: Process;
  readonly hold: (lock: unknown) => Promise<void> | undefined;
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** Locks of one browser, by name, as Web Locks give them. */
class SimulatedLocks {
  readonly #held = new Map<string, Request>();
  readonly #queues = new Map<string, Request[]>();

  of(process: Process): Locks {
    return {
      request: (name, { ifAvailable, steal, signal }, hold) => process.hear((done, failed) => {
        const request: Request = { process, hold, done: () => done(undefined), failed };
        const queue = this.#queues.get(name) ?? this.#queues.set(name, []).get(name)!;
        const holder = this.#held.get(name);
        if (steal) {
          holder?.failed(new DOMException('stolen', 'AbortError'));
          this.#grant(name, request);
        } else if (!holder && queue.length === 0) this.#grant(name, request);
        else if (ifAvailable) process.after(0, () => void Promise.resolve(hold(null)).then(request.done, failed));
        else {
          queue.push(request);
          signal?.addEventListener('abort', () => {
            if (!queue.includes(request)) return;
            queue.splice(queue.indexOf(request), 1);
            failed(new DOMException('aborted', 'AbortError'));
          });
        }
      }),
    };
  }

  #grant(name: string, request: Request): void {
    this.#held.set(name, request);
    const release = (): void => {
      if (this.#held.get(name) === request) this.#release(name);
    };
    request.process.after(0, () => void Promise.resolve(request.hold({})).then(request.done, request.failed).finally(release));
  }

  #release(name: string): void {
    this.#held.delete(name);
    const next = this.#queues.get(name)?.shift();
    if (next) this.#grant(name, next);
  }

  /** The page is gone: what it held is free. */
  drop(process: Process): void {
    for (const queue of this.#queues.values()) queue.splice(0, queue.length, ...queue.filter((r) => r.process !== process));
    for (const [name, holder] of this.#held) if (holder.process === process) this.#release(name);
  }
}

interface Endpoint {
  readonly process: Process;
  readonly name: string;
  readonly receive: (data: unknown) => void;
  /** When the last message on the way arrives: they do not overtake each other. */
  last: number;
}

/** A page of a browser. */
export interface Page {
  readonly process: Process;
  readonly host: Host;
  visible: boolean;
  /** The page dies after so many more transactions of its own, before it hears of the last one. */
  dieAfter(transactions: number): void;
  close(): void;
}

/** One browser of one person: pages that share a disk, locks and channels, and a clock that may be wrong. */
export class Browser {
  readonly disk: Disk;
  readonly #world: World;
  readonly #locks = new SimulatedLocks();
  readonly #endpoints = new Set<Endpoint>();
  readonly #identities = new Map<string, string>();
  readonly #checks = new Map<string, AccessCheck>();
  readonly #pages = new Set<Page>();
  /** Milliseconds that its clock is ahead of the world's. */
  skew = 0;
  /** How likely a message between two pages is lost. */
  deafness = 0;
  /** Fulfilled when a part of the software came that a page asked for; at once, unless somebody says otherwise. */
  come: (process: Process) => Promise<void> = () => Promise.resolve();
  /** The same of what is loaded after the disk: as every other part, unless somebody says otherwise. */
  follow: (process: Process) => Promise<void> = (process) => this.come(process);

  constructor(world: World) {
    this.#world = world;
    this.disk = new Disk(world);
  }

  /** @param schema version of the software in the page */
  open(schema: number): Page {
    const world = this.#world;
    const process = new Process(world);
    const watchers = new Set<() => void>();
    let left = Infinity;
    let visible = true;
    let pages = 0;
    const clock = { now: () => world.now + this.skew, after: (milliseconds: number, run: () => void) => process.after(milliseconds, run) };
    const page: Page = {
      process,
      host: { ...clock, random: () => world.random(), onOnline: () => () => {}, disk: () => Promise.resolve(disk), parts: partsAtHand(() => this.come(process), () => this.follow(process)) },
      get visible() {
        return visible;
      },
      set visible(next) {
        visible = next;
        process.after(0, () => watchers.forEach((tell) => tell()));
      },
      dieAfter: (transactions) => (left = transactions),
      close: () => this.#kill(page),
    };
    const ended = (): void => {
      if (--left < 0) this.#kill(page);
    };
    const disk: DiskHost = {
      openCache: async (_source, _identity, told, coming) => {
        const { reading, writing } = await this.disk.open(process, schema, told, ended);
        return cacheOf(reading, coming.then(() => writing));
      },
      persist: () => Promise.resolve(undefined),
      mayBeKept: () => true,
      lastIdentity: (source) => this.#identities.get(source) ?? null,
      rememberIdentity: (source, identity) => void this.#identities.set(source, identity),
      lastCheck: (_source, identity) => this.#checks.get(identity) ?? null,
      rememberCheck: (_source, identity, check) => void (check ? this.#checks.set(identity, check) : this.#checks.delete(identity)),
      joinTabs: (name, _clock, events) => joinTabs(name, {
        clock, schema, id: `tab-${++pages}-${world.random()}`,
        locks: this.#locks.of(process),
        visible: () => visible,
        onVisible(listener) {
          watchers.add(listener);
          return () => watchers.delete(listener);
        },
        onFrozen: () => () => {},
        channel: (channel, receive) => this.#channel(process, channel, receive),
      }, events),
    };
    this.#pages.add(page);
    return page;
  }

  #channel(process: Process, name: string, receive: (data: unknown) => void): { send(data: unknown): void; close(): void } {
    const own: Endpoint = { process, name, receive, last: 0 };
    this.#endpoints.add(own);
    return {
      send: (data) => {
        if (!process.alive) return;
        for (const other of this.#endpoints) {
          if (other === own || other.name !== name || this.#world.random() < this.deafness) continue;
          other.last = Math.max(other.last, this.#world.now + this.#world.random() * 3);
          this.#world.after(other.last - this.#world.now, () => other.process.deliver(() => this.#endpoints.has(other) && other.receive(data)));
        }
      },
      close: () => this.#endpoints.delete(own),
    };
  }

  #kill(page: Page): void {
    page.process.alive = false;
    this.#pages.delete(page);
    for (const endpoint of this.#endpoints) if (endpoint.process === page.process) this.#endpoints.delete(endpoint);
    // The browser notices within a moment.
    this.#world.after(this.#world.random() * 20, () => this.#locks.drop(page.process));
  }

  /** The whole browser goes down. */
  crash(): void {
    for (const page of [...this.#pages]) this.#kill(page);
    this.disk.crash();
  }
}

