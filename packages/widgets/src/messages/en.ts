/**
 * English: what every widget says from the start. What several say is in en-more.ts, which comes with whoever says it; the texts of one widget are in
 * en-<widget>.ts, which comes with it, and in en-<widget>-late.ts, which comes with what is loaded after its first drawing. All of them are the type of every other language.
 * `{name}` is a value, `[deal]` a noun that a host may rename, `[Deal]` the same with a capital.
 * Keys: widget or part, then what it is. Number-dependent texts list the plural forms.
 */
export const en = {
  'noun.account': 'account', 'noun.accounts': 'accounts',
  'noun.activity': 'activity', 'noun.activities': 'activities',
  'noun.contact': 'contact', 'noun.contacts': 'contacts',
  'noun.customer': 'customer', 'noun.customers': 'customers',
  'noun.deal': 'deal', 'noun.deals': 'deals',
  'noun.lead': 'lead', 'noun.leads': 'leads',
  'noun.order': 'order', 'noun.orders': 'orders',
  'noun.pipeline': 'pipeline', 'noun.pipelines': 'pipelines',
  'noun.quote': 'quote', 'noun.quotes': 'quotes',
  'noun.stage': 'stage', 'noun.stages': 'stages',
  'noun.ticket': 'ticket', 'noun.tickets': 'tickets',

  'field.account': '[Account]', 'state.loading': 'Loading', 'state.failed': '{what} did not load', 'action.tryAgain': 'Try again',
} as const;
