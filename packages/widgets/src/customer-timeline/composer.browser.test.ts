import { expect, waitUntil } from '@open-wc/testing';
import './vinculo-customer-timeline.ts';
import { active, all, choose, find, item, names, press, sentence, settle, show, text, tidyUp, type, violations } from './timeline.fixture.ts';

afterEach(tidyUp);

it('logs a call that nobody took with the next step in one go, and its draft survives a reload', async () => {
  const { timeline, backend, events } = await show();
  timeline.compose('call');
  await settle(timeline);
  type(timeline, '.compose .text', 'Asked for the revised quote');
  choose(timeline, '[name=direction]', 'missed');
  type(timeline, '[name=next]', 'Send the quote');
  await settle(timeline);
  expect(find(timeline, '[name=minutes]')).to.equal(null);
  type(timeline, '[name=nextWhen]', '2030-05-06T10:00');
  await settle(timeline);
  choose(timeline, '[name=remind]', '60');
  // Another element is what a reload brings: it finds what was typed.
  const other = document.createElement('vinculo-customer-timeline');
  other.contactId = 'con-amina';
  other.client = timeline.client!;
  timeline.parentElement!.append(other);
  await waitUntil(() => other.renderRoot.querySelector<HTMLInputElement>('[name=next]')?.value === 'Send the quote');
  expect(find<HTMLTextAreaElement>(other, '.compose .text').value).to.equal('Asked for the revised quote');
  other.remove();
  find(timeline, '.tools .primary').click();
  await settle(timeline);
  expect(names(events)).to.deep.equal(['activity-create', 'activity-created']);
  expect(text(find(timeline, '[part=upcoming]'))).to.contain('Send the quote');
  expect(text(find(timeline, '.days .ev'))).to.contain('Incoming, Missed. Asked for the revised quote');
  await waitUntil(() => backend.rows('activity').some((row) => row['subject'] === 'Send the quote'));
  expect(backend.rows('activity').find((row) => row['subject'] === 'Send the quote')).to.include({ kind: 'task', remindAt: new Date('2030-05-06T09:00').toISOString() });
  expect(Object.keys(sessionStorage).filter((key) => key.includes('draft:timeline'))).to.deep.equal([]);
});

it('notes a call that nobody took without words', async () => {
  const { timeline, backend } = await show();
  timeline.compose('call');
  await settle(timeline);
  find(timeline, '.tools .primary').click();
  await settle(timeline);
  expect(text(find(timeline, '#composer-problem'))).to.not.equal('');
  choose(timeline, '[name=direction]', 'noAnswer');
  await settle(timeline);
  find(timeline, '.tools .primary').click();
  await waitUntil(() => backend.rows('activity').some((row) => row['outcome'] === 'noAnswer'), 'the call');
  expect(backend.rows('activity').find((row) => row['outcome'] === 'noAnswer')).to.deep.include({ kind: 'call', subject: 'No answer', direction: 'out', done: true });
});

it('sends mail where the backend does, and says what became of it', async () => {
  const { timeline, backend } = await show({ mail: true });
  timeline.compose('email');
  await waitUntil(() => find(timeline, '[name=to]') !== null);
  type(timeline, '[name=subject]', 'Your pump');
  type(timeline, '.compose .text', 'Shall I send the offer?');
  find(timeline, '.tools .primary').click();
  await settle(timeline);
  expect(text(find(timeline, '#composer-problem'))).to.equal('Choose who gets it');
  find(timeline, '[name=to]').click();
  await settle(timeline);
  expect(await violations(timeline)).to.deep.equal([]);
  expect(text(find(timeline, '.tools .primary'))).to.equal('Send now');
  find(timeline, '.tools .primary').click();
  await waitUntil(() => backend.rows('activity').some((row) => row['subject'] === 'Your pump'));
  const { id } = backend.rows('activity').find((row) => row['subject'] === 'Your pump')!;
  expect(backend.row('activity', id)).to.deep.include({ done: false, direction: 'out', details: { send: true } });
  expect(backend.rows('activityLink').filter((link) => link['activityId'] === id)).to.have.length(1);
  await waitUntil(() => text(item(timeline, `activity ${id}`)).includes('Waiting to be sent'));
  expect(find(timeline, '[part=undo]')).to.equal(null);
  backend.update('activity', id, { outcome: 'Not sent: amina@example.com is unknown' });
  await waitUntil(() => text(item(timeline, `activity ${id}`)).includes('Not sent: amina@example.com is unknown'));
  expect(text(item(timeline, `activity ${id}`).querySelector('.badge'))).to.equal('Not sent');
  backend.update('activity', id, { done: true, outcome: 'Sent' });
  await waitUntil(() => item(timeline, `activity ${id}`).querySelector('.badge') === null);
});

