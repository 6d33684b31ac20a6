import type { CommandOutput, Entities, PendingChange, RowOf, Vinculo, VinculoError } from '@vinculo/sdk';
import type { HandOverScope } from './deed-events.ts';
import type { DeedSubject } from './deed-subject.ts';
import { mayRun } from './offered-deeds.ts';
import { namingOf } from './deed-figures.ts';
import type { Naming } from './what-names.ts';

type User = RowOf<Entities['user']>;
interface Row { readonly table: string; readonly id: string }

/** A record that changes hands, while it is decided: to whom, and what goes with it. */
export class HandOverController {
  /** Who may get it; undefined while they are asked for. */
  people: readonly User[] | undefined;
  toUserId = '';
  scope: HandOverScope = 'customer';
  problem: VinculoError | undefined;
  isBusy = false;
  /** What is open about it and has the same owner; undefined while it is asked for. */
  open: readonly Row[] | undefined;
  /** What the command would move, for the person it was asked for. */
  #preview: { readonly to: string; readonly moved: readonly Naming[] } | undefined;
  readonly #subject: DeedSubject;
  readonly #redraw: () => void;

  constructor(subject: DeedSubject, redraw: () => void) {
    this.#subject = subject;
    this.#redraw = redraw;
  }

  get crm(): Vinculo { return this.#subject.crm; }
  get ownerId(): string | null { const id = this.#subject.row['ownerId']; return typeof id === 'string' ? id : null; }
  get mayTransfer(): boolean { return this.ownerId !== null && mayRun(this.#subject.description, this.#subject.entity.name, 'transfer'); }
  get ownerName(): string { return this.people?.find(({ id }) => id === this.ownerId)?.name ?? this.ownerId ?? ''; }
  get others(): readonly User[] { return (this.people ?? []).filter(({ id, active }) => id !== this.ownerId && active !== false); }
  get openFigures(): readonly Naming[] {
    const counts: Record<string, number> = {};
    for (const { table } of this.open ?? []) counts[table] = (counts[table] ?? 0) + 1;
    return namingOf(counts);
  }
  get preview(): readonly Naming[] | undefined { return this.#preview?.to === this.toUserId ? this.#preview.moved : undefined; }

  /** Asks who may get it, and what is open about it. */
  async load(): Promise<void> {
    try {
      const [{ rows }, open] = await Promise.all([this.crm.users.query({ orderBy: ['name'], limit: 300 }).once(), this.#openRows()]);
      this.people = rows;
      this.open = open;
    } catch (error) {
      this.people ??= [];
      this.open ??= [];
      this.problem = error as VinculoError;
    }
    this.#redraw();
  }

  /** Open deals and tickets, tasks that are planned, and the contacts of an account: as far as they have the same owner. */
  async #openRows(): Promise<readonly Row[]> {
    const { entity: { name: table }, row: { id }, description } = this.#subject;
    const ownerId = this.ownerId;
    const by = table === 'account' ? { accountId: id } : table === 'contact' ? { contactId: id } : undefined;
    if (ownerId === null || !by) return [];
    const may = (name: string): boolean => description?.tables[name]?.update ?? !description;
    const rows = async (name: string, where: Readonly<Record<string, unknown>>): Promise<readonly Row[]> =>
      may(name) ? (await this.crm.collection(name).query({ where: { ...by, ownerId, ...where }, limit: 60 }).once()).rows.map((each) => ({ table: name, id: each.id })) : [];
    const activities = async (): Promise<readonly Row[]> => {
      if (!may('activity')) return [];
      const links = await this.crm.activityLinks.query({ where: { table, recordId: id, open: true }, orderBy: ['at'], limit: 60, include: ['activityId'] }).once();
      return links.rows.flatMap(({ activityId }) => (links.related['activity']?.get(activityId)?.['ownerId'] === ownerId ? [{ table: 'activity', id: activityId }] : []));
    };
    const found = await Promise.all([rows('deal', { closedAt: null }), rows('ticket', { closedAt: null }), activities(), table === 'account' ? rows('contact', {}) : []]);
    return found.flat();
  }

  async choose(toUserId: string, scope: HandOverScope): Promise<void> {
    this.toUserId = toUserId;
    this.scope = scope;
    this.problem = undefined;
    this.#redraw();
    if (scope !== 'everything' || !toUserId || this.preview || this.ownerId === null) return;
    try {
      const { moved } = await this.crm.run('transfer', { fromUserId: this.ownerId, toUserId, preview: true });
      this.#preview = { to: toUserId, moved: namingOf(moved) };
    } catch (error) {
      if (this.toUserId === toUserId) this.problem = error as VinculoError;
    }
    this.#redraw();
  }

  /** Writes the new owner into the record and, where that is wanted, into what is open about it: one batch, which can be taken back. */
  write(): readonly PendingChange[] {
    const { crm } = this;
    const { entity, row } = this.#subject;
    const rows = [{ table: entity.name, id: row.id }, ...(this.scope === 'open' ? (this.open ?? []) : [])];
    return crm.batch(() => { for (const { table, id } of rows) crm.collection(table).update(id, { ownerId: this.toUserId }); });
  }

  /** Everything the present owner has, by the command. Undefined where it was refused; then `problem` says why. */
  async transfer(): Promise<CommandOutput<'transfer'> | undefined> {
    this.isBusy = true;
    this.problem = undefined;
    this.#redraw();
    try {
      return await this.crm.run('transfer', { fromUserId: this.ownerId!, toUserId: this.toUserId });
    } catch (error) {
      this.problem = error as VinculoError;
      return undefined;
    } finally {
      this.isBusy = false;
      this.#redraw();
    }
  }
}
