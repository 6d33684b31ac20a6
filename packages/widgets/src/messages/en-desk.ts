/** English: what only the ticket says. */
export const deskEnglish = {
  'desk.ticket': '[Ticket]', 'desk.conversation': 'Conversation', 'desk.beside': 'Beside the conversation', 'desk.note': 'Internal note', 'desk.noteBy': 'Internal note by {name}', 'desk.messageBy': 'Message by {name}',
  'desk.byForm': 'by form', 'desk.byEmail': 'by email', 'desk.byPhone': 'by phone', 'desk.byWechat': 'by WeChat', 'desk.byWecom': 'by WeCom', 'desk.byChat': 'by chat',
  'desk.service': 'Service', 'desk.guest': 'Guest', 'desk.earlier': { one: 'Show {count} earlier message', other: 'Show {count} earlier messages' }, 'desk.noMessages': 'No messages yet',
  'desk.saveFile': 'Save {name}', 'desk.filesMissing': { one: '{count} file', other: '{count} files' },
} as const;
