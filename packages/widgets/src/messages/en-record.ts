/** English: what only the record panel says. */
export const recordEnglish = {
  'record.record': 'Record',
} as const;
