import type { Change, FieldProblem, Notice, OutboxEntry, PendingChange, ValidationError, Vinculo, VinculoError } from '@vinculo/sdk';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import { ConflictChoices } from './conflict-choices.ts';
import { lateEdits } from './merged-into.ts';

/** The last own edit, until it is dismissed or another one is made. */
export interface LastEdit {
  /** Names of the fields it set. */
  readonly fields: readonly string[];
  readonly change: PendingChange;
}

/** Writes to one record, and follows what of it waits, was refused, met a conflict or covered what somebody else wrote. */
export class RecordWrites implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #outbox: LiveController<readonly OutboxEntry[]>;
  readonly #notices: LiveController<readonly Notice[]>;
  readonly choices: ConflictChoices;
  #crm: Vinculo | undefined;
  #table = '';
  #id: string | undefined;
  #mergedFrom: readonly string[] = [];
  #isBeside: (change: Change) => boolean = () => false;
  #last: LastEdit | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    this.#outbox = new LiveController(host);
    this.#notices = new LiveController(host);
    this.choices = new ConflictChoices(host);
    host.addController(this);
  }

  hostConnected(): void { this.#last = undefined; }

  /** Called before each drawing. `mergedFrom`: see MergeTrail. `isBeside`: whether a change of another record is told of here too. */
  watch(crm: Vinculo | undefined, table: string, id: string | undefined, mergedFrom: readonly string[], isBeside: (change: Change) => boolean = () => false): void {
    if (crm !== this.#crm || table !== this.#table || id !== this.#id) this.#last = undefined;
    this.#crm = crm;
    this.#table = table;
    this.#id = id;
    this.#mergedFrom = mergedFrom;
    this.#isBeside = isBeside;
    this.#outbox.watch(crm, () => crm!.outbox);
    this.#notices.watch(crm, () => crm!.notices);
  }

  get #entries(): readonly OutboxEntry[] {
    return (this.#outbox.value ?? []).filter(({ change }) => (change.table === this.#table && change.id === this.#id) || this.#isBeside(change));
  }

  /** Own changes that are not with the backend yet. */
  get waiting(): readonly OutboxEntry[] { return this.#entries.filter(({ state }) => state === 'waiting' || state === 'sending'); }
  get conflicts(): readonly OutboxEntry[] { return this.#entries.filter(({ state }) => state === 'conflict'); }
  get refused(): readonly OutboxEntry[] { return this.#entries.filter(({ state }) => state === 'refused' || state === 'unknown'); }
  /** Own edits that covered somebody's unseen value. */
  get notices(): readonly Notice[] { return (this.#notices.value ?? []).filter(({ table, recordId }) => table === this.#table && recordId === this.#id); }
  /** Whether the record is the one that another was merged into, which the host asked for. */
  get isMerged(): boolean { return this.#mergedFrom.length > 0; }
  /** Own edits of the record that was merged away, which came too late. */
  get lateEdits(): readonly OutboxEntry[] { return lateEdits(this.#outbox.value ?? [], this.#table, this.#mergedFrom); }
  get last(): LastEdit | undefined { return this.#last; }

  /** Writes fields of the record. Answers the change, or what is wrong with the values. */
  save(patch: Readonly<Record<string, unknown>>): PendingChange | FieldProblem {
    const fields = Object.keys(patch);
    try {
      const change = this.#crm!.collection(this.#table).update(this.#id!, patch);
      this.made({ fields, change });
      return change;
    } catch (error) {
      // By its code, not its class: a page may hold two copies of the sdk.
      if ((error as VinculoError).code === 'validation') return (error as ValidationError).problems[0] ?? { field: fields[0] ?? '', reason: 'invalid', message: String(error) };
      throw error;
    }
  }

  /** Sends a refused change again with other values. */
  resend(entry: OutboxEntry, patch: Readonly<Record<string, unknown>>): void {
    this.#last = undefined;
    entry.edit(patch);
  }

  /** Takes the last own edit back. */
  undo(): void {
    const last = this.#last;
    this.dismiss();
    last?.change.undo();
  }

  dismiss(): void {
    this.#last = undefined;
    this.#host.requestUpdate();
  }

  /** Something was written that can be taken back. */
  made(last: LastEdit): void {
    this.#last = last;
    this.#host.requestUpdate();
    // A change that is refused or meets a conflict is no longer there to be undone; the outbox tells of it.
    last.change.synced.catch(() => { if (this.#last === last) this.dismiss(); });
  }
}
