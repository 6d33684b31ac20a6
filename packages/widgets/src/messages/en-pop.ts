/** English: what only the screen pop says. */
export const popEnglish = {
  'pop.call': 'Call from {number}', 'pop.many': { one: '{count} record has this number', other: '{count} records have this number' }, 'pop.none': 'Nobody is known under this number',
  'pop.isCalling': '{name} is calling', 'pop.similar': 'A similar number:', 'pop.lookup': 'The caller', 'pop.subject': 'Call from {name}', 'pop.logged': 'The call is saved',
} as const;
