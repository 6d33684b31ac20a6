import type { AggregateResult, AnyRow } from '@vinculo/sdk';
import { comparable, type Group, type Measures, summable } from '@vinculo/sdk/schema';
import type { ReactiveController, TemplateResult } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { VirtualList } from '../parts/virtual-list.ts';
import type { ActiveCell } from './active-cell.ts';
import type { ListContext } from './context.ts';
import { groupView } from './group-view.ts';
import type { ListController } from './list.controller.ts';
import { boneRow, rowView } from './row-view.ts';

/** A row that is on its way: only its place is known. */
interface Gap { readonly gap: number }
/** The head of rows that stand together, with the figures of all of them. */
export interface GroupLine { readonly group: Group; readonly name: string; readonly place: number }
type Line = AnyRow | Gap | GroupLine;

const isGap = (line: Line): line is Gap => 'gap' in line && typeof line.gap === 'number' && !('id' in line);
const isGroup = (line: Line): line is GroupLine => 'group' in line && 'place' in line && !('id' in line);

// Places are the same objects each time, so that a list of thousands costs little when its window moves.
const gaps: Gap[] = [];
const gapAt = (place: number): Gap => (gaps[place] ??= { gap: place });

/** What stands in the list from top to bottom, of which only what is in sight is drawn. */
export class Lines implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #list: ListController;
  readonly #active: ActiveCell;
  readonly #virtual: VirtualList<Line>;
  readonly #figures: LiveController<AggregateResult>;
  #lines: readonly Line[] = [];
  #from: readonly unknown[] = [];
  #heads: readonly GroupLine[] = [];
  /** The row that has the focus stays, also where the window of rows is elsewhere. */
  #focused: { readonly row: AnyRow; readonly place: number } | undefined;

  constructor(host: VinculoElement, list: ListController, active: ActiveCell) {
    this.#host = host;
    this.#list = list;
    this.#active = active;
    this.#virtual = new VirtualList<Line>(host, { key: (line) => (isGap(line) ? `gap-${line.gap}` : isGroup(line) ? `group-${line.name}` : line.id), estimate: 36, overscan: 320 });
    this.#figures = new LiveController(host);
    host.addController(this);
  }

  hostUpdate(): void {
    const { crm } = this.#host;
    const { entity, group, where, shown } = this.#list;
    const sums = shown.filter(({ field }) => field.declared && (field.kind === 'money' || field.kind === 'integer' || field.kind === 'number') && summable.has(field.kind));
    const measures: Measures = { count: { op: 'count' }, ...Object.fromEntries(sums.map(({ name }) => [name, { op: 'sum' as const, field: name }])) };
    this.#figures.watch([crm, entity && group && JSON.stringify([entity.name, group.name, where, measures])], () => crm!.collection(entity!.name).aggregate({ where, groupBy: [group!.name], measures }));
  }

  /** How many lines there are, heads of groups counted. */
  get count(): number { return this.#lines.length; }
  box(): ReturnType<VirtualList<Line>['box']> { return this.#virtual.box(); }

  draw(on: ListContext): unknown {
    this.#gather();
    let runs: [number, number][] = [];
    const drawn = this.#virtual.items(this.#lines, (line, at) => {
      if (isGroup(line)) return groupView(on, line, at);
      const place = this.#placeAt(at);
      const last = runs.at(-1);
      if (last && place === last[1] + 1) last[1] = place;
      else runs.push([place, place]);
      return this.#row(on, line, place, at);
    });
    // What is drawn decides what is asked for; the answer comes with a later drawing. The row that keeps the focus may be far off and asks for nothing.
    queueMicrotask(() => {
      runs = runs.sort((a, b) => b[1] - b[0] - (a[1] - a[0]));
      if (runs[0]) this.#list.rows.drawn(...runs[0]);
    });
    return drawn;
  }

  #row(on: ListContext, line: AnyRow | Gap, place: number, at: number): TemplateResult {
    return isGap(line) ? boneRow(on.list.shown.length) : rowView(on, line, place, at);
  }

  #gather(): void {
    const { rows, group } = this.#list;
    const { result } = rows;
    const figures = group ? this.#figures.value : undefined;
    const { row: active } = this.#active;
    this.#keepFocused(active);
    const kept = this.#focused && !rows.at(this.#focused.place) ? this.#focused.row : undefined;
    const from = [result, rows.length, figures, kept];
    if (from.every((each, i) => each === this.#from[i])) return;
    this.#from = from;
    this.#heads = figures ? headsOf(figures, group!.name, rows.length) : [];
    const lines: Line[] = [];
    let next = 0;
    for (let place = 0; place < rows.length; place++) {
      while (this.#heads[next]?.place === place) lines.push(this.#heads[next++]!);
      lines.push(rows.at(place) ?? (kept && this.#focused?.place === place ? kept : gapAt(place)));
    }
    this.#lines = lines;
  }

  #keepFocused(active: string | undefined): void {
    const { rows } = this.#list;
    const place = active === undefined ? -1 : rows.placeOf(active);
    const row = place < 0 ? undefined : rows.at(place);
    if (row) this.#focused = { row, place };
    else if (this.#focused?.row.id !== active) this.#focused = undefined;
  }

  #placeAt(at: number): number {
    let place = at;
    for (const [before, head] of this.#heads.entries()) {
      if (head.place + before < at) place = at - before - 1;
      else break;
    }
    return place;
  }

  #lineOf(place: number): number {
    return place + this.#heads.filter((head) => head.place <= place).length;
  }

  /** Where a record stands; -1 where it is not known. */
  placeOf(id: string): number {
    const place = this.#list.rows.placeOf(id);
    return place < 0 && this.#focused?.row.id === id ? this.#focused.place : place;
  }

  /** Brings a place into sight; its element, which may be one that is on its way. */
  show(place: number): Promise<HTMLElement | undefined> { return this.#virtual.scrollTo(this.#lineOf(place)); }
}

/** The heads and where they stand: rows are in the order of the groups, so counts tell it. None as long as the counts are not of the same rows. */
function headsOf({ groups, complete }: AggregateResult, field: string, length: number): readonly GroupLine[] {
  const sorted = [...groups].sort((a, b) => {
    const [x, y] = [comparable(a.key[field]), comparable(b.key[field])];
    return x === null || y === null ? Number(x === null) - Number(y === null) : x < y ? -1 : x > y ? 1 : 0;
  });
  let place = 0;
  const heads = sorted.map((group) => {
    const head = { group, place, name: JSON.stringify(group.key[field] ?? null) };
    place += Number(group.values['count'] ?? 0);
    return head;
  });
  return complete === true && place === length ? heads : [];
}

