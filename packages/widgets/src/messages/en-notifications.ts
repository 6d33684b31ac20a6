/** English: what the bell says. */
export const notificationsEnglish = {
  'notes.title': 'Notifications', 'notes.bellUnread': 'Notifications, {count} unread', 'notes.new': 'New notifications: {count}',
  'notes.readAll': 'Mark all as read', 'notes.read': 'Mark as read', 'notes.readNamed': 'Mark as read: {what}', 'notes.unread': 'Unread:', 'notes.more': 'Show more', 'notes.empty': 'Nothing new',
  'notes.emptyText': 'You are told here when something is given to you, answered, or late.', 'notes.forbidden': 'You cannot see notifications', 'notes.unsupported': 'This system sends no notifications',
  'notes.assigned': 'Given to you', 'notes.invited': 'Meeting', 'notes.mentioned': 'Mentions you', 'notes.answered': 'Answered', 'notes.late': 'Late', 'notes.failed': 'Failed', 'notes.rule': 'By a rule',
} as const;
