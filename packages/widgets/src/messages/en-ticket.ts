/** English: what only the ticket form says. */
export const ticketEnglish = {
  'ticket.help': 'How can we help?', 'ticket.whatHappened': 'What happened?', 'ticket.attachments': 'Attachments', 'ticket.addFiles': 'Add files',
  'ticket.received': 'We have your request', 'form.order': '[Order]', 'form.product': 'Product', 'form.type': 'Type', 'form.priority': 'Priority',
  'form.filesOptional': '(optional, up to {count}, {size} each)', 'form.filesRequired': '(up to {count}, {size} each)',
  'form.dropHere': 'Drop the files here', 'form.counter': '{used} of {limit} characters', 'form.fileAdded': { one: '{count} file added', other: '{count} files added' },
} as const;
