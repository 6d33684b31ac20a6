import { createClient, type ClientOptions, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import { aTimeout, expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import { axeFaults as violations } from '../parts/axe-faults.fixture.ts';
import { Devtools } from './devtools.ts';
import type { DevtoolsTab } from './devtools-view.ts';
import './vinculo-devtools.ts';


const open: Vinculo[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((crm) => crm.close({ wipe: 'discard' })));
});

interface Made {
  readonly panel: Devtools;
  readonly backend: MemoryBackend;
  readonly crm: Vinculo;
}

interface Options {
  readonly tab?: DevtoolsTab;
  readonly lang?: string;
  readonly dir?: 'ltr' | 'rtl';
  readonly width?: number;
  readonly cache?: ClientOptions['cache'];
  readonly busy?: boolean;
}

/** A panel over a client with open queries, a refused change, and changes that wait. */
async function make({ tab = 'queries', lang = 'en', dir = 'ltr', width = 800, cache = 'memory', busy = true }: Options = {}): Promise<Made> {
  const backend = memoryBackend({ seed: demoSeed(Date.now()) });
  const crm = createClient({ adapter: backend.adapter(), cache });
  open.push(crm);
  if (busy) {
    const deals = crm.deals.query({ where: { stageId: 'stage-proposal' }, orderBy: ['rank'], limit: 2 });
    deals.subscribe();
    crm.deals.aggregate({ groupBy: ['stageId'], measures: { count: { op: 'count' } } }).subscribe();
    crm.contacts.query({ where: { search: 'amina' } }).subscribe();
    await deals.once();
    const [account] = (await crm.accounts.query({ limit: 1 }).once()).rows;
    backend.faults.refuse({ table: 'account' }, 'closed', 'The books are closed.');
    await crm.accounts.update(account!.id, { industry: 'Cold stores' }).synced.catch(() => {});
    backend.faults.offline();
    const { id } = crm.contacts.create({ name: 'New' });
    crm.contacts.update(id, { jobTitle: 'Buyer' });
    await waitUntil(() => crm.status.snapshot.connection === 'offline');
  }
  const box = await fixture<HTMLElement>(html`<div lang=${lang} dir=${dir}><vinculo-devtools .client=${crm} tab=${tab}></vinculo-devtools></div>`);
  box.style.setProperty('width', `${width}px`);
  const panel = box.querySelector('vinculo-devtools')!;
  await waitUntil(() => find(panel, '[role=tabpanel]'), 'no report came');
  return { panel, backend, crm };
}

const find = <T extends HTMLElement>(panel: Devtools, selector: string): T => panel.renderRoot.querySelector<T>(selector)!;
const all = <T extends HTMLElement>(panel: Devtools, selector: string): T[] => [...panel.renderRoot.querySelectorAll<T>(selector)];
const textOf = (panel: Devtools): string => find(panel, '[role=tabpanel]').textContent.replaceAll(/\s+/g, ' ');
const active = (panel: Devtools): HTMLElement | null => panel.shadowRoot!.activeElement as HTMLElement | null;
const allTabs: readonly DevtoolsTab[] = ['queries', 'nodes', 'tables', 'outbox', 'connection'];

for (const busy of [true, false]) for (const tab of allTabs) for (const scheme of ['light', 'dark']) {
  it(`${tab}, ${busy ? 'busy' : 'idle'}: no accessibility rule is broken (${scheme}), and no style attribute is written`, async () => {
    const { panel } = await make({ tab, busy });
    panel.parentElement!.style.setProperty('color-scheme', scheme);
    panel.parentElement!.style.setProperty('background', scheme === 'dark' ? '#16181d' : '#fff');
    await Promise.all(panel.shadowRoot!.getAnimations().map((each) => each.finished));
    expect(await violations(panel)).to.deep.equal([]);
    expect(panel.renderRoot.querySelectorAll('[style], script').length).to.equal(0);
  });
}

it('tells open queries without the values they ask for', async () => {
  const { panel } = await make();
  const rows = all(panel, '[part=row]');
  expect(rows.length).to.equal(3);
  const asked = rows.map((row) => row.textContent).find((said) => said.includes('stage-proposal'));
  expect(asked).to.contain('deal').and.to.contain('limit').and.to.contain('memory');
  expect(textOf(panel)).to.contain('…').and.not.to.contain('amina');
});

