/** English: what the forms of public pages say, for a request and for a lead. */
export const publicFormEnglish = {
  'ticket.draftKept': 'Draft kept on this device', 'form.optional': '(optional)', 'form.sending': 'Sending', 'form.clearDraft': 'Clear draft',
  'form.draftCleared': 'Draft cleared', 'form.notSentYet': 'Not sent yet', 'form.none': 'None', 'form.choose': 'Choose',
} as const;
