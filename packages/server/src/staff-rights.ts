import { type CommandName, type EntityName, entities } from '@vinculo/sdk/schema';
import type { Duty } from './identity/duty.ts';
import type { Reach, RoleRights, Rows, SharedTable, TableRights } from './rights-rules.ts';

const everything: TableRights = { read: 'all', create: 'all', update: 'all', remove: 'all' };
const names = Object.keys(entities) as EntityName[];
const ofAll = (rights: (name: EntityName) => TableRights): RoleRights => Object.fromEntries(names.map((name) => [name, rights(name)]));

/** All of the tenant. The server itself, also while it runs a command, moves what was added for good, and erases what its logs say of a person. */
export const serverRights: RoleRights = ofAll(() => everything);
/** What one is told is one's own; the server tells it. */
const toldSelf: Rows = { owner: 'userId', of: 'self' };
const notices: TableRights = { read: toldSelf, update: toldSelf, remove: toldSelf, write: ['readAt'] };
/** The logs are the backend's to write. */
export const allRights: RoleRights = {
  ...ofAll((name) => ('readonly' in entities[name] ? { read: 'all' } : 'appendOnly' in entities[name] ? { read: 'all', create: 'all' } : everything)),
  notification: notices,
};

const look: TableRights = { read: 'all' };
/** What everyone on the staff works by, and the admin sets up. */
const setUp: RoleRights = Object.fromEntries((['team', 'pipeline', 'stage', 'product', 'campaign', 'businessCalendar', 'slaPolicy', 'queue', 'savedReply', 'exchangeRate', 'automationRule'] as const).map((name) => [name, look]));
/** Everyone sees who is who, and says in which language and zone they work themselves. */
const users: TableRights = { read: 'all', update: { owner: 'id', of: 'self' }, write: ['locale', 'timeZone'] };

const ofOwner = (of: Reach): Rows => ({ owner: 'ownerId', of });
const pool: Rows = { field: 'ownerId', empty: true };
const some = (...rows: Rows[]): Rows => ({ some: rows });
const every = (...rows: Rows[]): Rows => ({ every: rows });
/** Rows about a record of one of these tables that may be seen. */
const about = (tables: readonly EntityName[], table = 'table', id = 'recordId'): Rows => some(...tables.map((name) => every({ field: table, is: name }, { via: id, table: name })));

/** A view is one's own, or was given to all. */
const views: TableRights = { read: some(ofOwner('self'), { field: 'shared', is: true }), create: ofOwner('self'), update: ofOwner('self'), remove: ofOwner('self') };

/** What hangs on records, for whoever sees some of them: they add to what they see, and take back what they added. */
function hangingOn(records: readonly EntityName[]): RoleRights {
  const made: Rows = { made: true };
  const added = (rows: Rows): TableRights => ({ read: rows, create: rows, update: rows, remove: every(made, rows) });
  const ofRecord = about(records);
  const pair = every(about(records, 'fromTable', 'fromId'), about(records, 'toTable', 'toId'));
  const mentioned = (tables: readonly EntityName[]): readonly EntityName[] => tables.filter((t) => records.includes(t));
  const files = about([...records, 'activity', 'ticketMessage']);
  const ofPerson = some({ via: 'contactId', table: 'contact' }, ...(records.includes('lead') ? [{ via: 'leadId', table: 'lead' } as const] : []));
  // An attachment shows its file, so it is made only of a file one has.
  const withOwnFile = every(files, { file: 'blobId' });
  return {
    affiliation: added(every({ via: 'contactId', table: 'contact' }, { via: 'accountId', table: 'account' })),
    relationship: added(pair),
    ...(records.includes('deal') ? { dealParty: added({ via: 'dealId', table: 'deal' }) } : {}),
    consent: { read: ofPerson, create: ofPerson },
    classification: added(ofRecord),
    externalId: { read: ofRecord },
    touch: { read: ofRecord },
    activityLink: { ...added(some(ofRecord, made)), create: ofRecord },
    activity: { read: some(ofOwner('self'), made, { linked: 'activityLink', by: 'activityId' }), create: 'all', update: some(ofOwner('self'), made), becomes: 'all', remove: made },
    attachment: { read: files, create: withOwnFile, update: every(made, files), becomes: withOwnFile, remove: every(made, files) },
    historyEntry: { read: ofRecord },
    // Who had open what was merged away finds where it went; what is kept to take it back holds all of the other record.
    mergeRecord: { read: ofRecord, hidden: ['undo'] },
    stageChange: { read: about(mentioned(['lead', 'deal', 'ticket'])) },
  };
}

/** Whom one may take into the team of a record: of one's own records. */
function teamsOf(records: readonly SharedTable[], reach: Reach): TableRights {
  const rows = some(...records.map((name) => every({ field: 'table', is: name }, { via: 'recordId', table: name, where: ofOwner(reach) })));
  return { read: some({ owner: 'userId', of: 'self' }, about(records)), create: rows, update: rows, remove: rows };
}

const salesRecords = ['account', 'contact', 'lead', 'deal', 'ticket', 'order'] as const satisfies readonly EntityName[];
const salesTeams = ['account', 'contact', 'lead', 'deal'] as const satisfies readonly SharedTable[];
const claimed: Rows = { during: 'claim', rows: pool };

