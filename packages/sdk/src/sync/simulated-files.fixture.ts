import type { Result, Vinculo } from '../client/vinculo.ts';
import type { AnyRow } from '../schema/index.ts';

/** What pages hold of the files: with it questions about one record's files are answered from memory, which has no more of them than what is looked at. */
export const heldFiles: { readonly table: string } = { table: 'account' };

/** Stands in for the content of files of which the row alone is of interest. */
export const noContent = 'no content';

/** The files of one record, as a page shows them. */
export class ShownFiles {
  of: string;
  rows: readonly AnyRow[] = [];
  result: Result<AnyRow> | undefined;
  readonly #crm: Vinculo;
  #stop: () => void = () => {};

  constructor(crm: Vinculo, of: string) {
    this.#crm = crm;
    this.of = of;
    this.turn(of);
  }

  /** The page shows those of another record from now on. */
  turn(of: string): void {
    this.#stop();
    this.of = of;
    this.rows = [];
    this.result = undefined;
    const looking = this.#crm.collection('attachment').query({ where: { ...heldFiles, recordId: of } }).subscribe((result) => {
      this.result = result;
      this.rows = result.rows;
    });
    this.#stop = () => looking.unsubscribe();
  }

  /** Whether a row is one of them. */
  readonly holds = (row: AnyRow): boolean => row['table'] === 'account' && row['recordId'] === this.of;
}
