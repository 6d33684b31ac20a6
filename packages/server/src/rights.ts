import { type CommandName, type EntityName, type FieldAccess, type TableDescription, entities } from '@vinculo/sdk/schema';
import { type Duty, duties } from './identity/duty.ts';
import type { Identity, Role } from './identity/identity.ts';
import { type Fact, type RoleRights, type Rows, type TableRights, factOf, rulesIn } from './rights-rules.ts';
import { allRights, serverRights, staffCommands, staffRights } from './staff-rights.ts';

/** Under which rights someone acts: a duty, of staff who have one; else the role of the token. */
export type Acting = Role | Duty;

/** Whoever sees a stage sees its pipeline. */
const publicPipeline: TableRights = { read: { some: [{ every: [{ field: 'table', is: 'ticket' }, { form: 'ticket' }] }, { every: [{ field: 'table', is: 'lead' }, { form: 'lead' }] }] } };
/** Of the sale no more than where a lead begins: how it is judged later is the company's own. */
const publicStage: TableRights = {
  read: { some: [{ via: 'pipelineId', table: 'pipeline', where: { field: 'table', is: 'ticket' } }, { every: [{ field: 'category', is: 'open' }, { via: 'pipelineId', table: 'pipeline', where: { field: 'table', is: 'lead' } }] }] },
  hidden: ['probability', 'rottingDays', 'workLimit'],
};
const publicQueue: TableRights = { read: 'all', hidden: ['teamId', 'slaPolicyId'] };
/** Kept answers that are meant for those who ask. What the desk does with them stays its own. */
const publicAnswers: TableRights = { read: { every: [{ field: 'public', is: true }, { form: 'ticket' }] }, hidden: ['teamId', 'scope', 'changes'] };
const requestFields = ['pipelineId', 'stageId', 'subject', 'description', 'type', 'priority', 'channel', 'queueId'];
/** Who asks for service begins where the desk looks for it: what begins as closed, or in a pipeline that is not used any more, nobody would ever see. */
const fromTheStart: Rows = { every: [{ via: 'stageId', table: 'stage', where: { field: 'category', is: 'open' } }, { via: 'pipelineId', table: 'pipeline', where: { field: 'active', is: true } }] };
/** What the service desk notes for itself on a ticket. */
const deskFields = ['rank', 'ownerId', 'slaPolicyId', 'firstReplyDue', 'firstReplyAt', 'resolutionDue', 'slaSince', 'waitingSince', 'waitedMinutes', 'firstReplyFailedAt', 'resolutionFailedAt', 'cause', 'tags', 'cc', 'ccOffered'];
/** Who asked may say that it is done, or that it is not, and what they think of it: no more of the desk's work. */
const closedOrOpen: Rows = { some: ['open', 'resolved', 'closed'].map((is) => ({ field: 'status', is })) };
const shownMessage: Rows = { every: [{ via: 'ticketId', table: 'ticket' }, { field: 'internal', is: false }] };
const ofOwnTicket: Rows = { every: [{ field: 'table', is: 'ticket' }, { via: 'recordId', table: 'ticket' }] };
const ofShownMessage: Rows = { every: [{ field: 'table', is: 'ticketMessage' }, { via: 'recordId', table: 'ticketMessage' }] };
const ofRequest: Rows = { some: [ofOwnTicket, ofShownMessage] };
/** An attachment shows its file, so it is made only of a file one has. */
const withOwnFile: Rows = { every: [ofRequest, { file: 'blobId' }] };
const attachmentFields = ['table', 'recordId', 'name', 'type', 'bytes', 'blobId', 'followsId', 'addedAt'];

