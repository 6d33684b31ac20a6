import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import type { RecordList } from './list.ts';
import { cleaned, active, all, cell, find, head, ids, named, people, press, settle, show, violations } from './shown-list.fixture.ts';

cleaned();

for (const scheme of ['light', 'dark']) {
  for (const lang of ['en', 'zh-CN']) {
    it(`breaks no accessibility rule (${scheme}, ${lang})`, async () => {
      const { list } = await show({ lang });
      list.style.setProperty('color-scheme', scheme);
      find<HTMLInputElement>(list, `[data-cell=" pick"][data-row^="deal"]`).click();
      expect(await violations(list)).to.deep.equal([]);
    });
  }
}

it('draws columns by the declaration, names in place of ids, and how many there are', async () => {
  const { list } = await show();
  expect(all(list, '[role=columnheader]').map((each) => each.textContent.trim())).to.deep.equal(['', 'Name', 'Stage', 'Account', 'Contact', 'Amount', 'Probability', 'Expected close']);
  expect(find(list, '[part=count]').textContent).to.match(/\d+ records/);
  await waitUntil(() => cell(list, 'deal-01', 'stageId').textContent.includes('Negotiation'));
  expect(cell(list, 'deal-01', 'amount').textContent).to.contain('€184,500');
  expect(cell(list, 'deal-01', 'probability').textContent, 'its stage’s').to.contain('75');
  expect(find(list, '[role=grid]').getAttribute('aria-rowcount')).to.equal(String(Number(find(list, '[part=count]').textContent.split(' ')[0]) + 1));
});

it('sorts by a head, downwards at the second press, and by several with Shift', async () => {
  const { list, events } = await show({ columns: 'name probability expectedClose' });
  const headOf = (name: string): Element => head(list, name).closest('[role=columnheader]')!;
  head(list, 'probability').click();
  await settle(list);
  expect(headOf('probability').getAttribute('aria-sort')).to.equal('ascending');
  head(list, 'probability').click();
  await settle(list);
  expect(headOf('probability').getAttribute('aria-sort')).to.equal('descending');
  head(list, 'name').dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, shiftKey: true }));
  await settle(list);
  expect(list.sort).to.equal('-probability name');
  expect(headOf('name').hasAttribute('aria-sort')).to.equal(false);
  expect(head(list, 'name').getAttribute('aria-label')).to.contain('number 2');
  expect(events.findLast(({ type }) => type === 'vinculo-view-change')!.detail.sort).to.equal('-probability name');
  expect(find(list, '[aria-live]').textContent).to.contain('Probability, descending');
});

it('searches as one types, and offers all again where nothing matches', async () => {
  const { list } = await show();
  const input = find<HTMLInputElement>(list, 'input[type=search]');
  input.value = 'no deal is called so';
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await waitUntil(() => find(list, '[part~=empty]') !== null);
  named(list, '[part~=empty] button', 'Show all').click();
  await waitUntil(() => ids(list).length > 3);
  expect(list.search).to.equal('');
});

it('scrolls ten thousand rows with some fifty in the page, and goes to the last by a key', async () => {
  const { list } = await show({ table: 'contact', columns: 'name tags', seed: people(10_000) });
  expect(find(list, '[part=count]').textContent).to.equal('10,000 records');
  const scroll = find(list, '.scroll');
  scroll.scrollTop = 180_000;
  await waitUntil(() => ids(list).includes('c-05000'), 'the rows in the middle');
  expect(ids(list).length).to.be.lessThan(90);
  scroll.scrollTop = 0;
  await waitUntil(() => ids(list).includes('c-00000'));
  cell(list, 'c-00000', 'name').focus();
  press(list, 'End', { ctrlKey: true });
  await waitUntil(() => active(list)?.dataset['row'] === 'c-09999', 'the focus on the last row');
});

it('keeps the focus on its row while another part of the list is in sight', async () => {
  const { list } = await show({ table: 'contact', columns: 'name tags', seed: people(3000) });
  cell(list, 'c-00003', 'name').focus();
  find(list, '.scroll').scrollTop = 60_000;
  await waitUntil(() => ids(list).includes('c-01670'));
  expect(active(list).dataset['row']).to.equal('c-00003');
  press(list, 'ArrowDown');
  await waitUntil(() => active(list)?.dataset['row'] === 'c-00004');
});

