import { accountHeaders } from './account.words.ts';
import { activityHeaders } from './activity.words.ts';
import { orderHeaders, productHeaders } from './commerce.words.ts';
import { contactHeaders } from './contact.words.ts';
import { dealHeaders } from './deal.words.ts';
import { leadHeaders } from './lead.words.ts';
import { campaignHeaders } from './marketing.words.ts';
import { teamHeaders } from './team.words.ts';
import { ticketHeaders } from './ticket.words.ts';
import { userHeaders } from './user.words.ts';
import type { EntityName } from './entities.ts';
import type { Entity } from './entity.ts';

const headers: { readonly [N in EntityName]?: Readonly<Record<string, readonly string[] | undefined>> } = {
  account: accountHeaders, activity: activityHeaders, product: productHeaders, order: orderHeaders, contact: contactHeaders, deal: dealHeaders,
  lead: leadHeaders, campaign: campaignHeaders, team: teamHeaders, ticket: ticketHeaders, user: userHeaders,
};

/** Headers under which other systems export a field, the likeliest first; none where none are known. */
export function headersOf(e: Entity, field: string): readonly string[] {
  return headers[e.name as EntityName]?.[field] ?? []; // a name that is not declared has none either
}
