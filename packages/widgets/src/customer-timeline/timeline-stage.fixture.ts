// What the controller's tests stand on: a few people, a backend in memory, and a host that draws nothing.
import { createClient, type Vinculo } from '@vinculo/sdk';
import { memoryBackend, type MemoryBackend, type Seed } from '@vinculo/sdk/testing';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { afterEach } from 'vitest';
import { TimelineController, type TimelineView } from './customer-timeline.controller.ts';
import { groups } from './kinds.ts';
import { TimelineCircle } from './timeline-circle.ts';
import { TimelineCounts, type Counted } from './timeline-counts.ts';
import type { Group, Order, TimelineSubject } from './timeline-types.ts';
import { TimelineWriting } from './timeline-writing.ts';

export const now = '2026-11-22T12:00:00.000Z';
export const at = (hours: number): string => new Date(Date.parse(now) + hours * 3_600_000).toISOString();

const people: Seed = {
  user: [{ id: 'ana', name: 'Ana' }, { id: 'ben', name: 'Ben' }],
  pipeline: [{ id: 'p', name: 'Sales', table: 'deal' }],
  stage: [{ id: 's1', pipelineId: 'p', name: 'Qualify', category: 'open', rank: 'a' }, { id: 's2', pipelineId: 'p', name: 'Proposal', category: 'open', rank: 'b' }],
  account: [{ id: 'acme', name: 'Acme' }, { id: 'beta', name: 'Beta' }],
  contact: [{ id: 'amina', name: 'Amina', accountId: 'acme' }, { id: 'jonas', name: 'Jonas', accountId: null }, { id: 'zoe', name: 'Zoe', accountId: 'beta' }],
  affiliation: [{ id: 'f1', contactId: 'jonas', accountId: 'acme', primary: false }, { id: 'f2', contactId: 'zoe', accountId: 'acme', to: '2020-01-01', primary: false }],
  deal: [{ id: 'd1', name: 'Cold store', pipelineId: 'p', stageId: 's1', accountId: 'acme', contactId: 'amina', rank: 'a' }],
};

export type Line = readonly [id: string, kind: string, hours: number, links: readonly string[], more?: { readonly done?: boolean; readonly [field: string]: unknown }];

export function seedOf(lines: readonly Line[], more: Seed = {}): Seed {
  return {
    ...people, ...more,
    activity: lines.map(([id, kind, hours, , own]) => ({ id, kind, subject: id, at: at(hours), done: true, ownerId: 'ana', ...own })),
    activityLink: lines.flatMap(([id, kind, hours, links, own]) => links.map((link) => {
      const [table, recordId] = link.split(':') as [string, string];
      return { id: `${id} ${link}`, activityId: id, table, recordId, role: 'regarding', at: at(hours), kind, open: own?.done === false };
    })),
  };
}

class Host implements ReactiveControllerHost {
  readonly #controllers: ReactiveController[] = [];
  #pending: Promise<boolean> | undefined;
  draw: () => void = () => {};
  #isConnected = false;
  addController(controller: ReactiveController): void {
    this.#controllers.push(controller);
    if (this.#isConnected) controller.hostConnected?.();
  }
  removeController(): void {}
  requestUpdate(): void { this.#pending ??= Promise.resolve().then(() => { this.#pending = undefined; this.draw(); return true; }); }
  get updateComplete(): Promise<boolean> { return this.#pending ?? Promise.resolve(true); }
  connect(): void {
    this.#isConnected = true;
    for (const each of [...this.#controllers]) each.hostConnected?.();
  }
  disconnect(): void { for (const each of this.#controllers) each.hostDisconnected?.(); }
}

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => { for (const end of ends.splice(0)) await end(); });

/** The list and what there is beside it. */
export type Seen = TimelineView & Counted & { readonly isCounted: boolean };

export interface Stage {
  readonly backend: MemoryBackend;
  readonly crm: Vinculo;
  readonly controller: TimelineController;
  readonly writing: TimelineWriting;
  readonly errors: unknown[];
  readonly view: () => Seen;
  readonly until: (holds: (view: Seen) => boolean) => Promise<Seen>;
}

export interface Options {
  readonly kinds?: readonly Group[];
  readonly backend?: MemoryBackend;
  readonly user?: string;
  readonly whole?: boolean;
  readonly order?: Order;
  readonly pageSize?: number;
}

export function setUp(seed: Seed, subject: TimelineSubject, { kinds = groups, backend = memoryBackend({ seed }), user = 'ana', whole = subject.table === 'account', order = 'newest', pageSize = 10 }: Options = {}): Stage {
  const crm = createClient({ adapter: backend.adapter(user) });
  const host = new Host();
  const errors: unknown[] = [];
  const controller = new TimelineController(host);
  const writing = new TimelineWriting(host, controller, (error) => errors.push(error));
  const request = { crm, subject, whole, order, allowed: new Set(kinds), pageSize, today: '2026-11-22' };
  controller.sources.finder = new TimelineCircle(host);
  const counts = new TimelineCounts(host, controller);
  let drawn: Seen | undefined;
  let told: (() => void)[] = [];
  host.draw = () => {
    controller.watch(request);
    counts.watch();
    const view = controller.view(now);
    drawn = { ...view, ...counts.of(view), isCounted: counts.isKnown };
    const waiting = told;
    told = [];
    for (const each of waiting) each();
  };
  host.draw();
  host.connect();
  ends.push(() => host.disconnect(), () => crm.close());
  const until = async (holds: (view: Seen) => boolean): Promise<Seen> => {
    while (!holds(drawn!)) await new Promise<void>((resolve) => told.push(resolve));
    return drawn!;
  };
  return { backend, crm, controller, writing, errors, view: () => drawn!, until };
}

export const ready = (view: Seen): boolean => view.state === 'ready' && !view.growing;
/** How many there are is asked of the backend apart from the list. */
export const counted = (view: Seen): boolean => ready(view) && view.isCounted && view.total !== undefined && view.chips.every(({ count }) => count !== undefined);
export const keys = (view: Seen): string[] => view.days.flatMap((day) => day.items).map((item) => item.key);
export const amina: TimelineSubject = { table: 'contact', id: 'amina' };
export const acme: TimelineSubject = { table: 'account', id: 'acme' };
