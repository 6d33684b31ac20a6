/** English: what is said where records are filtered. */
export const filterEnglish = {
  'filter.is': 'is', 'filter.isNot': 'is not', 'filter.contains': 'contains', 'filter.has': 'has', 'filter.from': 'from', 'filter.until': 'until', 'filter.atLeast': 'at least', 'filter.atMost': 'at most',
  'filter.past': 'is past', 'filter.next': 'in the next', 'filter.last': 'in the last', 'filter.isEmpty': 'is empty', 'filter.isFilled': 'is filled in', 'filter.days': { one: '{count} day', other: '{count} days' }, 'filter.dayUnit': 'days',
  'filter.chip': '{column}: {value}', 'filter.chipOp': '{column} {op} {value}',
  'filter.button': 'Filter', 'filter.title': 'Filters', 'filter.remove': 'Remove: {filter}', 'filter.clear': 'Clear', 'filter.apply': 'Apply', 'filter.add': 'Add a condition', 'filter.or': 'Or another value', 'filter.field': 'Field', 'filter.condition': 'Condition',
} as const;
