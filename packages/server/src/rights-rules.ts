import type { EntityName } from '@vinculo/sdk/schema';

/** Whose: one's own, those of the people of one's team, or also of the teams below it. */
export type Reach = 'self' | 'team' | 'below';

/**
 * Which rows. `all`: every row of the tenant. `own`: the field is the customer's contact id. `made`: created by this subject.
 * `via`: the field names a row of that table which may itself be seen (and for which `where` holds). `linked`: a row of that table that may be seen names this
 * one in that field. `file`: the field names a file that this subject stored. `owner`: the field names a user of that reach. `queue`: the field names a queue of
 * one's teams. `territory`: one of the addresses in the field lies in the region of one of one's teams. `shared`: one stands in the team of the record
 * (recordTeam) today. `during`: only while that command runs. `form`: not for a guest whose site key is for other forms alone. Of `every`, all must hold.
 */
export type Rows =
  | 'all'
  | { readonly own: string }
  | { readonly made: true }
  | { readonly field: string; readonly is: string | boolean }
  | { readonly field: string; readonly empty: true }
  | { readonly via: string; readonly table: EntityName; readonly where?: Rows }
  | { readonly linked: EntityName; readonly by: string }
  | { readonly file: string }
  | { readonly owner: string; readonly of: Reach }
  | { readonly queue: string }
  | { readonly territory: string }
  | { readonly shared: SharedTable }
  | { readonly during: string; readonly rows: Rows }
  | { readonly form: 'ticket' | 'lead' }
  | { readonly every: readonly Rows[] }
  | { readonly some: readonly Rows[] };

/** Records that may have a team of their own. */
export const sharedTables = ['account', 'contact', 'lead', 'deal', 'ticket'] as const satisfies readonly EntityName[];
export type SharedTable = (typeof sharedTables)[number];

export interface TableRights {
  readonly read: Rows;
  readonly create?: Rows;
  readonly update?: Rows;
  /** What an updated row may have become. Default: what `update` says. Postgres asks besides that it may still be seen. */
  readonly becomes?: Rows;
  readonly remove?: Rows;
  /** The only fields that may be written. All when absent. */
  readonly write?: readonly string[];
  /** Of rows that are there: the only fields that may be changed. What `write` says when absent. */
  readonly edit?: readonly string[];
  /** Fields that are shown and not written. */
  readonly fixed?: readonly string[];
  /** Fields that are never shown; `custom` stands for all custom values. */
  readonly hidden?: readonly string[];
  /** Fields of which only the end is shown (`••••1234`), and that are not written. Texts, emails and phones. */
  readonly masked?: readonly string[];
}

export type RoleRights = Readonly<Partial<Record<EntityName, TableRights>>>;

/** What is known of a member of staff beyond the token, that rules are judged by. */
export type Fact = 'team' | 'below' | 'queues' | 'regions' | `shared_${SharedTable}`;

/** All rules in a rule, itself first. */
export function rulesIn(rows: Rows): Rows[] {
  if (rows === 'all') return [rows];
  if ('every' in rows) return [rows, ...rows.every.flatMap(rulesIn)];
  if ('some' in rows) return [rows, ...rows.some.flatMap(rulesIn)];
  if ('during' in rows) return [rows, ...rulesIn(rows.rows)];
  return [rows];
}

/** What one of these rules looks up of the member of staff, not counting what the tables it names look up. */
export function factOf(rule: Rows): Fact | undefined {
  if (rule === 'all') return undefined;
  if ('owner' in rule) return rule.of === 'self' ? undefined : rule.of;
  if ('queue' in rule) return 'queues';
  if ('territory' in rule) return 'regions';
  return 'shared' in rule ? `shared_${rule.shared}` : undefined;
}
