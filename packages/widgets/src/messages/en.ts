/**
 * English: what every widget says from the start. What several say is in en-more.ts and, where no first drawing says it, en-more-late.ts, which come with whoever says it; the texts of one widget are in
 * en-<widget>.ts, which comes with it, and in en-<widget>-late.ts, which comes with what is loaded after its first drawing. All of them are the type of every other language.
 * `{name}` is a value, `[deal]` a noun that a host may rename, `[Deal]` the same with a capital.
 * Keys: widget or part, then what it is. Number-dependent texts list the plural forms.
 */
export const en = {
  'noun.account': 'account', 'noun.contact': 'contact',

  'field.account': '[Account]', 'state.loading': 'Loading', 'state.failed': '{what} did not load', 'state.cutOff': 'A part of this did not load', 'action.tryAgain': 'Try again',
} as const;
