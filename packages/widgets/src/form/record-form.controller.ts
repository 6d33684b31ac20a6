import type { AnyRow, Description, Entity, FieldProblem, OutboxEntry, PendingChange, Result, Status, TableDescription, ValidationError, Vinculo, VinculoError } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import { declaredFields, entityOf, isEmpty, type DeclaredField } from '../parts/declared-field.ts';
import { RecordNames } from '../parts/record-names.ts';
import { comparable, similarRecords, type Similar, type SimilarBy } from '../parts/similar-records.ts';
import type { Stage } from '../parts/stage-moves.ts';

export interface FormSubject {
  readonly crm: Vinculo | undefined;
  readonly table: string;
  /** Of the record to edit; undefined: one is made. */
  readonly id: string | undefined;
  readonly values: Readonly<Record<string, unknown>>;
  /** By what records are held to be the same; undefined: by all there is. */
  readonly duplicates: readonly SimilarBy[] | undefined;
}

/** What stands in place of the form, or that it is there. */
export type FormState = 'noClient' | 'unknownTable' | 'loading' | 'forbidden' | 'unsupported' | 'missing' | 'error' | 'readOnly' | 'ready' | 'done';

/** What was written, and what became of it. */
export interface Written {
  readonly id: string;
  readonly change: PendingChange;
}

/** Fields that are set by where a record is put, not by a person. */
const ofProcess: ReadonlySet<string> = new Set(['pipelineId', 'stageId', 'stageSince', 'closedAt', 'lostReason']);
/** How many fields are asked, where neither the page nor the declaration says which. */
const usual = 10;

