/** English: what a queue says when one takes, gives or decides something. */
export const inboxLateEnglish = {
  'inbox.claim': 'Take', 'inbox.claimNamed': 'Take {name}', 'inbox.returnNamed': 'Return {name}', 'inbox.assignNamed': 'Hand over: {name}', 'inbox.returnReason': 'Why does it go back?',
  'inbox.alreadyClaimed': '{name} has it already.', 'inbox.poolLimit': 'You hold {held} of at most {limit}. Close or return some first.', 'inbox.inPool': 'It is in the pool already.',
  'inbox.needsConnection': 'This needs the connection. Nothing was changed.', 'inbox.noClaim': 'This system cannot hand out from a pool.', 'inbox.keys': 'Up and down move, Enter opens, C takes, A hands over',
  'inbox.emptyUnassigned': 'Nobody waits here', 'inbox.empty': 'Nothing is open here', 'inbox.emptyText': 'What comes in will be shown at once.', 'inbox.emptyNarrow': 'What comes in will be shown at once. There may be more elsewhere.', 'inbox.showAll': 'Show all open',
  'inbox.forbidden': 'You cannot see this queue', 'inbox.unsupported': 'This system has no such queue',
} as const;
