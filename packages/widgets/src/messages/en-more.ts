/** English: what the first drawings of more than one widget say, and that of a contact card does not. */
export const moreEnglish = {
  'noun.activity': 'activity', 'noun.customer': 'customer', 'noun.deal': 'deal', 'noun.deals': 'deals', 'noun.order': 'order', 'noun.orders': 'orders',
  'noun.pipeline': 'pipeline', 'noun.stage': 'stage', 'noun.stages': 'stages', 'noun.ticket': 'ticket', 'noun.tickets': 'tickets', 'action.send': 'Send',
  'action.show': 'Show', 'value.notSet': 'Not set', 'value.yes': 'Yes', 'value.no': 'No', 'value.you': 'You', 'value.separator': ', ', 'field.email': 'Email', 'field.name': 'Name', 'field.phone': 'Phone', 'field.subject': 'Subject',
  'state.unsynced': 'Waiting to sync', 'state.saving': 'Saving', 'state.memoryOnly': 'Kept in this tab only',
  'count.deals': { one: '{count} [deal]', other: '{count} [deals]' }, 'time.at': '{day}, {time}', 'time.today': 'Today', 'time.tomorrow': 'Tomorrow',
  'time.yesterday': 'Yesterday', 'timeline.email': 'Email', 'timeline.overdue': 'Overdue', 'timeline.delivered': 'delivered', 'timeline.shipped': 'shipped',
  'timeline.confirmed': 'confirmed', 'timeline.paid': 'paid', 'timeline.cancelled': 'cancelled', 'timeline.returned': 'returned',
} as const;
