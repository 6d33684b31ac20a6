import type { AnyRow, Money } from '@vinculo/sdk/schema';
import { type MemoryBackend, memoryBackend } from '@vinculo/sdk/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { sharedData } from '../../testing/shared-data.ts';
import { importInto } from '../import-into.ts';
import { readSource } from '../read-source.ts';
import type { ImportReport } from '../report.ts';

const sum = (
  report: ImportReport,
  pick: 'read' | 'created' | 'updated' | 'unchanged' | 'refused' | 'notMapped',
): number => report.files.reduce((n, f) => n + f[pick], 0);
const crm = sharedData('crm-sales');
const zoho = sharedData('zoho-crm');

function stageCounts(backend: MemoryBackend, table: string): Record<string, number> {
  const result: Record<string, number> = {};
  for (const row of backend.rows(table)) {
    const name = String(backend.row('stage', String(row['stageId']))?.['name']);
    result[name] = (result[name] ?? 0) + 1;
  }
  return result;
}

describe.skipIf(crm.missing)('crm-sales', () => {
  let backend: MemoryBackend;
  let report: ImportReport;
  beforeAll(async () => {
    backend = memoryBackend();
    report = await importInto({ adapter: backend.adapter(), source: readSource(crm.path) });
  }, 60_000);

  it('reaches the published figures', () => {
    expect(stageCounts(backend, 'deal')).toEqual({ Prospecting: 500, Engaging: 1589, Won: 4238, Lost: 2473 });
    const deals = backend.rows('deal').map((d): AnyRow & { category: unknown } => ({
      ...d,
      category: backend.row('stage', String(d['stageId']))?.['category'],
    }));
    const total = (list: readonly Record<string, unknown>[]): number =>
      list.reduce((n, d) => n + ((d['amount'] as Money | null)?.minor ?? 0), 0) / 100;
    expect(total(deals.filter((d) => d.category === 'won'))).toBe(10_005_534);
    expect(total(deals.filter((d) => d.category === 'open'))).toBe(4_966_215);
    expect(
      deals.filter((d) => d.category === 'open' && (d['tags'] as string[]).includes('amount: list price')),
    ).toHaveLength(2089);
    const darcel = backend.rows('user').find((u) => u['name'] === 'Darcel Schlecht')!;
    const hers = deals.filter((d) => d['ownerId'] === darcel.id && d.category === 'won');
    expect([hers.length, total(hers)]).toEqual([349, 1_153_214]);
    const cycles = deals
      .filter((d) => d.category !== 'open')
      .map((d) => (Date.parse(String(d['closedAt'])) - Date.parse(String(d['startedOn']))) / 86_400_000)
      .sort((a, b) => a - b);
    expect(Math.round(cycles.reduce((a, b) => a + b, 0) / cycles.length)).toBe(48);
    expect(cycles[Math.floor(cycles.length / 2)]).toBe(45);
  });

  it('takes GTXPro for GTX Pro, keeps technolgy, and finds parents', () => {
    const product = backend.rows('product').find((p) => p['name'] === 'GTX Pro')!;
    expect(backend.rows('deal').filter((d) => d['productId'] === product.id)).toHaveLength(1480);
    expect(backend.rows('account').filter((a) => a['industry'] === 'technolgy')).toHaveLength(12);
    expect(backend.rows('account').filter((a) => a['parentId'])).toHaveLength(15);
    expect(backend.rows('deal').filter((d) => d['accountId'] == null)).toHaveLength(1425);
    expect(backend.rows('account').find((a) => a['name'] === 'Acme Corporation')).toMatchObject({
      annualRevenue: { minor: 110_004_000_000, currency: 'USD' },
      addresses: [{ country: 'US' }],
    });
  });

  it('adds up, and a second run changes nothing', async () => {
    expect(report.mismatches).toEqual([]);
    expect([sum(report, 'read'), sum(report, 'created'), sum(report, 'refused'), sum(report, 'notMapped')]).toEqual([
      8948, 8927, 0, 21,
    ]);
    const again = await importInto({ adapter: backend.adapter(), source: readSource(crm.path) });
    expect([sum(again, 'created'), sum(again, 'updated'), sum(again, 'unchanged')]).toEqual([0, 0, 8927]);
    expect(again.made).toEqual({});
  }, 60_000);
});

