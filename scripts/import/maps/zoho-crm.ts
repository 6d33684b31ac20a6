import type { FileMap, Target } from '../import-map.ts';
import type { ReadyMap, Staging } from '../ready-map.ts';
import type { StagedRow } from '../stage-rows.ts';

const owner: Target = { field: 'ownerId', from: 'Users' };
const links: Readonly<Record<string, Target>> = {
  CONTACTID: { link: 'contact', from: 'Contacts' },
  ACCOUNTID: { link: 'account', from: 'Accounts' },
  POTENTIALID: { link: 'deal', from: 'Potentials' },
  LEADID: { link: 'lead', from: 'Leads' },
};
/** Columns that repeat others or count what the records themselves say. */
const involved = {
  'Tasks Involved': null,
  'Events Involved': null,
  'Calls Involved': null,
  'Activities Involved': null,
};
const noNoun = (what: string): FileMap => ({ skip: `${what} are not a noun of this version` });

/** An export of a whole Zoho CRM, as its analytics add-on writes it: 21 files. */
export const zohoCrm: ReadyMap = {
  name: 'zoho-crm',
  currency: 'USD',
  country: 'US',
  timeZone: 'UTC',
  pipelines: {
    lead: {
      name: 'Leads',
      stages: [
        { name: 'Not Contacted', category: 'open' },
        { name: 'Attempted to Contact', category: 'open' },
        { name: 'Contacted', category: 'open' },
        { name: 'Contact in Future', category: 'open' },
        { name: 'Pre Qualified', category: 'open' },
        { name: 'Converted', category: 'won' },
        { name: 'Lost Lead', category: 'lost' },
        { name: 'Junk Lead', category: 'lost' },
      ],
    },
    deal: {
      name: 'Potentials',
      stages: [
        { name: 'Prospect', category: 'open', probability: 10 },
        { name: 'Qualification', category: 'open', probability: 20 },
        { name: 'Needs Analysis', category: 'open', probability: 30 },
        { name: 'Initial Offer', category: 'open', probability: 50 },
        { name: 'Proposal/Price Quote', category: 'open', probability: 65 },
        { name: 'Negotiation/Review', category: 'open', probability: 80 },
        { name: 'Closed Won', category: 'won' },
        { name: 'Closed Lost', category: 'lost' },
      ],
    },
    ticket: {
      name: 'Cases',
      stages: [
        { name: 'Escalated', category: 'open' },
        { name: 'On Hold', category: 'open' },
        { name: 'Closed', category: 'won' },
      ],
    },
  },
  files: {
    'Users.csv': {
      table: 'user',
      key: ['USER_ID'],
      columns: { USER_ID: null, 'First Name': null, 'Last Name': 'name', Email: 'email' },
    },
    'Products.csv': {
      table: 'product',
      key: ['PRODUCTID'],
      columns: {
        PRODUCTID: null,
        'Product Name': 'name',
        'Product Code': 'code',
        'Product Active': 'active',
        'Product Category': 'category',
        Cost: 'cost',
      },
    },
    'Campaigns.csv': {
      table: 'campaign',
      key: ['CAMPAIGNID'],
      columns: {
        CAMPAIGNID: null,
        'Campaign Name': 'name',
        Type: 'type',
        Status: 'status',
        'Start Date': 'from',
        'End Date': 'to',
        'Expected Revenue': 'expectedRevenue',
        'Budgeted Cost': 'budget',
        'Actual Cost': 'cost',
      },
    },
    'Accounts.csv': {
      table: 'account',
      key: ['ACCOUNTID'],
      columns: {
        ACCOUNTID: null,
        'Account Name': 'name',
        'Account Owner Id': owner,
        'Account Owner': null,
        Industry: 'industry',
        Website: 'website',
        'Account Type': { field: 'roles', values: { Customer: ['customer'], Prospect: ['prospect'] } },
        ...involved,
      },
    },
    'Vendors.csv': {
      table: 'account',
      key: ['VENDORID'],
      columns: { VENDORID: null, 'Vendor Name': 'name', 'Vendor Owner': owner },
      set: { roles: ['supplier'] },
    },
    'Contacts.csv': {
      table: 'contact',
      key: ['CONTACTID'],
      columns: {
        CONTACTID: null,
        'Last Name': 'familyName',
        'Contact Owner Id': owner,
        'Contact Owner': null,
        'Account Id': { field: 'accountId', from: 'Accounts' },
        Email: 'emails',
        Mobile: { field: 'phones', label: 'mobile' },
      },
    },
    'Leads.csv': {
      table: 'lead',
      key: ['LEADID'],
      columns: {
        LEADID: null,
        'Last Name': 'familyName',
        Company: 'company',
        'Lead Owner': owner,
        Email: 'emails',
        Mobile: { field: 'phones', label: 'mobile' },
        'Lead Source': 'source',
        'Lead Status': ['stageId', { custom: 'Lead Status' }],
        CONVERTED: null,
        'month_Created Time1': null,
      },
    },
    // Potentials have no id of their own; each names another lead, so the lead's id is theirs too. Its ids must not be mistaken for POTENTIALIDs.
    'Potentials.csv': {
      table: 'deal',
      key: ['LEADID'],
      type: 'Potentials by LEADID',
      columns: {
        'Potential Name': 'name',
        'Potential Owner': owner,
        'Created Time': ['startedOn', { custom: 'Created Time' }],
        'Closing Date': 'expectedClose',
        Amount: 'amount',
        Stage: 'stageId',
        'Forecast Type': null,
        'Lead Source': 'source',
        Probability: 'probability',
        'Age in Days': null,
        'Age Tier': null,
        'Amount Tier': null,
        LEADID: { field: 'leadId', from: 'Leads' },
        'Campaign Id': { field: 'campaignId', from: 'Campaigns' },
        ...involved,
      },
    },
    'Sales_Orders.csv': {
      table: 'order',
      key: ['SALESORDERID'],
      columns: {
        SALESORDERID: 'number',
        'Sales Order Owner': owner,
        Status: 'status',
        'Due Date': 'dueDate',
        'Grand Total': 'total',
        'Created Time': 'orderedAt',
        'Is Delayed?': null,
        'Age In Days': null,
        'Age Tier': null,
      },
    },
    'Cases.csv': {
      table: 'ticket',
      columns: {
        'Case Owner': owner,
        'Case Origin': 'channel',
        'Created Time': ['stageSince', { custom: 'Created Time' }],
        'Modified Time': ['closedAt', { custom: 'Modified Time' }],
        Status: [
          'stageId',
          { field: 'status', values: { Escalated: 'open', 'On Hold': 'pending', Closed: 'closed' } },
          { field: 'priority', values: { Escalated: 'high', 'On Hold': 'normal', Closed: 'normal' } },
        ],
        'Days to Closed': null,
        'Age in Days': null,
        'Age Tier': null,
      },
      template: { subject: 'Case from {Case Origin}, {Created Time}' },
    },
    'Calls.csv': {
      table: 'activity',
      key: ['TASKID'],
      columns: {
        TASKID: null,
        Subject: 'subject',
        'Call Start Time': 'at',
        'Call Duration (in seconds)': 'seconds',
        'Call Duration (in minutes)': null,
        'Call Owner Id': owner,
        'Call Owner': null,
        'Call Type': { field: 'direction', values: { Inbound: 'in', Outbound: 'out' } },
        'Call Purpose': 'purpose',
        ...links,
      },
      set: { kind: 'call', done: true, channel: 'phone' },
    },
    'Events.csv': {
      table: 'activity',
      key: ['EVENTID'],
      columns: {
        EVENTID: null,
        Subject: 'subject',
        'Start DateTime': 'at',
        'End DateTime': 'endsAt',
        'Event Owner Id': owner,
        'Event Owner': null,
        'Who Id Id': null,
        'What Id': null,
        ...links,
      },
      set: { kind: 'meeting', done: true },
    },
    'Tasks.csv': {
      table: 'activity',
      columns: {
        Subject: 'subject',
        'Created Time': 'at',
        'Due Date': 'dueAt',
        'Task Owner': owner,
        Status: ['outcome', { field: 'done', values: { Completed: true, 'Not Started': false, 'In Progress': false } }],
      },
      set: { kind: 'task' },
    },
    'Campaign_Lead_Status.csv': {
      skip: 'campaign memberships are not a noun of this version; the leads are named by family name only, which 2,180 of its rows share with other leads',
    },
    'Quotes.csv': noNoun('quotes'),
    'Invoices.csv': {
      skip: 'invoices are not a noun of this version; they were read to tell which customer a sales order is for',
    },
    'Invoice_Line_Items.csv': noNoun('invoice lines'),
    'Purchase_Orders.csv': noNoun('purchase orders'),
    'Purchase_Order_Line_Items.csv': noNoun('purchase order lines'),
    'Price_Books.csv': noNoun('price books'),
    'Sales_Order_Line_Items.csv': {
      skip: 'its rows name a price book (BOOKID) and no order, so nothing says which order they belong to',
    },
  },
  finish,
};

