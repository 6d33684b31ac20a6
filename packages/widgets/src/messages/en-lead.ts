/** English: what only the lead form says. */
export const leadEnglish = {
  'lead.title': 'Get in touch', 'lead.message': 'Your message', 'lead.newsletter': 'Send me the newsletter by email. I can end it at any time.', 'lead.received': 'Thank you, we have it',
} as const;
