/** English: what is asked before something is done with a whole record, and what came of it. */
export const deedLateEnglish = {
  'deed.mergeTitle': 'Merge {name} with another', 'deed.mergeFind': 'Look for the other one', 'deed.mergeFound': 'May be the same', 'deed.mergeNone': 'No duplicates were found.', 'deed.mergeOther': 'Choose another',
  'deed.keeps': 'Which one stays?', 'deed.stays': 'Stays', 'deed.goes': 'Goes into the other', 'deed.mergeSame': 'No field says two different things.', 'deed.bothKept': 'Both are kept', 'deed.isKept': 'stays',
  'deed.moves': 'Moves to {name}', 'deed.movesNothing': 'Nothing else hangs on the other one.', 'deed.mergeText': 'You can undo this for 30 days.', 'deed.mergeConfirm': 'Merge', 'deed.mergeNeedsOther': 'Choose the other one first',
  'deed.figure': '{kind}: {number}', 'deed.merged': '{name} is part of {into} now.', 'deed.movedFigures': 'Moved: {figures}', 'deed.unmerged': 'The merge was undone.', 'deed.openOther': 'Show the other one',
  'deed.handOverTitle': 'Hand over {name}', 'deed.handOverTo': 'To whom', 'deed.choosePerson': 'Choose a person', 'deed.handOverConfirm': 'Hand over', 'deed.scope': 'What', 'deed.scopeOne': 'Only {name}', 'deed.scopeOpen': 'Also what is open with the same owner',
  'deed.scopeAll': 'Everything that {name} has', 'deed.scopeAllText': 'What is closed stays. This cannot be undone in one step.', 'deed.previewNeedsPerson': 'Choose a person to see how much that is.', 'deed.previewNone': 'There is nothing to hand over.',
  'deed.handedOverAll': 'All that {from} had is with {who} now.', 'deed.giveBackText': 'It has no owner then, and others can take it.',
  'deed.exportTitle': 'Export the data of {name}', 'deed.exportText': 'Everything that is kept about this person is saved as one file: records, messages, history. It is personal: keep it safe.', 'deed.exportConfirm': 'Save the file',
  'deed.exported': { one: '{count} record was saved.', other: '{count} records were saved.' }, 'deed.saveFiles': { one: 'Save {count} attachment too', other: 'Save {count} attachments too' },
  'deed.eraseTitle': 'Erase the data of {name}', 'deed.eraseGoes': 'Goes', 'deed.eraseGoesText': 'Name, addresses and numbers; texts of [tickets], messages and activities; files; what the history says of them.',
  'deed.eraseStays': 'Stays', 'deed.eraseStaysText': 'Orders and figures without the name, consents as proof, and a mark that keeps out what comes late.', 'deed.eraseForGood': 'This cannot be undone.',
  'deed.eraseType': 'To confirm, write {name}', 'deed.eraseWrong': 'This is not the name.', 'deed.eraseConfirm': 'Erase for good', 'deed.erased': 'The personal data was erased.',
  'deed.refusedForbidden': 'You may not do this.', 'deed.refusedTwo': 'Another system keeps them as two. Merge them there first.', 'deed.refusedErased': 'The personal data of one of them was erased. It cannot be merged.', 'deed.refusedLimit': 'You hold as many as you may. Close or return some first.',
  'deed.refusedLate': 'A merge can be undone for 30 days. They are over.', 'deed.refusedInactive': 'This person works here no more. Choose somebody else.', 'deed.refusedUnsupported': 'This system cannot do that.',
} as const;
