import type { PendingChange, Result } from '@vinculo/sdk';
import type { RowOf, savedView } from '@vinculo/sdk/schema';
import type { ReactiveController } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { ColumnChoice } from './columns.ts';
import { rulesIn } from '../filters/read-rules.ts';
import type { ListController } from './list.controller.ts';
import type { ListView } from './list.ts';

export type SavedView = RowOf<typeof savedView>;

/** What marks the views of lists among those of other widgets. */
const widget = 'list';

interface ViewHost extends VinculoElement {
  readonly table: string;
  readonly viewId?: string;
  readonly view: ListView;
  show(view: Partial<ListView>): void;
}

/** Columns, filters and order that people kept under a name: their own, and what others share. */
export class SavedViews implements ReactiveController {
  /** The view that was chosen last. */
  current: string | undefined;
  readonly #host: ViewHost;
  readonly #list: ListController;
  readonly #views: LiveController<Result<SavedView>>;
  #begun = '';

  constructor(host: ViewHost, list: ListController) {
    this.#host = host;
    this.#list = list;
    this.#views = new LiveController(host);
    host.addController(this);
  }

  hostUpdate(): void {
    const { crm, table, viewId } = this.#host;
    this.#views.watch([crm, this.#list.entity && table], () => crm!.savedViews.query({ where: { table, widget }, orderBy: ['name'] }));
    const begin = viewId && this.all.find(({ id }) => id === viewId);
    const asked = `${table} ${viewId ?? ''}`;
    if (!begin || this.#begun === asked) return;
    this.#begun = asked;
    // Not in the middle of a drawing.
    queueMicrotask(() => this.choose(begin.id));
  }

  get all(): readonly SavedView[] {
    const me = this.#list.userId;
    return (this.#views.value?.rows ?? []).filter((view) => view.shared || !view.ownerId || view.ownerId === me);
  }

  /** Whether the backend keeps views for whoever is signed in. */
  get canSave(): boolean {
    const status = this.#views.value?.status;
    return status === 'ready' || status === 'stale';
  }

  get chosen(): SavedView | undefined { return this.all.find(({ id }) => id === this.current); }

  /** Whether the signed-in person may change it. */
  isOwn(view: SavedView): boolean { return !view.ownerId || view.ownerId === this.#list.userId; }

  /** Shows a view; undefined: all, as the page began. */
  choose(id: string | undefined): void {
    this.current = id;
    const stored = this.chosen?.view;
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

  /** Keeps what is on show under a new name. @throws ValidationError */
  save(name: string, shared: boolean): PendingChange {
    const change = this.#host.crm!.savedViews.create({ name, table: this.#host.table, widget, shared, view: { ...this.#host.view }, ...(this.#list.userId ? { ownerId: this.#list.userId } : {}) });
    this.current = change.id;
    return change;
  }

  /** Keeps what is on show under the name of the chosen view. */
  update(): PendingChange | undefined {
    return this.current === undefined ? undefined : this.#host.crm!.savedViews.update(this.current, { view: { ...this.#host.view } });
  }

  remove(): PendingChange | undefined {
    const id = this.current;
    if (id === undefined) return undefined;
    this.choose(undefined);
    return this.#host.crm!.savedViews.remove(id);
  }
}
