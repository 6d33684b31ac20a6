/** English: what only the timeline says, and not in its first drawing. */
export const timelineLateEnglish = {
  'timeline.subject': 'Subject', 'timeline.dueOn': 'Due', 'timeline.start': 'Start', 'timeline.minutes': 'Minutes', 'timeline.direction': 'Direction', 'timeline.when': 'When', 'timeline.place': 'Place',
  'timeline.sent': 'Sent', 'timeline.received': 'Received',
  'timeline.needSubject': 'Add a subject', 'timeline.needStart': 'Say when it begins',
  'timeline.before': 'Before', 'timeline.after': 'After',
  'timeline.overwrote': 'Your change of {field} replaced a value somebody else had just written: {value}', 'timeline.putBack': 'Put it back', 'timeline.notSaved': '“{what}” was not saved',
} as const;
