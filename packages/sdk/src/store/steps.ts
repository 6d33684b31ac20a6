/** One step from the rows of an answer to the rows of the next; steps apply in order. */
export type RowStep<R = unknown> =
  | { readonly op: 'insert'; readonly at: number; readonly row: R }
  | { readonly op: 'remove'; readonly at: number; readonly row: R }
  /** The row at this place has new values. */
  | { readonly op: 'set'; readonly at: number; readonly row: R };

type Identified = { readonly id: string };

/** Steps that turn one list of rows into another. Rows are told apart by id, and are equal when they are the same object. */
export function stepsBetween<R extends Identified>(before: readonly R[], after: readonly R[]): RowStep<R>[] {
  const steps: RowStep<R>[] = [];
  const stays = new Set(after.map((r) => r.id));
  const list: R[] = [];
  let removed = 0;
  for (const [i, row] of before.entries()) {
    if (stays.has(row.id)) list.push(row);
    else steps.push({ op: 'remove', at: i - removed++, row });
  }
  for (const [i, row] of after.entries()) {
    if (list[i]?.id !== row.id) {
      const from = list.findIndex((r, at) => at > i && r.id === row.id);
      if (from >= 0) {
        steps.push({ op: 'remove', at: from, row: list[from]! });
        list.splice(from, 1);
      }
      steps.push({ op: 'insert', at: i, row });
      list.splice(i, 0, row);
    } else if (list[i] !== row) {
      steps.push({ op: 'set', at: i, row });
      list[i] = row;
    }
  }
  return steps;
}

/** The rows after some steps. */
export function applySteps<R>(rows: readonly R[], steps: readonly RowStep<R>[]): R[] {
  const list = [...rows];
  for (const step of steps) {
    if (step.op === 'insert') list.splice(step.at, 0, step.row);
    else if (step.op === 'remove') list.splice(step.at, 1);
    else list[step.at] = step.row;
  }
  return list;
}
