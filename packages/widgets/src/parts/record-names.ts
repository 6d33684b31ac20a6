import type { AnyRow, Result, Vinculo } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import { entityOf, titleOf } from './declared-field.ts';

/** Names of records, for values and rows that only hold their ids. Asks once for each table, for all that are wanted of it. */
export class RecordNames {
  readonly #host: ReactiveControllerHost;
  readonly #tables = new Map<string, LiveController<Result<AnyRow>>>();
  /** What was known before others were asked for as well. */
  readonly #before = new Map<string, Result<AnyRow>>();
  #crm: Vinculo | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  /** Called before each drawing with all that will be named in it. A table that the backend does not serve is not asked. */
  watch(crm: Vinculo | undefined, wanted: ReadonlyMap<string, ReadonlySet<string>>): void {
    if (crm !== this.#crm) this.#before.clear();
    this.#crm = crm;
    for (const table of wanted.keys()) if (!this.#tables.has(table)) this.#tables.set(table, new LiveController<Result<AnyRow>>(this.#host));
    for (const [table, rows] of this.#tables) {
      const ids = [...(wanted.get(table) ?? [])].sort();
      const tables = crm?.description.snapshot?.tables;
      const isServed = entityOf(crm, table) !== undefined && (!tables || tables[table] !== undefined);
      if (rows.value && rows.value.status !== 'loading') this.#before.set(table, rows.value);
      rows.watch(isServed && ids.length > 0 ? [crm, ids.join('\n')] : undefined, () => crm!.collection(table).query({ where: { id: { in: ids } } }));
    }
  }

  row(table: string, id: string): AnyRow | undefined {
    const now = this.#tables.get(table)?.value;
    return (now?.status === 'loading' ? [...now.rows, ...(this.#before.get(table)?.rows ?? [])] : now?.rows)?.find((row) => row.id === id);
  }

  /** Whether names of a table are on their way. */
  isLoading(table: string): boolean { return this.#tables.get(table)?.value?.status === 'loading'; }

  /** Undefined while it is not known, or where it may not be seen. */
  name(table: string, id: string): string | undefined {
    const entity = entityOf(this.#crm, table);
    const row = this.row(table, id);
    return entity && row ? titleOf(entity, row) || undefined : undefined;
  }
}