function finish(staging: Staging): string[] {
  return [
    ...convertedLeads(staging),
    ...orderCustomers(staging),
    ...zeroPotentials(staging),
    ...whatCasesLack(staging),
  ];
}

/** A lead that was converted became the deal that names it; its contact is the one with the same email. */
function convertedLeads(staging: Staging): string[] {
  const leadPipeline = staging.pipeline('lead');
  const contacts = new Map(staging.rows('Contacts.csv').map((c) => [emailOf(c), c]));
  const leads = new Map(staging.rows('Leads.csv').map((l) => [l.key, l]));
  let toDeals = 0;
  let toContacts = 0;
  for (const deal of staging.rows('Potentials.csv')) {
    const lead = leads.get(deal.key);
    const contact = lead && contacts.get(emailOf(lead));
    if (contact) {
      refer(deal, 'contactId', 'contact', contact.key, 'Contacts');
      refer(deal, 'accountId', 'account', contact.cells.get('Account Id') ?? '', 'Accounts');
      toContacts++;
    }
    if (lead?.cells.get('CONVERTED') !== 'Yes' || !leadPipeline) continue;
    toDeals++;
    const at = `${String(deal.fields['startedOn'])}T00:00:00.000Z`;
    Object.assign(lead.fields, {
      stageId: leadPipeline.stage('Converted').id,
      convertedAt: at,
      closedAt: at,
      stageSince: at,
    });
    refer(lead, 'convertedDealId', 'deal', deal.key, deal.type);
    if (!contact) continue;
    refer(lead, 'convertedContactId', 'contact', contact.key, 'Contacts');
    refer(lead, 'convertedAccountId', 'account', contact.cells.get('Account Id') ?? '', 'Accounts');
  }
  if (toDeals === 0) return [];
  return [
    `Leads.csv: ${n(toDeals)} converted leads are linked to the deals that name them, on the day the deal was begun, and stand in the stage “Converted”; what they stood in before is kept as “Lead Status”.`,
    `Potentials.csv names no customer. ${n(toContacts)} deals got their contact and account through their lead, whose email is that of a contact; ${n(staging.rows('Potentials.csv').length - toContacts)} have none.`,
  ];
}

