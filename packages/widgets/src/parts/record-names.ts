import type { AnyRow, Result, Vinculo } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import { entityOf, titleOf } from './declared-field.ts';

/** Names of records, for values and rows that only hold their ids. Asks once for each table, for all that are wanted of it. */
export class RecordNames {
  readonly #host: ReactiveControllerHost;
  readonly #tables = new Map<string, LiveController<Result<AnyRow>>>();
  #crm: Vinculo | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  /** Called before each drawing with all that will be named in it. A table that the backend does not serve is not asked. */
  watch(crm: Vinculo | undefined, wanted: ReadonlyMap<string, ReadonlySet<string>>): void {
    this.#crm = crm;
    for (const table of wanted.keys()) if (!this.#tables.has(table)) this.#tables.set(table, new LiveController<Result<AnyRow>>(this.#host));
    for (const [table, rows] of this.#tables) {
      const ids = [...(wanted.get(table) ?? [])].sort();
      const tables = crm?.description.snapshot?.tables;
      const isServed = entityOf(crm, table) !== undefined && (!tables || tables[table] !== undefined);
      rows.watch(isServed && ids.length > 0 ? [crm, ids.join('\n')] : undefined, () => crm!.collection(table).query({ where: { id: { in: ids } } }));
    }
  }

  row(table: string, id: string): AnyRow | undefined {
    return this.#tables.get(table)?.value?.rows.find((row) => row.id === id);
  }

  /** Undefined while it is not known, or where it may not be seen. */
  name(table: string, id: string): string | undefined {
    const entity = entityOf(this.#crm, table);
    const row = this.row(table, id);
    return entity && row ? titleOf(entity, row) || undefined : undefined;
  }
}
