import { OfflineError, UnknownTableError, ValidationError, type FieldProblem } from '@vinculo/sdk';
import { type Change, type Entity, type PushOutcome, entityNamed, sameValue, validateNew, validatePatch } from '@vinculo/sdk/schema';
import { everything } from './pull-table.ts';
import { TrytonFault, type TrytonRpc } from './rpc.ts';
import type { SettingReader } from './setting.ts';
import type { Setting, TrytonRecord, TrytonTable } from './table.ts';
import { timestamps, toRow } from './to-row.ts';

type Values = Readonly<Record<string, unknown>>;

const rejected = (code: string, message: string, problems: readonly FieldProblem[] = []): PushOutcome => ({ status: 'rejected', code, message, problems });

/** Writes one change, and says what became of it. @throws OfflineError, AuthError and the like only while nothing was sent */
export async function pushChange(rpc: TrytonRpc, settings: SettingReader, table: TrytonTable | undefined, change: Change, signal?: AbortSignal): Promise<PushOutcome> {
  const e = entityNamed(change.table);
  if (!e || !table) return rejected('unknown_table', new UnknownTableError(change.table).message);
  if (table.readonly || !table.values) return rejected('forbidden', `${e.pluralLabel.en} are changed in Tryton itself.`);
  try {
    const setting = change.op === 'create' && change.table === 'contact' ? await settings.withPersons(signal) : await settings.get(signal);
    const writer = new Writer(rpc, table, e, setting, signal);
    if (change.op === 'create') return await writer.create(change);
    return change.op === 'update' ? await writer.update(change) : await writer.remove(change);
  } catch (error) {
    if (error instanceof ValidationError) return rejected('validation', error.message, error.problems);
    if (error instanceof TrytonFault) return rejected('refused', error.message);
    throw error;
  }
}

class Writer {
  readonly #rpc: TrytonRpc;
  readonly #table: TrytonTable;
  readonly #entity: Entity;
  readonly #setting: Setting;
  readonly #signal: AbortSignal | undefined;

  constructor(rpc: TrytonRpc, table: TrytonTable, e: Entity, setting: Setting, signal: AbortSignal | undefined) {
    this.#rpc = rpc;
    this.#table = table;
    this.#entity = e;
    this.#setting = setting;
    this.#signal = signal;
  }

