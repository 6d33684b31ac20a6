/** English: what only the lead form says, and not in its first drawing. */
export const leadLateEnglish = {
  'lead.confirm': 'One more step: we send a mail to {email}. Open the link in it to confirm that you want our mail.', 'lead.answerTo': 'We answer to {email}.',
} as const;
