import { accountWords } from './account.words.ts';
import { activityLinkWords, activityWords } from './activity.words.ts';
import { automationRuleWords } from './automation-rule.words.ts';
import { exchangeRateWords, orderWords, productWords } from './commerce.words.ts';
import { contactWords } from './contact.words.ts';
import { dealWords } from './deal.words.ts';
import { leadWords } from './lead.words.ts';
import { campaignWords, touchWords } from './marketing.words.ts';
import { mergeRecordWords } from './merge-record.words.ts';
import { notificationWords } from './notification.words.ts';
import { pipelineWords, stageChangeWords, stageWords } from './pipeline.words.ts';
import { affiliationWords, classificationWords, consentWords, dealPartyWords, externalIdWords, recordTeamWords, relationshipWords } from './relations.words.ts';
import { businessCalendarWords, queueWords, savedReplyWords, slaPolicyWords } from './service-desk.words.ts';
import { teamWords } from './team.words.ts';
import { ticketMessageWords, ticketWords } from './ticket.words.ts';
import { userWords } from './user.words.ts';
import { attachmentWords, historyEntryWords, savedViewWords } from './workspace.words.ts';
import { systemWords } from './system.words.ts';
import type { EntityName } from './entities.ts';
import type { Entity, Fields } from './entity.ts';
import { addFieldWords, addWords, type Dictionary } from './words.ts';

const chinese: Dictionary = {
  account: accountWords, activity: activityWords, activityLink: activityLinkWords, product: productWords, order: orderWords,
  exchangeRate: exchangeRateWords, contact: contactWords, deal: dealWords, lead: leadWords, campaign: campaignWords, touch: touchWords,
  pipeline: pipelineWords, stage: stageWords, stageChange: stageChangeWords, externalId: externalIdWords, affiliation: affiliationWords,
  relationship: relationshipWords, dealParty: dealPartyWords, recordTeam: recordTeamWords, consent: consentWords,
  classification: classificationWords, queue: queueWords, slaPolicy: slaPolicyWords, businessCalendar: businessCalendarWords,
  savedReply: savedReplyWords, team: teamWords, ticket: ticketWords, ticketMessage: ticketMessageWords, user: userWords, savedView: savedViewWords,
  attachment: attachmentWords, historyEntry: historyEntryWords, mergeRecord: mergeRecordWords, automationRule: automationRuleWords, notification: notificationWords,
};

/**
 * Gives the labels of declarations their simplified Chinese; until then `label['zh-Hans']` says the English word. It may be called again.
 * The widgets do it for the client they are given when they speak Chinese; a page that draws its own does it once.
 *
 * @param entityOf the declarations to write into: a client's, which may come from another bundle, or those of `@vinculo/sdk/schema`
 * @param system the fields that every row has, where a page shows those too
 * @example
 * const { addChinese } = await import('@vinculo/sdk/chinese');
 * addChinese((name) => crm.collection(name).entity);
 * crm.contacts.entity.fields.phones.label['zh-Hans']; // 电话
 */
export function addChinese(entityOf: (name: EntityName) => Entity | undefined, system?: Fields): void {
  addWords('zh-Hans', chinese, entityOf);
  if (system) addFieldWords('zh-Hans', systemWords, system);
}
