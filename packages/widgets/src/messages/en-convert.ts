/** English: what offers to convert a lead. */
export const convertEnglish = {
  'board.convert': 'Convert…',
} as const;
