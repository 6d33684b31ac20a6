/** English: what the list of changes says when something waits for a person, or is amiss. */
export const outboxLateEnglish = {
  'out.decide': 'Needs your decision', 'out.notices': 'Good to know', 'out.together': 'Made together with this, and waiting too: {count}',
  'out.lost': 'Lost by the server', 'out.lostText': 'The server was restored from a backup that does not hold these. You see them as this device last knew them.', 'out.sendAll': 'Send all again ({count})',
  'out.lostCreate': 'The server does not have this record any more.', 'out.lostUpdate': 'The server has this record as it was before.', 'out.lastWritten': 'Last written:',
  'out.createAgain': 'Create again', 'out.letGo': 'Let it go', 'out.leave': 'Leave it as it is there',
  'out.storageQuota': 'This device has no room left. Changes are kept in this page only, until they are sent: free some space, then reload.',
  'out.storageLost': 'The browser closed or lost its storage. Changes are kept in this page only, until they are sent: reload, and if this stays clear the data of this site.',
  'out.storageUnavailable': 'This browser keeps nothing here (a private window, or nobody signed in). Changes are lost when this page closes before they are sent.',
  'out.storageNewer': 'A newer version of this page is open in another tab. Changes are kept in this page only, until they are sent: reload.',
  'out.storageEmptied': 'The data of this site were cleared. What this page holds is kept anew.',
  'out.storageNotPersistent': 'The browser may clear this site’s data when space runs short. Stay online often, or install the page as an app.',
  'out.notLoaded': 'A part of this page did not load. Changes wait in this page: keep it open, and reload when there is a connection.',
  'out.accessDue': 'It has to be checked what you may see. Until the server answers, nothing that was kept is shown.',
  'out.accessLost': 'Your access ended. Changes that are lost because no server had them: {count}.',
  'out.fault': 'Sending failed by a fault in this page or its connection to the CRM. It is tried again by itself.',
} as const;
