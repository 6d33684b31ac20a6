import { entities } from '@vinculo/sdk/schema';
import { stageRanks } from '../stage-ranks.ts';
import { type NewRow, type TableRows, newBook } from './book.ts';
import { makeActivities } from './make-activities.ts';
import { makeCompany } from './make-company.ts';
import { makeCustomers } from './make-customers.ts';
import { makeDeals, makeLeads } from './make-deals.ts';
import { makeNamed } from './make-named.ts';
import { makeTickets } from './make-service.ts';

type DemoSize = 'small' | 'medium';

export interface GenerateOptions {
  readonly size: DemoSize;
  /** The same seed and `now` give the same rows. */
  readonly seed?: number;
  /** The moment around which everything happens; a Date or milliseconds. */
  readonly now?: Date | number;
}

/** Deals, ten times as many activities, and what belongs to them. */
const sizes: Readonly<
  Record<
    DemoSize,
    { readonly deals: number; readonly parties: number; readonly leads: number; readonly tickets: number }
  >
> = {
  small: { deals: 1000, parties: 260, leads: 200, tickets: 160 },
  medium: { deals: 10_000, parties: 2200, leads: 1500, tickets: 1500 },
};
const chunk = 500;

/**
 * A company's book to look at: customers of nine countries in their own scripts, deals in every state, what was said and what is to do.
 * Rows come table by table, in the order in which they may name each other.
 *
 * @example
 * await loadDemo(adapter, generate({ size: 'small' }));
 */
export async function* generate({ size, seed = 1, now = Date.now() }: GenerateOptions): AsyncIterable<TableRows> {
  const { deals, parties: customers, leads: inquiries, tickets } = sizes[size];
  const book = newBook(seed, Number(now));
  const catalogue = makeCompany(book);
  const known = makeNamed(book);
  const namedDeals = book.tables.get('deal')!.length;
  const namedActivities = book.tables.get('activity')!.length;
  const parties = makeCustomers(book, customers);
  const stories = makeDeals(book, parties, catalogue, deals - namedDeals);
  const leads = makeLeads(book, parties, inquiries);
  makeTickets(book, [...parties, ...known.filter((p) => p.account)], tickets);
  makeActivities(book, stories, parties, leads, deals * 10 - namedActivities);
  noteLastContacts(book.tables);
  for (const table of ['deal', 'lead', 'ticket']) rankCards(book.tables.get(table)!);
  for (const table of ['team', ...Object.keys(entities).filter((t) => t !== 'team')]) {
    const rows = book.tables.get(table) ?? [];
    for (let i = 0; i < rows.length; i += chunk) yield { table, rows: rows.slice(i, i + chunk) };
  }
}

/** What came into its stage last stands first. */
function rankCards(rows: readonly NewRow[]): void {
  const since = (row: NewRow): number => Date.parse(String(row['stageSince']));
  const newestFirst = rows.toSorted((a, b) => since(b) - since(a));
  for (const [row, rank] of stageRanks(newestFirst, (row) => row['stageId'])) row['rank'] = rank;
}

/** Contacts, and their accounts with them, say when they were last spoken to. */
function noteLastContacts(tables: ReadonlyMap<string, NewRow[]>): void {
  const last = new Map<string, string>();
  const note = (id: unknown, at: string): void => {
    if (typeof id === 'string' && (last.get(id) ?? '') < at) last.set(id, at);
  };
  const accountOf = new Map(tables.get('contact')!.map((c) => [c.id, c['accountId']]));
  for (const { open, recordId, at } of tables.get('activityLink')!) {
    if (open === true) continue;
    note(recordId, String(at));
    note(accountOf.get(String(recordId)), String(at));
  }
  for (const table of ['contact', 'account'])
    for (const row of tables.get(table)!) if (last.has(row.id)) row['lastContactAt'] = last.get(row.id);
}
