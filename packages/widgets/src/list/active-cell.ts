/** The column of the boxes that pick rows. */
export const pickColumn = ' pick';
/** The row of the heads. */
export const headRow = ' head';

/** The one cell that Tab leads to. */
export class ActiveCell {
  /** Id of a record, or the heads; undefined until somebody was there: then it is the first of the first row. */
  row: string | undefined;
  column: string | undefined;

  is(row: string, column: string): boolean { return this.row === row && this.column === column; }
}
