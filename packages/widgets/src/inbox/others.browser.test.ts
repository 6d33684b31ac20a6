import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, waitUntil } from '@open-wc/testing';
import { axeFaults } from '../parts/axe-faults.fixture.ts';
import './vinculo-inbox.ts';


let crm: Vinculo | undefined;
afterEach(async () => { await crm?.close(); });

const [mine, theirs] = demoSeed(0)['user']!.map(({ id }) => id) as [string, string];
const theirName = String(demoSeed(0)['user']![1]!['name']);

it('the queue names who looks at a ticket and who is replying, in their row alone', async () => {
  const backend = memoryBackend({ seed: demoSeed(Date.now()) });
  crm = createClient({ adapter: backend.adapter(mine) });
  const box = fixtureSync<HTMLElement>(html`<div lang="en"></div>`);
  box.style.setProperty('width', '860px');
  const inbox = document.createElement('vinculo-inbox');
  inbox.view = 'all';
  inbox.client = crm;
  box.append(inbox);
  const lines = (): (string | null)[][] => [...inbox.shadowRoot!.querySelectorAll('[part~="others"]')].map((each) => [each.closest('[data-row]')!.getAttribute('data-row'), each.textContent.trim()]);
  const say = (doing: 'looking' | 'writing'): Promise<unknown> => backend.adapter(theirs).presence!({ page: 'x', at: [{ table: 'ticket', id: 'tick-1', doing }], of: [] });
  await waitUntil(() => inbox.shadowRoot!.querySelector('[data-row="tick-1"]'), 'the queue to be drawn', { timeout: 5_000 });
  await say('looking');
  await waitUntil(() => lines().length > 0, 'they look', { timeout: 6_000 });
  expect(lines()).to.deep.equal([['tick-1', `${theirName} is looking at this too`]]);
  await say('writing');
  await waitUntil(() => lines()[0]?.[1] === `${theirName} is replying`, 'they reply', { timeout: 6_000 });
  expect(lines()).to.have.length(1);
  expect(await axeFaults(inbox)).to.deep.equal([]);
});
