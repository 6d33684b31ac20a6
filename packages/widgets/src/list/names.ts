import type { VinculoElement } from '../base/vinculo-element.ts';
import { entityOf, titleOf } from '../parts/declared-field.ts';
import type { ListController } from './list.controller.ts';
import type { Stages } from './stages.ts';

/** Names of records that no row on show names: in filters, and where values are asked for. */
export class Names {
  readonly #host: VinculoElement;
  readonly #list: ListController;
  readonly #stages: Stages;
  readonly #known = new Map<string, string | undefined>();

  constructor(host: VinculoElement, list: ListController, stages: Stages) {
    this.#host = host;
    this.#list = list;
    this.#stages = stages;
  }

  /** The name; undefined while it is asked for, and where there is none. */
  of(table: string, id: string): string | undefined {
    const shown = this.#list.nameOf(table, id) ?? (table === 'stage' ? this.#stages.nameOf(id) : undefined);
    if (shown !== undefined) return shown;
    const key = `${table}/${id}`;
    if (!this.#known.has(key)) void this.#ask(key, table, id);
    return this.#known.get(key);
  }

  async #ask(key: string, table: string, id: string): Promise<void> {
    this.#known.set(key, undefined);
    const { crm } = this.#host;
    const entity = entityOf(crm, table);
    if (!crm || !entity) return;
    try {
      this.#known.set(key, titleOf(entity, await crm.collection(table).get(id)) || undefined);
      this.#host.requestUpdate();
    } catch {
      // Offline: the id stands for it, and the next drawing after a reload asks again.
    }
  }
}
