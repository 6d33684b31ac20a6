import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import './vinculo-customer-timeline.ts';
import type { CustomerTimeline } from './customer-timeline.ts';
import { active, all, at, book, chip, find, item, names, press, sentence, settle, show, text, tidyUp, type, violations } from './timeline.fixture.ts';

afterEach(tidyUp);

for (const scheme of ['light', 'dark']) {
  for (const lang of ['en-GB', 'zh-CN']) {
    it(`breaks no accessibility rule, with the composer and all texts open (${scheme}, ${lang})`, async () => {
      const { timeline } = await show({ lang, of: { contactId: 'con-amina', lastVisit: at(-1) } });
      timeline.parentElement!.style.setProperty('background', scheme === 'dark' ? '#16181d' : '#fff');
      timeline.style.setProperty('color-scheme', scheme);
      timeline.compose('meeting');
      await settle(timeline);
      for (const each of all(timeline, '.expand')) if (each.offsetParent) each.click();
      expect(await violations(timeline)).to.deep.equal([]);
    });
  }
}

it('says who did what in the words of each kind, with the exact time on focus', async () => {
  const { timeline } = await show({ of: { contactId: 'con-amina', lastVisit: null } });
  expect(sentence(timeline, 'activity call-in')).to.equal('Amina called João Pedro Sant’Anna');
  expect(text(item(timeline, 'activity call-in'))).to.contain('Incoming, 6 min 12 s. Quote. Budget is approved.');
  expect(sentence(timeline, 'activity chat-in')).to.equal('Amina on WeChat');
  expect(sentence(timeline, 'activity mail-html')).to.equal('Amina wrote: Re: Quote Q-2291');
  expect(sentence(timeline, 'activity act-05')).to.equal('You wrote a note');
  expect(sentence(timeline, 'order ord-1')).to.equal('Order 10-48213 delivered');
  expect(sentence(timeline, 'move sc')).to.equal('Service plan 2027 moved to Proposal');
  expect(text(item(timeline, 'move sc'))).to.contain('from Discovery after 14 days · João Pedro Sant’Anna');
  expect(sentence(timeline, 'changes h')).to.equal('2 fields changed by João Pedro Sant’Anna Show');
  expect(text(find(timeline, '[part=overdue]'))).to.contain('Overdue Send drawings to the plant');
  expect(text(find(timeline, '[part=upcoming]'))).to.contain('Meeting on site');
  const time = item(timeline, 'activity call-in').querySelector('time')!;
  expect(time.title).to.equal(time.dataset['exact']);
  expect(time.tabIndex).to.equal(0);
});

it('speaks Chinese by its own habits', async () => {
  const { timeline } = await show({ lang: 'zh-CN', of: { contactId: 'con-amina', lastVisit: at(0, -2.5) } });
  expect(sentence(timeline, 'activity call-in')).to.equal('Amina来电，João Pedro Sant’Anna接听');
  expect(text(item(timeline, 'activity call-in'))).to.contain('呼入，6分12秒。');
  expect(sentence(timeline, 'activity chat-in')).to.equal('Amina发来微信');
  expect(sentence(timeline, 'activity act-05')).to.equal('您添加了备注');
  expect(sentence(timeline, 'changes h')).to.equal('João Pedro Sant’Anna修改了2个字段 查看');
  expect(text(find(timeline, '[part=overdue]'))).to.contain('已逾期 Send drawings to the plant');
  expect(text(find(timeline, '[part=new-line]'))).to.match(/^以上为您上次查看（.*）之后的新动态$/);
  expect(text(chip(timeline, '通话'))).to.equal('通话3');
});

