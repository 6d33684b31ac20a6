/** English: what only the pipeline board says. */
export const boardEnglish = {
  'noun.lead': 'lead', 'noun.leads': 'leads', 'board.filter': 'Filter', 'board.view': 'View', 'board.layout': 'Show as', 'board.layout.board': 'Board', 'board.layout.list': 'List', 'board.nobody': 'Nobody', 'board.stageOf': '{stage}, {name}', 'board.selected': '{deal}, selected',
  'board.new': 'New [deal]', 'board.search': 'Search [deals]', 'board.find': 'Search', 'board.mine': 'Mine', 'board.summary': '{count} open', 'board.weighted': 'weighted {amount}',
  'board.noNextActivity': 'No next [activity]', 'board.daysInStage': { one: '{count} day in [stage]', other: '{count} days in [stage]' },
  'board.hint': 'Drag a card to move it, or press Space on it', 'board.howToMove': 'Space picks this card up, the arrows move it, Space drops it, Esc puts it back.',
  'board.title': '[Pipeline]', 'board.switch': '[Pipeline]: {pipeline}', 'board.addTo': 'Add a [deal] to {stage}', 'board.count': '{count}',
  'board.share': '{percent} of the [pipeline]', 'board.shareCount': '{percent} of the open [deals]', 'board.stageProbability': 'Probability of this [stage]',
  'board.weightedHint': 'Amount × probability', 'board.converted': 'Converted to {currency}, oldest rate of {date}',
  'board.notConverted': 'Not converted: a rate is missing', 'board.moreCurrencies': '{amounts} + {count} more', 'board.shown': '{count} of {total} shown',
  'board.overLimit': 'more than {limit}', 'board.fold': 'Fold {stage}', 'board.unfold': 'Open {stage}', 'board.owner': 'Owner: {name}', 'board.overdue': 'Overdue',
  'board.rotting': { one: '{count} day in [stage], more than {limit}', other: '{count} days in [stage], more than {limit}' },
} as const;
