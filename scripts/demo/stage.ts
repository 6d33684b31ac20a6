import type { Adapter } from '@vinculo/sdk/adapter';
import type { AnyRow, Money, MoneyByCurrency } from '@vinculo/sdk/schema';

/** Which records the host pages show. */
export interface Cast {
  /** Whose card and timeline the ERP shows; undefined where the data has neither accounts nor contacts. */
  readonly customer: { readonly table: 'contact' | 'account'; readonly row: AnyRow } | undefined;
  /** The same for the page in Chinese. */
  readonly customerZh: Cast['customer'];
  /** Who is signed in at the shop; undefined where there are no contacts. */
  readonly shopper: AnyRow | undefined;
  readonly seller: AnyRow | undefined;
  /** The pipeline of the page in Chinese; undefined where the board chooses, as it does for the others. */
  readonly pipelineZh: AnyRow | undefined;
  /** What a month should bring on the board of the intranet; undefined where nothing is expected to close soon. */
  readonly plan: Money | undefined;
  /** The same for the page in Chinese. */
  readonly planZh: Money | undefined;
}

async function count(adapter: Adapter, table: string): Promise<number> {
  return Number((await adapter.aggregate!({ table, groupBy: [], measures: { n: { op: 'count' } } })).groups[0]!.values['n']);
}

/** The id that most rows of a table name, among those that name one. */
async function mostNamed(adapter: Adapter, table: string, field: string, where: object = {}): Promise<string | undefined> {
  const { groups } = await adapter.aggregate!({ table, where, groupBy: [field], measures: { n: { op: 'count' } } });
  const named = groups.filter((g) => typeof g.key[field] === 'string').sort((a, b) => Number(b.values['n']) - Number(a.values['n']) || String(a.key[field]).localeCompare(String(b.key[field])));
  return named[0]?.key[field] as string | undefined;
}

async function rowOf(adapter: Adapter, table: string, id: string | undefined): Promise<AnyRow | undefined> {
  if (id !== undefined) {
    const [row] = await adapter.get!(table, [id]);
    if (row) return row;
  }
  return (await adapter.query!({ table, orderBy: ['id'], limit: 1 })).rows[0];
}

/** A round figure near what a month of the next three may bring in a pipeline, in its own currency. */
async function monthlyPlan(adapter: Adapter, pipeline: AnyRow | undefined): Promise<Money | undefined> {
  if (!pipeline) return undefined;
  const dayIn = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const { groups } = await adapter.aggregate!({ table: 'deal', where: { and: [{ pipelineId: pipeline.id }, { expectedClose: { gte: dayIn(0), lt: dayIn(90) } }] }, groupBy: [], measures: { sum: { op: 'sum', field: 'amount' } } });
  const sums = (groups[0]?.values['sum'] ?? {}) as MoneyByCurrency;
  const currency = String(pipeline['currency'] ?? Object.keys(sums)[0] ?? '');
  const month = (sums[currency] ?? 0) / 3;
  return month > 0 ? { minor: Number(month.toPrecision(2)), currency } : undefined;
}

/** Picks the records to show: the given ones of generated data, else those about which an export knows most. */
export async function pickCast(adapter: Adapter, given: { readonly contactId?: string; readonly zhContactId?: string; readonly shopperId?: string; readonly zhDealPipelineId?: string }): Promise<Cast> {
  const pipelineZh = given.zhDealPipelineId === undefined ? undefined : (await adapter.get!('pipeline', [given.zhDealPipelineId]))[0];
  const seller = await rowOf(adapter, 'user', (await mostNamed(adapter, 'deal', 'ownerId')));
  const first = (await adapter.query!({ table: 'pipeline', where: { table: 'deal', active: true }, orderBy: ['rank'], limit: 1 })).rows[0];
  const plan = await monthlyPlan(adapter, first);
  const planZh = pipelineZh ? await monthlyPlan(adapter, pipelineZh) : plan;
  if ((await count(adapter, 'contact')) === 0) {
    const account = await rowOf(adapter, 'account', await mostNamed(adapter, 'deal', 'accountId'));
    const customer = account && { table: 'account' as const, row: account };
    return { customer, customerZh: customer, shopper: undefined, seller, pipelineZh, plan, planZh };
  }
  const busiest = given.contactId ?? (await mostNamed(adapter, 'activityLink', 'recordId', { table: 'contact' }));
  const contact = await rowOf(adapter, 'contact', busiest);
  const contactZh = await rowOf(adapter, 'contact', given.zhContactId ?? busiest);
  return { customer: contact && { table: 'contact', row: contact }, customerZh: contactZh && { table: 'contact', row: contactZh }, shopper: await rowOf(adapter, 'contact', given.shopperId ?? busiest), seller, pipelineZh, plan, planZh };
}
