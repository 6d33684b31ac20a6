import type { Result, Vinculo } from '@vinculo/sdk';
import type { RowOf, savedView } from '@vinculo/sdk/schema';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';

export type SavedView = RowOf<typeof savedView>;
/** What a view keeps: plain data, which each widget reads for itself, as other software may have written it. */
type Kept = Readonly<Record<string, unknown>>;

/** How a widget shows a table, as people kept it under a name: their own views, and what others share. */
export class SavedViews {
  /** The view that was chosen last. */
  current: string | undefined;
  readonly #widget: string;
  readonly #rows: LiveController<Result<SavedView>>;
  #crm: Vinculo | undefined;
  #table = '';
  #userId: string | undefined;

  /** @param widget what marks its views among those of other widgets */
  constructor(host: ReactiveControllerHost, widget: string) {
    this.#widget = widget;
    this.#rows = new LiveController(host);
  }

  /** Called before each drawing. Without a client, or before `isAsked`, nothing is read. */
  watch(crm: Vinculo | undefined, table: string, userId: string | undefined, isAsked: boolean): void {
    this.#crm = crm;
    this.#table = table;
    this.#userId = userId;
    this.#rows.watch([crm, table, isAsked || undefined], () => crm!.savedViews.query({ where: { table, widget: this.#widget }, orderBy: ['name'] }));
  }

  get all(): readonly SavedView[] {
    return (this.#rows.value?.rows ?? []).filter((view) => view.shared || this.isOwn(view));
  }

  /** Whether the backend keeps views for whoever is signed in. */
  get canSave(): boolean {
    const status = this.#rows.value?.status;
    return status === 'ready' || status === 'stale';
  }

  get chosen(): SavedView | undefined { return this.all.find(({ id }) => id === this.current); }

  /** Whether the signed-in person may change it. */
  isOwn(view: SavedView): boolean { return !view.ownerId || view.ownerId === this.#userId; }

  /** Keeps a view under a name, and chooses it. One of one's own with that name gives way. @throws ValidationError */
  save(name: string, view: Kept, shared: boolean): void {
    const { savedViews } = this.#crm!;
    const ownerId = this.#userId;
    const same = this.all.find((each) => each.name === name && (each.ownerId ?? undefined) === ownerId);
    if (same) savedViews.update(same.id, { view: { ...view }, shared });
    this.current = same?.id ?? savedViews.create({ name, table: this.#table, widget: this.#widget, view: { ...view }, shared, ...(ownerId ? { ownerId } : {}) }).id;
  }

  /** Keeps a view under the name of the chosen one. */
  update(view: Kept): void {
    if (this.current !== undefined) this.#crm!.savedViews.update(this.current, { view: { ...view } });
  }

  /** Forgets the chosen one. */
  remove(): void {
    if (this.current !== undefined) this.#crm!.savedViews.remove(this.current);
    this.current = undefined;
  }
}
