import { expect, waitUntil } from '@open-wc/testing';
import { BadAnswerError, UnsupportedError, type VinculoError } from '@vinculo/sdk';
import type { Adapter } from '@vinculo/sdk/adapter';
import type { Seed } from '@vinculo/sdk/testing';
import { all, at, book, choose, chip, find, item, sentence, settle, show, text, tidyUp, type, violations } from './timeline.fixture.ts';

afterEach(tidyUp);

const of = { leadId: 'lead-1', lastVisit: null };

/** Two visits, a form, a call, a task, a move and a change of one lead. */
function worked(more: (seed: Record<string, Record<string, unknown>[]>) => void = () => {}): Seed {
  return book((seed) => {
    const add = (id: string, kind: string, when: string, fields: object): void => {
      const activity = { id, kind, subject: id, at: when, done: true, ownerId: 'user-katarzyna', ...fields };
      seed['activity']!.push(activity);
      seed['activityLink']!.push({ id: `${id}-l`, activityId: id, table: 'lead', recordId: 'lead-1', role: 'regarding', at: when, kind, open: !activity.done });
    };
    add('form', 'form', at(-3), { subject: 'Request of a quote', direction: 'in', ownerId: null });
    add('rang', 'call', at(-1), { direction: 'out', seconds: 240, body: 'Wants a visit in May.' });
    add('promised', 'task', at(2), { subject: 'Send the brochure', done: false, dueAt: at(2) });
    seed['touch'] = [
      { id: 'search', table: 'lead', recordId: 'lead-1', source: 'google', medium: 'cpc', campaignName: 'spring', content: 'red button', referrer: 'https://www.google.example/', at: at(-3, -1) },
      { id: 'fair', table: 'lead', recordId: 'lead-1', campaignId: 'camp', campaignName: 'fair27', at: at(-9) },
      { id: 'bare', table: 'lead', recordId: 'lead-1', at: at(-10) },
      { id: 'other', table: 'lead', recordId: 'lead-2', source: 'newsletter', at: at(-4) },
    ];
    seed['campaign'] = [{ id: 'camp', name: 'Trade fair 2027' }];
    seed['stageChange']!.push(
      { id: 'born', table: 'lead', recordId: 'lead-1', fromStageId: null, toStageId: 'pipe-lead-new', at: at(-2, -1), byId: null },
      { id: 'moved', table: 'lead', recordId: 'lead-1', fromStageId: 'pipe-lead-new', toStageId: 'pipe-lead-contacted', at: at(-1, 1), seconds: 86_400, byId: 'user-katarzyna' },
    );
    seed['historyEntry']!.push({ id: 'scored', table: 'lead', recordId: 'lead-1', op: 'update', before: { score: 40 }, after: { score: 62 }, byId: 'user-joao', at: at(-2) });
    more(seed);
  });
}

/** A system that answers for a table by an error. */
const failing = (table: string, error: VinculoError) => (adapter: Adapter): Adapter => ({ ...adapter, query: (request, signal) => (request.table === table ? Promise.reject(error) : adapter.query!(request, signal)) });

/** A system without a table. */
const without = (table: string) => (adapter: Adapter): Adapter => ({ ...failing(table, new UnsupportedError(`There is no ${table} here.`))(adapter), describe: async (signal) => {
  const description = await adapter.describe(signal);
  return { ...description, tables: Object.fromEntries(Object.entries(description.tables).filter(([name]) => name !== table)) };
} });

it('shows how a lead came, what was done with it and where it stands', async () => {
  const { timeline, events } = await show({ seed: worked(), of });
  expect(all(timeline, '.days .ev').map((each) => each.dataset['key'])).to.deep.equal(['move moved', 'activity rang', 'changes scored', 'move born', 'activity form', 'touch search', 'touch fair', 'touch bare']);
  expect(sentence(timeline, 'activity rang')).to.equal('You called Håkon');
  expect(sentence(timeline, 'activity form')).to.equal('Håkon filled in: Request of a quote');
  expect(sentence(timeline, 'move born')).to.equal('Håkon Lie started in New');
  expect(sentence(timeline, 'move moved')).to.equal('Håkon Lie moved to Contacted');
  expect(sentence(timeline, 'touch search')).to.equal('Came through google · spring · cpc · red button · www.google.example');
  await waitUntil(() => sentence(timeline, 'touch fair') === 'Came through Trade fair 2027', 'the name of the campaign');
  expect(sentence(timeline, 'touch bare')).to.equal('Came to us');
  expect(text(find(timeline, '[part=upcoming]'))).to.contain('Send the brochure');
  expect([text(chip(timeline, 'Other')), text(chip(timeline, 'Changes')), text(chip(timeline, 'Calls'))]).to.deep.equal(['Other4', 'Changes3', 'Calls1']);
  item(timeline, 'move moved').querySelector<HTMLElement>('.open')!.click();
  expect(events.map(({ type: name, detail }) => [name, detail as unknown])).to.deep.equal([['vinculo-record-open', { table: 'lead', id: 'lead-1' }]]);
  chip(timeline, 'Other').click();
  await waitUntil(() => all(timeline, '.days .ev').length === 4);
  expect(await violations(timeline)).to.deep.equal([]);
});