it('sends mail to an address that no record has, and in copy', async () => {
  const { timeline, backend } = await show({ mail: true });
  timeline.compose('email');
  await waitUntil(() => find(timeline, '[name=cc]') !== null);
  type(timeline, '[name=addresses]', 'new@home.example');
  type(timeline, '[name=cc]', 'boss');
  type(timeline, '[name=subject]', 'Your pump');
  type(timeline, '.compose .text', 'Shall I send the offer?');
  find(timeline, '.tools .primary').click();
  await settle(timeline);
  expect(text(find(timeline, '#composer-problem'))).to.contain('is no mail address');
  expect(active(timeline)!.getAttribute('name')).to.equal('cc');
  type(timeline, '[name=cc]', 'boss@home.example');
  await settle(timeline);
  expect(await violations(timeline)).to.deep.equal([]);
  find(timeline, '.tools .primary').click();
  await waitUntil(() => backend.rows('activity').some((row) => row['subject'] === 'Your pump'));
  const { id, details } = backend.rows('activity').find((row) => row['subject'] === 'Your pump')!;
  expect(details).to.deep.equal({ send: true, to: ['new@home.example'], cc: ['boss@home.example'] });
  await waitUntil(() => item(timeline, `activity ${id}`) !== null);
  expect(sentence(timeline, `activity ${id}`)).to.contain('new@home.example');
});

it('names who takes part in a meeting: people of the customer, a colleague who is looked for, also in the calendar file', async () => {
  const { timeline, backend } = await show();
  const saved: Blob[] = [];
  const make = URL.createObjectURL.bind(URL);
  const { click } = HTMLAnchorElement.prototype;
  timeline.compose('meeting', 'Walk through');
  await waitUntil(() => find(timeline, '[name=attendee][value="contact/con-jonas"]') !== null && find(timeline, '#lookup-attendee') !== null, 'people and finder');
  find(timeline, '[name=attendee][value="contact/con-jonas"]').click();
  type(timeline, '#lookup-attendee', 'João');
  await waitUntil(() => find(timeline, '#found-attendee [role=option]:not([aria-disabled])') !== null, 'somebody found');
  expect(await violations(timeline)).to.deep.equal([]);
  find(timeline, '#found-attendee [role=option]').click();
  await waitUntil(() => find<HTMLInputElement>(timeline, '[name=attendee][value="user/user-joao"]')?.checked, 'the colleague stands among them');
  type(timeline, '[name=when]', '2030-05-06T10:00');
  URL.createObjectURL = (blob) => { saved.push(blob as Blob); return make(blob); };
  HTMLAnchorElement.prototype.click = () => {};
  try {
    find(timeline, '.tools .primary').click();
    await settle(timeline);
    find(timeline, '[part=calendar]').click();
    await waitUntil(() => text(find(timeline, '[part=upcoming]')).includes('Jonas'), 'names on the item');
    all(timeline, '[part=upcoming] [part~=calendar]').at(-1)!.click();
  } finally {
    URL.createObjectURL = make;
    HTMLAnchorElement.prototype.click = click;
  }
  expect(text(find(timeline, '[part=upcoming]'))).to.contain('João Pedro Sant’Anna');
  for (const file of saved) expect((await file.text()).replaceAll('\r\n ', '')).to.contain('ATTENDEE;CN="Jonas Brandt":mailto:j.brandt@hanseatic-kuehl.example').and.contain('mailto:joao@vinculo.example').and.contain('ORGANIZER;CN="Katarzyna');
  expect(saved).to.have.length(2);
  await waitUntil(() => backend.rows('activity').some((row) => row['subject'] === 'Walk through'));
  const { id, details } = backend.rows('activity').find((row) => row['subject'] === 'Walk through')!;
  expect(details).to.deep.equal({ attendees: ['contact/con-jonas', 'user/user-joao'] });
  expect(backend.rows('activityLink').filter((link) => link['activityId'] === id).map((link) => `${String(link['recordId'])} ${String(link['role'])}`).sort()).to.deep.equal(['con-amina regarding', 'con-jonas attendee']);
});

