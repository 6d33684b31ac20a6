/** English: what a queue says at first. */
export const inboxEnglish = {
  'inbox.titleTickets': '[Tickets]', 'inbox.titleLeads': '[Leads]', 'noun.lead': 'lead', 'noun.leads': 'leads', 'time.now': 'now',
  'inbox.filter': 'Show', 'inbox.unassigned': 'Unassigned', 'inbox.pool': 'Pool', 'inbox.mine': 'Mine', 'inbox.team': 'My team', 'inbox.all': 'All open', 'inbox.anyPriority': 'Any priority', 'inbox.anyQueue': 'All queues',
  'inbox.priorityMenu': 'Priority: {priority}', 'inbox.queueMenu': 'Queue: {queue}', 'inbox.open': 'Open: {count}', 'inbox.list': 'Queue, the next one first', 'inbox.more': 'Show more',
  'inbox.replyDue': 'First answer due in {duration}', 'inbox.replyLate': 'First answer overdue by {duration}', 'inbox.resolutionDue': 'Solution due in {duration}', 'inbox.resolutionLate': 'Solution overdue by {duration}',
  'inbox.estimate': '(estimate)', 'inbox.waits': 'Waiting for the customer', 'inbox.poolReason': 'Returned: {reason}', 'inbox.nowWith': 'Now with {name}', 'inbox.left': 'No longer in this list',
  'inbox.arrived': 'Show new ({count})', 'inbox.returnTitle': 'Return to the pool', 'inbox.return': 'Return',
  'inbox.claimed': 'Yours now: {name}', 'inbox.held': 'You hold {held} of {limit}', 'inbox.assigned': '{name}: now with {who}', 'inbox.returned': 'Returned: {name}',
} as const;
