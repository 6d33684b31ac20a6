/** English: what the forms of public pages say, and not in their first drawing. */
export const publicFormLateEnglish = {
  'ticket.needChange': { one: '{count} answer needs a change', other: '{count} answers need a change' }, 'ticket.emailDomain': 'Add the part after @', 'form.problemAt': '{field}: {problem}', 'form.required': 'Fill this in',
  'form.emailWrong': 'Write an address like name@example.com', 'form.phoneWrong': 'Write the number in digits, like +44 20 7946 0188', 'form.wrong': 'This does not fit',
  'form.notHandedOver': 'Your request was not sent', 'form.refused': 'Your request was not accepted', 'form.refusedNothing': 'Nothing was stored.',
  'form.partRefused': 'Your request is there, but a part of it was not stored',
  'form.waitingKept': 'Your request is kept on this device and is sent when the connection is back.',
  'form.waitingOpen': 'Your request is sent when the connection is back. Keep this page open until then.',
  'form.waitingSignIn': 'Your sign-in has ended. Your request is sent when you have signed in again.', 'form.takeBack': 'Take back and edit',
  'form.unknown': 'It is not known whether your request arrived',
  'form.unknownText': 'The connection broke while it was being sent. Do not send it a second time before you have looked.', 'form.sendAgain': 'It is not there: send again',
  'form.arrived': 'It is there', 'form.sendAnother': 'Send another', 'form.form': 'The form',
  'form.offline': 'You can go on: your request is sent when the connection is back.', 'form.unavailable': 'Requests cannot be sent here',
  'form.unavailableText': 'This sign-in may not create any, or none are taken at the moment.',
  'form.sendWithoutFiles': 'Send without files',
} as const;
