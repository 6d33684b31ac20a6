import { headersOf } from '@vinculo/sdk/headers';
import { type Entity, type EntityName, type Field, entities } from '@vinculo/sdk/schema';
import { fold } from './convert/values.ts';
import { dateReader } from './convert/dates.ts';
import { numberReader } from './convert/money.ts';
import type { FileMap, MappedFile, Target } from './import-map.ts';
import type { SourceFile } from './read-source.ts';

export interface Guess {
  readonly map: FileMap;
  /** By header: how sure, from 0 to 1. */
  readonly confidence: Readonly<Record<string, number>>;
}

interface FileWords {
  readonly table: EntityName;
  readonly words: readonly string[];
  readonly set?: Readonly<Record<string, unknown>>;
}

/** What files of other systems are called. The first that fits counts. */
const fileWords: readonly FileWords[] = [
  { table: 'activity', words: ['calls', '通话', '电话记录'], set: { kind: 'call' } },
  { table: 'activity', words: ['meetings', 'events', 'appointments', '会议'], set: { kind: 'meeting' } },
  { table: 'activity', words: ['tasks', 'todos', '任务', '待办'], set: { kind: 'task' } },
  { table: 'activity', words: ['notes', '便签'], set: { kind: 'note' } },
  { table: 'activity', words: ['visits', '拜访'], set: { kind: 'visit' } },
  { table: 'activity', words: ['activities', '互动记录', '跟进记录'], set: { kind: 'event' } },
  { table: 'account', words: ['vendors', 'suppliers', '供应商'], set: { roles: ['supplier'] } },
  {
    table: 'account',
    words: ['companies', 'company', 'organizations', 'organisations', 'accounts', 'customers', '公司'],
  },
  { table: 'contact', words: ['people', 'persons', 'contacts'] },
  { table: 'deal', words: ['potentials', 'opportunities', 'deals', 'pipeline', 'sales_pipeline'] },
  { table: 'ticket', words: ['cases', 'tickets', 'incidents', 'issues', 'requests', '工单'] },
  { table: 'order', words: ['sales_orders', 'orders'] },
  { table: 'product', words: ['products', 'items', '商品'] },
  { table: 'user', words: ['users', 'agents', 'sales_teams', 'staff', '员工'] },
  { table: 'campaign', words: ['campaigns'] },
  { table: 'lead', words: ['leads', 'prospects'] },
];

/** Tables of which files of other systems are made. */
const candidates: readonly EntityName[] = [
  'account',
  'contact',
  'lead',
  'deal',
  'product',
  'order',
  'ticket',
  'activity',
  'user',
  'team',
  'campaign',
];

const linkWords: Readonly<Record<string, readonly string[]>> = {
  contact: ['contactid', 'contact', 'contactname', '联系人'],
  account: ['accountid', 'account', 'accountname', 'company', '客户'],
  deal: ['potentialid', 'dealid', 'opportunityid', 'deal', 'opportunity', '商机'],
  lead: ['leadid', 'lead', '线索'],
  ticket: ['caseid', 'ticketid', 'case', 'ticket'],
};

/** What other systems say for values of ours. */
const valueWords: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  direction: { Inbound: 'in', Outbound: 'out', inbound: 'in', outbound: 'out', 呼入: 'in', 呼出: 'out' },
};

const sure = 0.5;
/** The share of rows that may lack an id or repeat one in a column that is the key nevertheless. */
const fewExceptions = 0.1;

/** What a file most likely holds, by its name and its headers. */
export function guessFile(file: SourceFile): Guess {
  const named = namedTable(file.name);
  const scored = candidates
    .map((table) => {
      const columns = guessColumns(entities[table], file);
      const hits = Object.values(columns).filter((c) => c.target !== undefined);
      const share =
        file.headers.length === 0 ? 0 : hits.reduce((sum, c) => sum + c.confidence, 0) / file.headers.length;
      return { table, columns, score: share + (named?.table === table ? 0.6 : 0) };
    })
    .sort((a, b) => b.score - a.score);
  const best = scored[0]!;
  if (file.headers.length === 0) return { map: { skip: 'the file is empty' }, confidence: {} };
  if (best.score < 0.3)
    return {
      map: { skip: `neither its name nor its headers say what it holds; write a map file for it` },
      confidence: {},
    };
  const missing = missingFields(entities[best.table], best.columns, named, file);
  if (missing.length > 0)
    return {
      map: {
        skip: `looks like ${entities[best.table].pluralLabel.en.toLowerCase()}, but no column gives ${missing.join(', ')}; write a map file for it`,
      },
      confidence: {},
    };
  const key = keyColumn(best.table, file);
  const whole = namesInTwo(best.table, best.columns, file);
  const columns: Record<string, MappedFile['columns'][string]> = {};
  const confidence: Record<string, number> = {};
  for (const [header, { target, confidence: c }] of Object.entries(best.columns)) {
    columns[header] =
      target ?? (header === key || (whole && Object.values(whole).includes(header)) ? null : { custom: header });
    confidence[header] = target ? c : 1;
  }
  return {
    map: {
      table: best.table,
      ...(key ? { key: [key] } : {}),
      columns,
      ...(named?.set && named.table === best.table ? { set: named.set } : {}),
      ...(whole ? { template: { name: `{${whole.first}} {${whole.last}}` } } : {}),
    },
    confidence,
  };
}

