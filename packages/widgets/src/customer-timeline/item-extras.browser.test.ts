import { expect, waitUntil } from '@open-wc/testing';
import './vinculo-customer-timeline.ts';
import { at, book, find, item, settle, show, text, tidyUp } from './timeline.fixture.ts';

afterEach(tidyUp);

it('says whose item it is where the whole customer is shown', async () => {
  const seed = book((rows) => {
    rows['activity']!.push({ id: 'dealt', kind: 'note', subject: 'x', body: 'Wants a discount', at: at(0, -0.5), done: true, ownerId: 'user-joao' });
    rows['activityLink']!.push({ id: 'dealt-l', activityId: 'dealt', table: 'deal', recordId: 'deal-03', role: 'regarding', at: at(0, -0.5), kind: 'note', open: false }, { id: 'dealt-m', activityId: 'dealt', table: 'contact', recordId: 'con-amina', role: 'regarding', at: at(0, -0.5), kind: 'note', open: false });
  });
  const { timeline, events } = await show({ seed, of: { accountId: 'acc-hanseatic', lastVisit: null } });
  await waitUntil(() => text(item(timeline, 'activity dealt')).includes('Service plan 2027'));
  expect(text(item(timeline, 'activity dealt'))).to.contain('Amina');
  [...item(timeline, 'activity dealt').querySelectorAll<HTMLElement>('.open')].find((each) => text(each) === 'Service plan 2027')!.click();
  expect(events.at(-1)!.detail).to.deep.equal({ table: 'deal', id: 'deal-03' });
});

it('loads the images of a mail only when a person asks for them', async () => {
  const seed = book((rows) => {
    rows['activity']!.push({ id: 'pictured', kind: 'email', subject: 'Offer', body: 'See below', at: at(0, -0.5), done: true, direction: 'in', ownerId: 'user-joao', details: { html: '<p>See below</p><img src="https://pictures.invalid/pump.gif" alt="A pump"><img src="javascript:window.broken = 1">' } });
    rows['activityLink']!.push({ id: 'pictured-l', activityId: 'pictured', table: 'contact', recordId: 'con-amina', role: 'from', at: at(0, -0.5), kind: 'email', open: false });
  });
  const { timeline } = await show({ seed });
  item(timeline, 'activity pictured').querySelector<HTMLElement>('.expand')!.click();
  await waitUntil(() => item(timeline, 'activity pictured').querySelector('[part=show-images]') !== null);
  expect(item(timeline, 'activity pictured').querySelector('img')).to.equal(null);
  item(timeline, 'activity pictured').querySelector<HTMLElement>('[part=show-images]')!.click();
  await waitUntil(() => item(timeline, 'activity pictured').querySelector('.foreign p') !== null && item(timeline, 'activity pictured').querySelector('[part=show-images]') === null);
  await settle(timeline);
  expect([...item(timeline, 'activity pictured').querySelectorAll('img')].map((image) => image.alt)).to.deep.equal(['A pump']);
});

it('plays a recording where it stands, and opens one that lies elsewhere', async () => {
  const seed = book((rows) => { rows['activity']!.find((row) => row['id'] === 'call-in')!['details'] = { recording: 'https://pbx.example/r/1' }; });
  const { timeline, crm } = await show({ seed });
  const link = await waitUntil(() => item(timeline, 'activity call-in').querySelector<HTMLAnchorElement>('[part=recording]')) as unknown;
  expect(link).to.not.equal(false);
  expect(item(timeline, 'activity call-in').querySelector<HTMLAnchorElement>('[part=recording]')!.href).to.equal('https://pbx.example/r/1');
  const blobId = await crm.upload(new Blob(['abc'], { type: 'audio/mpeg' }), 'call.mp3');
  crm.attachments.create({ table: 'activity', recordId: 'call-in', name: 'call.mp3', type: 'audio/mpeg', bytes: 3, blobId });
  await waitUntil(() => item(timeline, 'activity call-in').querySelector('[part=file]') !== null);
  item(timeline, 'activity call-in').querySelector<HTMLElement>('[part=file]')!.click();
  await waitUntil(() => item(timeline, 'activity call-in').querySelector('audio') !== null);
});

it('lets go of what it played when it leaves the page, and says where it is read that a file could not be fetched', async () => {
  const { timeline, crm } = await show();
  const blobId = await crm.upload(new Blob(['abc'], { type: 'audio/mpeg' }), 'call.mp3');
  crm.attachments.create({ table: 'activity', recordId: 'call-in', name: 'call.mp3', type: 'audio/mpeg', bytes: 3, blobId });
  crm.attachments.create({ table: 'activity', recordId: 'chat-in', name: 'lost.pdf', type: 'application/pdf', bytes: 3, blobId: 'nowhere' });
  await waitUntil(() => item(timeline, 'activity call-in').querySelector('[part=file]') !== null && item(timeline, 'activity chat-in').querySelector('[part=file]') !== null);
  item(timeline, 'activity call-in').querySelector<HTMLElement>('[part=file]')!.click();
  await waitUntil(() => item(timeline, 'activity call-in').querySelector('audio') !== null);
  const { src } = item(timeline, 'activity call-in').querySelector('audio')!;
  item(timeline, 'activity chat-in').querySelector<HTMLElement>('[part=file]')!.click();
  await waitUntil(() => find(timeline, '.banner.bad') !== null, 'what went wrong');
  expect(text(find(timeline, '.banner.bad'))).to.equal('lost.pdf could not be fetched');
  find(timeline, '.banner.bad [part=dismiss]').click();
  await settle(timeline);
  expect(find(timeline, '.banner.bad')).to.equal(null);
  timeline.remove();
  expect(await fetch(src).then(() => 'still there', () => 'gone')).to.equal('gone');
});
