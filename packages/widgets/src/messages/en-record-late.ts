/** English: what only the record panel says, and not in its first drawing. */
export const recordLateEnglish = {
  'record.none': 'No record chosen', 'record.noneText': 'Choose one to see it here.', 'record.unsupported': 'No such records are kept here', 'record.forbidden': 'You cannot see this record',
  'record.back': 'Back', 'record.stages': '[Stages]', 'record.ofStage': '(as its [stage])', 'record.daysInStage': { one: '{count} day in [stage]', other: '{count} days in [stage]' },
  'record.moreFields': { one: '{count} more field', other: '{count} more fields' }, 'record.fewerFields': 'Fewer fields', 'record.people': 'People', 'record.activities': '[Activities]',
  'record.listBy': '{list} ({field})', 'record.fewerRows': 'Fewer',
  'record.changedBy': 'Changed {ago} by {name}', 'record.changedAgo': 'Changed {ago}', 'record.history': 'History', 'record.historyEmpty': 'No changes yet',
  'record.historyMissing': 'The history cannot be shown right now', 'record.before': 'Before:', 'record.after': 'After:', 'record.someone': 'Someone', 'record.system': 'The system',
  'record.byImport': 'import', 'record.byAutomation': 'automation', 'record.added': 'Added to {list}', 'record.created': 'created this', 'record.removed': 'deleted this',
  'record.delete': 'Delete', 'record.deleteTitle': 'Delete {name}?', 'record.deleteText': 'What belongs to it alone goes with it.', 'record.deleted': '{name} was deleted',
} as const;
