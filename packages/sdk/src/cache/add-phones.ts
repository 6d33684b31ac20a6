import { entityNamed, hasPhones, phonesOf, phoneSuffix } from '../schema/index.ts';
import type { TableWrite } from './cache.ts';
import { answerOf } from './database.ts';
import { diskRow } from './disk-row.ts';
import type { PhonesRecord } from './phone-book.ts';

/** Small records of a table are put together when there are more. */
const mostRecords = 64;
/** Characters of a record that is put together with no other any more. */
const fullRecord = 200_000;

/** Inside a transaction over phones. What is there already does no harm, nor does a line whose row has another number by now: who looks it up reads the row. */
export async function addPhones(tx: IDBTransaction, table: string, writes: readonly TableWrite[]): Promise<void> {
  const e = entityNamed(table);
  if (!e || !hasPhones(e)) return;
  let text = '';
  for (const { rows } of writes) for (const row of rows) for (const phone of phonesOf(e, diskRow(table, row))) text += `${phoneSuffix(phone.e164 ?? phone.raw)} ${row.id}\n`;
  if (text === '') return;
  const phones = tx.objectStore('phones');
  await answerOf(phones.add({ table, text } satisfies PhonesRecord));
  const index = phones.index('table');
  if ((await answerOf(index.count(table))) <= mostRecords) return;
  const records = ((await answerOf(index.getAll(table))) as PhonesRecord[]).filter((r) => r.text.length < fullRecord);
  const all = new Set(records.flatMap((r) => r.text.match(/.+\n/gu) ?? []));
  for (const r of records) phones.delete(r.n!);
  phones.add({ table, text: [...all].join('') } satisfies PhonesRecord);
}
