/** English: what is said of vCards, in the contact card and in forms. */
export const vcardEnglish = {
  'vcard.save': 'Save as vCard', 'vcard.qr': 'QR code', 'vcard.scan': 'Scan it to add {name} to an address book', 'vcard.tooLong': 'There is too much in this card for a QR code. Save it as a vCard.',
  'vcard.from': 'From vCard', 'vcard.taken': '{name} was read from the vCard', 'vcard.wrong': 'There is no person or company in this file', 'vcard.several': 'There are {count} cards in this file; the first one was read',
} as const;
