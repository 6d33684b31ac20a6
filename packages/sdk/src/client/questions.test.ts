import { afterEach, describe, expect, it, vi } from 'vitest';
import { createClient, now, type Vinculo, WhereError } from '../index.ts';
import { memoryBackend } from '../testing/index.ts';

const open: Vinculo[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((crm) => crm.close()));
});

function setUp(): Vinculo {
  const crm = createClient({ adapter: memoryBackend({ seed: { user: [{ id: 'ana', name: 'Ana' }] } }).adapter('ana') });
  open.push(crm);
  return crm;
}

// What the compiler refuses too, as a page without types may still write it.
const queries: readonly (readonly [what: string, spec: object, says: RegExp])[] = [
  ['a condition that there is not', { where: { probability: { gtt: 5 } } }, /probability.*gtt.*conditions are eq, /],
  ['a condition of another library', { where: { name: { startsWith: 'F' } } }, /name.*startsWith.*contains/],
  ['an unknown condition beside a known one', { where: { probability: { gt: 1, ltt: 5 } } }, /ltt/],
  ['an object in place of a value', { where: { createdAt: { lt: new Date(0) } } }, /createdAt holds instant/],
  ['the present as a value', { where: { expectedClose: now() } }, /expectedClose/],
  ['the present where it has no order', { where: { createdAt: { eq: now() } } }, /createdAt.*lt, lte, gt and gte/],
  ['a text and the present', { where: { name: { lt: now() } } }, /name holds text; now\(\)/],
  ['no number', { where: { probability: { lt: Infinity } } }, /probability holds percent, which Infinity is not/],
  ['no moment', { where: { createdAt: { lt: now(NaN) } } }, /createdAt.*milliseconds/],
  ['a list in place of a value', { where: { accountId: ['acme'] } }, /accountId holds ref/],
  ['in without a list', { where: { accountId: { in: 'acme' } } }, /“in” takes a list, not "acme"/],
  ['and without a list', { where: { and: { stageId: 's1' } } }, /“and” takes a list/],
  ['not without a filter', { where: { not: null } }, /“not” takes a filter/],
  ['a misspelt include', { include: ['acountId'] }, /no reference “acountId”.*accountId/],
  ['an include that names no record', { include: ['name'] }, /no reference “name”/],
  ['a misspelt part', { orderby: ['rank'] }, /no “orderby”.*orderBy/],
  ['an order that is no list', { orderBy: 'rank' }, /orderBy takes a list/],
  ['an offset below 0', { offset: -1, limit: 2 }, /offset.*-1/],
  ['a limit below 0', { limit: -1 }, /limit.*-1/],
  ['a limit that is no number', { limit: NaN }, /limit.*NaN/],
  ['half a row', { limit: 1.5 }, /limit.*1\.5/],
];

const figures: readonly (readonly [what: string, spec: object, says: RegExp])[] = [
  ['an operation that there is not', { measures: { x: { op: 'median', field: 'amount' } } }, /median.*count, sum, min, max, avg/],
  ['a sum of text', { measures: { x: { op: 'sum', field: 'name' } } }, /deal\.name holds text, of which there is no sum/],
  ['an average of days', { measures: { x: { op: 'avg', field: 'expectedClose' } } }, /expectedClose holds date/],
  ['a least list', { measures: { x: { op: 'min', field: 'tags' } } }, /tags holds tags/],
  ['a misspelt part', { groupby: ['stageId'], measures: {} }, /no “groupby”.*groupBy/],
  ['no measures', { groupBy: ['stageId'] }, /need measures/],
];

describe('a question that cannot be answered as it is meant throws at once, and says what there is', () => {
  it.each(queries)('query: %s', (_, spec, says) => {
    const crm = setUp();
    expect(() => crm.deals.query(spec)).toThrow(WhereError);
    expect(() => crm.deals.query(spec)).toThrow(says);
  });

  it.each(figures)('figures: %s', (_, spec, says) => {
    const crm = setUp();
    const ask = (): unknown => crm.deals.aggregate(spec as Parameters<typeof crm.deals.aggregate>[0]);
    expect(ask).toThrow(WhereError);
    expect(ask).toThrow(says);
  });

  it('takes what asks nothing, and values that are objects', async () => {
    const crm = setUp();
    for (const spec of [{ where: { accountId: undefined } }, { where: { accountId: {} } }, { where: { amount: { minor: 100, currency: 'EUR' } } }, { where: { tags: ['a'] } }, { where: { or: [] } }, { limit: 0, offset: 0 }]) {
      expect((await crm.deals.query(spec as object).once()).status).toBe('ready');
    }
  });
});

it('does not wait for a time that is none', async () => {
  const backend = memoryBackend({ seed: { user: [{ id: 'ana', name: 'Ana' }], ticket: [{ id: 't', subject: 'Bad', resolutionDue: 'not a date' }] } });
  const crm = createClient({ adapter: backend.adapter('ana') });
  open.push(crm);
  const waits = vi.spyOn(globalThis, 'setTimeout');
  const live = crm.tickets.query({ where: { resolutionDue: { lt: now() } } });
  live.subscribe(() => {});
  await live.once();
  expect(waits.mock.calls.filter(([, ms]) => Number.isNaN(ms))).toEqual([]);
  waits.mockRestore();
});