function namedTable(fileName: string): FileWords | undefined {
  const name = fold(fileName.replace(/\.[^.]+$/, ''));
  const labels = candidates.map((table): FileWords => ({
    table,
    words: [
      entities[table].name,
      entities[table].plural,
      ...Object.values(entities[table].label),
      ...Object.values(entities[table].pluralLabel),
    ],
  }));
  return (
    [...fileWords, ...labels].find((w) => w.words.some((word) => fold(word) === name)) ??
    fileWords.find((w) => w.words.some((word) => name.length > 3 && name.endsWith(fold(word))))
  );
}

interface ColumnGuess {
  readonly target: Target | undefined;
  readonly confidence: number;
}

function guessColumns(entity: Entity, file: SourceFile): Record<string, ColumnGuess> {
  const taken = new Map<string, string>();
  const result: Record<string, ColumnGuess> = {};
  const scores = file.headers.flatMap((header, index) => {
    const values = file.rows
      .slice(0, 200)
      .map((r) => r.cells[index] ?? '')
      .filter((v) => v.trim() !== '');
    return Object.entries(entity.fields)
      .filter(([name, f]) => !f.readonly || headersOf(entity, name).length > 0)
      .map(([name, f]) => ({
        header,
        name,
        field: f,
        confidence: headerFit(header, name, f, entity) * valueFit(f, values),
        // Of two columns that fit as well, “Account Name” comes before “Company”.
        place: headersOf(entity, name).findIndex((w) => fold(w) === fold(header)),
      }));
  });
  for (const { header, name, field, confidence } of scores
    .filter((s) => s.confidence >= sure)
    .sort((a, b) => b.confidence - a.confidence || a.place - b.place)) {
    const several = ['emails', 'phones', 'addresses', 'socials', 'tags'].includes(field.kind);
    if (result[header] || (!several && taken.has(name)) || field.readonly) continue;
    taken.set(name, header);
    const label = /mobile|手机|cell/i.test(header)
      ? 'mobile'
      : /home/i.test(header)
        ? 'home'
        : /fax/i.test(header)
          ? 'fax'
          : undefined;
    result[header] = {
      target: {
        field: name,
        ...(several && label ? { label } : {}),
        ...(valueWords[name] ? { values: valueWords[name] } : {}),
        ...(field.kind === 'addresses' ? { part: addressPart(header) } : {}),
      },
      confidence,
    };
  }
  if (entity.name === 'activity') addLinks(file, result);
  if (Object.hasOwn(entity.fields, 'addresses')) addAddresses(file, result);
  for (const header of file.headers) result[header] ??= { target: undefined, confidence: 0 };
  return result;
}

function addLinks(file: SourceFile, result: Record<string, ColumnGuess>): void {
  for (const header of file.headers) {
    const table = Object.keys(linkWords).find((t) => linkWords[t]!.includes(fold(header)));
    if (table && !result[header]) result[header] = { target: { link: table }, confidence: 0.9 };
  }
}

/** `City`, `Billing State`, `Mailing Zip`: parts of one address per label. */
function addAddresses(file: SourceFile, result: Record<string, ColumnGuess>): void {
  for (const header of file.headers) {
    const parts =
      /^(?:(billing|shipping|mailing|office|home|work|other)[ _]*)?(?:address[ _]*)?(street|address|city|town|state|region|province|zip|zip ?code|postcode|postal ?code|country)$/i.exec(
        header.trim(),
      );
    if (!parts || result[header]) continue;
    const label = parts[1] === undefined ? {} : { label: parts[1].toLowerCase() };
    result[header] = { target: { field: 'addresses', part: addressPart(parts[2]!), ...label }, confidence: 0.9 };
  }
}

/** What one row of a table is called, here and elsewhere. */
function nounsOf(table: string): string[] {
  return fileWords.filter((w) => w.table === table).flatMap((w) => w.words.map((word) => fold(word).replace(/s$/, '')));
}