/** Sales orders name no customer; the invoice of an order does. */
function orderCustomers(staging: Staging): string[] {
  const orders = new Map(staging.rows('Sales_Orders.csv').map((o) => [o.key, o]));
  const invoices = staging.file('Invoices.csv');
  if (!invoices || orders.size === 0) return [];
  const column = (name: string): number => invoices.headers.indexOf(name);
  const [order, account, contact] = [column('Sales Order Id'), column('Account Id'), column('Contact Id')];
  let found = 0;
  for (const { cells } of invoices.rows) {
    const row = orders.get(cells[order] ?? '');
    if (!row || row.references.some((r) => r.field === 'accountId')) continue;
    found++;
    refer(row, 'accountId', 'account', cells[account] ?? '', 'Accounts');
    refer(row, 'contactId', 'contact', cells[contact] ?? '', 'Contacts');
  }
  return [
    `Sales_Orders.csv names no customer. ${n(found)} of ${n(orders.size)} orders got theirs from the invoice that names the order.`,
  ];
}

function zeroPotentials(staging: Staging): string[] {
  const rows = [...staging.rows('Calls.csv'), ...staging.rows('Events.csv')].filter((r) =>
    r.references.some((x) => x.column === 'POTENTIALID'),
  );
  const zero = rows.filter((r) => r.cells.get('POTENTIALID') === '0');
  if (rows.length === 0) return [];
  return [
    `Calls.csv and Events.csv: ${n(rows.length)} rows name a POTENTIALID. Potentials.csv has no such column, so none can be linked; ${n(zero.length)} of them say 0. All are kept as pending external ids.`,
  ];
}

function whatCasesLack(staging: Staging): string[] {
  const count = staging.rows('Cases.csv').length;
  return count === 0
    ? []
    : [
        `Cases.csv has no subject and no customer: the ${n(count)} tickets are named after their channel and time (“Case from Email, 15 Apr, 2021 23:01:19”) and have no requester.`,
      ];
}

function refer(row: StagedRow, field: string, table: string, text: string, from: string): void {
  if (text.trim() !== '')
    row.references.push({ field, table, text: text.trim(), column: field, target: { field, from } });
}

function emailOf(row: StagedRow): string {
  return (row.cells.get('Email') ?? '').trim().toLowerCase();
}

function n(count: number): string {
  return count.toLocaleString('en');
}
