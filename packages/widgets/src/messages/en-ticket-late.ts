/** English: what only the ticket form says, and not in its first drawing. */
export const ticketLateEnglish = {
  'ticket.mayAnswer': 'This may answer it',
  'ticket.needChange': { one: '{count} answer needs a change', other: '{count} answers need a change' },
  'ticket.emailDomain': 'Add the part after @', 'ticket.number': 'Number {number}',
  'ticket.follow': 'Follow this request', 'ticket.addSomething': 'Add something', 'ticket.back': 'Back',

  'form.removeFile': 'Remove {name}', 'form.uploading': 'Uploading',
  'form.fileType': 'Images, video and PDF only', 'form.fileTypeOther': 'This kind of file is not accepted', 'form.fileSize': 'Larger than {size}', 'form.fileEmpty': 'The file is empty',
  'form.fileCount': 'At most {count} files', 'form.fileFailed': 'Not uploaded', 'form.filesWrong': 'Take out the files that are not accepted', 'form.problemAt': '{field}: {problem}',
  'form.required': 'Fill this in', 'form.emailWrong': 'Write an address like name@example.com', 'form.phoneWrong': 'Write the number in digits, like +44 20 7946 0188',
  'form.tooLong': { one: '{count} character too many', other: '{count} characters too many' }, 'form.wrong': 'This does not fit',
  'form.notHandedOver': 'Your request was not sent',
  'form.filesOffline': 'Files need a connection. Try again when you are back, or send without files.', 'form.filesUnsupported': 'Files cannot be stored here. Send without files.',
  'form.filesFailed': 'A file was not uploaded. Try again, or send without files.', 'form.sendWithoutFiles': 'Send without files',
  'form.refused': 'Your request was not accepted', 'form.refusedNothing': 'Nothing was stored.', 'form.partRefused': 'Your request is there, but a part of it was not stored',
  'form.waitingKept': 'Your request is kept on this device and is sent when the connection is back.', 'form.waitingOpen': 'Your request is sent when the connection is back. Keep this page open until then.',
  'form.waitingSignIn': 'Your sign-in has ended. Your request is sent when you have signed in again.', 'form.takeBack': 'Take back and edit',
  'form.unknown': 'It is not known whether your request arrived', 'form.unknownText': 'The connection broke while it was being sent. Do not send it a second time before you have looked.',
  'form.sendAgain': 'It is not there: send again', 'form.arrived': 'It is there', 'form.answerTo': 'the answer goes to {email}', 'form.sendAnother': 'Send another',
  'form.yourRequests': 'Your requests', 'form.noRequests': 'No requests yet', 'form.noRequestsText': 'What you send stands here, with its state.', 'form.requests': 'The list',
  'form.form': 'The form', 'form.offline': 'You can go on: your request is sent when the connection is back.', 'form.unavailable': 'Requests cannot be sent here',
  'form.unavailableText': 'This sign-in may not create any, or none are taken at the moment.',
} as const;
