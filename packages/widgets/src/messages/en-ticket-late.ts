/** English: what only the ticket form says, and not in its first drawing. */
export const ticketLateEnglish = {
  'ticket.mayAnswer': 'This may answer it', 'ticket.number': 'Number {number}', 'ticket.follow': 'Follow this request', 'ticket.addSomething': 'Add something',
  'ticket.back': 'Back', 'form.removeFile': 'Remove {name}', 'form.uploading': 'Uploading', 'form.fileType': 'Images, video and PDF only',
  'form.fileTypeOther': 'This kind of file is not accepted', 'form.fileSize': 'Larger than {size}', 'form.fileEmpty': 'The file is empty',
  'form.fileCount': 'At most {count} files', 'form.fileFailed': 'Not uploaded', 'form.filesWrong': 'Take out the files that are not accepted',
  'form.tooLong': { one: '{count} character too many', other: '{count} characters too many' }, 'form.filesOffline': 'Files need a connection. Try again when you are back, or send without files.',
  'form.filesUnsupported': 'Files cannot be stored here. Send without files.', 'form.filesFailed': 'A file was not uploaded. Try again, or send without files.',
  'form.answerTo': 'the answer goes to {email}', 'form.yourRequests': 'Your requests', 'form.noRequests': 'No requests yet',
  'form.noRequestsText': 'What you send stands here, with its state.', 'form.requests': 'The list',
} as const;
