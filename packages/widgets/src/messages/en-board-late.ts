/** English: what only the pipeline board says, and not in its first drawing. */
export const boardLateEnglish = {
  'board.refusedTitle': 'The move to {stage} was refused', 'board.refusedBack': '{deal} is back in {stage}.',
  'board.refusedNew': '{deal} was not added', 'board.refusedEdit': 'The change to {deal} was refused',
  'board.parkedMore': { one: '{count} more waits for you', other: '{count} more wait for you' }, 'board.fieldOf': '{field} of {deal}', 'board.mend': 'Change {deal} and send it again',
  'board.overwrote': 'You replaced {field} of {deal}. Before it was {value}.', 'board.putBack': 'Put back', 'board.moveTitle': 'Move {deal} to {stage}', 'board.closedOn': 'Closed on',
  'board.note': 'Note', 'board.choose': 'Choose', 'board.chooseAccount': 'Choose an [account] from the list', 'board.currency': 'Currency', 'board.reason.price': 'Price',
  'board.reason.competitor': 'Competitor', 'board.reason.timing': 'Timing', 'board.reason.budget': 'No budget', 'board.reason.noDecision': 'No decision', 'board.reason.other': 'Other',
} as const;