  #call<T>(method: string, ...params: readonly unknown[]): Promise<T> {
    return this.#rpc.call<T>(`model.${this.#table.model}.${method}`, params, this.#signal);
  }

  async #read(id: number): Promise<TrytonRecord | undefined> {
    return (await this.#call<TrytonRecord[]>('search_read', [['id', '=', id]], 0, 1, null, this.#table.fields, { ...this.#setting.context, ...everything }))[0];
  }

  /** The fields of a patch that Tryton can hold. Defaults and empty values of others say nothing and are left out. @throws ValidationError for the rest */
  #held(patch: Values): Record<string, unknown> {
    const { held, access = {} } = this.#table;
    const says = (field: string, value: unknown): boolean => value !== null && !(Array.isArray(value) && value.length === 0) && !sameValue(value, this.#entity.fields[field]?.default);
    const lost = Object.entries(patch).filter(([field, value]) => !held.includes(field) && says(field, value));
    if (lost.length > 0) throw new ValidationError(this.#table.table, lost.map(([field]) => ({ field, reason: 'unsupported', message: 'Tryton has no place for it' })));
    const barred = Object.keys(patch).filter((field) => (access[field] ?? 'write') !== 'write' && says(field, patch[field]));
    if (barred.length > 0) throw new ValidationError(this.#table.table, barred.map((field) => ({ field, reason: 'readonly', message: 'Tryton sets it by itself' })));
    return Object.fromEntries(Object.entries(patch).filter(([field]) => held.includes(field)));
  }

  async create({ id: ours, patch }: Change): Promise<PushOutcome> {
    const held = this.#held(validateNew(this.#entity, patch));
    const values = await this.#table.values!(held, undefined, this.#setting);
    const button = this.#table.transition?.(held, undefined);
    // Asked first, so that a create is sent only where Tryton answers: what fails after that may have been stored.
    await this.#rpc.call('model.res.user.search_count', [[['id', '=', 0]], {}], this.#signal);
    let id: number;
    try {
      [id] = await this.#call<[number]>('create', [values], this.#setting.context);
    } catch (error) {
      if (!lostOnTheWay(error, this.#signal)) throw error;
      return { status: 'unknown', message: `Tryton did not answer after a ${this.#entity.label.en.toLowerCase()} was sent (${ours}). Look there whether it exists.` };
    }
    if (button !== undefined) {
      try {
        await this.#call(button, [id], this.#setting.context);
      } catch (error) {
        if (!(error instanceof TrytonFault)) return { status: 'unknown', message: 'Tryton did not answer while the new record was moved to its stage.' };
        await this.#call('delete', [id], this.#setting.context);
        return moveRefused(error);
      }
    }
    const record = await this.#read(id).catch(() => undefined);
    const row = record && toRow(this.#table, record, this.#setting);
    return { status: 'ok', id: String(id), row: row ?? { ...held, id: String(id) } };
  }

  async update(change: Change): Promise<PushOutcome> {
    const held = this.#held(validatePatch(this.#entity, change.patch));
    const record = await this.#read(Number(change.id));
    const row = record && toRow(this.#table, record, this.#setting);
    if (!record || !row) return rejected('not_found', `Tryton has no such ${this.#entity.label.en.toLowerCase()} any more, or it may not be seen with this sign-in.`);
    if (change.baseVersion !== undefined && change.baseVersion !== row.version) return { status: 'conflict', row, fields: [] };
    const values = await this.#table.values!(held, { record, row }, this.#setting);
    const button = this.#table.transition?.(held, row);
    try {
      if (Object.keys(values).length > 0) await this.#call('write', [record.id], values, { ...this.#setting.context, _timestamp: timestamps(this.#table, record) });
      if (button !== undefined) await this.#move(button, record, values);
      const after = await this.#read(record.id);
      return { status: 'ok', row: (after && toRow(this.#table, after, this.#setting)) ?? row };
    } catch (error) {
      if (error instanceof TrytonFault && error.kind === 'ConcurrencyException') return this.#conflict(record.id);
      if (error instanceof MoveRefused) return moveRefused(error.fault);
      // Setting the same values again does no harm; where they were stored, the version differs and nothing is left to merge.
      if (lostOnTheWay(error, this.#signal)) return { status: 'retry', message: 'Tryton did not answer.' };
      throw error;
    }
  }

  async #conflict(id: number): Promise<PushOutcome> {
    const record = await this.#read(id);
    const row = record && toRow(this.#table, record, this.#setting);
    return row ? { status: 'conflict', row, fields: [] } : rejected('not_found', 'The record was removed in Tryton meanwhile.');
  }

  /** Presses a button of the workflow; where Tryton refuses, what was written just before is put back. */
  async #move(button: string, record: TrytonRecord, written: Values): Promise<void> {
    try {
      await this.#call(button, [record.id], this.#setting.context);
    } catch (error) {
      if (!(error instanceof TrytonFault)) throw error;
      const before = Object.fromEntries(Object.keys(written).map((field) => [field, record[field] ?? null]));
      if (Object.keys(before).length > 0) await this.#call('write', [record.id], before, this.#setting.context);
      throw new MoveRefused(error);
    }
  }

  async remove({ id }: Change): Promise<PushOutcome> {
    const record = await this.#read(Number(id));
    // A party of the other kind is none of ours to remove.
    if (!record || !toRow(this.#table, record, this.#setting)) return { status: 'ok', row: null };
    try {
      await this.#call('delete', [record.id], this.#setting.context);
    } catch (error) {
      if (lostOnTheWay(error, this.#signal)) return { status: 'retry', message: 'Tryton did not answer.' };
      throw error;
    }
    return { status: 'ok', row: null };
  }
}

class MoveRefused extends Error {
  readonly fault: TrytonFault;
  constructor(fault: TrytonFault) {
    super(fault.message);
    this.fault = fault;
  }
}

function moveRefused({ message }: TrytonFault): PushOutcome {
  return rejected('move_refused', message, [{ field: 'stageId', reason: 'refused', message }]);
}

/** A call that was sent and not answered. One that was aborted may have arrived too. */
function lostOnTheWay(error: unknown, signal: AbortSignal | undefined): boolean {
  return error instanceof OfflineError || (signal?.aborted ?? false);
}
