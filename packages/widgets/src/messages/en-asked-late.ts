/** English: why an answer to a field does not do that is asked by its kind. */
export const askedLateEnglish = {
  'asked.tick': 'Tick this to go on', 'asked.choose': 'Choose one', 'asked.number': 'Write a number, like 12 or 3.5', 'asked.whole': 'Write a whole number, like 12', 'asked.link': 'Write the address of a page, like example.com',
} as const;
