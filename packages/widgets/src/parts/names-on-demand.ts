import type { AnyRow, Result, Vinculo } from '@vinculo/sdk';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { entityOf, titleOf } from './declared-field.ts';

interface Asked {
  readonly ids: Set<string>;
  readonly rows: Map<string, AnyRow>;
  /** Ids came that the query does not ask for yet. */
  isBehind: boolean;
  subscription?: { unsubscribe(): void };
}

/** So many records of a table are followed; the names of those asked for before them stay as they were. */
const followed = 300;

/**
 * Names of records of whatever table, for a list that names many: a drawing asks, one query per table answers what it asked for, and the host is drawn
 * again when a name came or changed.
 * @example
 * readonly #names = new NamesOnDemand(this);
 * override willUpdate() { this.#names.watch(this.crm); }
 * render() { return html`<bdi>${this.#names.nameOf('account', row.accountId) ?? ''}</bdi>`; }
 */
export class NamesOnDemand implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #tables = new Map<string, Asked>();
  #crm: Vinculo | undefined;
  #connected = false;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** Called before each drawing. */
  watch(crm: Vinculo | undefined): void {
    if (crm === this.#crm) return;
    this.#leave();
    this.#tables.clear();
    this.#crm = crm;
  }

  /** The name of a record; undefined while it is not known, and where there is none to see. */
  readonly nameOf = (table: string, id: string): string | undefined => {
    const row = this.rowOf(table, id);
    const entity = row && entityOf(this.#crm, table);
    return (entity && titleOf(entity, row)) || undefined;
  };

  /** The record itself. */
  rowOf(table: string, id: string): AnyRow | undefined {
    let asked = this.#tables.get(table);
    if (!asked) this.#tables.set(table, (asked = { ids: new Set(), rows: new Map(), isBehind: false }));
    if (!asked.ids.has(id)) {
      asked.ids.add(id);
      asked.isBehind = true;
    }
    return asked.rows.get(id);
  }

  hostConnected(): void {
    this.#connected = true;
    for (const asked of this.#tables.values()) asked.isBehind = asked.ids.size > 0;
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#leave();
  }

  hostUpdated(): void {
    for (const [table, asked] of this.#tables) if (asked.isBehind && this.#connected) this.#ask(table, asked);
  }

  #ask(table: string, asked: Asked): void {
    asked.isBehind = false;
    asked.subscription?.unsubscribe();
    delete asked.subscription;
    // A table that nobody declares, or that the backend does not serve, has no names.
    const tables = this.#crm?.description.snapshot?.tables;
    if (!entityOf(this.#crm, table) || (tables && !tables[table])) return;
    const ids = [...asked.ids].slice(-followed);
    const live = this.#crm!.collection(table).query({ where: { id: { in: ids } }, limit: ids.length });
    const take = ({ rows }: Result<AnyRow>): void => {
      let changed = false;
      for (const row of rows) {
        changed ||= asked.rows.get(row.id) !== row;
        asked.rows.set(row.id, row);
      }
      if (changed) this.#host.requestUpdate();
    };
    asked.subscription = live.subscribe(take);
    take(live.snapshot);
  }

  #leave(): void {
    for (const asked of this.#tables.values()) {
      asked.subscription?.unsubscribe();
      delete asked.subscription;
    }
  }
}