for (const [dir, forward] of [['ltr', 'ArrowRight'], ['rtl', 'ArrowLeft']] as const) {
  it(`is one stop for Tab, and the arrows go on from cell to cell (${dir})`, async () => {
    const { list } = await show({ dir, columns: 'name amount probability' });
    expect(all(list, '[data-cell][tabindex="0"]').length).to.equal(1);
    const [first, second] = ids(list) as [string, string];
    cell(list, first, 'name').focus();
    press(list, forward);
    await settle(list);
    expect(active(list)).to.equal(cell(list, first, 'amount'));
    press(list, 'ArrowDown');
    await settle(list);
    expect(active(list)).to.equal(cell(list, second, 'amount'));
    press(list, 'Home');
    await settle(list);
    expect(active(list).dataset['cell']).to.equal(' pick');
    press(list, 'ArrowUp');
    await settle(list);
    press(list, 'ArrowUp');
    await settle(list);
    expect(active(list).closest('[role=columnheader]')).to.not.equal(null);
    expect(all(list, '[data-cell][tabindex="0"]').length).to.equal(1);
  });
}

it('opens a record by its name and by Enter, and the record it names by a press', async () => {
  const { list, events } = await show();
  find(list, '[data-id="deal-01"] [part=open]').click();
  cell(list, 'deal-02', 'name').focus();
  press(list, 'Enter');
  await waitUntil(() => cell(list, 'deal-01', 'accountId').querySelector('.open'));
  cell(list, 'deal-01', 'accountId').querySelector<HTMLElement>('.open')!.click();
  expect(events.map(({ detail }) => detail)).to.deep.include.members([{ table: 'deal', id: 'deal-01' }, { table: 'deal', id: 'deal-02' }]);
  expect(events.at(-1)!.detail.table).to.equal('account');
});

it('is cards at 320 px, without a sideways scroll, and sorts by a menu', async () => {
  for (const lang of ['en', 'zh-CN']) {
    const { list } = await show({ width: 320, lang });
    await settle(list);
    const scroll = find(list, '.scroll');
    expect(scroll.scrollWidth).to.be.at.most(scroll.clientWidth);
    expect(find(list, '[data-menu=sort]').getBoundingClientRect().width).to.be.greaterThan(20);
    for (const each of all(list, '.tools > *, .body .cell, .chips > *')) {
      const { left, right, width } = each.getBoundingClientRect();
      if (width > 0) expect(left >= list.getBoundingClientRect().left - 1 && right <= list.getBoundingClientRect().right + 1, each.outerHTML.slice(0, 80)).to.equal(true);
    }
  }
});

it('draws each state', async () => {
  const empty = await show({ table: 'contact', seed: { contact: [] }, ready: '[part~=empty]' });
  expect(empty.list.shadowRoot!.textContent).to.contain('Nothing here yet');
  const forbidden = await show({ before: (backend) => void backend.faults.forbid('deal'), ready: '[part~=forbidden]' });
  expect(forbidden.list.shadowRoot!.textContent).to.contain('You cannot see these records');
  await show({ before: (backend) => backend.faults.offline(), ready: '[part~=error]' });
  await show({ table: 'nonsense', ready: '[part~=empty]' });
  const { list, backend, crm } = await show();
  backend.faults.offline();
  crm.deals.update('deal-01', { nextStep: 'x' });
  await waitUntil(() => find(list, '.banner.warn') && find(list, '[data-id="deal-01"] [part=unsynced]'));
  const alone = await fixture<RecordList>(html`<vinculo-list table="deal"></vinculo-list>`);
  await waitUntil(() => find(alone, '[part~=no-client]') !== null);
});

it('says in words of the viewer what sort of activity it is, also over a group', async () => {
  const { list, backend } = await show({ table: 'activity', columns: 'subject kind', lang: 'de', groupBy: 'kind' });
  expect(backend.rows('activity').some((row) => row['kind'] === 'call')).to.equal(true);
  await waitUntil(() => all(list, '.group-name .bold').some((each) => each.textContent === 'Anruf'), 'a group of calls');
  expect(all(list, '[data-id] [data-cell=kind]').map((each) => each.textContent.trim())).not.to.include('call');
});

it('a name that is no field is left out, and nothing is thrown', async () => {
  const { list } = await show({ columns: 'name nonsense amount', groupBy: 'nothing' });
  expect(all(list, '[role=columnheader]').length).to.equal(3);
});

it('keeps hostile values as text', async () => {
  const name = '<img src=x onerror=window.hit=1>\u202e"\'';
  const { list } = await show({ table: 'contact', columns: 'name jobTitle tags', seed: { contact: [{ id: 'x', name, jobTitle: name, tags: [name] }] } });
  expect(find(list, '.body').querySelector('img')).to.equal(null);
  expect(cell(list, 'x', 'jobTitle').textContent.trim()).to.equal(name);
});