/**
 * A record of sales. One reads one's own, those of one's team, those that nobody has yet, and those one was taken into; one writes one's own and those one was
 * taken into. What lies in the pool is taken by the command, which counts.
 */
function book(table: SharedTable, reach: 'self' | 'below', more: readonly Rows[] = []): TableRights {
  const shared: Rows = { shared: table };
  const read = some(ofOwner(reach === 'self' ? 'team' : 'below'), ofOwner('self'), pool, shared, ...more);
  const mine = reach === 'self' ? some(ofOwner('self'), shared, claimed) : some(ofOwner('below'), ofOwner('self'), pool, shared);
  return { read, create: some(ofOwner(reach === 'self' ? 'team' : 'below'), ofOwner('self'), pool), update: mine, becomes: read, ...(reach === 'below' ? { remove: some(ofOwner('below'), ofOwner('self'), pool) } : {}) };
}

function sellers(reach: 'self' | 'below'): RoleRights {
  const near: Rows = { territory: 'addresses' };
  const orders = some(ofOwner(reach === 'self' ? 'self' : 'below'), { via: 'accountId', table: 'account' }, { via: 'contactId', table: 'contact' });
  const ofCustomer = some(ofOwner('self'), { shared: 'ticket' }, { via: 'accountId', table: 'account' }, { via: 'contactId', table: 'contact' });
  const desk = reach === 'self' ? ofCustomer : some(ofOwner('below'), { queue: 'queueId' }, ofCustomer);
  return {
    ...setUp, user: users, savedView: views, notification: notices,
    account: book('account', reach, [near]), contact: book('contact', reach, [near]), lead: book('lead', reach), deal: book('deal', reach),
    order: { read: orders, ...(reach === 'below' ? { create: orders, update: orders } : {}) },
    ticket: reach === 'self' ? { read: desk, create: ofCustomer } : { read: desk, create: desk, update: desk },
    ticketMessage: { read: { via: 'ticketId', table: 'ticket' }, create: { via: 'ticketId', table: 'ticket' } },
    ...hangingOn(salesRecords),
    recordTeam: teamsOf(salesTeams, reach),
    product: { read: 'all', ...(reach === 'self' ? { hidden: ['cost'] } : {}) },
  };
}

const deskRecords = ['account', 'contact', 'ticket', 'order'] as const satisfies readonly EntityName[];

function desk(): RoleRights {
  const nobodys: Rows = every(pool, { field: 'queueId', empty: true });
  const tickets = some(ofOwner('self'), ofOwner('team'), { queue: 'queueId' }, nobodys, { shared: 'ticket' });
  const customers: TableRights = { read: 'all', create: 'all', update: 'all', fixed: ['ownerId', 'valueClass'] };
  return {
    ...setUp, user: users, savedView: views, notification: notices,
    account: { ...customers, fixed: ['ownerId'], hidden: ['annualRevenue'] }, contact: customers,
    order: { read: 'all' },
    // Who calls about a purchase is noted for sales.
    lead: { read: { made: true }, create: { made: true } },
    ticket: { read: tickets, create: tickets, update: tickets },
    ticketMessage: { read: { via: 'ticketId', table: 'ticket' }, create: { via: 'ticketId', table: 'ticket' } },
    ...hangingOn(deskRecords),
    // The history of an account holds what is hidden of it.
    historyEntry: { read: about(['contact', 'ticket', 'order']) },
    recordTeam: teamsOf(['ticket'], 'self'),
    product: { read: 'all', hidden: ['cost'] },
  };
}

const personal: Readonly<Partial<Record<EntityName, Pick<TableRights, 'hidden' | 'masked'>>>> = {
  account: { masked: ['emails', 'phones'], hidden: ['addresses', 'socials', 'custom'] },
  contact: { masked: ['emails', 'phones'], hidden: ['addresses', 'socials', 'birthday', 'custom'] },
  lead: { masked: ['emails', 'phones'], hidden: ['custom'] },
  ticket: { masked: ['guestEmail', 'guestPhone'], hidden: ['cc', 'ccOffered', 'custom'] },
  ticketMessage: { hidden: ['cc'] },
  product: { hidden: ['cost'] },
  mergeRecord: { hidden: ['undo'] },
};

/** Sees how the business goes; of people only who they are. */
const readonly: RoleRights = {
  ...ofAll((name) => ({ read: 'all', ...personal[name] })),
  // The history holds what is masked.
  historyEntry: { read: some(...names.filter((n) => !personal[n]).map((n): Rows => ({ field: 'table', is: n }))) },
  savedView: views,
  notification: notices,
};

export const staffRights: Readonly<Record<Duty, RoleRights>> = { admin: allRights, manager: sellers('below'), sales: sellers('self'), agent: desk(), readonly };

/** The commands each may run; what they reach is judged by the rules above. `all` where nothing is kept back. */
export const staffCommands: Readonly<Record<Duty, 'all' | readonly CommandName[]>> = {
  admin: 'all',
  manager: ['merge', 'unmerge', 'findDuplicates', 'convertLead', 'transfer', 'claim', 'returnToPool', 'splitTicket'],
  sales: ['findDuplicates', 'convertLead', 'claim', 'returnToPool'],
  agent: ['merge', 'unmerge', 'findDuplicates', 'claim', 'splitTicket'],
  readonly: [],
};