it('writes a note with Ctrl+Enter, tells the host before and after, and keeps the focus', async () => {
  const { timeline, backend, events } = await show();
  timeline.compose('note');
  await settle(timeline);
  type(timeline, '.compose .text', 'Wants the delivery split');
  press(timeline, 'Enter', { ctrlKey: true });
  await settle(timeline);
  expect(names(events)).to.deep.equal(['activity-create', 'activity-created']);
  expect(text(find(timeline, '.days .ev'))).to.contain('You wrote a note').and.contain('Wants the delivery split');
  expect(active(timeline)!.id).to.equal('tab-note');
  expect(text(find(timeline, '[role=status][aria-live]'))).to.equal('Saved: Wants the delivery split');
  const { id } = (events[1]!.detail as { id: string });
  await waitUntil(() => backend.row('activity', id) !== undefined);
  expect(backend.row('activity', id)).to.include({ kind: 'note', body: 'Wants the delivery split', ownerId: 'user-katarzyna' });
});

it('lets the host cancel, asks for what is missing, and leaves nothing behind on Escape', async () => {
  const { timeline, backend, events } = await show();
  const count = backend.rows('activity').length;
  timeline.addEventListener('vinculo-activity-create', (event) => event.preventDefault());
  timeline.compose('task', 'Call the plant');
  await settle(timeline);
  find(timeline, '.tools .primary').click();
  await settle(timeline);
  expect(names(events)).to.deep.equal(['activity-create']);
  expect(find<HTMLTextAreaElement>(timeline, '.compose .text').value).to.equal('Call the plant');
  find(timeline, '#tab-meeting').click();
  await settle(timeline);
  find(timeline, '.tools .primary').click();
  await settle(timeline);
  expect(active(timeline)!.getAttribute('name')).to.equal('when');
  expect(text(find(timeline, '#composer-problem'))).to.equal('Say when it begins');
  press(timeline, 'Escape');
  await settle(timeline);
  expect(find(timeline, '.tools')).to.equal(null);
  expect(backend.rows('activity').length).to.equal(count);
});

it('plans a meeting with its length and place', async () => {
  const { timeline, backend, events } = await show();
  timeline.compose('meeting', 'Walk through hall 4');
  await settle(timeline);
  type(timeline, '[name=when]', '2030-05-06T10:00');
  type(timeline, '[name=minutes]', '90');
  type(timeline, '[name=place]', 'Hamburg');
  find(timeline, '.tools .primary').click();
  await settle(timeline);
  const { id } = events.at(-1)!.detail as { id: string };
  await waitUntil(() => backend.row('activity', id) !== undefined);
  const row = backend.row('activity', id)!;
  expect(row).to.include({ kind: 'meeting', done: false, place: 'Hamburg', at: new Date('2030-05-06T10:00').toISOString() });
  expect(Date.parse(String(row['endsAt'])) - Date.parse(String(row['at']))).to.equal(90 * 60_000);
  expect(text(find(timeline, '[part=upcoming]'))).to.contain('Walk through hall 4').and.contain('Hamburg');
});

it('completes what is late, and undoes it by keyboard', async () => {
  const { timeline, backend, events } = await show();
  find(timeline, '.ev[data-key="activity act-03"] [part~=done]').click();
  await settle(timeline);
  expect(names(events)).to.deep.equal(['activity-complete', 'activity-completed']);
  expect(sentence(timeline, 'activity act-03')).to.equal('Completed: Send drawings to the plant');
  expect(active(timeline)!.getAttribute('part')).to.equal('undo');
  await waitUntil(() => backend.row('activity', 'act-03')!['done'] === true);
  active(timeline)!.click();
  await waitUntil(() => backend.row('activity', 'act-03')!['done'] === false);
  await settle(timeline);
  expect(item(timeline, 'activity act-03').classList.contains('bad')).to.equal(true);
});

