import { expect, waitUntil } from '@open-wc/testing';
import type { RecordList } from './list.ts';
import { cleaned, active, all, cell, find, head, named, people, press, settle, show, violations } from './shown-list.fixture.ts';

cleaned();

it('breaks no accessibility rule as cards, with groups and in its dialogs', async () => {
  const { list } = await show({ width: 320, groupBy: 'forecast' });
  expect(await violations(list)).to.deep.equal([]);
  find(list, '[part=filter-button]').click();
  await waitUntil(() => find(list, 'dialog[open] .condition'));
  expect(await violations(list)).to.deep.equal([]);
});

it('edits a cell where it stands: Enter opens and saves, Escape leaves it, the focus stays', async () => {
  const { list, backend, events } = await show({ columns: 'name probability nextStep' });
  cell(list, 'deal-01', 'nextStep').focus();
  press(list, 'Enter');
  await waitUntil(() => active(list)?.matches('input'), 'the editor');
  (active(list) as HTMLInputElement).value = 'Send the drawings';
  press(list, 'Enter');
  await waitUntil(() => backend.row('deal', 'deal-01')!['nextStep'] === 'Send the drawings');
  await settle(list);
  expect(active(list)).to.equal(cell(list, 'deal-01', 'nextStep'));
  expect(events.map(({ type }) => type)).to.deep.equal(['vinculo-record-change', 'vinculo-record-changed']);
  press(list, 'F2');
  await waitUntil(() => active(list)?.matches('input'));
  (active(list) as HTMLInputElement).value = 'Something else';
  press(list, 'Escape');
  await settle(list);
  expect(cell(list, 'deal-01', 'nextStep').textContent).to.contain('Send the drawings');
  list.addEventListener('vinculo-record-change', (event) => event.preventDefault(), { once: true });
  press(list, 'F2');
  await waitUntil(() => active(list)?.matches('input'));
  (active(list) as HTMLInputElement).value = 'Not allowed';
  press(list, 'Enter');
  await settle(list);
  expect(cell(list, 'deal-01', 'nextStep').textContent).to.contain('Send the drawings');
});

it('keeps what was typed when somebody goes on to another cell', async () => {
  const { list, backend } = await show({ columns: 'name nextStep' });
  cell(list, 'deal-01', 'nextStep').focus();
  press(list, 'F2');
  await waitUntil(() => active(list)?.matches('input'));
  (active(list) as HTMLInputElement).value = 'Ask for the floor plan';
  cell(list, 'deal-02', 'name').focus();
  await waitUntil(() => backend.row('deal', 'deal-01')!['nextStep'] === 'Ask for the floor plan');
  await settle(list);
  expect(active(list)).to.equal(cell(list, 'deal-02', 'name'));
});

it('a stage is chosen among those of the record’s own process', async () => {
  const { list, backend } = await show({ columns: 'name stageId' });
  cell(list, 'deal-01', 'stageId').focus();
  press(list, 'Enter');
  await waitUntil(() => active(list)?.matches('select'), 'the list of stages');
  const select = active(list) as HTMLSelectElement;
  expect([...select.options].map((each) => each.text).filter(Boolean)).to.include.members(['Qualify', 'Discovery', 'Proposal', 'Negotiation', 'Contract']);
  select.value = 'pipe-new-proposal';
  press(list, 'Enter');
  await waitUntil(() => backend.row('deal', 'deal-01')!['stageId'] === 'pipe-new-proposal');
});

it('edits nothing where it is read only', async () => {
  const { list } = await show({ readonly: true, columns: 'name nextStep' });
  cell(list, 'deal-01', 'nextStep').focus();
  press(list, 'F2');
  await settle(list);
  expect(active(list)).to.equal(cell(list, 'deal-01', 'nextStep'));
  expect(find(list, '[part=edit]')).to.equal(null);
  find<HTMLElement>(list, '[data-cell=" pick"][data-row="deal-01"]').click();
  await settle(list);
  expect(find(list, '[part=change]')).to.equal(null);
});

