import type { TimelineView } from './customer-timeline.controller.ts';

/** Tells what came in by itself; not what a wider window or another filter brought. */
export class NewItems {
  #seen: { readonly view: TimelineView; readonly about: string; readonly keys: ReadonlySet<string>; readonly newest: string } | undefined;

  /** How many are new since the last call. `about`: whose timeline, and what of it. */
  count(about: string, view: TimelineView): number {
    if (this.#seen?.view === view && this.#seen.about === about) return 0;
    const items = view.days.flatMap((day) => day.items);
    const before = this.#seen;
    this.#seen = { view, about, keys: new Set(items.map((item) => item.key)), newest: items.reduce((newest, { at }) => (at > newest ? at : newest), '') };
    if (before?.about !== about) return 0;
    return items.filter((item) => item.at >= before.newest && !before.keys.has(item.key) && !item.unsynced).length;
  }
}
