/** English: what only the contact card says, and not in its first drawing. */
export const cardLateEnglish = {
  'card.contacts': '[Contacts]', 'card.noRecord': 'No [contact] chosen', 'card.noRecordText': 'Choose one to see it here.', 'card.unsupported': 'No [contacts] are kept here',
  'card.openDeals': 'Open [deals]', 'card.openTickets': 'Open [tickets]', 'card.lastContact': 'Last contact',
  'card.kindIn': '{kind}, in', 'card.kindOut': '{kind}, out', 'card.bounced': 'bounced {date}', 'card.primary': 'primary',
  'card.purposeOffers': 'offers', 'card.purposeNewsletter': 'newsletter', 'card.purposeService': 'service messages',
  'card.consentFor': '{channel} {purpose}', 'card.consentSource': '{when}, {source}', 'card.consentWithdrawn': 'withdrawn {date}', 'card.consentRefused': 'refused {date}', 'card.consentAsked': 'asked for {date}, not confirmed',
  'card.noNextStep': 'No next step', 'card.markDone': 'Mark as done: {subject}', 'card.doneSaid': 'Marked as done',
  'card.copiedText': 'Copied {text}', 'card.opened': 'Card of {name}. Tab goes into it.',
  'card.openOrders': 'Open [orders]', 'card.reports': 'Direct reports', 'card.referred': 'Has referred', 'card.dealers': 'Dealers', 'card.alsoAt': 'Also at', 'card.until': 'until {date}', 'card.children': 'Subsidiaries', 'card.andMore': 'and {count} more',
} as const;
