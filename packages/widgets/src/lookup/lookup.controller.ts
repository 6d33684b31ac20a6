import type { PendingChange, Vinculo, VinculoError } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import { entityOf } from '../parts/declared-field.ts';
import { RecordNames } from '../parts/record-names.ts';

/** What is chosen in a lookup, what it is called, and how a new record is made of what was typed. */
export class LookupController {
  readonly #host: ReactiveControllerHost;
  readonly #names: RecordNames;
  /** Names of what was just found or made, until the query knows them. */
  readonly #told = new Map<string, string>();
  #crm: Vinculo | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    this.#names = new RecordNames(host);
  }

  /** Called before each drawing. */
  watch(crm: Vinculo | undefined, tables: readonly string[], ids: readonly string[]): void {
    this.#crm = crm;
    this.#names.watch(crm, new Map(tables.map((table) => [table, new Set(ids)])));
  }

  /** What a chosen record is called; its id until that is known. */
  nameOf(tables: readonly string[], id: string): string {
    for (const table of tables) {
      const name = this.#names.name(table, id);
      if (name) return name;
    }
    return this.#told.get(id) ?? id;
  }

  tell(id: string, name: string): void {
    this.#told.set(id, name);
    this.#host.requestUpdate();
  }

  /** Before the backend said who may do what, everything may be tried; it judges. */
  mayCreate(table: string): boolean {
    const description = this.#crm?.description.snapshot;
    const entity = entityOf(this.#crm, table);
    return entity !== undefined && !entity.readonly && (description?.tables[table]?.create ?? !description);
  }

  /** What a new record of this text holds. */
  valuesOf(table: string, text: string): Record<string, unknown> {
    const entity = entityOf(this.#crm, table);
    return { [entity?.title ?? 'name']: text };
  }

  /** Makes the record. Undefined: it needs more than a name. */
  create(table: string, values: Readonly<Record<string, unknown>>): PendingChange | undefined {
    try {
      return this.#crm!.collection(table).create(values);
    } catch (error) {
      // By its code, not its class: a page may hold two copies of the sdk.
      if ((error as VinculoError).code === 'validation') return undefined;
      throw error;
    }
  }
}
