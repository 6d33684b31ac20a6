/** English: what only the list says, in its first drawing. */
export const listEnglish = {
  'list.search': 'Search', 'list.mine': 'Mine', 'list.pick': 'Select {name}', 'list.pickAll': 'Select all', 'list.unnamed': 'No name',
  'list.rows': { one: '{count} record', other: '{count} records' }, 'list.rowsAbout': { one: 'about {count} record', other: 'about {count} records' },
  'list.sortBy': 'Sort by {column}', 'list.sortedAlso': '{column}, sorted as number {place}', 'list.columnOf': '{column} of {name}', 'list.more': '+{count}', 'list.records': 'Records',
} as const;
