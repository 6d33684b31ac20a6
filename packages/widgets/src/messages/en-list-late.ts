/** English: what only the list says, and not in its first drawing. */
export const listLateEnglish = {
  'list.forbidden': 'You cannot see these records', 'list.unsupported': 'This system has no such records', 'list.noMatch': 'Nothing matches', 'list.showAll': 'Show all',
  'list.emptyText': 'Records show here once there are some.', 'list.refusedRemove': '{name} was not deleted', 'list.refusedChange': 'The change to {name} was refused',
  'list.parkedMore': { one: '{count} more waits for you', other: '{count} more wait for you' },
  'list.stageOf': '{stage} ({pipeline})', 'list.views': 'Views: {name}', 'list.allOf': 'All: {records}', 'list.shared': 'Shared', 'list.saveView': 'Save as a view…', 'list.updateView': 'Update {name}', 'list.removeView': 'Delete {name}',
  'list.viewSaved': '{name} is saved', 'list.viewRemoved': '{name} is deleted', 'list.viewName': 'Name', 'list.shareView': 'Everybody sees it',
  'list.sort': 'Sort', 'list.ascending': '{column}, ascending', 'list.descending': '{column}, descending', 'list.usualOrder': 'Usual order',
  'list.columns': 'Columns and groups', 'list.exportCsv': 'Export as CSV', 'list.exportExcel': 'Export for Excel', 'list.exporting': { one: '{count} row read', other: '{count} rows read' },
  'list.exported': { one: 'The file has {count} row', other: 'The file has {count} rows' }, 'list.exportFailed': 'The file could not be made. Try again when the connection is back.',
  'list.picked': 'Selected records', 'list.pickedCount': { one: '{count} selected', other: '{count} selected' }, 'list.pickedAll': 'All selected', 'list.pickAllMatching': 'Select all that match', 'list.pickAllOf': { one: 'Select all {count}', other: 'Select all {count}' },
  'list.change': 'Change', 'list.exportPicked': 'Export', 'list.remove': 'Delete', 'list.clearPicked': 'Clear the selection', 'list.readFailed': 'The selected records could not be read. Nothing was changed.',
  'list.removed': { one: '{count} record deleted', other: '{count} records deleted' }, 'list.changed': { one: '{count} record changed', other: '{count} records changed' }, 'list.undone': 'Taken back',
  'list.refused': { one: '{count} was refused:', other: '{count} were refused:' }, 'list.retryRefused': 'Retry refused', 'list.discardRefused': 'Discard refused', 'list.changedByOthers': 'Somebody else changed it meanwhile.',
  'list.changeCount': { one: 'Change {count} record', other: 'Change {count} records' }, 'list.changeAll': 'Change all that match', 'list.tags.add': 'Add tags', 'list.tags.remove': 'Remove tags', 'list.tags.set': 'Replace all tags',
  'list.emptyIt': 'Empty this field', 'list.removeTitle': { one: 'Delete {count} record?', other: 'Delete {count} records?' }, 'list.removeAllTitle': 'Delete all that match?', 'list.removeText': 'They go for everybody. You can take it back here until you close this page.',
  'list.movedColumn': '{column} is now number {place}', 'list.widthOf': 'Width of {column} (px)', 'list.moveUp': 'Move {column} up', 'list.moveDown': 'Move {column} down',
  'list.groupBy': 'Group by', 'list.noGroups': 'No groups', 'list.usualColumns': 'Usual columns',
} as const;