it('moves what is late to another day from a menu', async () => {
  const { timeline, backend, events } = await show();
  const button = find(timeline, '[data-menu="move-act-03"]');
  button.focus();
  press(timeline, 'ArrowDown');
  await settle(timeline);
  expect(text(active(timeline))).to.contain('Tomorrow');
  press(timeline, 'ArrowDown');
  press(timeline, 'Enter');
  await settle(timeline);
  expect(names(events)).to.deep.equal(['activity-update', 'activity-updated']);
  await waitUntil(() => String(backend.row('activity', 'act-03')!['dueAt']) > at(2));
  expect(text(find(timeline, '[part=upcoming]'))).to.contain('Send drawings to the plant');
  expect(backend.rows('activityLink').filter((link) => link['activityId'] === 'act-03').every((link) => link['at'] === backend.row('activity', 'act-03')!['dueAt'])).to.equal(true);
});

it('edits an own note where it stands', async () => {
  const { timeline, backend } = await show();
  find(timeline, '[data-edit="note act-05"]').click();
  await settle(timeline);
  const area = active(timeline) as HTMLTextAreaElement;
  expect(area.value).to.contain('Budget is approved');
  area.value = 'Budget is approved for next year.';
  press(timeline, 'Enter', { ctrlKey: true });
  await settle(timeline);
  expect(active(timeline)!.dataset['edit']).to.equal('note act-05');
  await waitUntil(() => backend.row('activity', 'act-05')!['body'] === 'Budget is approved for next year.');
  expect(item(timeline, 'activity call-in').querySelector('[data-edit]')).to.equal(null);
});

it('goes through the items by keys, shows a cut text whole with Enter, and opens a record', async () => {
  const { timeline, events } = await show({ of: { contactId: 'con-amina', lastVisit: null } });
  const items = all(timeline, '.list .ev');
  expect(items.filter((each) => each.tabIndex === 0)).to.have.length(1);
  items[0]!.focus();
  press(timeline, 'End');
  expect(active(timeline)).to.equal(items.at(-1));
  press(timeline, 'Home');
  press(timeline, 'ArrowDown');
  expect(active(timeline)).to.equal(items[1]);
  item(timeline, 'activity mail-html').focus();
  press(timeline, 'Enter');
  await waitUntil(() => item(timeline, 'activity mail-html').querySelector('.foreign b') !== null);
  expect(item(timeline, 'activity mail-html').querySelector('script, img')).to.equal(null);
  expect((window as { broken?: number }).broken).to.equal(undefined);
  expect(active(timeline)).to.equal(item(timeline, 'activity mail-html'));
  item(timeline, 'order ord-1').focus();
  press(timeline, 'Enter');
  expect(events.map((event) => event.detail as unknown)).to.deep.equal([{ table: 'order', id: 'ord-1' }]);
});

it('lists what changed, field by field', async () => {
  const { timeline } = await show();
  item(timeline, 'changes h').querySelector<HTMLElement>('.expand')!.click();
  await settle(timeline);
  expect(all(timeline, '.changes > div').map(text)).to.deep.equal(['Job title Before Buyer After Head', 'Value class Before Low value After High value']);
});

it('draws an open list of changes after its client was closed', async () => {
  const { timeline, crm } = await show();
  item(timeline, 'changes h').querySelector<HTMLElement>('.expand')!.click();
  await settle(timeline);
  await crm.close();
  timeline.requestUpdate();
  expect(await timeline.updateComplete).to.equal(true);
});

it('filters by chips that can be pressed together, and brings everything back', async () => {
  const { timeline } = await show({ of: { contactId: 'con-amina', lastVisit: null } });
  expect(text(chip(timeline, 'All'))).to.match(/^All\d+$/);
  chip(timeline, 'Orders').click();
  await waitUntil(() => all(timeline, '.days .ev').length === 1);
  chip(timeline, 'Messages').click();
  await waitUntil(() => all(timeline, '.days .ev').length === 2);
  expect(chip(timeline, 'Messages').getAttribute('aria-pressed')).to.equal('true');
  chip(timeline, 'All').click();
  await waitUntil(() => all(timeline, '.days .ev').length > 2);
});

