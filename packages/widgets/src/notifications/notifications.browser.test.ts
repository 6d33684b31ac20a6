import { createClient, type AnyRow, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, oneEvent, waitUntil } from '@open-wc/testing';
import { one } from '../parts/shadow.fixture.ts';
import { axeFaults } from '../parts/axe-faults.fixture.ts';
import './vinculo-notifications.ts';
import type { Notifications } from './notifications.ts';

let backend: MemoryBackend;
let crm: Vinculo;
afterEach(() => crm.close());

const at = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
const note = (id: string, more: object = {}): AnyRow => ({ id, userId: 'user-katarzyna', kind: 'assigned', text: `About ${id}`, at: at(-30), table: 'ticket', recordId: 'tick-1', ...more });

async function show({ lang = 'en', dir = 'ltr', rows = [note('a'), note('b', { kind: 'late', at: at(-10) }), note('c', { readAt: at(-5), at: at(-90) }), note('hers', { userId: 'user-shira' })], before = () => {} }: { lang?: string; dir?: string; rows?: readonly AnyRow[]; before?: () => void } = {}): Promise<Notifications> {
  backend = memoryBackend({ seed: { ...demoSeed(Date.now()), notification: rows } });
  before();
  crm = createClient({ adapter: backend.adapter() });
  const box = fixtureSync<HTMLElement>(html`<div lang=${lang} dir=${dir}></div>`);
  const element = document.createElement('vinculo-notifications');
  element.client = crm;
  box.append(element);
  await waitUntil(() => element.shadowRoot?.querySelector('.bell'));
  return element;
}

async function open(element: Notifications): Promise<void> {
  one(element, '.bell').click();
  await waitUntil(() => element.shadowRoot!.querySelector('#panel h2'));
}
const notes = (element: Notifications): string[] => [...element.shadowRoot!.querySelectorAll('.note .link')].map((each) => each.textContent);

it('counts what is unread and lists it, newest first, of the signed-in person alone', async () => {
  const element = await show();
  await waitUntil(() => one(element, '.bell').getAttribute('aria-label') === 'Notifications, 2 unread');
  expect(one(element, '.number').textContent).to.equal('2');
  await open(element);
  expect(notes(element)).to.deep.equal(['About b', 'About a', 'About c']);
  expect(element.matches(':state(unread)')).to.equal(true);
});

it('opens what it is about, and notes that it was read', async () => {
  const element = await show();
  await waitUntil(() => element.shadowRoot!.querySelector('.number'));
  await open(element);
  const opened = oneEvent(element, 'vinculo-record-open');
  one(element, '.note .link').click();
  expect((await opened).detail).to.deep.equal({ table: 'ticket', id: 'tick-1' });
  await waitUntil(() => typeof backend.row('notification', 'b')!['readAt'] === 'string');
  await waitUntil(() => one(element, '.number').textContent === '1');
});

it('marks all as read', async () => {
  const element = await show();
  await waitUntil(() => element.shadowRoot!.querySelector('.number'));
  await open(element);
  one(element, '.bar button').click();
  await waitUntil(() => !element.shadowRoot!.querySelector('.number'));
  await waitUntil(() => ['a', 'b'].every((id) => typeof backend.row('notification', id)!['readAt'] === 'string'));
  expect(backend.row('notification', 'hers')!['readAt'] ?? null).to.equal(null);
});

it('tells what arrives', async () => {
  const element = await show();
  await waitUntil(() => element.shadowRoot!.querySelector('.number'));
  backend.write('notification', note('new', { text: 'Ticket T-1042 was answered', at: at(0), kind: 'answered' }));
  await waitUntil(() => one(element, '[aria-live]').textContent.includes('T-1042'), 'it is said', { timeout: 4000 });
  await waitUntil(() => one(element, '.number').textContent === '3');
  expect(element.matches(':state(unread)')).to.equal(true);
});

for (const scheme of ['light', 'dark']) {
  for (const [lang, dir] of [['en', 'ltr'], ['zh-CN', 'ltr'], ['ar', 'rtl']] as const) {
    it(`breaks no rule of accessibility (${scheme}, ${lang})`, async () => {
      const element = await show({ lang, dir });
      element.style.setProperty('color-scheme', scheme);
      await waitUntil(() => element.shadowRoot!.querySelector('.number'));
      await open(element);
      expect(await axeFaults(element)).to.deep.equal([]);
    });
  }
}

it('says that a server which never answered cannot be reached, and tries again', async () => {
  const failed = oneEvent(document, 'vinculo-error');
  const element = await show({ before: () => backend.faults.offline() });
  await open(element);
  await waitUntil(() => element.shadowRoot!.querySelector('[part~=error]'), 'the error', { timeout: 5_000 });
  expect((await failed).detail.code).to.equal('offline');
  backend.faults.online();
  one(element, '[part~=error] button').click();
  await waitUntil(() => notes(element).length === 3, 'the list', { timeout: 5_000 });
});

it('says that there is nothing', async () => {
  const element = await show({ rows: [] });
  await open(element);
  await waitUntil(() => element.shadowRoot!.querySelector('[part~=empty]'));
  expect(element.shadowRoot!.querySelector('.number')).to.equal(null);
});
