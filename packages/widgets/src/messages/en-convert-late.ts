/** English: what is asked before a lead is converted. */
export const convertLateEnglish = {
  'board.convertTitle': 'Convert {lead}', 'board.convertDo': 'Convert', 'board.convertContact': '[Contact]', 'board.convertNew': 'New: {name}', 'board.convertKnown': 'Known already: {name}',
  'board.convertNone': 'None', 'board.convertDeal': 'Open a deal', 'board.convertStage': '[Stage]', 'board.converting': 'Converting {lead}', 'board.leadConverted': '{lead} was converted',
  'board.convertFailed': '{lead} was not converted: {why}', 'board.convertedBefore': '{lead} has been converted already', 'board.convertDoubt': 'It is not known whether {lead} was converted. {why}',
} as const;
