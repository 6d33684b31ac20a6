/** English: what only the timeline says. */
export const timelineEnglish = {
  'timeline.note': 'Note',
  'timeline.newSince': 'New since your last visit, {time}',
  'timeline.what': 'The timeline',
  'timeline.filter': 'Show only', 'timeline.upcoming': 'Upcoming', 'timeline.due': 'due {when}', 'timeline.noDate': 'no date',
  'timeline.incoming': 'Incoming', 'timeline.outgoing': 'Outgoing',
  'timeline.wroteNote': '{who} wrote a note', 'timeline.calledIn': '{who} called {whom}',
  'timeline.calledOut': '{who} called {whom}',
  'timeline.mailIn': '{who} wrote: {subject}',
  'timeline.mailOut': '{who} wrote to {whom}: {subject}',
  'timeline.taskDone': 'Completed: {subject}', 'timeline.you': 'you', 'timeline.from': 'from {source}', 'timeline.showAllText': 'Show all of it', 'timeline.showLess': 'Show less', 'timeline.comma': ', ', 'timeline.stop': '. ',
  'timeline.missed': 'Missed', 'timeline.noAnswer': 'No answer', 'timeline.find': 'Search and filter',
} as const;
