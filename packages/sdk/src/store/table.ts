import type { VinculoError } from '../errors.ts';
import type { AnyRow, Change, Entity } from '../schema/index.ts';
import { overlay } from './overlay.ts';

/** What became of one visible row. */
export interface RowDelta {
  readonly id: string;
  readonly before: AnyRow | undefined;
  readonly after: AnyRow | undefined;
}

/** The rows of one entity in memory: what the backend confirmed, own changes over it, and what the two look like together. */
export class Table {
  readonly entity: Entity;
  readonly confirmed = new Map<string, AnyRow>();
  readonly visible = new Map<string, AnyRow>();
  /** Own changes on their way, by record, oldest first. */
  readonly overlays = new Map<string, Change[]>();
  /** When each row was last taken in or removed, whoever said so, in ticks of the store: what was asked for before must not cover it. */
  readonly confirmedAt = new Map<string, number>();
  /** Rows that came by an answer to a question: the cache and the other tabs lack them. */
  readonly unwritten = new Set<string>();
  /** Every row the backend holds for this user is in `confirmed`. */
  whole = false;
  /** `whole` and pulled since the connection was last there. */
  fresh = false;
  error: VinculoError | undefined;

  constructor(entity: Entity) {
    this.entity = entity;
  }

  /** Brings `visible` up for one record. Undefined when it looks as before. */
  refresh(id: string): RowDelta | undefined {
    const changes = this.overlays.get(id);
    const before = this.visible.get(id);
    const after = changes ? overlay(this.entity, this.confirmed.get(id), changes) : this.confirmed.get(id);
    if (after === before) return undefined;
    if (after) this.visible.set(id, after);
    else this.visible.delete(id);
    return { id, before, after };
  }
}
