import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend } from '@vinculo/sdk/testing';
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import '@vinculo/widgets/list';
import type { RecordList } from '@vinculo/widgets/list';
import './vinculo-pipeline-board.ts';
import type { PipelineBoard } from './pipeline-board.ts';

// In a file of its own: with a list on the page every board has the switch. The list comes as a page brings it: widgets do not import each other.
let crm: Vinculo;
before(() => { crm = createClient({ adapter: memoryBackend({ seed: demoSeed() }).adapter('user-katarzyna') }); });
after(() => crm.close());

it('looks for the same in list and board, and is one panel', async () => {
  const box = await fixture<HTMLElement>(html`<div lang="en"><vinculo-pipeline-board .client=${crm} search="a"></vinculo-pipeline-board></div>`);
  box.style.setProperty('width', '1100px');
  const board = box.querySelector<PipelineBoard>('vinculo-pipeline-board')!;
  const views: unknown[] = [];
  box.addEventListener('vinculo-view-change', (event) => views.push((event as CustomEvent).detail));
  await waitUntil(() => board.renderRoot.querySelector('li[data-deal]') !== null && board.renderRoot.querySelector('dialog') !== null, 'the board', { timeout: 8000 });
  // No control of the bar stands on a line of its own.
  const [search, add] = ['search', 'new'].map((part) => board.renderRoot.querySelector(`[part~=${part}]`)!.getBoundingClientRect());
  expect(Math.abs(search!.top - add!.top)).to.be.below(4);
  const foot = board.renderRoot.querySelector<HTMLElement>('[part=status]')!;
  expect(foot.textContent).to.contain('Drag');
  board.layout = 'list';
  await waitUntil(() => board.renderRoot.querySelector<RecordList>('[part=list]')?.renderRoot.querySelector('[part~=row]') != null, 'the list', { timeout: 8000 });
  const list = board.renderRoot.querySelector<RecordList>('[part=list]')!;
  expect([list.search, list.mine]).to.deep.equal(['a', false]);
  board.mine = true;
  await waitUntil(() => list.mine);
  expect(views).to.deep.equal([]);
  list.show({ search: 'e', sort: 'name' });
  await waitUntil(() => board.search === 'e');
  list.show({ sort: '-name' });
  // A view of the board, not of the list in it; of the list's columns and order the page hears nothing.
  expect(views).to.deep.equal([{ ...board.view, search: 'e', mine: true }]);
  // What is filtered in one of the two is in the other.
  list.show({ filters: [{ field: 'ownerId', op: 'is', values: ['user-katarzyna'] }] });
  await waitUntil(() => board.filters.length === 1 && list.isConnected);
  expect(board.renderRoot.querySelector('[part=filters]')).to.equal(null);
  board.filters = [{ field: 'forecast', op: 'filled', values: [] }];
  await waitUntil(() => list.filters[0]?.field === 'forecast');
  await board.updateComplete;
  expect([foot.textContent.trim(), foot.offsetHeight]).to.deep.equal(['', 0]);
  expect(getComputedStyle(list.renderRoot.querySelector('[part=frame]')!).borderTopWidth).to.equal('0px');
  board.layout = 'board';
  await waitUntil(() => board.renderRoot.querySelector('li[data-deal]') !== null && board.renderRoot.querySelector('[part=chip]') !== null);
  expect(board.renderRoot.querySelector<HTMLInputElement>('[part=search] input')!.value).to.equal('e');
});
