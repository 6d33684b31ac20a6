/** English: what is said where a person's consent is noted. */
export const consentEnglish = {
  'consent.title': 'Consent of {name}', 'consent.purpose': 'For what', 'consent.channel': 'On which channel', 'consent.answer': 'What they said', 'consent.yes': 'Agrees', 'consent.no': 'Does not agree',
  'consent.source': 'How it was said', 'consent.mailed': 'By email it counts once it is confirmed: we send a mail with a link.', 'consent.save': 'Save consent', 'consent.saved': 'Saved: {consent}',
} as const;