/** Follows what a form needs, decides which fields it asks, and writes once. */
export class RecordFormController {
  subject: FormSubject = { crm: undefined, table: '', id: undefined, values: {}, duplicates: undefined };
  /** What has to be changed before it can be written, by the names of fields. */
  problems: ReadonlyMap<string, string> = new Map();
  /** Records that may be the same; a person decides. */
  similar: readonly Similar[] = [];
  written: Written | undefined;
  isBusy = false;
  /** What fields hold in place of what they held at first: of a refused change that is written again. */
  #refilled: Readonly<Record<string, unknown>> = {};
  /** The same for the record that comes next. */
  #carried: { readonly id: string; readonly values: Readonly<Record<string, unknown>> } | undefined;
  /** What the record was called when it was written. */
  writtenName = '';
  readonly #host: ReactiveControllerHost;
  readonly #row: LiveController<Result<AnyRow>>;
  readonly #description: LiveController<Description | undefined>;
  readonly #status: LiveController<Status>;
  readonly #outbox: LiveController<readonly OutboxEntry[]>;
  readonly #stages: LiveController<Result<Stage>>;
  readonly #pipelines: LiveController<Result<AnyRow>>;
  readonly #names: RecordNames;
  #entity: Entity | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    this.#row = new LiveController(host);
    this.#description = new LiveController(host);
    this.#status = new LiveController(host);
    this.#outbox = new LiveController(host);
    this.#stages = new LiveController(host);
    this.#pipelines = new LiveController(host);
    this.#names = new RecordNames(host);
  }

  /** Called before each drawing. */
  watch(subject: FormSubject): void {
    const { crm, table, id } = subject;
    if (crm !== this.subject.crm || table !== this.subject.table || id !== this.subject.id) {
      this.reset();
      this.#refilled = id !== undefined && this.#carried?.id === id ? this.#carried.values : {};
      this.#carried = undefined;
    }
    this.subject = subject;
    this.#entity = entityOf(crm, table) ?? this.#entity;
    this.#description.watch(crm, () => crm!.description);
    this.#status.watch(crm, () => crm!.status);
    this.#outbox.watch(crm, () => crm!.outbox);
    this.#row.watch([crm, this.#entity, id], () => crm!.collection(table).query({ where: { id: id! } }));
    const isMade = this.#entity?.process && id === undefined;
    this.#pipelines.watch([isMade ? crm : undefined, table], () => crm!.collection('pipeline').query({ where: { table, active: true }, orderBy: ['rank'] }));
    this.#stages.watch(isMade ? crm : undefined, () => crm!.stages.query({ orderBy: ['rank'] }));
    this.#names.watch(crm, this.#namesWanted());
  }

  #namesWanted(): ReadonlyMap<string, ReadonlySet<string>> {
    const wanted = new Map<string, Set<string>>();
    for (const [name, { ref }] of Object.entries(this.#entity?.fields ?? {})) {
      const id = this.initial[name];
      if (ref && typeof id === 'string') (wanted.get(ref.table) ?? wanted.set(ref.table, new Set()).get(ref.table)!).add(id);
    }
    const other = this.entry?.theirs?.updatedBy;
    if (other) (wanted.get('user') ?? wanted.set('user', new Set()).get('user')!).add(other);
    return wanted;
  }

  nameOf(table: string, id: string): string | undefined { return this.#names.name(table, id); }

  // ---- what there is -----------------------------------------------------------------------------------------------

  get state(): FormState {
    const { crm, id } = this.subject;
    if (!crm) return 'noClient';
    const { description } = this;
    if (!this.#entity) return description ? 'unknownTable' : 'loading';
    if (this.written) return 'done';
    if (!description) return this.status?.error && this.status.connection !== 'connecting' ? 'error' : 'loading';
    if (!this.table) return 'unsupported';
    if (id === undefined) {
      if (this.#entity.readonly || !this.table.create) return 'forbidden';
      return this.#entity.process && [this.#pipelines, this.#stages].some((each) => each.value?.status === 'loading') ? 'loading' : 'ready';
    }
    const result = this.#row.value;
    if (!result || (result.status === 'loading' && result.rows.length === 0)) return 'loading';
    if (result.status === 'forbidden' || result.status === 'unsupported') return result.status;
    if (!this.row) return result.status === 'ready' ? 'missing' : 'error';
    return this.table.update ? 'ready' : 'readOnly';
  }

  get entity(): Entity | undefined { return this.#entity; }
  get row(): AnyRow | undefined { return this.#row.value?.rows[0]; }
  get description(): Description | undefined { return this.#description.value; }
  get table(): TableDescription | undefined { return this.description?.tables[this.subject.table]; }
  get status(): Status | undefined { return this.#status.value; }
  get error(): VinculoError | undefined { return this.#row.value?.error ?? this.status?.error; }
  get isNew(): boolean { return this.subject.id === undefined; }

  /** What the fields begin with. */
  get initial(): Readonly<Record<string, unknown>> { return { ...this.given, ...this.#refilled }; }
  /** Something else than what is given was put into them. */
  get isRefilled(): boolean { return Object.keys(this.#refilled).length > 0; }

  /** What the fields hold at first: of the record, or what the page gave and what a new record begins with. */
  get given(): Readonly<Record<string, unknown>> {
    const { values } = this.subject;
    if (!this.isNew) return { ...this.row, ...values };
    const defaults = Object.fromEntries(Object.entries(this.#entity?.fields ?? {}).flatMap(([name, field]) => (field.default === undefined ? [] : [[name, field.default]])));
    const user = this.description?.user.id;
    return { ...defaults, ...(user && this.#entity?.fields['ownerId']?.ref?.table === 'user' ? { ownerId: user } : {}), ...values };
  }

  /** The fields to ask, in their order: those the page names; else those that the declaration says people enter, and what a record cannot be without. */
  fields(named: readonly string[] | undefined): readonly DeclaredField[] {
    const { table } = this;
    if (!this.#entity || !table) return [];
    const all = declaredFields(this.#entity, table, { forNew: this.isNew }).filter(({ editable }) => editable || !this.isNew);
    if (named) return named.flatMap((name) => all.find((each) => each.name === name) ?? []);
    const asked = all.filter((field) => field.editable && !(this.#entity?.process && ofProcess.has(field.name)));
    const first = this.#entity.asked?.flatMap((name) => asked.find((each) => each.name === name) ?? []) ?? asked.slice(0, usual);
    return [...new Set([...first, ...asked.filter(({ required }) => required)])];
  }

  /** Where a new record of a process begins. */
  #start(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
    if (!this.#entity?.process || values['stageId']) return {};
    const pipelineId = values['pipelineId'] ?? this.#pipelines.value?.rows[0]?.id;
    const stage = this.#stages.value?.rows.find((each) => each.pipelineId === pipelineId && each.category === 'open');
    return { ...(pipelineId ? { pipelineId } : {}), ...(stage ? { stageId: stage.id } : {}) };
  }

  /** Own changes of this record that are not with the backend, and what became of them. */
  get entry(): OutboxEntry | undefined {
    const id = this.written?.id ?? this.subject.id;
    return this.#outbox.value?.findLast(({ change }) => change.table === this.subject.table && change.id === id);
  }

  // ---- commands ----------------------------------------------------------------------------------------------------

  /** What would be written: of a new record all that was answered, of another what differs. */
  patchOf(answers: ReadonlyMap<DeclaredField, unknown>): Record<string, unknown> {
    const patch: Record<string, unknown> = {};
    const custom: Record<string, unknown> = {};
    for (const [field, value] of answers) {
      const before = field.declared ? this.row?.[field.name] : this.row?.custom?.[field.name];
      if (this.isNew ? isEmpty(value) : JSON.stringify(value ?? null) === JSON.stringify(before ?? null) || (isEmpty(value) && isEmpty(before))) continue;
      if (field.declared) patch[field.name] = value;
      else custom[field.name] = value;
    }
    if (Object.keys(custom).length > 0) patch['custom'] = custom;
    if (!this.isNew) return patch;
    const given = { ...this.#hidden(answers), ...patch };
    return { ...this.#start(given), ...given };
  }

  /** What a new record begins with and no field asks for. */
  #hidden(answers: ReadonlyMap<DeclaredField, unknown>): Readonly<Record<string, unknown>> {
    const asked = new Set([...answers.keys()].map(({ name }) => name));
    const { table } = this;
    const given = new Set(Object.keys(this.subject.values));
    return Object.fromEntries(Object.entries(this.initial).filter(([name, value]) => !asked.has(name) && !isEmpty(value) && (given.has(name) || name in this.#refilled || (name === 'ownerId' && (table?.fields?.['ownerId'] ?? 'write') === 'write' && !table?.without?.includes('ownerId')))));
  }

  /** Records that may be the same as what is about to be written; none where they cannot be looked for. */
  async lookForSimilar(values: Readonly<Record<string, unknown>>): Promise<readonly Similar[]> {
    const { crm, table, id, duplicates } = this.subject;
    if (!crm || !comparable.has(table)) return [];
    try {
      // A changed name is judged with its company, and the other way round.
      const beside = 'name' in values || 'accountId' in values || 'company' in values ? { name: this.row?.['name'], accountId: this.row?.['accountId'], company: this.row?.['company'] } : {};
      return await similarRecords(crm, table, { ...beside, ...values }, id, duplicates);
    } catch {
      // Offline: the backend judges once the change is sent.
      return [];
    }
  }

  /** Writes. Answers what was written, or what is wrong with the values. */
  write(values: Readonly<Record<string, unknown>>): Written | readonly FieldProblem[] {
    const { crm, table, id } = this.subject;
    try {
      const change = id === undefined ? crm!.collection(table).create(values) : crm!.collection(table).update(id, values);
      this.written = { id: change.id, change };
      this.writtenName = String(values[this.#entity?.title ?? ''] ?? this.row?.[this.#entity?.title ?? ''] ?? '');
      this.similar = [];
      this.problems = new Map();
      // What becomes of it stands in the outbox.
      change.synced.catch(() => {}).finally(() => this.#host.requestUpdate());
      return this.written;
    } catch (error) {
      // By its code, not its class: a page may hold two copies of the sdk.
      if ((error as VinculoError).code === 'validation') return (error as ValidationError).problems;
      throw error;
    }
  }

  /** Back to the fields of what was written, or to empty ones. */
  reset(): void {
    this.problems = new Map();
    this.similar = [];
    this.written = undefined;
    this.isBusy = false;
  }

  /** Fields begin with these values. */
  refill(values: Readonly<Record<string, unknown>>): void {
    this.#refilled = values;
    // Records that are named by them have names of their own.
    this.#names.watch(this.subject.crm, this.#namesWanted());
  }

  /** Fields begin with these values once the form is that of this record. */
  carry(id: string, values: Readonly<Record<string, unknown>>): void { this.#carried = { id, values }; }

  /** Back to the fields of a record that was written. */
  goOn(): void {
    this.reset();
    this.#host.requestUpdate();
  }

  retry(): void { this.subject.crm?.retry(); }
}