it('searches what is shown', async () => {
  const { timeline } = await show();
  find(timeline, '[part="search-button"]').click();
  await settle(timeline);
  type(timeline, '[part="search"]', 'q-2291');
  await settle(timeline);
  expect(all(timeline, '.list .ev').map((each) => each.dataset['key'])).to.deep.equal(['activity act-04', 'activity mail-html']);
  type(timeline, '[part="search"]', 'nothing like it');
  await settle(timeline);
  expect(text(find(timeline, '[part~=empty]'))).to.contain('nothing like it');
  press(timeline, 'Escape');
  await settle(timeline);
  expect(active(timeline)!.getAttribute('part')).to.equal('search-button');
});

it('shows earlier items with a real button and goes on from the first of them', async () => {
  const seed = book((rows) => {
    for (let i = 0; i < 30; i++) {
      rows['activity']!.push({ id: `old-${i}`, kind: 'note', subject: `Old ${i}`, at: at(-100 - i), done: true, ownerId: 'user-joao' });
      rows['activityLink']!.push({ id: `old-${i}-l`, activityId: `old-${i}`, table: 'contact', recordId: 'con-amina', role: 'regarding', at: at(-100 - i), kind: 'note', open: false });
    }
  });
  const { timeline } = await show({ seed, of: { contactId: 'con-amina', pageSize: 10, lastVisit: null } });
  await waitUntil(() => /^\d+ earlier, back to \w+ \d{4}$/.test(text(find(timeline, '[part="load-more"]'))));
  const before = all(timeline, '.days .ev').map((each) => each.dataset['key']);
  find(timeline, '[part="load-more"]').focus();
  find(timeline, '[part="load-more"]').click();
  await waitUntil(() => all(timeline, '.days .ev').length > before.length);
  await settle(timeline);
  const after = all(timeline, '.days .ev').map((each) => each.dataset['key']);
  expect(after.slice(0, before.length)).to.deep.equal(before);
  expect(active(timeline)!.dataset['key']).to.equal(after[before.length]);
});

it('announces what another user writes, and not what a filter brings', async () => {
  const { timeline, backend } = await show();
  const said = (): string => text(find(timeline, '[role=status][aria-live]'));
  chip(timeline, 'Calls').click();
  await settle(timeline);
  chip(timeline, 'All').click();
  await settle(timeline);
  expect(said()).to.equal('');
  backend.write('activity', { id: 'fresh', kind: 'note', subject: 'Fresh', at: new Date().toISOString(), done: true, ownerId: 'user-joao' });
  backend.write('activityLink', { id: 'fresh-l', activityId: 'fresh', table: 'contact', recordId: 'con-amina', role: 'regarding', at: new Date().toISOString(), kind: 'note', open: false });
  await waitUntil(() => item(timeline, 'activity fresh') !== null);
  await settle(timeline);
  expect(said()).to.equal('1 new item');
});

it('draws the line under what is new since the last visit, and remembers only when that was', async () => {
  const first = await show();
  expect(find(first.timeline, '[part="new-line"]')).to.equal(null);
  expect(Object.keys(localStorage).filter((key) => key.startsWith('vinculo:visited'))).to.deep.equal(['vinculo:visited:contact:con-amina']);
  expect(localStorage.getItem('vinculo:visited:contact:con-amina')).to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  localStorage.setItem('vinculo:visited:contact:con-amina', at(0, -2.5));
  const { timeline } = await show();
  const line = find(timeline, '[part="new-line"]');
  expect(text(line)).to.match(/^New since your last visit, \w{3} \d\d:\d\d$/);
  expect(item(timeline, 'activity chat-in').compareDocumentPosition(line) & Node.DOCUMENT_POSITION_FOLLOWING).to.not.equal(0);
  expect(item(timeline, 'move sc').compareDocumentPosition(line) & Node.DOCUMENT_POSITION_PRECEDING).to.not.equal(0);
});