it('picks one, a range with Shift, and all that match', async () => {
  const { list, events } = await show({ table: 'contact', columns: 'name', seed: people(500) });
  const box = (i: number): HTMLElement => find(list, `[data-cell=" pick"][data-row="c-${String(i).padStart(5, '0')}"]`);
  box(2).click();
  box(6).dispatchEvent(new MouseEvent('click', { bubbles: true, composed: true, cancelable: true, shiftKey: true }));
  await waitUntil(() => find(list, '[part=picked]')?.textContent.includes('5 selected'));
  expect(find(list, '[data-id="c-00004"]').getAttribute('aria-selected')).to.equal('true');
  named(list, '[part=picked] button', 'Select all 500').click();
  await waitUntil(() => find(list, '[part=picked]').textContent.includes('500 selected'));
  cell(list, 'c-00003', 'name').focus();
  press(list, ' ');
  await waitUntil(() => find(list, '[part=picked]').textContent.includes('499 selected'));
  expect(events.at(-1)!.detail).to.deep.equal({ all: true, ids: ['c-00003'] });
  press(list, 'Escape');
  await waitUntil(() => find(list, '[part=picked]') === null);
});

async function changeTags(list: RecordList, tags: string): Promise<void> {
  find(list, '[part=change]').click();
  await waitUntil(() => find(list, 'dialog[open] #change-field'));
  const field = find<HTMLSelectElement>(list, '#change-field');
  field.value = 'tags';
  field.dispatchEvent(new Event('change'));
  await waitUntil(() => find(list, 'dialog[open] #change-mode') && find(list, 'dialog[open] #input-change'));
  find<HTMLInputElement>(list, '#input-change').value = tags;
  find<HTMLFormElement>(list, 'dialog[open] form').requestSubmit();
}

it('changes a field of all picked, also of those never in sight, says what was refused and why, and takes it back', async () => {
  const { list, backend } = await show({ table: 'contact', columns: 'name tags', seed: people(300), before: (each) => void each.faults.refuse({ table: 'contact', id: 'c-00250' }, 'locked', 'The record is locked.') });
  find<HTMLElement>(list, '[data-cell=" pick"][data-row=" head"]').click();
  await settle(list);
  await changeTags(list, 'fair');
  await waitUntil(() => find(list, '[part=summary]')?.textContent.includes('299 records changed'), 'the summary', { timeout: 8000 });
  await waitUntil(() => find(list, '[part=summary]').textContent.includes('The record is locked.'));
  expect(backend.row('contact', 'c-00007')!['tags']).to.deep.equal(['a', 'fair']);
  expect(backend.row('contact', 'c-00250')!['tags']).to.deep.equal(['a']);
  expect(find(list, '[part=parked]')).to.equal(null);
  // It can be pressed once the last one is written, a moment after it is counted.
  await waitUntil(() => !find<HTMLButtonElement>(list, '[part=undo]').disabled, 'all are written');
  find(list, '[part=undo]').click();
  await waitUntil(() => backend.rows('contact').every((row) => (row['tags'] as string[]).length === 1), 'all as before', { timeout: 8000 });
});

it('asks again for a value that is missing', async () => {
  const { list } = await show({ table: 'contact', columns: 'name tags' });
  find<HTMLElement>(list, '[data-cell=" pick"]:not([data-row=" head"])').click();
  await settle(list);
  await changeTags(list, '  ');
  await waitUntil(() => find(list, 'dialog[open] #change-problem') !== null);
  expect(find(list, '#change-problem').textContent).to.contain('Tags');
});