describe.skipIf(zoho.missing)('zoho-crm', () => {
  let backend: MemoryBackend;
  let report: ImportReport;
  beforeAll(async () => {
    backend = memoryBackend();
    report = await importInto({ adapter: backend.adapter(), source: readSource(zoho.path) });
  }, 60_000);

  it('maps thirteen of its files and counts the other eight', () => {
    expect(Object.fromEntries(report.files.map((f) => [f.file, f.table === null ? f.notMapped : f.created]))).toEqual({
      'Accounts.csv': 2226,
      'Calls.csv': 4100,
      'Campaign_Lead_Status.csv': 3900,
      'Campaigns.csv': 110,
      'Cases.csv': 797,
      'Contacts.csv': 1265,
      'Events.csv': 2978,
      'Invoice_Line_Items.csv': 3051,
      'Invoices.csv': 1300,
      'Leads.csv': 3900,
      'Potentials.csv': 3632,
      'Price_Books.csv': 10,
      'Products.csv': 2000,
      'Purchase_Order_Line_Items.csv': 4577,
      'Purchase_Orders.csv': 1416,
      'Quotes.csv': 3000,
      'Sales_Order_Line_Items.csv': 6138,
      'Sales_Orders.csv': 2061,
      'Tasks.csv': 2978,
      'Users.csv': 11,
      'Vendors.csv': 100,
    });
    expect(report.files.filter((f) => f.table === null)).toHaveLength(8);
    expect(report.mismatches).toEqual([]);
    expect(report.problems.filter((p) => p.kind === 'refused').map((p) => [p.file, p.line])).toEqual([
      ['Accounts.csv', 1093],
      ['Accounts.csv', 1948],
      ['Accounts.csv', 2100],
    ]);
    expect(report.problems.filter((p) => p.kind === 'value')).toEqual([]);
  });

  it('keeps the 4,073 links that Potentials.csv cannot answer', () => {
    const pending = backend.rows('externalId').filter((r) => r['pending'] === 'link:deal');
    expect(pending).toHaveLength(4073);
    expect(report.problems.filter((p) => p.kind === 'link' && p.column === 'POTENTIALID')).toHaveLength(4073);
    expect(pending.every((p) => backend.row('activity', String(p['recordId'])))).toBe(true);
  });

  it('links activities to all they concern', () => {
    // Calls 2,100 contacts, 990 known accounts, 170 leads; events 1,860, 526 and 1,115.
    const tables = backend.rows('activityLink').map((l) => String(l['table']));
    expect(['contact', 'account', 'lead'].map((t) => tables.filter((x) => x === t).length)).toEqual([
      2100 + 1860,
      990 + 526,
      170 + 1115,
    ]);
  });

  it('turns leads into the deals that name them', () => {
    const leads = backend.rows('lead').filter((l) => l['convertedDealId']);
    expect(leads).toHaveLength(3632);
    expect(leads.every((l) => backend.row('deal', String(l['convertedDealId']))?.['leadId'] === l.id)).toBe(true);
    expect(stageCounts(backend, 'lead')['Converted']).toBe(3632);
    expect(stageCounts(backend, 'deal')).toEqual({
      Prospect: 245,
      Qualification: 698,
      'Needs Analysis': 296,
      'Initial Offer': 283,
      'Proposal/Price Quote': 136,
      'Negotiation/Review': 64,
      'Closed Won': 1425,
      'Closed Lost': 485,
    });
  });

  it('reads its ways of writing', () => {
    const deal = backend.rows('deal').find((d) => d['name'] === 'Lewis, James')!;
    expect(deal).toMatchObject({
      amount: { minor: 2_270_000, currency: 'USD' },
      startedOn: '2021-04-15',
      expectedClose: '2021-04-16',
      probability: 100,
    });
    expect(backend.rows('campaign').find((c) => c['name'] === 'Campaign Dashboard - Free')).toMatchObject({
      expectedRevenue: { minor: 111_710_000, currency: 'USD' },
    });
    expect(backend.rows('order').find((o) => o['number'] === '21000837')).toMatchObject({
      orderedAt: '2021-07-03T12:59:00.000Z',
      dueDate: '2021-07-03',
      total: { minor: 798_200, currency: 'USD' },
    });
    expect(backend.rows('contact').find((c) => c['name'] === 'Glass')).toMatchObject({
      phones: [{ raw: '586-507-7911', e164: '+15865077911' }],
    });
    expect(backend.rows('ticket').some((t) => t['subject'] === 'Case from Email, 15 Apr, 2021 23:01:19')).toBe(true);
  });

  it('changes nothing on a second run', async () => {
    const before = JSON.stringify(backend.rows('activity'));
    const again = await importInto({ adapter: backend.adapter(), source: readSource(zoho.path) });
    expect([sum(again, 'created'), sum(again, 'updated'), sum(again, 'unchanged'), sum(again, 'refused')]).toEqual([
      0, 0, 26_158, 3,
    ]);
    expect(again.made).toEqual({});
    expect(JSON.stringify(backend.rows('activity'))).toBe(before);
  }, 60_000);
});
