/** English: what is offered, and told, of a whole record: to merge it, to give it to somebody, to erase it. */
export const deedEnglish = {
  'deed.merge': 'Merge with another…', 'deed.handOver': 'Hand over…', 'deed.claim': 'Take', 'deed.giveBack': 'Return to the pool…', 'deed.export': 'Export personal data…', 'deed.erase': 'Erase personal data…',
  'deed.pool': 'In the pool', 'deed.poolReason': 'Returned: {reason}', 'deed.erasedOn': 'The personal data was erased on {date}.', 'deed.compare': 'Compare',
  'deed.similar': { one: 'This may be kept twice', other: 'These may be the same' }, 'deed.alsoWork': { one: 'Somebody else works with this [customer] too', other: 'Others work with this [customer] too' },
} as const;