it('deletes what is picked once it was asked, and brings it back', async () => {
  const { list, backend } = await show({ table: 'contact', columns: 'name', seed: people(20) });
  find<HTMLElement>(list, '[data-cell=" pick"][data-row="c-00001"]').click();
  await settle(list);
  find(list, '[part=remove]').click();
  await waitUntil(() => find(list, 'dialog[open]'));
  expect(find(list, 'dialog[open]').textContent).to.contain('Delete 1 record?');
  find<HTMLFormElement>(list, 'dialog[open] form').requestSubmit();
  await waitUntil(() => backend.row('contact', 'c-00001') === undefined);
  await waitUntil(() => find(list, '[part=undo]') !== null && !find<HTMLButtonElement>(list, '[part=undo]').disabled);
  find(list, '[part=undo]').click();
  await waitUntil(() => backend.row('contact', 'c-00001') !== undefined);
});

it('filters by a condition of a field’s kind, shows it as a chip, and takes it off', async () => {
  const { list } = await show({ columns: 'name stageId amount' });
  const before = find(list, '[part=count]').textContent;
  find(list, '[part=filter-button]').click();
  await waitUntil(() => find(list, 'dialog[open] .condition'));
  const field = find<HTMLSelectElement>(list, '.condition select');
  field.value = 'stageId';
  field.dispatchEvent(new Event('change'));
  await waitUntil(() => find(list, 'input[value="pipe-new-proposal"]'));
  find<HTMLInputElement>(list, 'input[value="pipe-new-proposal"]').click();
  find<HTMLFormElement>(list, 'dialog[open] form').requestSubmit();
  await waitUntil(() => find(list, '[part=chip]')?.textContent.includes('Proposal'), 'the chip');
  expect(list.filters).to.deep.equal([{ field: 'stageId', op: 'is', values: ['pipe-new-proposal'] }]);
  await waitUntil(() => find(list, '[part=count]').textContent !== before);
  find(list, '[part=chip] .clear').click();
  await waitUntil(() => find(list, '[part=count]').textContent === before);
});

it('keeps a view under a name, and shows it again', async () => {
  const { list, backend } = await show();
  list.show({ sort: '-amount', filters: [{ field: 'forecast', op: 'is', values: ['committed'] }] });
  await waitUntil(() => find(list, '[data-menu=views]'));
  find(list, '[data-menu=views]').click();
  await waitUntil(() => named(list, '[role=menuitem]', 'Save as a view'));
  named(list, '[role=menuitem]', 'Save as a view').click();
  await waitUntil(() => find(list, 'dialog[open] #view-name'));
  find<HTMLInputElement>(list, '#view-name').value = 'Committed';
  find<HTMLFormElement>(list, 'dialog[open] form').requestSubmit();
  await waitUntil(() => backend.rows('savedView').some((row) => row['name'] === 'Committed'));
  expect(find(list, '[data-menu=views]').textContent).to.contain('Committed');
  find(list, '[data-menu=views]').click();
  await waitUntil(() => named(list, '[role=menuitem]', 'All: Deals'));
  named(list, '[role=menuitem]', 'All: Deals').click();
  await settle(list);
  expect([list.sort, list.filters]).to.deep.equal(['', []]);
  list.viewId = backend.rows('savedView').find((row) => row['name'] === 'Committed')!.id;
  await waitUntil(() => list.sort === '-amount' && list.filters.length === 1);
});

it('chooses, moves and widens columns, and keeps that in this browser', async () => {
  const { list } = await show({ columns: 'name amount' });
  find(list, '[data-menu=more]').click();
  await waitUntil(() => named(list, '[role=menuitem]', 'Columns'));
  named(list, '[role=menuitem]', 'Columns').click();
  await waitUntil(() => find(list, 'dialog[open] [data-column=probability]'));
  find(list, '[data-column=probability] input[type=checkbox]').click();
  find<HTMLButtonElement>(list, '[data-column=amount] button').click();
  await settle(list);
  const width = find<HTMLInputElement>(list, '[data-column=amount] .width');
  width.value = '222';
  width.dispatchEvent(new Event('change'));
  find<HTMLFormElement>(list, 'dialog[open] form').requestSubmit();
  await settle(list);
  expect(all(list, '[role=columnheader] [data-cell]').map((each) => each.dataset['cell'])).to.deep.equal([' pick', 'amount', 'name', 'probability']);
  expect(Math.round(head(list, 'amount').closest('[role=columnheader]')!.getBoundingClientRect().width)).to.equal(222);
  const again = await show({ columns: 'name amount' });
  expect(again.list.view.columns[0]).to.deep.equal({ name: 'amount', width: 222 });
});