it('tells shared nodes and tables', async () => {
  const { panel } = await make({ tab: 'nodes' });
  expect(textOf(panel)).to.contain('deal').and.to.contain('groupBy');
  panel.tab = 'tables';
  await panel.updateComplete;
  expect(textOf(panel)).to.contain('contact').and.to.contain('whole, not checked');
});

it('tells what stands on disk', async () => {
  const { panel, crm } = await make({ tab: 'tables', cache: 'disk', busy: false });
  crm.accounts.query().subscribe();
  await waitUntil(() => all(panel, '[part=row]').some((row) => row.textContent.includes('account') && /in \d+ lea/.test(row.textContent)), 'nothing on disk', { timeout: 5000 });
  panel.tab = 'connection';
  await panel.updateComplete;
  expect(textOf(panel)).to.contain('this tab').and.to.contain('on disk').and.to.contain('Lead number');
});

it('says why changes wait, and sends a refused one again when it is told to', async () => {
  const { panel, crm } = await make({ tab: 'outbox' });
  const rows = all(panel, '[part=row]');
  expect(rows.map((row) => row.querySelector('[part=badge]')!.textContent)).to.deep.equal(['refused', 'waiting', 'waiting']);
  expect(rows[0]!.textContent).to.contain('closed').and.to.contain('industry');
  expect(rows[1]!.textContent).to.contain('no connection');
  expect(rows[2]!.textContent).to.contain('after #');
  const asked = oneEvent(panel, 'vinculo-change-retry');
  const done = oneEvent(panel, 'vinculo-change-retried');
  find<HTMLButtonElement>(panel, '[part=row] button').click();
  expect((await asked).detail.table).to.equal('account');
  await done;
  await waitUntil(() => crm.outbox.snapshot.every((entry) => entry.state === 'waiting'));
  await waitUntil(() => all(panel, '[part=row]').every((row) => row.querySelector('[part=badge]')!.textContent === 'waiting'));
});

it('asks before it discards, gives focus on, and lets the page forbid it', async () => {
  const { panel, crm } = await make({ tab: 'outbox' });
  const discard = (): HTMLButtonElement => find<HTMLButtonElement>(panel, '[part=row] .quiet');
  panel.addEventListener('vinculo-change-discard', (event) => event.preventDefault(), { once: true });
  discard().click();
  await panel.updateComplete;
  find<HTMLButtonElement>(panel, 'dialog [type=submit]').click();
  expect(crm.outbox.snapshot.length).to.equal(3);
  discard().focus();
  discard().click();
  await panel.updateComplete;
  expect(find(panel, 'dialog').textContent).to.contain('update account/');
  const done = oneEvent(panel, 'vinculo-change-discarded');
  find<HTMLButtonElement>(panel, 'dialog [type=submit]').click();
  await done;
  await waitUntil(() => all(panel, '[part=row]').length === 2);
  expect(active(panel), 'focus is in the panel').not.to.equal(null);
});

it('is moved through by keys', async () => {
  const { panel } = await make();
  const tab = (): HTMLElement => find(panel, '[role=tab][aria-selected=true]');
  const press = async (key: string): Promise<void> => {
    tab().dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    await panel.updateComplete;
    await aTimeout(0);
  };
  tab().focus();
  for (const [key, name] of [['ArrowRight', 'nodes'], ['End', 'connection'], ['ArrowRight', 'queries'], ['ArrowLeft', 'connection'], ['Home', 'queries']] as const) {
    await press(key);
    expect(panel.tab).to.equal(name);
    expect(active(panel)).to.equal(tab());
    expect(all(panel, '[role=tab][tabindex="0"]').length).to.equal(1);
    expect(find(panel, '[role=tabpanel]').getAttribute('aria-labelledby')).to.equal(tab().id);
  }
});

it('goes the other way round where text does', async () => {
  const { panel } = await make({ dir: 'rtl' });
  find(panel, '[role=tab]').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true, cancelable: true }));
  expect(panel.tab).to.equal('nodes');
});