const ofOwnLead: Rows = { via: 'leadId', table: 'lead' };
/** Anybody can write any address into a form, or into their own record: consent to mail is asked for, and given by the link in the mail. */
const asked: Rows = { some: [{ field: 'state', is: 'asked' }, { every: [{ field: 'state', is: 'given' }, { some: ['phone', 'sms', 'message', 'post'].map((is) => ({ field: 'channel', is })) }] }] };
const consentOfLead: Rows = { every: [ofOwnLead, { field: 'contactId', empty: true }, asked] };
/** Who is signed in says it of themself, and may end it on every channel. */
const ownConsent: Rows = { every: [{ own: 'contactId' }, { field: 'leadId', empty: true }, { some: [asked, { field: 'state', is: 'refused' }, { field: 'state', is: 'withdrawn' }] }] };
/** What someone who may become a customer says of themself in a form: they see what they wrote, and nothing that is noted about it. */
const ofLeadForm: RoleRights = {
  lead: {
    read: { made: true }, create: { every: [{ made: true }, fromTheStart] },
    write: ['pipelineId', 'stageId', 'name', 'givenName', 'familyName', 'company', 'jobTitle', 'emails', 'phones', 'source', 'campaignId', 'description'],
    hidden: ['rank', 'stageSince', 'closedAt', 'lostReason', 'score', 'amount', 'ownerId', 'tags', 'convertedAt', 'convertedAccountId', 'convertedContactId', 'convertedDealId', 'poolReason'],
  },
  touch: { read: { every: [{ field: 'table', is: 'lead' }, { via: 'recordId', table: 'lead' }] }, create: { every: [{ field: 'table', is: 'lead' }, { via: 'recordId', table: 'lead' }] } },
  consent: {
    read: ofOwnLead,
    create: consentOfLead,
  },
};

/** Custom values are what the company keeps of its own: not for those whom it serves. */
function withoutCustom(rights: RoleRights): RoleRights {
  return Object.fromEntries(Object.entries(rights).map(([name, r]) => [name, { ...r, hidden: [...(r.hidden ?? []), 'custom'] }]));
}

const customer: RoleRights = withoutCustom({
  pipeline: publicPipeline,
  stage: publicStage,
  queue: publicQueue,
  savedReply: publicAnswers,
  product: { read: { field: 'active', is: true }, hidden: ['cost'] },
  contact: {
    read: { own: 'id' }, update: { own: 'id' },
    write: ['name', 'givenName', 'familyName', 'locale', 'salutation', 'jobTitle', 'department', 'emails', 'phones', 'addresses', 'socials', 'birthday'],
    hidden: ['valueClass', 'ownerId', 'tags', 'description', 'lastContactAt'],
  },
  order: { read: { own: 'contactId' }, hidden: ['dealId', 'ownerId', 'tags'] },
  ticket: {
    read: { own: 'contactId' }, create: { every: [{ own: 'contactId' }, fromTheStart] }, write: [...requestFields, 'contactId', 'productId', 'orderId', 'guestName', 'guestEmail', 'guestPhone'],
    update: { own: 'contactId' }, becomes: { every: [{ own: 'contactId' }, closedOrOpen] }, edit: ['status', 'rating', 'ratingComment', 'ratedAt'], hidden: deskFields,
  },
  ticketMessage: {
    read: shownMessage,
    create: { every: [shownMessage, { field: 'fromUserId', empty: true }, { some: [{ own: 'fromContactId' }, { field: 'fromContactId', empty: true }] }] },
    write: ['ticketId', 'body', 'internal', 'at', 'fromContactId', 'channel', 'attachmentIds'], hidden: ['cc'],
  },
  attachment: { read: ofRequest, create: withOwnFile, write: attachmentFields },
  ...ofLeadForm,
  consent: { read: { some: [ofOwnLead, { own: 'contactId' }] }, create: { some: [consentOfLead, ownConsent] } },
});

const guest: RoleRights = withoutCustom({
  pipeline: publicPipeline,
  stage: publicStage,
  queue: publicQueue,
  savedReply: publicAnswers,
  ticket: {
    read: { made: true }, create: { every: [{ made: true }, fromTheStart, { field: 'contactId', empty: true }, { field: 'accountId', empty: true }] },
    write: [...requestFields, 'guestName', 'guestEmail', 'guestPhone'], hidden: deskFields,
  },
  ticketMessage: {
    read: shownMessage,
    create: { every: [shownMessage, { field: 'fromUserId', empty: true }, { field: 'fromContactId', empty: true }] },
    write: ['ticketId', 'body', 'internal', 'at', 'channel', 'attachmentIds'], hidden: ['cc'],
  },
  attachment: { read: { every: [{ made: true }, ofRequest] }, create: { every: [{ made: true }, withOwnFile] }, write: attachmentFields },
  ...ofLeadForm,
});

