import { answerOf } from './database.ts';

/** Ends of numbers with the ids of the rows that have them, of the rows of one write: lines of `end id`. */
export interface PhonesRecord {
  readonly n?: number;
  readonly table: string;
  readonly text: string;
}

/** Ids of rows, by table, that had a number with this end. Inside a transaction over phones. */
export async function findPhones(tx: IDBTransaction, suffix: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for (const { table, text } of (await answerOf(tx.objectStore('phones').getAll())) as PhonesRecord[]) {
    const ids = found.get(table) ?? found.set(table, []).get(table)!;
    // Each line begins after the end of another; the first one too, when one is put before it.
    const lines = `\n${text}`;
    for (let at = lines.indexOf(`\n${suffix} `); at >= 0; at = lines.indexOf(`\n${suffix} `, at + 1)) {
      const from = at + suffix.length + 2;
      ids.push(lines.slice(from, lines.indexOf('\n', from)));
    }
  }
  return found;
}
