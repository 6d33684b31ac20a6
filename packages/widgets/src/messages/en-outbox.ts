/** English: what the list of changes that wait says at first. */
export const outboxEnglish = {
  'out.title': 'Changes', 'out.online': 'Online', 'out.connecting': 'Connecting', 'out.offline': 'Offline', 'out.signedOut': 'Signed out', 'out.badAnswer': 'Server not understood',
  'out.syncedAt': 'Last answer:', 'out.tryNow': 'Try now', 'out.waiting': 'On the way', 'out.count': '{count}', 'out.more': 'Show more ({count})',
  'out.created': 'New', 'out.changed': 'Changed', 'out.removed': 'Removed', 'out.before': 'before:', 'out.after': 'after:', 'out.takeBack': 'Take back', 'out.takeBackNamed': 'Take back the change of {name}',
  'out.whySending': 'Being sent now', 'out.whyBlocked': 'Waits for “{name}”, which needs a decision', 'out.whyFile': 'Goes after its file', 'out.whyNotLoaded': 'Goes when this page is complete',
  'out.whyOffline': 'Goes when the connection is back', 'out.whySignedOut': 'Goes when you are signed in again', 'out.whyBadAnswer': 'Goes when the server answers as it should', 'out.whySoon': 'Goes in a moment',
  'out.newDecision': 'Changes that need your decision: {count}',
  'out.takeBackTitle': 'Take this change back?', 'out.discardTitle': 'Discard this change?', 'out.editTitle': 'Change “{name}” and send it again', 'out.discardText': '“{name}” goes back to what the server has. What was written together with this goes too, and cannot be brought back.', 'out.discardNew': '“{name}” was never with the server and will be gone, with all that builds on it. This cannot be undone.',
  'out.retried': 'Sent again', 'out.discarded': 'Discarded', 'out.notSent': 'Not sent: a value does not fit', 'out.empty': 'Everything is with the server', 'out.emptyText': 'Changes that wait, and what was refused, would be listed here.', 'out.sendAgain': 'Send again',
} as const;
