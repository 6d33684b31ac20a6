/** English: what the list of tasks says at first. */
export const tasksEnglish = {
  'tasks.title': 'Tasks', 'tasks.overdue': 'Overdue', 'tasks.today': 'Today', 'tasks.next': 'Next', 'tasks.undated': 'No date', 'tasks.count': '{count}', 'tasks.more': 'Show more',
  'tasks.doneNamed': 'Done: {what}', 'tasks.remindsAt': 'Reminder:',
  'tasks.completed': 'Done: {what}', 'tasks.moved': 'Moved: {what}', 'tasks.assigned': 'Handed over: {what}', 'tasks.created': 'Added: {what}', 'tasks.undone': 'Taken back',
  'tasks.notify': 'Notify me', 'tasks.notifyText': 'Reminders also come when you look at another page',
  'tasks.reminderSet': 'Reminder for {what}: {time}', 'tasks.reminderGone': 'No reminder any more: {what}', 'tasks.reminderOf': 'Reminder: {what} {time}',
} as const;
