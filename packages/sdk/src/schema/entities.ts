import { account } from './account.ts';
import { activity, activityLink } from './activity.ts';
import { exchangeRate, order, product } from './commerce.ts';
import { automationRule } from './automation-rule.ts';
import { contact } from './contact.ts';
import { deal } from './deal.ts';
import type { Entity } from './entity.ts';
import { lead } from './lead.ts';
import { campaign, touch } from './marketing.ts';
import { mergeRecord } from './merge-record.ts';
import { notification } from './notification.ts';
import { pipeline, stage, stageChange } from './pipeline.ts';
import { affiliation, classification, consent, dealParty, externalId, recordTeam, relationship } from './relations.ts';
import { businessCalendar, queue, savedReply, slaPolicy } from './service-desk.ts';
import { team } from './team.ts';
import { ticket, ticketMessage } from './ticket.ts';
import { user } from './user.ts';
import { attachment, historyEntry, savedView } from './workspace.ts';

/** All entities of the product. A new noun is one file and one line here. The order is that of their dependencies: a row may name rows of tables before it. */
export const entities = {
  user, team, pipeline, stage, product, campaign, account, contact, lead, deal, order,
  businessCalendar, slaPolicy, queue, savedReply, ticket, ticketMessage, activity, activityLink,
  affiliation, relationship, dealParty, recordTeam, consent, classification, externalId,
  touch, savedView, attachment, exchangeRate, automationRule, notification, stageChange, historyEntry, mergeRecord,
} as const satisfies Readonly<Record<string, Entity>>;

export type Entities = typeof entities;
export type EntityName = keyof Entities;

const byName: ReadonlyMap<string, Entity> = new Map(Object.entries(entities));

/** The declaration of a name that may come from outside; undefined when there is none. */
export function entityNamed(name: string): Entity | undefined {
  return byName.get(name);
}
