import { entity } from './entity.ts';
import { boolean, email, instant, integer, longText, number, option, phone, ref, required, tags, text, withDefault } from './field.ts';
import { processFields } from './process.ts';

/** A request for service. Its requester may be a known contact or a guest with a name and an address. */
export const ticket = entity({
  name: 'ticket', plural: 'tickets', title: 'subject', residency: 'table', process: true,
  indexes: [['pipelineId', 'stageId'], ['accountId'], ['contactId'], ['queueId'], ['ownerId'], ['number'], ['createdBy']],
  asked: ['subject', 'description', 'contactId', 'accountId', 'type', 'priority', 'channel', 'productId', 'queueId', 'ownerId'],
  fields: {
    ...processFields(),
    /** What people say on the phone: `T-1042`. Given by the backend. */
    number: text({ searchable: true, readonly: true }),
    subject: required(text({ searchable: true, merge: 'ask' })),
    description: longText(),
    type: text(),
    status: withDefault(option(['new', 'open', 'pending', 'resolved', 'closed']), 'new'),
    priority: withDefault(option(['low', 'normal', 'high', 'urgent']), 'normal'),
    channel: text(),
    accountId: ref('account'),
    contactId: ref('contact'),
    guestName: text({ label: 'Name', personal: true }),
    guestEmail: email({ label: 'Email' }),
    guestPhone: phone({ label: 'Phone' }),
    /** Addresses that answers of staff go to as well. */
    cc: tags({ label: 'Cc', personal: true }),
    /** Addresses that mail of others named: nobody writes there until staff takes them into `cc`. */
    ccOffered: tags({ label: 'Cc to confirm', personal: true }),
    productId: ref('product'),
    orderId: ref('order'),
    parentId: ref('ticket', 'clear', { label: 'Part of' }),
    queueId: ref('queue'),
    ownerId: ref('user'),
    slaPolicyId: ref('slaPolicy', 'clear', { label: 'Service level' }),
    firstReplyDue: instant({ label: 'First answer due' }),
    firstReplyAt: instant({ label: 'First answer' }),
    resolutionDue: instant(),
    resolvedAt: instant({ label: 'Resolved' }),
    /** Since when the service level runs; with it the backend keeps the dues, which are empty while the clocks stand. */
    slaSince: instant({ label: 'Service level since', readonly: true }),
    /** Since when the clocks stand: the customer is waited for, or the ticket has ended. */
    waitingSince: instant({ readonly: true }),
    /** How long they stood before, in working minutes. */
    waitedMinutes: number({ readonly: true }),
    /** When it was too late, once it was. Kept, whatever becomes of the due. */
    firstReplyFailedAt: instant({ label: 'First answer late', readonly: true }),
    resolutionFailedAt: instant({ label: 'Resolution late', readonly: true }),
    cause: text(),
    resolution: longText(),
    /** What the requester thinks of the help, 1 (poor) to 5. */
    rating: integer(),
    ratingComment: longText({ label: 'Comment on the rating', personal: true }),
    ratedAt: instant({ label: 'Rated' }),
    tags: tags(),
  },
});

/** One message of a ticket's conversation. An internal note is never shown to the customer. */
export const ticketMessage = entity({
  name: 'ticketMessage', plural: 'ticketMessages', title: 'body', residency: 'query', partBy: 'ticketId', unlogged: true,
  label: 'Message', pluralLabel: 'Messages',
  indexes: [['ticketId', 'at']],
  fields: {
    ticketId: required(ref('ticket', 'remove')),
    body: required(longText({ label: 'Text', personal: true, searchable: true })),
    internal: withDefault(boolean({ label: 'Internal note' }), false),
    at: required(instant({ label: 'When' })),
    fromUserId: ref('user', 'clear', { label: 'From (staff)' }),
    fromContactId: ref('contact', 'clear', { label: 'From (customer)' }),
    channel: text(),
    attachmentIds: tags({ label: 'Attachments' }),
    /** Who else got it: of an answer instead of the ticket's `cc`, of a mail that came the others it went to. */
    cc: tags({ label: 'Cc', personal: true }),
  },
});
