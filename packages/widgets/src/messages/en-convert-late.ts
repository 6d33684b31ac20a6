/** English: what is asked before a lead is converted. */
export const convertLateEnglish = {
  'board.convertTitle': 'Convert {lead}', 'board.convertDo': 'Convert', 'board.convertContact': '[Contact]', 'board.convertNew': 'New: {name}', 'board.convertKnown': 'Known already: {name}',
  'board.convertNone': 'None', 'board.convertDeal': 'Open a deal', 'board.convertStage': '[Stage]', 'board.converting': 'Converting {lead}', 'board.leadConverted': '{lead} was converted',
  'board.convertFailed': '{lead} was not converted: {why}', 'board.convertedBefore': '{lead} has been converted already', 'board.convertDoubt': 'It is not known whether {lead} was converted. {why}',
  'board.convertNeeds': '{stage} needs {fields}. Fill in what is marked, or choose another [stage].', 'board.convertWrong': '{fields} cannot hold what was entered. Correct what is marked.', 'board.convertNotYours': 'You may not fill in {fields}. Choose another [stage], or ask someone who may.',
  'board.convertGone': 'A record that was chosen is no longer there, or no longer shared with you. Choose another one.', 'board.convertStageGone': 'That [stage] is no longer there. Choose another one.', 'board.convertErased': 'The personal data was erased, so nothing can be made of it.', 'board.convertForbidden': 'You may not do this. Ask the owner, or someone who may.',
} as const;
