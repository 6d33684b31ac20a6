/** English: what only the developers' panel says. */
export const devtoolsEnglish = {
  'dev.title': 'Vinculo devtools', 'dev.report': 'The report', 'dev.views': 'Views', 'dev.pause': 'Pause', 'dev.paused': 'Paused', 'dev.pausedAt': 'Paused, as of {time}',
  'dev.resumed': 'Following again', 'dev.copyReport': 'Copy report',
  'dev.tooOld': 'This client is too old to be looked into', 'dev.tooOldText': 'It comes from another version of @vinculo/sdk, which has no crm.debug.',

  'dev.queries': 'Queries', 'dev.nodes': 'Nodes', 'dev.tables': 'Tables', 'dev.outbox': 'Outbox', 'dev.connection': 'Connection',
  'dev.noQueries': 'No query is listened to', 'dev.noQueriesText': 'A query is open from its first subscriber to its last.',
  'dev.noNodes': 'No shared nodes', 'dev.noNodesText': 'Queries over rows in memory share what answers equal questions.',
  'dev.noTables': 'No rows in memory', 'dev.noTablesText': 'Tables come with the first query that needs them.',
  'dev.noOutbox': 'Nothing waits', 'dev.noOutboxText': 'Every change was confirmed by the backend.',

  'dev.question': 'Question', 'dev.answeredBy': 'Answered from', 'dev.memory': 'memory', 'dev.backend': 'backend', 'dev.shown': 'Shown', 'dev.shownOf': '{shown} of {total}',
  'dev.status': 'Status', 'dev.listeners': 'Listeners', 'dev.told': 'Told', 'dev.users': 'Used by', 'dev.rows': 'Rows', 'dev.everything': 'everything',
  'dev.loading': 'loading', 'dev.ready': 'ready', 'dev.stale': 'stale', 'dev.forbidden': 'forbidden', 'dev.unsupported': 'unsupported', 'dev.error': 'error',

  'dev.table': 'Table', 'dev.inMemory': 'In memory', 'dev.ownChanges': 'Own changes', 'dev.holding': 'Held', 'dev.wholeFresh': 'whole', 'dev.wholeStale': 'whole, not checked', 'dev.some': 'some rows',
  'dev.parts': { one: '{count} part', other: '{count} parts' }, 'dev.ids': { one: '{count} single row', other: '{count} single rows' },
  'dev.onDisk': 'On disk', 'dev.leaves': { one: 'in {count} leaf', other: 'in {count} leaves' }, 'dev.beside': '{count} not folded yet', 'dev.anew': 'read anew', 'dev.nextPull': 'Next pull', 'dev.fromStart': 'from the start',

  'dev.change': 'Change', 'dev.state': 'State', 'dev.age': 'Age', 'dev.tries': 'Failures', 'dev.actions': 'Actions',
  'dev.waiting': 'waiting', 'dev.sending': 'sending', 'dev.refused': 'refused', 'dev.conflict': 'conflict', 'dev.unknown': 'outcome unknown',
  'dev.heldDisk': 'not on disk yet', 'dev.heldEarlier': 'after {key}', 'dev.heldCreate': 'after the create of {record}', 'dev.heldUpload': 'after its file', 'dev.heldGroup': 'its group is parked', 'dev.heldLeader': 'another tab sends it',
  'dev.heldConnection': 'no connection', 'dev.heldPause': 'next try {time}', 'dev.heldReadonly': 'the backend takes no changes', 'dev.notDurable': 'in this page only',
  'dev.discardTitle': 'Discard this change?', 'dev.discardText': '{change} was never confirmed. Changes of the same group, and changes that build on it, go with it. This cannot be taken back.',
  'dev.discarded': 'Discarded', 'dev.retried': 'Sent again',

  'dev.connectionHead': 'Connection', 'dev.lastAnswer': 'Last answer', 'dev.adapter': 'Adapter', 'dev.tryNow': 'Try now', 'dev.never': 'never',
  'dev.connecting': 'connecting', 'dev.online': 'online', 'dev.offline': 'offline', 'dev.signedOut': 'signed out', 'dev.badAnswer': 'not understood',
  'dev.leaderHead': 'Leader', 'dev.leads': 'Leads', 'dev.thisTab': 'this tab', 'dev.otherTab': 'another tab', 'dev.leadNumber': 'Lead number', 'dev.ownTab': 'This tab', 'dev.otherTabs': 'Other tabs',
  'dev.noTabs': 'none heard', 'dev.messages': { one: '{count} message', other: '{count} messages' },
  'dev.storageHead': 'Storage', 'dev.cache': 'Cache', 'dev.cacheNone': 'none', 'dev.cacheDisk': 'on disk', 'dev.cacheMemory': 'in memory', 'dev.problem': 'Problem', 'dev.used': 'Used', 'dev.usedOf': '{used} of {quota}', 'dev.schema': 'Schema version', 'dev.windows': 'Kept windows',
  'dev.accessHead': 'Access', 'dev.user': 'User', 'dev.guest': 'not signed in', 'dev.role': 'Role', 'dev.served': 'Tables served', 'dev.checked': 'Last check', 'dev.hash': 'Description',
} as const;