it('names the records that a lead became', async () => {
  const became = { id: 'won', table: 'lead', recordId: 'lead-1', op: 'update', before: {}, after: { convertedAccountId: 'acc-hanseatic', convertedContactId: 'con-amina', convertedDealId: 'deal-03' }, byId: 'user-joao', at: at(0, -1) };
  const { timeline } = await show({ seed: worked((seed) => void seed['historyEntry']!.push(became)), of });
  item(timeline, 'changes won').querySelector<HTMLElement>('.expand')!.click();
  const values = (): string[] => all(timeline, '.changes ins').map(text);
  await waitUntil(() => values().every((value) => !/^(acc|con|deal)-/.test(value)) && values().length === 3);
  expect(values()).to.deep.equal(['Hanseatic Kühltechnik GmbH', 'Amina Okonkwo-Bauer', 'Service plan 2027']);
});

it('says on the timeline of a whole customer who came', async () => {
  const came = { id: 'came', table: 'contact', recordId: 'con-amina', source: 'www.google.example', referrer: 'https://www.google.example/', at: at(0, -2) };
  const { timeline } = await show({ seed: worked((seed) => void seed['touch']!.push(came)), of: { accountId: 'acc-hanseatic' } });
  expect(sentence(timeline, 'touch came')).to.equal('Came through www.google.example · Amina Okonkwo-Bauer');
});

it('takes a move of its lead in', async () => {
  const { timeline, crm } = await show({ seed: worked(), of });
  await crm.leads.update('lead-1', { stageId: 'pipe-lead-disqualified' }).synced;
  const first = (): string => text(find(timeline, '.days .ev [part=sentence]'));
  await waitUntil(() => first().includes('Disqualified'));
  expect(first()).to.equal('Håkon Lie moved to Disqualified');
});

for (const [lang, dir, words] of [['zh-CN', 'ltr', '经由google到访'], ['ar', 'rtl', 'وصول عبر google']] as const) {
  it(`fits 320 px (${lang})`, async () => {
    const { timeline } = await show({ seed: worked(), of, lang, dir, width: 320 });
    expect(sentence(timeline, 'touch search')).to.contain(words);
    timeline.compose('call');
    await settle(timeline);
    expect(find(timeline, '.frame').scrollWidth).to.be.at.most(320);
    for (const each of all(timeline, '.ev, .day, .compose')) expect(each.getBoundingClientRect().width).to.be.at.most(320);
    expect(await violations(timeline)).to.deep.equal([]);
  });
}

it('logs a call of a lead with the step that follows', async () => {
  const { timeline, backend } = await show({ seed: worked(), of });
  timeline.compose('call', 'Budget comes in June');
  await settle(timeline);
  choose(timeline, '[name=direction]', 'in');
  type(timeline, '[name=next]', 'Ask again');
  find(timeline, '.tools .primary').click();
  const rows = (): readonly Record<string, unknown>[] => backend.rows('activity').filter((row) => row['body'] === 'Budget comes in June' || row['subject'] === 'Ask again');
  await waitUntil(() => rows().length === 2);
  const ids = new Set(rows().map(({ id }) => id));
  expect(backend.rows('activityLink').filter((link) => ids.has(link['activityId'])).map(({ table, recordId, role }) => [table, recordId, role])).to.deep.equal([['lead', 'lead-1', 'regarding'], ['lead', 'lead-1', 'regarding']]);
  await waitUntil(() => all(timeline, '.days .ev').some((each) => text(each).includes('Håkon called you') && text(each).includes('Budget comes in June')));
  expect(text(find(timeline, '[part=upcoming]'))).to.contain('Ask again');
});

it('sends mail to the addresses of a lead', async () => {
  const { timeline, backend } = await show({ seed: worked(), of, mail: true });
  timeline.compose('email');
  await waitUntil(() => find(timeline, '[name=to]') !== null);
  expect(all(timeline, '.receivers bdi').map(text)).to.deep.equal(['Håkon Lie', 'hakon@uit.example']);
  find(timeline, '[name=to]').click();
  type(timeline, '[name=subject]', 'Your visit');
  type(timeline, '.compose .text', 'Would May suit you?');
  find(timeline, '.tools .primary').click();
  const sent = (): string | undefined => backend.rows('activity').find((row) => row['subject'] === 'Your visit')?.id;
  await waitUntil(() => sent() !== undefined);
  expect(backend.rows('activityLink').filter((link) => link['activityId'] === sent()).map(({ table, recordId, role }) => [table, recordId, role])).to.deep.equal([['lead', 'lead-1', 'to']]);
  await waitUntil(() => sentence(timeline, `activity ${sent()}`) === 'You wrote to Håkon: Your visit');
});

it('says what there is of a lead that may not be seen, is gone, or of a system without leads', async () => {
  const kept = await show({ seed: worked(), of, before: (backend) => void backend.faults.forbid('lead'), ready: '[part~=forbidden]' });
  expect(find(kept.timeline, '.compose')).to.equal(null);
  await show({ seed: worked(), of: { leadId: 'nobody' }, ready: '[part~=not-found]' });
  const none = await show({ seed: worked(), of, changed: without('lead'), ready: '[part~=empty]' });
  expect(text(find(none.timeline, '[part~=empty]'))).to.equal('No such records are kept here');
  expect(find(none.timeline, '.compose')).to.equal(null);
});

it('shows all else where a system notes no visits, and says where they did not load', async () => {
  const poor = await show({ seed: worked(), of, changed: without('touch') });
  expect(text(chip(poor.timeline, 'Other'))).to.equal('Other1');
  const failed = await show({ seed: worked(), of, changed: failing('touch', new BadAnswerError('No answer.')) });
  await waitUntil(() => text(find(failed.timeline, '.note')).startsWith('Touches did not load.'));
});