it('marks what waits, and offers ways on when it was refused', async () => {
  const { timeline, backend, crm, events } = await show();
  backend.faults.offline();
  crm.retry();
  await waitUntil(() => find(timeline, '.banner.warn') !== null);
  timeline.compose('note', 'Written on the train');
  await settle(timeline);
  find(timeline, '.tools .primary').click();
  await settle(timeline);
  expect(text(find(timeline, '.banner.warn'))).to.contain('1 change waiting');
  expect(text(find(timeline, '.days .ev.wait'))).to.contain('Waiting to sync');
  expect(all(timeline, '.days .ev').length).to.be.greaterThan(5);
  expect(await violations(timeline)).to.deep.equal([]);
  const allow = backend.faults.refuse({ table: 'activity' }, 'closed', 'Notes are closed for this customer.');
  backend.faults.online();
  crm.retry();
  await waitUntil(() => find(timeline, '[part~=refused]') !== null);
  expect(text(find(timeline, '[part~=refused]'))).to.contain('“Written on the train” was not saved').and.contain('Notes are closed');
  expect(names(events)).to.include('error');
  expect(await violations(timeline)).to.deep.equal([]);
  allow();
  all(timeline, '[part~=refused] .btn').find((each) => text(each) === 'Retry')!.click();
  await waitUntil(() => find(timeline, '[part~=refused]') === null && backend.rows('activity').some((row) => row['body'] === 'Written on the train'));
});

it('takes a refused note back into the composer', async () => {
  const { timeline, backend, crm } = await show({ before: (b) => void b.faults.refuse({ table: 'activity' }, 'closed', 'No.') });
  timeline.compose('note', 'Say it otherwise');
  await settle(timeline);
  find(timeline, '.tools .primary').click();
  await waitUntil(() => find(timeline, '[part~=refused]') !== null);
  all(timeline, '[part~=refused] .btn').find((each) => text(each) === 'Edit')!.click();
  await settle(timeline);
  expect(find<HTMLTextAreaElement>(timeline, '.compose .text').value).to.equal('Say it otherwise');
  expect(crm.outbox.snapshot).to.have.length(0);
  expect(backend.rows('activity').some((row) => row['body'] === 'Say it otherwise')).to.equal(false);
});

it('shows both values when two people rewrote a note', async () => {
  const { timeline, backend } = await show();
  const gate = backend.faults.hold('push');
  find(timeline, '[data-edit="note act-05"]').click();
  await settle(timeline);
  (active(timeline) as HTMLTextAreaElement).value = 'Mine';
  press(timeline, 'Enter', { ctrlKey: true });
  await gate.arrived();
  backend.update('activity', 'act-05', { body: 'Theirs', updatedBy: 'user-joao' });
  gate.release();
  await waitUntil(() => find(timeline, '[part~=conflict]') !== null);
  expect(text(find(timeline, '[part~=conflict]'))).to.contain('Text was changed by two people').and.contain('Mine').and.contain('Theirs').and.contain('João Pedro');
  expect(await violations(timeline)).to.deep.equal([]);
  find<HTMLInputElement>(timeline, '[part~=conflict] [value=theirs]').click();
  find(timeline, '[part~=conflict] [type=submit]').click();
  await waitUntil(() => find(timeline, '[part~=conflict]') === null);
  expect(text(item(timeline, 'activity act-05'))).to.contain('Theirs');
});