/** How well a header names a field: by the words other systems use, the field's own name, its labels, or a word in common. */
function headerFit(header: string, name: string, field: Field, entity: Entity): number {
  const word = fold(header);
  if (word === '') return 0;
  const known = headersOf(entity, name);
  if (known.some((w) => fold(w) === word)) return 1;
  if (fold(name) === word || (name.endsWith('Id') && fold(name.slice(0, -2)) === word)) return 0.95;
  if (Object.values(field.label).some((l) => fold(l) === word)) return 0.9;
  if (field.ref && fold(name) === `${word}id`) return 0.8;
  // “GL Account” names no account and “Company Name” no contact, but “Vendor Name” names a vendor, which is an account.
  if (name === 'name') return nounsOf(entity.name).some((noun) => word === `${noun}name` || word === `${noun}名称`) ? 0.7 : 0;
  const words = [...known, field.label.en].map(fold).filter((w) => w.length >= 5);
  // “Parent Company” may name a company, “Company Size” does not.
  return words.some((w) => (field.ref ? word.endsWith(w) : word.includes(w))) ? 0.6 : 0;
}

/** Whether the values look like the field's kind: a header alone may mislead. */
function valueFit(field: Field, values: readonly string[]): number {
  if (values.length === 0) return 0.9;
  const share = (test: (v: string) => boolean): number => values.filter(test).length / values.length;
  const options = { country: 'US', timeZone: 'UTC' };
  switch (field.kind) {
    case 'email':
    case 'emails':
      return share((v) => v.includes('@')) >= 0.5 ? 1 : 0.3;
    case 'phone':
    case 'phones':
      return share((v) => v.replace(/\D/g, '').length >= 5) >= 0.5 ? 1 : 0.3;
    case 'money':
    case 'integer':
    case 'number':
    case 'decimal':
    case 'percent': {
      const numbers = numberReader(values, 'USD');
      return share((v) => numbers.money(v.replace(/%$/, '')) !== undefined) >= 0.5 ? 1 : 0.3;
    }
    case 'date':
    case 'instant': {
      const dates = dateReader(values, options);
      return share((v) => dates.instant(v) !== undefined) >= 0.5 ? 1 : 0.3;
    }
    default:
      return 1;
  }
}

function addressPart(header: string): NonNullable<Target['part']> {
  if (/city|town|城市/i.test(header)) return 'city';
  if (/state|region|province|省/i.test(header)) return 'region';
  if (/zip|post|code|邮编/i.test(header)) return 'postcode';
  return /country|location|国/i.test(header) ? 'country' : 'street';
}

/** Required fields that no column gives and no rule fills. */
function missingFields(
  entity: Entity,
  columns: Readonly<Record<string, ColumnGuess>>,
  named: FileWords | undefined,
  file: SourceFile,
): string[] {
  const given = new Set(Object.values(columns).flatMap((c) => (c.target?.field === undefined ? [] : [c.target.field])));
  if (given.has('familyName') || given.has('givenName') || namesInTwo(entity.name, columns, file)) given.add('name');
  if (given.has('dueAt')) given.add('at');
  for (const made of ['pipelineId', 'stageId', ...Object.keys(named?.set ?? {})]) given.add(made);
  return Object.entries(entity.fields)
    .filter(([name, f]) => f.presence === 'required' && !given.has(name))
    .map(([, f]) => f.label.en);
}

/** The headers of a first and a last name, where the table has but one field for both. */
function namesInTwo(
  table: string,
  columns: Readonly<Record<string, ColumnGuess>>,
  file: SourceFile,
): { first: string; last: string } | undefined {
  if (table !== 'user' || Object.values(columns).some((c) => c.target?.field === 'name')) return undefined;
  const first = file.headers.find((h) => fold(h) === 'firstname');
  const last = file.headers.find((h) => fold(h) === 'lastname');
  return first !== undefined && last !== undefined ? { first, last } : undefined;
}

/** The column that is the row's own id: named so, and in nearly every row there and new. Rows that are the exception are refused, each with its reason. */
function keyColumn(table: EntityName, file: SourceFile): string | undefined {
  const e = entities[table];
  const own = new Set([
    'id',
    'recordid',
    'uuid',
    `${table}id`,
    `${table}number`,
    `${fold(e.label.en)}id`,
    ...(table === 'deal' ? ['potentialid', 'opportunityid'] : []),
    ...(table === 'activity' ? ['taskid', 'callid', 'eventid', 'noteid', 'activityid'] : []),
    ...(table === 'ticket' ? ['caseid', 'casenumber'] : []),
    ...(table === 'order' ? ['salesorderid', 'ordernumber'] : []),
    ...(table === 'account' ? ['vendorid', 'companyid', 'customerid'] : []),
  ]);
  return file.headers.find((header, index) => {
    if (!own.has(fold(header))) return false;
    const values = file.rows.map((r) => (r.cells[index] ?? '').trim());
    const ids = new Set(values.filter((v) => v !== '')).size;
    const exceptions = values.length - ids;
    return ids > exceptions && exceptions <= Math.max(1, values.length * fewExceptions);
  });
}
