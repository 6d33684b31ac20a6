import * as z from 'zod/mini';
import type { AnyRow } from '../entity.ts';
import type { Command } from './command.ts';
import { idInput } from './input.ts';
import { type PersonInput, distinct, findAmong, personOf } from './person.ts';
import { holdersOf } from './references.ts';

/** Everything that is held about a person, as one document. */
export interface ExportPersonOutput {
  /** ISO instant. */
  readonly exportedAt: string;
  readonly person: PersonInput;
  /** Rows by table: the records that are the person, and all that name them (activities, messages, tickets, orders, deals, consents, ids in other systems ...). */
  readonly records: Readonly<Record<string, readonly AnyRow[]>>;
  /** Every change of those records that are the person, and of their tickets: who, what, before, after. */
  readonly history: readonly AnyRow[];
  /** Each file: its content is answered by `download(blobId)`. */
  readonly files: readonly { readonly attachmentId: string; readonly blobId: string; readonly name: string; readonly type: string | null; readonly bytes: number | null }[];
}

/** Logs of the backend about itself; not about the person. */
const left: ReadonlySet<string> = new Set(['mergeRecord', 'historyEntry', 'stageChange']);

/**
 * Everything about a person in one JSON document, to be handed to them. Writes nothing, and its answer is kept nowhere.
 * Refused with `not_a_person` for an account that is a company.
 *
 * @example const { records, files } = await crm.run('exportPerson', { table: 'contact', id: 'c1' })
 */
export const exportPersonCommand: Command<PersonInput, ExportPersonOutput> = {
  name: 'exportPerson',
  input: z.object({ table: z.enum(['contact', 'lead', 'account']), id: idInput }),
  records: (record) => [{ ...record, seen: true }],
  looks: () => true,
  async run(store, input) {
    const person = await personOf(store, input);
    const records = new Map<string, AnyRow[]>();
    const add = (table: string, rows: readonly AnyRow[]): void => void records.set(table, distinct([...(records.get(table) ?? []), ...rows]));
    for (const { table, rows } of person.selves) {
      add(table, rows);
      for (const { table: holder, field, where } of holdersOf(table)) if (!left.has(holder)) add(holder, await findAmong(store, holder, field, rows.map((row) => row.id), where));
    }
    add('ticket', person.tickets);
    add('ticketMessage', person.messages);
    add('activity', person.activities);
    add('attachment', person.attachments);
    const history: AnyRow[] = [];
    for (const { table, rows } of [...person.selves, { table: 'ticket', rows: person.tickets }]) history.push(...(await findAmong(store, 'historyEntry', 'recordId', rows.map((row) => row.id), { table })));
    return {
      exportedAt: store.now, person: input, records: Object.fromEntries([...records].filter(([, rows]) => rows.length > 0)), history,
      files: person.attachments.map((a) => ({ attachmentId: a.id, blobId: String(a['blobId']), name: String(a['name']), type: textOf(a['type']), bytes: typeof a['bytes'] === 'number' ? a['bytes'] : null })),
    };
  },
};

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