it('draws every other state', async () => {
  const bare = await fixture<CustomerTimeline>(html`<vinculo-customer-timeline contact-id="con-amina" locale="en"></vinculo-customer-timeline>`);
  await waitUntil(() => find(bare, '[part~=no-client]') !== null);
  const held = await show({ before: (b) => void b.faults.hold('query'), ready: '[part=skeleton]' });
  expect(await violations(held.timeline)).to.deep.equal([]);
  const empty = await show({ of: { contactId: 'con-guest' }, ready: '[part~=empty]' });
  expect(text(find(empty.timeline, '[part~=empty]'))).to.contain('Nothing has happened here yet').and.contain('Write the first note');
  expect((await show({ of: { contactId: 'nobody' }, ready: '[part~=not-found]' })).timeline).to.be.an('htmlelement');
  expect((await show({ before: (b) => void b.faults.forbid('activityLink'), ready: '[part~=forbidden]' })).timeline).to.be.an('htmlelement');
  const failed = await show({ before: (b) => b.faults.offline(), ready: '[part~=error]' });
  expect(text(find(failed.timeline, '[part~=error]'))).to.contain('The timeline did not load');
  failed.backend.faults.online();
  find(failed.timeline, '[part~=error] .btn').click();
  await waitUntil(() => all(failed.timeline, '.days .ev').length > 0);
  const readonly = await show({ before: (b) => b.restrict('activity', { create: false, update: false }) });
  expect(find(readonly.timeline, '.compose')).to.equal(null);
  expect(find(readonly.timeline, '[part~=done]')).to.equal(null);
});

it('shows an account’s people, a deal and a ticket', async () => {
  const account = await show({ of: { accountId: 'acc-hanseatic' } });
  expect(sentence(account.timeline, 'activity call-in')).to.equal('Amina Okonkwo-Bauer called João Pedro Sant’Anna');
  expect(sentence(account.timeline, 'ticket tick-2')).to.equal('Ticket T-1043: Door seal');
  const deal = await show({ of: { dealId: 'deal-03' } });
  expect(sentence(deal.timeline, 'move sc')).to.contain('moved to Proposal');
  const ticket = await show({ of: { ticketId: 'tick-1' } });
  expect(sentence(ticket.timeline, 'activity act-14')).to.equal('Priya wrote: Service times');
});

for (const [width, dir, lang] of [[320, 'ltr', 'en-GB'], [320, 'rtl', 'ar'], [480, 'ltr', 'zh-CN']] as const) {
  it(`fits ${width} px (${dir}, ${lang}) and breaks no accessibility rule there`, async () => {
    const { timeline } = await show({ width, dir, lang, of: { contactId: 'con-amina', lastVisit: at(-1) } });
    timeline.compose('call');
    await settle(timeline);
    expect(find(timeline, '.frame').scrollWidth).to.be.at.most(width);
    for (const each of all(timeline, '.ev, .day, .compose')) expect(each.getBoundingClientRect().width).to.be.at.most(width);
    expect(await violations(timeline)).to.deep.equal([]);
  });
}

it('has targets of at least 24 px, and no style attribute', async () => {
  const { timeline } = await show({ of: { contactId: 'con-amina', lastVisit: at(-1) } });
  timeline.compose('call');
  await settle(timeline);
  const small = all(timeline, 'button').filter((each) => each.offsetParent !== null).filter((each) => each.getBoundingClientRect().height < 24 || each.getBoundingClientRect().width < 24);
  expect(small.map((each) => each.outerHTML)).to.deep.equal([]);
  expect(all(timeline, '[style]')).to.deep.equal([]);
});

it('draws on with values that make no sense', async () => {
  const { timeline } = await show({ of: { contactId: 'con-amina', pageSize: Number.NaN, kinds: 'calls nonsense', lastVisit: 'yesterday' } });
  expect(all(timeline, '.chip').map(text)).to.deep.equal(['All3', 'Calls3']);
});

it('keeps dots, lines and the chosen tab visible where colours are forced', async () => {
  const { timeline } = await show();
  const rules = timeline.shadowRoot!.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules]).filter((rule): rule is CSSMediaRule => rule instanceof CSSMediaRule && rule.conditionText.includes('forced-colors'));
  const forced = rules.flatMap((rule) => [...rule.cssRules]).map((rule) => rule.cssText).join('\n');
  for (const selector of ['.ev > .dot', '.ev::before', '[aria-selected="true"]::after', '.ev.wait > .dot']) expect(forced).to.contain(selector);
});
