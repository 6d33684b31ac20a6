import type { ReactiveController } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { SavedViews } from '../parts/saved-views.ts';
import type { ColumnChoice } from './columns.ts';
import { rulesIn } from '../filters/read-rules.ts';
import type { ListController } from './list.controller.ts';
import type { ListView } from './list.ts';

interface ViewHost extends VinculoElement {
  readonly table: string;
  readonly viewId?: string;
  readonly view: ListView;
  show(view: Partial<ListView>): void;
}

/** Columns, filters and order that people kept under a name. */
export class ListViews implements ReactiveController {
  readonly saved: SavedViews;
  readonly #host: ViewHost;
  readonly #list: ListController;
  #begun = '';

  constructor(host: ViewHost, list: ListController) {
    this.#host = host;
    this.#list = list;
    this.saved = new SavedViews(host, 'list');
    host.addController(this);
  }

  hostUpdate(): void {
    const { crm, table, viewId } = this.#host;
    this.saved.watch(crm, table, this.#list.userId, this.#list.entity !== undefined);
    const begin = viewId && this.saved.all.find(({ id }) => id === viewId);
    const asked = `${table} ${viewId ?? ''}`;
    if (!begin || this.#begun === asked) return;
    this.#begun = asked;
    // Not in the middle of a drawing.
    queueMicrotask(() => this.choose(begin.id));
  }

  /** Shows a view; undefined: all, as the page began. */
  choose(id: string | undefined): void {
    this.saved.current = id;
    const stored = this.saved.chosen?.view;
    this.#host.show(stored ? this.#readable(stored) : { columns: [], sort: '', filters: [], search: '', mine: false, groupBy: '' });
  }

  // What was stored may come from other software: what cannot be read falls away.
  #readable(view: Readonly<Record<string, unknown>>): ListView {
    const text = (value: unknown): string => (typeof value === 'string' ? value : '');
    const columns = Array.isArray(view['columns']) ? (view['columns'] as readonly unknown[]).flatMap((each): ColumnChoice[] => {
      if (typeof each !== 'object' || each === null || typeof (each as ColumnChoice).name !== 'string') return [];
      const { name, width } = each as ColumnChoice;
      return [{ name, ...(typeof width === 'number' && width >= 40 && width <= 1200 ? { width } : {}) }];
    }) : [];
    const filters = rulesIn(view['filters'], (field) => this.#list.columns.get(field)?.field.kind);
    return { columns, filters, sort: text(view['sort']), search: text(view['search']), mine: view['mine'] === true, groupBy: text(view['groupBy']) };
  }

  /** Keeps what is on show under a name. @throws ValidationError */
  save(name: string, shared: boolean): void { this.saved.save(name, { ...this.#host.view }, shared); }

  /** Keeps what is on show under the name of the chosen view. */
  update(): void { this.saved.update({ ...this.#host.view }); }

  remove(): void {
    this.saved.remove();
    this.choose(undefined);
  }
}
