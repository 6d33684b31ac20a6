/** English: what only the form for records says; its first drawing says nothing. */
export const formLateEnglish = {
  'fill.newRecord': 'New {kind}', 'fill.editRecord': 'Edit {kind}', 'fill.create': 'Create {kind}', 'fill.another': 'Create another',
  'fill.needsChange': { one: 'One answer needs a change', other: '{count} answers need a change' }, 'fill.fieldProblem': '{field}: {problem}',
  'fill.similar': { one: 'This may be here already', other: 'These may be here already' },
  'fill.createAnyway': 'Create it anyway', 'fill.useThis': 'Use this one', 'fill.usesThis': '{name} is here already: what you typed fills what it lacks', 'fill.saveAnyway': 'Save it anyway', 'fill.nothingChanged': 'Nothing was changed', 'fill.wasCreated': '{name} was created',
  'fill.wasSaved': '{name} was saved', 'fill.unsupported': 'No such records are kept here', 'fill.mayNot': 'You cannot change this',
} as const;
