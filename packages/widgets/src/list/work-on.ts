import { LatePart } from '../base/late-part.ts';
import type { FilterSubject } from '../filters/filter-subject.ts';
import type { FieldReader } from '../parts/field-text.ts';
import { Announcer } from '../parts/announcer.ts';
import { Menus } from '../parts/menu.ts';
import type { ActiveCell } from './active-cell.ts';
import type { Asking } from './asking.ts';
import { CellEditing } from './cell-editing.ts';
import type { Column } from './columns.ts';
import type { Emit } from './context.ts';
import { Exporting } from './exporting.ts';
import { GridKeys } from './grid-keys.ts';
import type { ListController } from './list.controller.ts';
import type { RecordList } from './list.ts';
import { Lines } from './lines.ts';
import { ListViews } from './list-views.ts';
import { Names } from './names.ts';
import { Picks } from './picks.ts';
import { Stages } from './stages.ts';

/** What works on a list from its first drawing on. */
export interface Work {
  readonly host: RecordList;
  readonly announcer: Announcer;
  readonly menus: Menus;
  readonly stages: Stages;
  readonly names: Names;
  /** What the list's filters are about. */
  readonly filtering: FilterSubject;
  readonly lines: Lines;
  readonly picks: Picks;
  readonly editing: CellEditing;
  readonly keys: GridKeys;
  readonly views: ListViews;
  readonly exporting: Exporting;
  /** What asks a person for something: loaded when somebody wants it. */
  readonly asking: LatePart<Asking>;
  readonly emit: Emit;
  readonly reader: () => FieldReader;
  /** Takes off all filters. */
  showAll(): void;
}

export function workOn(host: RecordList, list: ListController, active: ActiveCell, emit: Emit): Work {
  const announcer = new Announcer(host);
  const menus = new Menus(host);
  const stages = new Stages(host, list);
  const names = new Names(host, list, stages);
  const lines = new Lines(host, list, active);
  const picks = new Picks(host, list, emit);
  const views = new ListViews(host, list);
  const reader = (): FieldReader => ({ locale: host.locale, t: (key, ...values) => host.t(key, ...values), viewer: { locale: host.locale }, nameOf: (table, id) => names.of(table, id) });
  const exporting = new Exporting(host, list, { announcer, emit, reader });
  const asking: LatePart<Asking> = new LatePart<Asking>(host, async () => {
    const part = host.dress(await host.later(import('./asking.ts')));
    return part.ask(work, list);
  }, () => false);
  const editing = new CellEditing(host, list, { asking, stages, emit, reader });
  const keys = new GridKeys(host, list, { lines, picks, editing });
  editing.closed = (id, column) => keys.backTo(id, column);
  const work: Work = {
    host, announcer, menus, stages, names, lines, filtering: filteringOf(host, list, stages, reader), picks, editing, keys, views, exporting, asking, emit, reader,
    showAll: () => host.show({ filters: [], search: '', mine: false }),
  };
  return work;
}

function filteringOf(host: RecordList, list: ListController, stages: Stages, reader: () => FieldReader): FilterSubject {
  const asked = (name: string): Column | undefined => {
    const column = list.columns.get(name);
    return column?.isAsked ? column : undefined;
  };
  return {
    host, reader, opener: '[part=filter-button]', field: asked,
    get rules() { return host.filters; },
    get currency() { return list.currency; },
    // The columns on show first.
    get fields() {
      const shown = list.shown.filter(({ isAsked }) => isAsked);
      return [...shown, ...[...list.columns.values()].filter(({ name, isAsked }) => isAsked && !shown.some((each) => each.name === name))];
    },
    choice: (field) => stages.choice(field),
    set: (filters) => host.show({ filters }),
  };
}