/** Who may do what. The database's policies, describe() and the checks of a push are all made from this. */
export const rights: Readonly<Record<Acting, RoleRights>> = { staff: allRights, customer, guest, system: serverRights, ...staffRights };

/** As what members of staff act. */
export const staffActings: readonly Acting[] = ['staff', ...duties];

export function actingAs({ role, duty }: Pick<Identity, 'role' | 'duty'>): Acting {
  return duty ?? role;
}

/** Undefined where they have no part in the table. */
export function rightsOn(acting: Acting, table: string): TableRights | undefined {
  return Object.hasOwn(rights[acting], table) ? rights[acting][table as EntityName] : undefined;
}

/** What the reading of a table is judged by, through the tables its rules look at. */
export function factsFor(acting: Acting, table: string, found = new Set<Fact>()): ReadonlySet<Fact> {
  const r = rightsOn(acting, table);
  for (const rule of r ? rulesIn(r.read) : []) {
    const fact = factOf(rule);
    if (fact) found.add(fact);
    if (rule !== 'all' && 'via' in rule) factsFor(acting, rule.table, found);
    if (rule !== 'all' && 'linked' in rule) factsFor(acting, rule.linked, found);
  }
  return found;
}

/** Whether this is someone who sets up the tenant: its people, and who may do what. */
export function isAdmin({ role, duty }: Pick<Identity, 'role' | 'duty'>): boolean {
  return role === 'staff' && (duty === undefined || duty === 'admin');
}

export function mayRun({ role, duty }: Pick<Identity, 'role' | 'duty'>, command: CommandName): boolean {
  if (role === 'system') return true;
  const given = role === 'staff' ? (duty === undefined ? 'all' : staffCommands[duty]) : [];
  return given === 'all' || given.includes(command);
}

/** Fields whose values may not be learned: not shown, or not in full. Nothing is filtered, sorted or added up by them. */
export function closedFields(r: TableRights): ReadonlySet<string> {
  return new Set([...(r.hidden ?? []), ...(r.masked ?? [])]);
}

/** Whether the field may be written when a row is made, or changed when it is there. */
export function mayWrite(r: TableRights, field: string, op: 'create' | 'update'): boolean {
  const fields = op === 'update' ? (r.edit ?? r.write) : r.write;
  return (fields === undefined || fields.includes(field)) && !r.fixed?.includes(field) && !r.masked?.includes(field);
}

/** What describe() says of one table to whoever acts so. */
export function describeTable(acting: Acting, table: EntityName): TableDescription | undefined {
  const r = rightsOn(acting, table);
  if (!r) return undefined;
  const access: Record<string, FieldAccess> = {};
  for (const [name, f] of Object.entries(entities[table].fields)) {
    if (r.hidden?.includes(name)) access[name] = 'hidden';
    else if (r.masked?.includes(name)) access[name] = 'masked';
    else if (f.readonly || !((r.create && mayWrite(r, name, 'create')) || (r.update && mayWrite(r, name, 'update')))) access[name] = 'read';
  }
  if (r.hidden?.includes('custom')) access['custom'] = 'hidden';
  return {
    create: r.create !== undefined, update: r.update !== undefined, remove: r.remove !== undefined,
    ...(Object.keys(access).length > 0 && (r.create ?? r.update) !== undefined ? { fields: access } : closedOnly(access)),
  };
}

/** Where nothing may be written, every field is read-only by that; only hidden and masked ones need saying. */
function closedOnly(access: Readonly<Record<string, FieldAccess>>): Pick<TableDescription, 'fields'> {
  const closed = Object.entries(access).filter(([, a]) => a === 'hidden' || a === 'masked');
  return closed.length > 0 ? { fields: Object.fromEntries(closed) } : {};
}
