/** English: what only the timeline says, and not in its first drawing. */
export const timelineLateEnglish = {
  'timeline.subject': 'Subject', 'timeline.dueOn': 'Due', 'timeline.start': 'Start', 'timeline.minutes': 'Minutes', 'timeline.direction': 'Direction', 'timeline.when': 'When', 'timeline.place': 'Place',
  'timeline.sent': 'Sent', 'timeline.received': 'Received',
  'timeline.needSubject': 'Add a subject', 'timeline.needStart': 'Say when it begins',
  'timeline.before': 'Before', 'timeline.after': 'After',
  'timeline.overwrote': 'Your change of {field} replaced a value somebody else had just written: {value}', 'timeline.putBack': 'Put it back', 'timeline.notSaved': '“{what}” was not saved',
  'timeline.task': 'Task', 'timeline.prompt': 'What happened, and what comes next?', 'timeline.composer': 'Write or plan', 'timeline.textLabel': 'Text',
  'timeline.taskPrompt': 'What is to be done?', 'timeline.meetingPrompt': 'What is it about?', 'timeline.saveNote': 'Save note', 'timeline.saveCall': 'Log call',
  'timeline.saveTask': 'Add task', 'timeline.saveMeeting': 'Add meeting', 'timeline.saveEmail': 'Log email', 'timeline.needText': 'Write something first',
  'timeline.created': 'Saved: {what}', 'timeline.completed': 'Done: {what}', 'timeline.moved': 'New time for {what}', 'timeline.edited': 'Changed: {what}', 'timeline.undone': 'Taken back',
  'timeline.tomorrow': 'Tomorrow', 'timeline.inThreeDays': 'In three days', 'timeline.nextWeek': 'In a week', 'timeline.pickTime': 'Pick a time…', 'timeline.newTime': 'New time',
  'timeline.doneNamed': 'Done: {what}', 'timeline.moveNamed': 'Move {what}',
} as const;