it('stands still while paused, and says so', async () => {
  const { panel, crm } = await make({ busy: false });
  await waitUntil(() => panel.renderRoot.querySelector('[part=header] .badge.good'));
  const [pause] = all<HTMLButtonElement>(panel, '[part=header] button');
  pause!.click();
  await panel.updateComplete;
  expect(pause!.getAttribute('aria-pressed')).to.equal('true');
  expect(find(panel, '[part=header]').textContent).to.contain('Paused, as of');
  crm.accounts.query().subscribe();
  await crm.accounts.query().once();
  expect(all(panel, '[part=row]').length).to.equal(0);
  pause!.click();
  await waitUntil(() => all(panel, '[part=row]').length === 1);
});

it('copies the report as JSON', async () => {
  const { panel } = await make({ busy: false });
  let copied = '';
  const { clipboard } = navigator;
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text: string) => void (copied = text) } });
  try {
    all<HTMLButtonElement>(panel, '[part=header] button')[1]!.click();
    await waitUntil(() => find(panel, '[aria-live]').textContent === 'Copied');
  } finally {
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: clipboard });
  }
  expect(JSON.parse(copied)).to.include({ values: false }).and.to.have.keys(['at', 'values', 'queries', 'nodes', 'tables', 'outbox', 'lead', 'connection', 'storage', 'access']);
});

it('tries the connection when it is told to', async () => {
  const { panel, backend, crm } = await make({ tab: 'connection' });
  backend.faults.online();
  find<HTMLButtonElement>(panel, '[role=tabpanel] button').click();
  await waitUntil(() => crm.status.snapshot.connection === 'online');
  await waitUntil(() => textOf(panel).includes('online'));
  expect(find(panel, '[part=header] .badge').textContent).to.equal('online');
  expect(find(panel, '[role=tabpanel] button'), 'nothing to try any more').to.equal(null);
});

it('speaks Chinese', async () => {
  const { panel } = await make({ lang: 'zh-CN', tab: 'outbox' });
  expect(find(panel, 'header').textContent).to.contain('Vinculo 开发者工具').and.to.contain('离线');
  expect(textOf(panel)).to.contain('被拒绝').and.to.contain('没有连接');
});

for (const [lang, dir] of [['en', 'ltr'], ['de', 'ltr'], ['ar', 'rtl']] as const) for (const tab of allTabs) {
  it(`${tab} overflows nowhere at 320 px (${lang})`, async () => {
    const { panel } = await make({ width: 320, lang, dir, tab });
    const bounds = find(panel, '[role=tabpanel]').getBoundingClientRect();
    for (const each of all(panel, '[role=tabpanel] :is(button, code, .badge, td > div, dd, th[scope=row])')) {
      const { left, right, width } = each.getBoundingClientRect();
      if (width > 0) expect(left >= bounds.left - 0.5 && right <= bounds.right + 0.5, each.outerHTML).to.equal(true);
    }
    expect(find(panel, '[role=tabpanel]').scrollWidth).to.be.at.most(Math.ceil(bounds.width));
  });
}

it('offers targets of at least 24 px', async () => {
  const { panel } = await make({ tab: 'outbox' });
  for (const each of all(panel, 'button')) expect(each.getBoundingClientRect().height, each.outerHTML).to.be.at.least(24);
});

it('marks the chosen tab and focus where colours are forced', () => {
  const rules = Devtools.styles.flatMap((sheet) => [...sheet.styleSheet!.cssRules]).filter((rule): rule is CSSMediaRule => rule instanceof CSSMediaRule && rule.conditionText.includes('forced-colors'));
  const text = rules.map((rule) => rule.cssText).join(' ');
  expect(text).to.contain('.tab[aria-selected').and.to.contain('--v-focus');
});

it('warns of an unknown tab and shows the first', async () => {
  const said: string[] = [];
  const { warn } = console;
  console.warn = (text: string) => void said.push(text);
  try {
    const { panel } = await make({ busy: false });
    panel.setAttribute('tab', 'nonsense');
    await panel.updateComplete;
    expect(find(panel, '[role=tab][aria-selected=true]').id).to.equal('tab-queries');
    expect(said.some((text) => text.includes('nonsense'))).to.equal(true);
  } finally {
    console.warn = warn;
  }
});

it('says that there is no client, after giving one time to come', async () => {
  const panel = await fixture<Devtools>(html`<vinculo-devtools lang="en"></vinculo-devtools>`);
  expect(find(panel, '[part=skeleton]')).not.to.equal(null);
  await waitUntil(() => panel.renderRoot.querySelector('[part~=no-client]'), undefined, { timeout: 3_000 });
  expect(await violations(panel)).to.deep.equal([]);
});
