/** English: what only the lead form says, and not in its first drawing. */
export const leadLateEnglish = {
  'lead.needed': 'Tick this to go on', 'lead.choose': 'Choose one', 'lead.number': 'Write a number, like 12 or 3.5', 'lead.whole': 'Write a whole number, like 12', 'lead.link': 'Write the address of a page, like example.com', 'lead.confirm': 'One more step: we send a mail to {email}. Open the link in it to confirm that you want our mail.', 'lead.answerTo': 'We answer to {email}.',
} as const;
