/** English: what the list of tasks says when one writes, moves, or is reminded. */
export const tasksLateEnglish = {
  'tasks.add': 'Add a task', 'tasks.addPrompt': 'What is to be done?', 'tasks.needSubject': 'Write what is to be done', 'tasks.kind': 'Kind', 'tasks.kindTask': 'Task', 'tasks.day': 'Day', 'tasks.time': 'Time',
  'tasks.remind': 'Remind me', 'tasks.remindNone': 'No reminder', 'tasks.remindDue': 'When it is due', 'tasks.remindTen': '10 minutes before', 'tasks.remindHour': '1 hour before',
  'tasks.moveNamed': 'Move: {what}', 'tasks.remindNamed': 'Remind me of: {what}', 'tasks.otherPerson': 'Somebody else…', 'tasks.assignNamed': 'Hand over: {what}', 'tasks.tomorrow': 'Tomorrow', 'tasks.inThreeDays': 'In three days', 'tasks.nextWeek': 'In a week',
  'tasks.pickTime': 'Pick a time…', 'tasks.newTime': 'New time', 'tasks.inTenMinutes': 'In 10 minutes', 'tasks.inHour': 'In an hour', 'tasks.snooze': 'Later', 'tasks.snoozeNamed': 'Remind me later of: {what}', 'tasks.dismissNamed': 'No more reminder of: {what}', 'tasks.reminders': 'Reminders',
  'tasks.followUp': 'Done: {what}. What next?', 'tasks.cameOfIt': 'What came of it?', 'tasks.nextStep': 'Next step', 'tasks.notNow': 'Not now',
  'tasks.empty': 'Nothing to do', 'tasks.emptyText': 'Write down the next step with a customer, and it will be here in time.', 'tasks.noUser': 'No user is signed in', 'tasks.noUserText': 'Tasks belong to a member of staff. Sign in as one, or name one with user-id.',
  'tasks.forbidden': 'You cannot see these tasks', 'tasks.unsupported': 'This system keeps no tasks',
} as const;
