import * as z from 'zod/mini';
import { NotFoundError, RefusedError } from '../../errors.ts';
import type { Command } from './command.ts';
import { idInput } from './input.ts';

export interface ConvertLeadInput {
  readonly leadId: string;
  /** An account that is already there; else one is made from the lead's company. */
  readonly accountId?: string;
  /** A contact that is already there; else one is made from the lead's person. */
  readonly contactId?: string;
  /** The deal to open, or null for none. The stage must be one of the pipeline's. */
  readonly deal: { readonly name: string; readonly pipelineId: string; readonly stageId: string; readonly amount?: { readonly minor: number; readonly currency: string }; readonly id?: string } | null;
}

export interface ConvertLeadOutput {
  readonly accountId: string | null;
  readonly contactId: string;
  readonly dealId: string | null;
}

/** Turns a lead into a contact, its account and a deal. Activities, touches and external ids of the lead show on the new records too. */
export const convertLeadCommand: Command<ConvertLeadInput, ConvertLeadOutput> = {
  name: 'convertLead',
  input: z.object({
    leadId: idInput, accountId: z.optional(idInput), contactId: z.optional(idInput),
    // The values of the deal are checked as those of any deal are, when it is made.
    deal: z.nullable(z.object({ name: z.string(), pipelineId: idInput, stageId: idInput, amount: z.optional(z.object({ minor: z.number(), currency: z.string() })), id: z.optional(idInput) })),
  }),
  async run(store, { leadId, accountId, contactId, deal }) {
    const lead = await store.get('lead', leadId);
    if (!lead) throw new NotFoundError('lead', leadId);
    if (lead['convertedAt']) throw new RefusedError('lead', leadId, 'already_converted', `This lead was converted on ${String(lead['convertedAt']).slice(0, 10)}; open contact ${String(lead['convertedContactId'])}.`);

    const ownerId = lead['ownerId'] ?? null;
    let account = accountId ?? null;
    if (account !== null && !(await store.get('account', account))) throw new NotFoundError('account', account);
    if (account === null && lead['company']) account = (await store.create('account', { name: lead['company'], ownerId, roles: ['prospect'] })).id;

    let contact = contactId ?? null;
    if (contact !== null && !(await store.get('contact', contact))) throw new NotFoundError('contact', contact);
    if (contact === null) {
      const person = Object.fromEntries(['name', 'givenName', 'familyName', 'jobTitle', 'emails', 'phones', 'tags', 'description'].map((k) => [k, lead[k] ?? null]));
      contact = (await store.create('contact', { ...person, accountId: account, ownerId })).id;
    }

    let dealId: string | null = null;
    if (deal) {
      dealId = (await store.create('deal', {
        ...(deal.id ? { id: deal.id } : {}), name: deal.name, pipelineId: deal.pipelineId, stageId: deal.stageId, amount: deal.amount ?? lead['amount'] ?? null,
        accountId: account, contactId: contact, ownerId, leadId, campaignId: lead['campaignId'] ?? null, source: lead['source'] ?? null,
      })).id;
    }

    for (const link of await store.find('activityLink', { table: 'lead', recordId: leadId })) {
      const { activityId, role, at, kind, open } = link;
      await store.create('activityLink', { activityId, role, at, kind, open, table: 'contact', recordId: contact });
    }
    const won = await wonStage(store, String(lead['pipelineId']));
    await store.update('lead', leadId, { convertedAt: store.now, convertedAccountId: account, convertedContactId: contact, convertedDealId: dealId, ...(won ? { stageId: won } : {}) });
    return { accountId: account, contactId: contact, dealId };
  },
};

async function wonStage(store: Parameters<typeof convertLeadCommand.run>[0], pipelineId: string): Promise<string | undefined> {
  return (await store.find('stage', { pipelineId, category: 'won' }))[0]?.id;
}
