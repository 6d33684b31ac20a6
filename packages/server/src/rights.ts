import { type EntityName, type FieldAccess, type TableDescription, entities } from '@vinculo/sdk/schema';
import type { Role } from './identity/identity.ts';

/**
 * Which rows. `all`: every row of the tenant. `own`: the field is the customer's contact id. `made`: created by this subject. `owner`: the field names them.
 * `via`: the field names a row of that table which may itself be seen. `file`: the field names a file that this subject stored. Of `every`, all must hold.
 */
export type Rows =
  | 'all'
  | { readonly own: string }
  | { readonly made: true }
  | { readonly owner: string; readonly of: 'self' }
  | { readonly field: string; readonly is: string | boolean }
  | { readonly field: string; readonly empty: true }
  | { readonly via: string; readonly table: EntityName }
  | { readonly file: string }
  | { readonly every: readonly Rows[] }
  | { readonly some: readonly Rows[] };

export interface TableRights {
  readonly read: Rows;
  readonly create?: Rows;
  readonly update?: Rows;
  readonly remove?: Rows;
  /** The only fields that may be written. All when absent. */
  readonly write?: readonly string[];
  /** Fields that are never shown. */
  readonly hidden?: readonly string[];
}

export type RoleRights = Readonly<Partial<Record<EntityName, TableRights>>>;

const everything: TableRights = { read: 'all', create: 'all', update: 'all', remove: 'all' };

const all: RoleRights = Object.fromEntries(Object.entries(entities).map(([name, e]) => [name, 'readonly' in e ? { read: 'all' } : everything]));
const toldSelf: Rows = { owner: 'userId', of: 'self' };
/** What one is told is one's own; the server tells it. */
const staff: RoleRights = { ...all, notification: { read: toldSelf, update: toldSelf, remove: toldSelf, write: ['readAt'] } };

const publicPipeline: TableRights = { read: { field: 'table', is: 'ticket' } };
const publicStage: TableRights = { read: { via: 'pipelineId', table: 'pipeline' } };
const publicQueue: TableRights = { read: 'all', hidden: ['teamId', 'slaPolicyId'] };
const requestFields = ['pipelineId', 'stageId', 'subject', 'description', 'type', 'priority', 'channel', 'queueId'];
/** What the service desk notes for itself on a ticket. */
const deskFields = ['rank', 'ownerId', 'slaPolicyId', 'firstReplyDue', 'firstReplyAt', 'resolutionDue', 'slaSince', 'waitingSince', 'waitedMinutes', 'firstReplyFailedAt', 'resolutionFailedAt', 'cause', 'tags'];
const shownMessage: Rows = { every: [{ via: 'ticketId', table: 'ticket' }, { field: 'internal', is: false }] };
const ofOwnTicket: Rows = { every: [{ field: 'table', is: 'ticket' }, { via: 'recordId', table: 'ticket' }] };
const ofShownMessage: Rows = { every: [{ field: 'table', is: 'ticketMessage' }, { via: 'recordId', table: 'ticketMessage' }] };
const ofRequest: Rows = { some: [ofOwnTicket, ofShownMessage] };
/** An attachment shows its file, so it is made only of a file one has. */
const withOwnFile: Rows = { every: [ofRequest, { file: 'blobId' }] };
const attachmentFields = ['table', 'recordId', 'name', 'type', 'bytes', 'blobId', 'followsId', 'addedAt'];

const customer: RoleRights = {
  pipeline: publicPipeline,
  stage: publicStage,
  queue: publicQueue,
  product: { read: { field: 'active', is: true }, hidden: ['cost'] },
  contact: {
    read: { own: 'id' }, update: { own: 'id' },
    write: ['name', 'givenName', 'familyName', 'locale', 'salutation', 'jobTitle', 'department', 'emails', 'phones', 'addresses', 'socials', 'birthday'],
    hidden: ['valueClass', 'ownerId', 'tags', 'description', 'lastContactAt'],
  },
  order: { read: { own: 'contactId' }, hidden: ['dealId', 'ownerId', 'tags'] },
  ticket: { read: { own: 'contactId' }, create: { own: 'contactId' }, write: [...requestFields, 'contactId', 'productId', 'orderId', 'guestName', 'guestEmail', 'guestPhone'], hidden: deskFields },
  ticketMessage: {
    read: shownMessage,
    create: { every: [shownMessage, { field: 'fromUserId', empty: true }, { some: [{ own: 'fromContactId' }, { field: 'fromContactId', empty: true }] }] },
    write: ['ticketId', 'body', 'internal', 'at', 'fromContactId', 'channel', 'attachmentIds'],
  },
  attachment: { read: ofRequest, create: withOwnFile, write: attachmentFields },
};

const guest: RoleRights = {
  pipeline: publicPipeline,
  stage: publicStage,
  queue: publicQueue,
  ticket: {
    read: { made: true }, create: { every: [{ made: true }, { field: 'contactId', empty: true }, { field: 'accountId', empty: true }] },
    write: [...requestFields, 'guestName', 'guestEmail', 'guestPhone'], hidden: deskFields,
  },
  ticketMessage: {
    read: shownMessage,
    create: { every: [shownMessage, { field: 'fromUserId', empty: true }, { field: 'fromContactId', empty: true }] },
    write: ['ticketId', 'body', 'internal', 'at', 'channel', 'attachmentIds'],
  },
  attachment: { read: { every: [{ made: true }, ofRequest] }, create: { every: [{ made: true }, withOwnFile] }, write: attachmentFields },
};

/** Who may do what. The database's policies, describe() and the checks of a push are all made from this. */
export const rights: Readonly<Record<Role, RoleRights>> = { staff, customer, guest, system: all };

/** Undefined where the role has no part in the table. */
export function rightsOn(role: Role, table: string): TableRights | undefined {
  return Object.hasOwn(rights[role], table) ? rights[role][table as EntityName] : undefined;
}

export function isHidden(r: TableRights, field: string): boolean {
  return r.hidden?.includes(field) ?? false;
}

export function mayWrite(r: TableRights, field: string): boolean {
  return r.write === undefined || r.write.includes(field);
}

/** What describe() says of one table to a role. */
export function describeTable(role: Role, table: EntityName): TableDescription | undefined {
  const r = rightsOn(role, table);
  if (!r) return undefined;
  const access: Record<string, FieldAccess> = {};
  for (const [name, f] of Object.entries(entities[table].fields)) {
    if (isHidden(r, name)) access[name] = 'hidden';
    else if (f.readonly || !mayWrite(r, name)) access[name] = 'read';
  }
  return {
    create: r.create !== undefined, update: r.update !== undefined, remove: r.remove !== undefined,
    ...(Object.keys(access).length > 0 && (r.create ?? r.update) !== undefined ? { fields: access } : hiddenOnly(access)),
  };
}

/** Where nothing may be written, every field is read-only by that; only hidden ones need saying. */
function hiddenOnly(access: Readonly<Record<string, FieldAccess>>): Pick<TableDescription, 'fields'> {
  const hidden = Object.entries(access).filter(([, a]) => a === 'hidden');
  return hidden.length > 0 ? { fields: Object.fromEntries(hidden) } : {};
}
