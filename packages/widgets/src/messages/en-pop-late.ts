/** English: what only the screen pop says, and not in its first drawing. */
export const popLateEnglish = {
  'pop.lastContact': 'Last contact', 'pop.tickets': 'Open [tickets]', 'pop.deals': 'Open [deals]', 'pop.nothing': 'None', 'pop.more': { one: '{count} more', other: '{count} more' },
  'pop.other': 'Someone else', 'pop.note': 'What was it about?', 'pop.log': 'Log this call', 'pop.create': 'Create [contact]', 'pop.noneOfThem': 'None of these: new [contact]', 'pop.backToList': 'Back to the list', 'pop.addTo': 'Add the number to somebody known', 'pop.added': 'The number was added to {name}',
} as const;
