import type { Money } from '@vinculo/sdk/schema';
import type { ReadyMap, Staging } from '../ready-map.ts';

/** CRM Sales Opportunities (Maven Analytics): four tables that refer to each other by name. */
export const crmSales: ReadyMap = {
  name: 'crm-sales',
  currency: 'USD',
  country: 'US',
  // Its dates have no times; in this zone they stay the same days.
  timeZone: 'UTC',
  pipelines: {
    deal: {
      name: 'Sales opportunities',
      stages: [
        { name: 'Prospecting', category: 'open' },
        { name: 'Engaging', category: 'open' },
        { name: 'Won', category: 'won' },
        { name: 'Lost', category: 'lost' },
      ],
    },
  },
  files: {
    'sales_teams.csv': {
      table: 'user',
      key: ['sales_agent'],
      columns: {
        sales_agent: 'name',
        manager: { field: 'teamId', create: { region: 'regional_office' } },
        regional_office: { custom: 'regional_office' },
      },
      set: { role: 'sales' },
    },
    'products.csv': {
      table: 'product',
      key: ['product'],
      columns: { product: 'name', series: 'category', sales_price: 'price' },
    },
    'accounts.csv': {
      table: 'account',
      key: ['account'],
      columns: {
        account: 'name',
        sector: 'industry',
        year_established: 'yearFounded',
        employees: 'employees',
        // Its data dictionary: annual revenue in millions of USD.
        revenue: { field: 'annualRevenue', scale: 1_000_000 },
        office_location: { field: 'addresses', part: 'country', label: 'headquarters' },
        subsidiary_of: 'parentId',
      },
      set: { roles: ['customer'] },
    },
    'sales_pipeline.csv': {
      table: 'deal',
      key: ['opportunity_id'],
      columns: {
        opportunity_id: null,
        sales_agent: 'ownerId',
        product: 'productId',
        account: 'accountId',
        deal_stage: 'stageId',
        engage_date: ['startedOn', 'stageSince'],
        close_date: ['expectedClose', 'closedAt'],
        close_value: 'amount',
      },
      template: { name: '{product} {opportunity_id}' },
    },
    'data_dictionary.csv': { skip: 'it describes the columns of the other files' },
  },
  finish: namesAndListPrices,
};

/** Deals have no names: they get their product's and account's. Open deals have no value: they get the list price, and say so. */
function namesAndListPrices(staging: Staging): string[] {
  const prices = new Map(staging.rows('products.csv').map((p) => [alike(String(p.fields['name'])), p.fields]));
  let open = 0;
  let sum = 0;
  for (const deal of staging.rows('sales_pipeline.csv')) {
    const product = prices.get(alike(deal.cells.get('product') ?? ''));
    const account = (deal.cells.get('account') ?? '').trim();
    const productName = product ? String(product['name']) : (deal.cells.get('product') ?? '').trim();
    deal.fields['name'] = account === '' ? `${productName}, ${deal.key}` : `${productName} for ${account}`;
    const price = product?.['price'] as Money | undefined;
    if (deal.fields['amount'] !== undefined || price === undefined) continue;
    deal.fields['amount'] = price;
    deal.fields['tags'] = ['amount: list price'];
    open++;
    sum += price.minor;
  }
  if (open === 0) return [];
  return [
    `sales_pipeline.csv: ${open.toLocaleString('en')} deals have no close_value. Their amount is the list price of their product, ${(sum / 100).toLocaleString('en')} USD in all; each is tagged “amount: list price”.`,
  ];
}

/** `GTXPro` is `GTX Pro`. */
function alike(product: string): string {
  return product.toLowerCase().replace(/\s/g, '');
}
