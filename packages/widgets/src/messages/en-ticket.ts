/** English: what only the ticket form says. */
export const ticketEnglish = {
  'ticket.help': 'How can we help?', 'ticket.whatHappened': 'What happened?', 'ticket.attachments': 'Attachments', 'ticket.addFiles': 'Add files',
  'ticket.draftKept': 'Draft kept on this device', 'ticket.received': 'We have your request', 'form.order': '[Order]', 'form.product': 'Product', 'form.type': 'Type',
  'form.priority': 'Priority', 'form.none': 'None', 'form.choose': 'Choose', 'form.optional': '(optional)',
  'form.filesOptional': '(optional, up to {count}, {size} each)', 'form.filesRequired': '(up to {count}, {size} each)', 'form.dropHere': 'Drop the files here',
  'form.counter': '{used} of {limit} characters', 'form.fileAdded': { one: '{count} file added', other: '{count} files added' }, 'form.sending': 'Sending',
  'form.clearDraft': 'Clear draft', 'form.draftCleared': 'Draft cleared', 'form.notSentYet': 'Not sent yet',
} as const;
