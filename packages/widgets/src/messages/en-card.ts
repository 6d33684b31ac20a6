/** English: what only the contact card says. */
export const cardEnglish = {
  'card.contact': '[Contact]',
} as const;
