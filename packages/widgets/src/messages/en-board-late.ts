/** English: what only the pipeline board says, and not in its first drawing. */
export const boardLateEnglish = {
  'board.refusedTitle': 'The move to {stage} was refused', 'board.refusedBack': '{deal} is back in {stage}.',
  'board.refusedNew': '{deal} was not added', 'board.refusedEdit': 'The change to {deal} was refused',
  'board.parkedMore': { one: '{count} more waits for you', other: '{count} more wait for you' }, 'board.fieldOf': '{field} of {deal}', 'board.mend': 'Change {deal} and send it again',
  'board.overwrote': 'You replaced {field} of {deal}. Before it was {value}.', 'board.putBack': 'Put back',
  'board.chooseAccount': 'Choose an [account] from the list',
  'board.moving': 'Moving {deal} to {stage}, place {place} of {total}',
  'board.movingKeys': 'Release or Space drops it, Esc puts it back', 'board.moved': '{deal} is now in {stage}, place {place} of {total}',
  'board.movingTo': 'Moving {deal} to {stage}', 'board.cancelled': '{deal} is back in {stage}',
  'board.empty': 'No [deals] in this [pipeline] yet', 'board.emptyText': 'Add the first one.', 'board.forbidden': 'You cannot see these [deals]',
  'board.created': '{deal} was added to {stage}', 'board.gone': 'This [deal] is not here any more', 'board.asks': '{stage} asks for more about {deal}',
  'board.notAllowed': '{deal} cannot go from {from} to {to}', 'board.needs': '{stage} needs {field}', 'board.refusedMove': '{deal} did not go to {stage}: {why}',
  'board.noMatch': 'No [deals] match', 'board.noPipeline': 'No [pipeline] yet', 'board.noPipelineText': 'Set one up with its [stages], then its [deals] stand here.',
  'board.unsupported': 'This system has no [deals]',
} as const;
