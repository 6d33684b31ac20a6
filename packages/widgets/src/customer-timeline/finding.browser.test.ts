import { expect, waitUntil } from '@open-wc/testing';
import './vinculo-customer-timeline.ts';
import { active, all, at, book, choose, find, item, press, settle, show, text, tidyUp, type, violations } from './timeline.fixture.ts';

afterEach(tidyUp);

const older = (seed: Record<string, Record<string, unknown>[]>): void => {
  for (let i = 0; i < 150; i++) {
    seed['activity']!.push({ id: `old-${i}`, kind: 'call', subject: i === 149 ? 'Zebra' : `Old ${i}`, at: at(-30 - i), done: true, direction: 'out', ownerId: i % 2 ? 'user-joao' : 'user-katarzyna' });
    seed['activityLink']!.push({ id: `old-${i}-l`, activityId: `old-${i}`, table: 'contact', recordId: 'con-amina', role: 'regarding', at: at(-30 - i), kind: 'call', open: false });
  }
};

it('counts what each author wrote in the brackets of the language', async () => {
  const { timeline } = await show({ lang: 'zh-CN' });
  find(timeline, '[part="search-button"]').click();
  await waitUntil(() => find<HTMLSelectElement>(timeline, '[name=author]')?.options.length > 1, 'the authors');
  const authors = [...find<HTMLSelectElement>(timeline, '[name=author]').options].slice(1).map((each) => text(each));
  expect(authors.filter((each) => !/（\d+）$/.test(each))).to.deep.equal([]);
});

it('looks further back by itself than what is shown, and for an author with counts', async () => {
  const { timeline } = await show({ seed: book(older) });
  find(timeline, '[part="search-button"]').click();
  await settle(timeline);
  type(timeline, '[part=search]', 'zebra');
  await waitUntil(() => item(timeline, 'activity old-149') !== null, 'the zebra');
  expect(all(timeline, '.days .ev')).to.have.length(1);
  type(timeline, '[part=search]', '');
  await settle(timeline);
  const authors = [...find<HTMLSelectElement>(timeline, '[name=author]').options].map((each) => text(each));
  expect(authors[0]).to.equal('Everyone');
  expect(authors.some((each) => /^João Pedro Sant’Anna \(\d+\)$/.test(each))).to.equal(true);
  choose(timeline, '[name=author]', 'user-joao');
  await settle(timeline);
  expect(all(timeline, '.days .ev').length).to.be.greaterThan(5);
  expect(item(timeline, 'activity old-0')).to.equal(null);
  expect(await violations(timeline)).to.deep.equal([]);
});

it('shows what lies between two days, and turns the order round', async () => {
  const { timeline } = await show({ seed: book(older) });
  find(timeline, '[part="search-button"]').click();
  await settle(timeline);
  const day = (days: number): string => at(days).slice(0, 10);
  choose(timeline, '[name=from]', day(-60));
  await settle(timeline);
  choose(timeline, '[name=to]', day(-50));
  await waitUntil(() => all(timeline, '.days .ev').length > 0 && item(timeline, 'activity call-in') === null && !find(timeline, '[aria-busy=true]'));
  expect(all(timeline, '.days .ev').length).to.be.within(9, 12);
  choose(timeline, '[name=order]', 'oldest');
  await settle(timeline);
  const times = all(timeline, '.days time').map((each) => each.getAttribute('datetime')!);
  expect(times).to.deep.equal([...times].sort());
});

it('goes to an item, however far back, and returns to the newest', async () => {
  const { timeline } = await show({ seed: book(older) });
  timeline.item = 'activity/old-140';
  await waitUntil(() => active(timeline)?.dataset['key'] === 'activity old-140', 'the item to have the focus');
  expect(text(find(timeline, '[part=banner]'))).to.contain('The list begins at');
  find(timeline, '[part=show-newest]').click();
  await waitUntil(() => item(timeline, 'activity call-in') !== null);
  timeline.item = 'activity/act-05';
  await waitUntil(() => active(timeline)?.dataset['key'] === 'activity act-05');
  timeline.item = 'activity/nobody';
  await waitUntil(() => text(find(timeline, '[role=status][aria-live]')) === 'This item is not here any more');
});

it('draws only what is in sight of a long list, and keeps the place where it was', async () => {
  const { timeline } = await show({ seed: book(older), of: { contactId: 'con-amina', lastVisit: null, pageSize: 50 } });
  while (find(timeline, '[part=load-more]')) {
    find(timeline, '[part=load-more]').click();
    await settle(timeline);
    await waitUntil(() => !find(timeline, '[aria-busy=true]'));
  }
  await waitUntil(() => find(timeline, '.days.long') !== null);
  await settle(timeline);
  expect(all(timeline, '.days .ev').length).to.be.lessThan(100);
  find(timeline, '.list .ev').focus();
  press(timeline, 'End');
  await waitUntil(() => active(timeline)?.dataset['key'] === 'activity old-149', 'the last item to have the focus');
  expect(all(timeline, '.days .ev').length).to.be.lessThan(100);
  press(timeline, 'Home');
  await waitUntil(() => active(timeline)?.dataset['key'] === all(timeline, '.list .ev')[0]!.dataset['key']);
});

it('keeps the place of who reads further down when something comes in above', async () => {
  const { timeline, backend } = await show({ seed: book(older), of: { contactId: 'con-amina', lastVisit: null, pageSize: 50 } });
  const read = all(timeline, '.days .ev')[20]!;
  read.scrollIntoView({ block: 'center' });
  await settle(timeline);
  const before = read.getBoundingClientRect().top;
  for (let i = 0; i < 3; i++) {
    const when = new Date().toISOString();
    backend.write('activity', { id: `fresh-${i}`, kind: 'note', subject: 'Fresh', body: 'Two lines\nof it', at: when, done: true, ownerId: 'user-joao' });
    backend.write('activityLink', { id: `fresh-${i}-l`, activityId: `fresh-${i}`, table: 'contact', recordId: 'con-amina', role: 'regarding', at: when, kind: 'note', open: false });
  }
  await waitUntil(() => item(timeline, 'activity fresh-2') !== null);
  await settle(timeline);
  expect(read.isConnected).to.equal(true);
  expect(Math.abs(read.getBoundingClientRect().top - before)).to.be.lessThan(2);
  scrollTo(0, 0);
});