it('changes who takes part in a meeting that is ahead, in a dialog of its own', async () => {
  const { timeline, backend, events } = await show();
  timeline.compose('meeting', 'Walk through');
  await waitUntil(() => find(timeline, '[name=attendee][value="contact/con-jonas"]') !== null, 'people');
  find(timeline, '[name=attendee][value="contact/con-jonas"]').click();
  type(timeline, '[name=when]', '2030-05-06T10:00');
  find(timeline, '.tools .primary').click();
  await waitUntil(() => backend.rows('activity').some((row) => row['subject'] === 'Walk through'));
  const { id } = backend.rows('activity').find((row) => row['subject'] === 'Walk through')!;
  await waitUntil(() => item(timeline, `activity ${id}`)?.querySelector('[part~=change-attendees]'), 'the button');
  // The composer of another meeting is open beside it.
  timeline.compose('meeting', 'Another');
  await waitUntil(() => find(timeline, '#lookup-attendee') !== null, 'the finder of the composer');
  item(timeline, `activity ${id}`).querySelector<HTMLElement>('[part~=change-attendees]')!.click();
  await waitUntil(() => find<HTMLInputElement>(timeline, 'dialog[open] [value="contact/con-jonas"]')?.checked && find(timeline, '#lookup-attendee-later') !== null, 'who takes part now');
  expect(await violations(timeline)).to.deep.equal([]);
  find(timeline, 'dialog[open] [value="contact/con-jonas"]').click();
  type(timeline, '#lookup-attendee-later', 'João');
  await waitUntil(() => find(timeline, '#found-attendee-later [role=option]:not([aria-disabled])') !== null, 'somebody found');
  find(timeline, '#found-attendee-later [role=option]').click();
  await waitUntil(() => find<HTMLInputElement>(timeline, 'dialog[open] [value="user/user-joao"]')?.checked, 'the colleague stands among them');
  find(timeline, 'dialog[open] .primary').click();
  await waitUntil(() => text(item(timeline, `activity ${id}`)).includes('João Pedro'), 'names on the item');
  await waitUntil(() => JSON.stringify(backend.row('activity', id)!['details']) === JSON.stringify({ attendees: ['user/user-joao'] }), 'it is sent');
  expect(backend.rows('activityLink').filter((link) => link['activityId'] === id).map((link) => `${String(link['recordId'])} ${String(link['role'])}`)).to.deep.equal(['con-amina regarding']);
  expect(names(events).slice(-2)).to.deep.equal(['activity-update', 'activity-updated']);
});

it('only notes mail where the backend sends none', async () => {
  const { timeline } = await show();
  timeline.compose('email');
  await settle(timeline);
  expect(find(timeline, '[name=to]')).to.equal(null);
  expect([...find<HTMLSelectElement>(timeline, '[name=mail]').options].map((each) => each.value)).to.deep.equal(['out', 'in']);
  expect(text(find(timeline, '.tools .primary'))).to.equal('Log email');
});

it('takes files with it, and shows them on the item', async () => {
  const { timeline, backend } = await show();
  timeline.compose('note', 'The drawings');
  await settle(timeline);
  const data = new DataTransfer();
  data.items.add(new File(['abc'], 'hall 4.pdf', { type: 'application/pdf' }));
  find(timeline, '.compose').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  await settle(timeline);
  expect(text(find(timeline, '.chosen-file'))).to.contain('hall 4.pdf');
  find(timeline, '.tools .primary').click();
  await waitUntil(() => find(timeline, '.days .ev [part=file]') !== null);
  expect(text(find(timeline, '.days .ev [part=file]'))).to.contain('hall 4.pdf');
  expect(backend.rows('attachment').at(-1)).to.include({ table: 'activity', name: 'hall 4.pdf', bytes: 3 });
});

it('changes its kind by Alt and a digit, and the list begins what a letter says', async () => {
  const { timeline } = await show();
  timeline.compose('note');
  await settle(timeline);
  press(timeline, '3', { altKey: true, code: 'Digit3' });
  await settle(timeline);
  expect(find(timeline, '#tab-task').getAttribute('aria-selected')).to.equal('true');
  press(timeline, 'Escape');
  await settle(timeline);
  find(timeline, '.list .ev').focus();
  press(timeline, 'c');
  await settle(timeline);
  expect(find(timeline, '#tab-call').getAttribute('aria-selected')).to.equal('true');
  expect(active(timeline)!.matches('.compose .text')).to.equal(true);
  press(timeline, 'Escape');
  await settle(timeline);
  find(timeline, '.list .ev').focus();
  press(timeline, '/');
  await settle(timeline);
  expect(active(timeline)!.getAttribute('part')).to.equal('search');
});

it('saves a planned meeting as a calendar file', async () => {
  const { timeline } = await show();
  const saved: Blob[] = [];
  const make = URL.createObjectURL.bind(URL);
  const { click } = HTMLAnchorElement.prototype;
  URL.createObjectURL = (blob) => { saved.push(blob as Blob); return make(blob); };
  HTMLAnchorElement.prototype.click = () => {};
  try {
    timeline.compose('meeting', 'Walk through, hall 4');
    await settle(timeline);
    type(timeline, '[name=when]', '2030-05-06T10:00');
    find(timeline, '.tools .primary').click();
    await settle(timeline);
    find(timeline, '[part=calendar]').click();
    find(timeline, '[part=upcoming] [part~=calendar]').click();
  } finally {
    URL.createObjectURL = make;
    HTMLAnchorElement.prototype.click = click;
  }
  expect(saved.map((each) => each.type)).to.deep.equal(['text/calendar', 'text/calendar']);
  expect(await saved[0]!.text()).to.contain('SUMMARY:Walk through\\, hall 4');
});
