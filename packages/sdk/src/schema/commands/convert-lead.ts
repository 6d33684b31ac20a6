import * as z from 'zod/mini';
import { NotFoundError, RefusedError } from '../../errors.ts';
import type { AnyRow } from '../entity.ts';
import type { Money } from '../field.ts';
import type { Command, CommandRecord, CommandStore } from './command.ts';
import { emailsOf } from './contact-points.ts';
import { idInput } from './input.ts';
import { referencesTo, tablesWithRecordId } from './references.ts';

export interface ConvertLeadInput {
  readonly leadId: string;
  /** An account that is already there; else one is made from the lead's company. */
  readonly accountId?: string;
  /** A contact that is already there; else one is made from the lead's person. */
  readonly contactId?: string;
  /** The deal to open, or null for none. */
  readonly deal: ConvertLeadDeal | null;
}

/** The deal that a lead becomes. Whose it is and for whom, the lead says. */
export interface ConvertLeadDeal {
  readonly name: string;
  readonly pipelineId: string;
  /** One of the pipeline's. */
  readonly stageId: string;
  /** Left out: the lead's. Null: none. */
  readonly amount?: Money | null;
  /** Further fields as the creation of a deal takes them: what the stage requires, say. `source` and `campaignId` are the lead's where they are not given. */
  readonly values?: Readonly<Record<string, unknown>>;
  readonly id?: string;
}

export interface ConvertLeadOutput {
  readonly accountId: string | null;
  readonly contactId: string;
  readonly dealId: string | null;
}

/** No field that is given elsewhere, or comes of the lead. */
const further = z.looseObject(Object.fromEntries(['id', 'name', 'pipelineId', 'stageId', 'amount', 'accountId', 'contactId', 'ownerId', 'leadId'].map((name) => [name, z.optional(z.never())])));

/**
 * Turns a lead into a contact, its account and a deal. All that is about the lead shows on the new records too: activities on all three, files, touches and the like
 * on the contact; deals that came of it and tickets from a verified address of it are the contact's. `findDuplicates` says beforehand which records of the same
 * person or company there are, to be given as `contactId` and `accountId`; nothing is joined by itself.
 *
 * Refused with `already_converted`, `erased`, and as the creation of the deal is.
 *
 * @example await crm.run('convertLead', { leadId: 'l1', contactId: 'c7', deal: null }) // { accountId: 'a1', contactId: 'c7', dealId: null }
 * @example await crm.run('convertLead', { leadId: 'l2', deal: { name: 'Cold rooms', pipelineId: 'p', stageId: 's3', amount: null, values: { expectedClose: '2026-12-18' } } })
 */