it('puts rows together, with how many there are and their sums', async () => {
  const { list } = await show({ groupBy: 'forecast', columns: 'name amount' });
  await waitUntil(() => find(list, '[part=group]') !== null, 'heads of groups');
  expect(find(list, '[part=group]').textContent).to.match(/Forecast\s*\S.*\d+ records?/s);
  const order = all(list, '.body > *').map((each) => each.getAttribute('part'));
  expect(order[0]).to.equal('group');
  expect(order.indexOf('group', 1) - 1, 'rows of the first group').to.equal(Number(/(\d+) records?/.exec(find(list, '[part=group]').textContent)![1]));
});

it('says whole what rows have in common at 320 px, with all their sums', async () => {
  for (const [lang, dir] of [['en', 'ltr'], ['ar', 'rtl']] as const) {
    const { list } = await show({ width: 320, groupBy: 'nextStep', columns: 'name amount probability', lang, dir });
    await waitUntil(() => find(list, '[part=group] .sums') !== null, 'heads of groups with sums');
    for (const group of all(list, '[part=group]')) {
      const box = group.getBoundingClientRect();
      for (const piece of group.querySelectorAll('.group-name > *, .sums > *')) {
        const { left, right, bottom } = piece.getBoundingClientRect();
        expect(piece.scrollWidth, piece.textContent).to.be.at.most(piece.clientWidth || piece.scrollWidth);
        expect(left, piece.textContent).to.be.at.least(box.left);
        expect(right, piece.textContent).to.be.at.most(box.right);
        expect(bottom, piece.textContent).to.be.at.most(box.bottom);
      }
    }
    const after = all(list, '.body > *')[1]!;
    expect(after.getBoundingClientRect().top).to.be.at.least(find(list, '[part=group]').getBoundingClientRect().bottom - 1);
  }
});

it('names stages of several processes as the language writes brackets', async () => {
  for (const [lang, words] of [['zh-CN', 'Qualify（New equipment）'], ['en', 'Qualify (New equipment)']] as const) {
    const { list } = await show({ lang });
    find(list, '[part=filter-button]').click();
    await waitUntil(() => find(list, 'dialog[open] .condition'));
    const field = find<HTMLSelectElement>(list, 'dialog[open] .condition select');
    field.value = 'stageId';
    field.dispatchEvent(new Event('change', { bubbles: true }));
    await waitUntil(() => find(list, 'dialog[open]').textContent.includes('Qualify'), 'the stages');
    expect(find(list, 'dialog[open]').textContent).to.contain(words);
  }
});

it('shows both values of a conflict, and why a change was refused', async () => {
  const { list, crm, backend } = await show({ columns: 'name amount' });
  const gate = backend.faults.hold('push');
  crm.deals.update('deal-02', { amount: { minor: 76_000_00, currency: 'EUR' } });
  await gate.arrived();
  backend.update('deal', 'deal-02', { amount: { minor: 72_900_00, currency: 'EUR' } });
  gate.release();
  await waitUntil(() => find(list, '[part~=conflict]')?.textContent.includes('€72,900'));
  find<HTMLFormElement>(list, '[part~=conflict]').requestSubmit();
  await waitUntil(() => find(list, '[part=parked]') === null);
  backend.faults.refuse({ table: 'deal', id: 'deal-03' }, 'locked', 'The deal is locked.');
  crm.deals.update('deal-03', { nextStep: 'x' });
  await waitUntil(() => find(list, '[part~=refused]') !== null);
  expect(find(list, '[part~=refused]').textContent).to.contain('The deal is locked.');
});
