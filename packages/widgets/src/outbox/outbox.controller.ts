import type { Description, Notice, OutboxEntry, Status, Vinculo } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';

/** What travels together, or alone. */
export interface Unit {
  readonly key: string;
  readonly entries: readonly OutboxEntry[];
  /** The one that says why the rest does not go, where it is parked. */
  readonly first: OutboxEntry;
}

/** Why a change is not with the backend yet. `blocked`: it builds on a new record that waits for a person. */
export type Why = 'sending' | 'blocked' | 'file' | 'notLoaded' | 'offline' | 'signedOut' | 'badAnswer' | 'soon';

const moves = ({ state }: OutboxEntry): boolean => state === 'waiting' || state === 'sending';

export const keyOf = ({ change }: OutboxEntry): string => `${change.key[0]}#${change.key[1]}`;

/** The mark that a backend which was restored from a backup puts on what it lost. */
const isLost = ({ reason }: OutboxEntry): boolean => reason?.code === 'restored';

/** Follows what a client has not sent, in the order in which a person should look at it. */
export class OutboxController {
  readonly #outbox: LiveController<readonly OutboxEntry[]>;
  readonly #notices: LiveController<readonly Notice[]>;
  readonly #status: LiveController<Status>;
  readonly #description: LiveController<Description | undefined>;
  #crm: Vinculo | undefined;
  #unitsOf: readonly OutboxEntry[] | undefined;
  #units: readonly Unit[] = [];

  /** `told` hears of every new list of changes. */
  constructor(host: ReactiveControllerHost, told: () => void) {
    this.#outbox = new LiveController(host, told);
    this.#notices = new LiveController(host);
    this.#status = new LiveController(host);
    this.#description = new LiveController(host);
  }

  /** Called before each drawing. */
  watch(crm: Vinculo | undefined): void {
    this.#crm = crm;
    this.#outbox.watch(crm, () => crm!.outbox);
    this.#notices.watch(crm, () => crm!.notices);
    this.#status.watch(crm, () => crm!.status);
    this.#description.watch(crm, () => crm!.description);
  }

  get status(): Status | undefined { return this.#status.value; }
  get notices(): readonly Notice[] { return this.#notices.value ?? []; }
  get entries(): readonly OutboxEntry[] { return this.#outbox.value ?? []; }

  /** What waits for a person. */
  get parked(): readonly Unit[] { return this.#all.filter(({ first }) => !moves(first) && !isLost(first)); }
  /** What the backend lost when it was restored. */
  get lost(): readonly Unit[] { return this.#all.filter(({ first }) => isLost(first)); }
  /** What goes by itself. */
  get waiting(): readonly Unit[] { return this.#all.filter(({ first }) => moves(first)); }

  get #all(): readonly Unit[] {
    if (this.#unitsOf !== this.entries) {
      this.#unitsOf = this.entries;
      const groups = new Map<string, OutboxEntry[]>();
      for (const entry of this.entries) {
        const key = entry.change.group ?? keyOf(entry);
        groups.set(key, [...(groups.get(key) ?? []), entry]);
      }
      this.#units = [...groups].map(([key, entries]) => ({ key, entries, first: entries.find((each) => !moves(each)) ?? entries[0]! }));
    }
    return this.#units;
  }

  /** Why it did not go yet, and the change it waits for. */
  whyWaits(entry: OutboxEntry): { readonly why: Why; readonly on?: OutboxEntry } {
    if (entry.state === 'sending') return { why: 'sending' };
    const on = this.#parkedCreateOf(entry);
    if (on) return { why: 'blocked', on };
    const { connection, notLoaded } = this.status ?? {};
    if (notLoaded) return { why: 'notLoaded' };
    if (connection === 'offline') return { why: 'offline' };
    if (connection === 'signed-out') return { why: 'signedOut' };
    if (connection === 'refused') return { why: 'badAnswer' };
    return { why: Object.values(entry.change.patch).some((value) => typeof value === 'string' && value.startsWith('unsent-')) ? 'file' : 'soon' };
  }

  #parkedCreateOf({ change }: OutboxEntry): OutboxEntry | undefined {
    const named = new Set([change.id, ...Object.values(change.patch).filter((value) => typeof value === 'string')]);
    return this.entries.find((other) => !moves(other) && other.change.op === 'create' && other.change !== change && named.has(other.change.id));
  }

  /** Tries to reach the backend now. */
  reach(): void { this.#crm?.retry(); }
}
