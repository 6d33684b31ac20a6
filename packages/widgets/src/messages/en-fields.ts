/** English: what any declared field says where it is read, edited or looked up by its kind. Comes with whoever draws fields so. */
export const fieldsEnglish = {
  'fields.find': 'Find', 'fields.found': 'Found', 'fields.findFailed': 'This cannot be searched right now', 'fields.foundNone': 'Nothing found for “{text}”',
  'fields.nothingYet': 'Nothing here yet', 'fields.foundCount': { one: '{count} found', other: '{count} found' }, 'fields.create': 'Create “{text}”',
  'fields.needsMore': 'This needs more than a name. Add it in its form.', 'fields.clearChoice': 'Clear {name}', 'fields.unnamed': 'Unnamed', 'fields.masked': 'Hidden from you', 'fields.partlyHidden': 'partly hidden',
  'fields.itemKind': 'Kind', 'fields.itemEmail': 'Address', 'fields.itemPhone': 'Number', 'fields.itemNetwork': 'Network', 'fields.itemHandle': 'Name there',
  'fields.itemStreet': 'Street', 'fields.itemPostcode': 'Postcode', 'fields.itemCity': 'City', 'fields.itemRegion': 'Region', 'fields.itemCountry': 'Country code',
  'fields.itemName': 'Product', 'fields.itemQuantity': 'Quantity', 'fields.itemPrice': 'Unit price', 'fields.removeItem': 'Remove {what}',
} as const;
