import type { ReactiveController } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { Emit } from './context.ts';
import type { ListController } from './list.controller.ts';
import { Selection } from './selection.ts';

/** Picks rows by boxes and keys: one, a range, all that match. */
export class Picks implements ReactiveController {
  readonly selection: Selection = new Selection();
  readonly #host: VinculoElement;
  readonly #list: ListController;
  readonly #emit: Emit;
  #anchorPlace = -1;
  #question = '';

  constructor(host: VinculoElement, list: ListController, emit: Emit) {
    this.#host = host;
    this.#list = list;
    this.#emit = emit;
    host.addController(this);
  }

  hostUpdate(): void {
    // What was picked is meant among what was on show: another filter begins anew, another order does not.
    const question = JSON.stringify([this.#list.entity?.name, this.#list.where]);
    if (question === this.#question) return;
    this.#question = question;
    if (!this.selection.isEmpty) {
      this.selection.clear();
      this.#told();
    }
  }

  get count(): number | undefined { return this.selection.count(this.#list.rows.exact); }
  get isEverything(): boolean { return this.selection.all ? this.selection.ids.size === 0 : this.selection.ids.size > 0 && this.selection.ids.size === this.#list.rows.exact; }

  /** A box was pressed, or Space on a row. With Shift all from the last one to this one become what this one becomes. */
  press(id: string, isRange: boolean): void {
    const { selection } = this;
    const place = this.#list.rows.placeOf(id);
    const picked = !selection.has(id);
    if (isRange && this.#anchorPlace >= 0 && place >= 0) void this.#range(this.#anchorPlace, place, picked);
    else {
      selection.set(id, picked);
      this.#anchorPlace = place;
      this.#told();
    }
  }

  /** Rows of a range may never have been in sight: they are asked for. */
  async #range(a: number, b: number, picked: boolean): Promise<void> {
    const [from, to] = a < b ? [a, b] : [b, a];
    const { rows, entity, where, orderBy } = this.#list;
    const { crm } = this.#host;
    let ids = Array.from({ length: to - from + 1 }, (_, i) => rows.at(from + i)?.id);
    if (ids.includes(undefined) && crm && entity) {
      try {
        const found = await crm.collection(entity.name).query({ where, orderBy, offset: from, limit: to - from + 1 }).once();
        ids = found.rows.map((row) => row.id);
      } catch {
        // Offline: those that are known are picked.
      }
    }
    this.selection.range(ids.filter((id) => id !== undefined), picked);
    this.#told();
  }

  pickAll(all: boolean): void {
    if (all) this.selection.pickAll();
    else this.selection.clear();
    this.#told();
  }

  clear(): void { this.pickAll(false); }

  #told(): void {
    this.#host.requestUpdate();
    this.#emit('vinculo-selection-change', { all: this.selection.all, ids: [...this.selection.ids] });
  }
}