export const convertLeadCommand: Command<ConvertLeadInput, ConvertLeadOutput> = {
  name: 'convertLead',
  input: z.object({
    leadId: idInput, accountId: z.optional(idInput), contactId: z.optional(idInput),
    // The values of the deal are checked as those of any deal are, when it is made.
    deal: z.nullable(z.object({
      name: z.string(), pipelineId: idInput, stageId: idInput, amount: z.optional(z.nullable(z.object({ minor: z.number(), currency: z.string() }))), values: z.optional(further), id: z.optional(idInput),
    })),
  }),
  records: ({ leadId, accountId, contactId }) => [{ table: 'lead', id: leadId }, ...(accountId ? [{ table: 'account', id: accountId }] : []), ...(contactId ? [{ table: 'contact', id: contactId }] : [])],
  given: ({ deal }) => (deal ? [{ table: 'deal', values: { ...deal.values, ...(deal.amount ? { amount: deal.amount } : {}) } }] : []),
  async run(store, { leadId, accountId, contactId, deal }) {
    const lead = await store.get('lead', leadId);
    if (!lead) throw new NotFoundError('lead', leadId);
    if (lead['erasedAt']) throw new RefusedError('lead', leadId, 'erased', 'The personal data of this lead was erased; nothing can be made of it.');
    if (lead['convertedAt']) throw new RefusedError('lead', leadId, 'already_converted', `This lead was converted on ${String(lead['convertedAt']).slice(0, 10)}; open contact ${String(lead['convertedContactId'])}.`);

    const ownerId = lead['ownerId'] ?? null;
    const known = contactId === undefined ? undefined : await store.get('contact', contactId);
    if (contactId !== undefined && !known) throw new NotFoundError('contact', contactId);
    // Who is known already stands where they stand, unless the caller says otherwise.
    let account = accountId ?? (typeof known?.['accountId'] === 'string' ? known['accountId'] : null);
    if (accountId !== undefined && !(await store.get('account', accountId))) throw new NotFoundError('account', accountId);
    if (account === null && lead['company']) account = (await store.create('account', { name: lead['company'], ownerId, roles: ['prospect'] })).id;

    const contact = known?.id ?? (await store.create('contact', { ...personOf(lead), accountId: account, ownerId })).id;
    if (known && account !== null && (known['accountId'] ?? null) === null) await store.update('contact', contact, { accountId: account });

    let dealId: string | null = null;
    if (deal) {
      dealId = (await store.create('deal', {
        ...(deal.id ? { id: deal.id } : {}), name: deal.name, pipelineId: deal.pipelineId, stageId: deal.stageId, amount: deal.amount === undefined ? (lead['amount'] ?? null) : deal.amount,
        campaignId: lead['campaignId'] ?? null, source: lead['source'] ?? null, ...deal.values, accountId: account, contactId: contact, ownerId, leadId,
      })).id;
    }

    await follow(store, lead, contact, [...(account === null ? [] : [{ table: 'account', id: account }]), ...(dealId === null ? [] : [{ table: 'deal', id: dealId }])]);
    const won = await wonStage(store, String(lead['pipelineId']));
    await store.update('lead', leadId, { convertedAt: store.now, convertedAccountId: account, convertedContactId: contact, convertedDealId: dealId, ...(won ? { stageId: won } : {}) });
    return { accountId: account, contactId: contact, dealId };
  },
};

function personOf(lead: AnyRow): Record<string, unknown> {
  return Object.fromEntries(['name', 'givenName', 'familyName', 'jobTitle', 'emails', 'phones', 'tags', 'description'].map((k) => [k, lead[k] ?? null]));
}

/** Says of the new records what is said of the lead, which keeps it too. */
async function follow(store: CommandStore, lead: AnyRow, contactId: string, others: readonly CommandRecord[]): Promise<void> {
  const contact = { table: 'contact', id: contactId };
  // The id of a lead in another system is no contact's there.
  for (const holder of tablesWithRecordId().filter((name) => name !== 'externalId')) {
    for (const { id: _id, version: _version, createdAt: _at, createdBy: _by, updatedAt: _since, updatedBy: _last, ...said } of await store.find(holder, { table: 'lead', recordId: lead.id })) {
      for (const { table, id } of holder === 'activityLink' ? [contact, ...others] : [contact]) {
        // A record that was there before may be told already what the lead is told.
        const told = holder === 'activityLink' && (await store.find(holder, { table, recordId: id, activityId: String(said['activityId']) })).length > 0;
        if (!told) await store.create(holder, { ...said, table, recordId: id });
      }
    }
  }
  for (const { table, field } of referencesTo('lead')) {
    for (const row of await store.find(table, { [field]: lead.id, contactId: null })) await store.update(table, row.id, { contactId });
  }
  const verified = emailsOf(lead, (item) => item.verified === true);
  if (verified.length === 0) return;
  for (const ticket of await store.find('ticket', { guestEmail: { in: verified }, contactId: null })) await store.update('ticket', ticket.id, { contactId });
}

async function wonStage(store: CommandStore, pipelineId: string): Promise<string | undefined> {
  return (await store.find('stage', { pipelineId, category: 'won' }))[0]?.id;
}
