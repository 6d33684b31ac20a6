import { createClient, type ClientOptions, type Status, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, oneEvent, waitUntil } from '@open-wc/testing';
import { one, text } from '../parts/shadow.fixture.ts';
import { axeFaults, layoutFaults } from '../parts/axe-faults.fixture.ts';
import './vinculo-outbox.ts';
import type { Outbox } from './outbox.ts';

let backend: MemoryBackend;
let crm: Vinculo;
let mend: () => void;
afterEach(() => crm.close());

interface Options { lang?: string; dir?: string; width?: number; work?: () => Promise<void> | void; drawn?: string; client?: Partial<ClientOptions>; status?: Partial<Status> }

async function show({ lang = 'en', dir = 'ltr', width = 640, work, drawn = '[part=change]', client, status }: Options = {}): Promise<Outbox> {
  backend = memoryBackend({ seed: demoSeed(Date.now()) });
  crm = createClient({ adapter: backend.adapter(), ...client });
  // The tables that the tests write are here, as on a page that is worked in.
  await Promise.all([crm.contacts.query().once(), crm.deals.query().once()]);
  await work?.();
  const box = fixtureSync<HTMLElement>(html`<div lang=${lang} dir=${dir}></div>`);
  box.style.setProperty('width', `${width}px`);
  const outbox = document.createElement('vinculo-outbox');
  // What storage does cannot be had in a test page; the status that tells of it can.
  const said = status && { snapshot: { ...crm.status.snapshot, ...status }, subscribe: () => ({ unsubscribe() {} }) };
  outbox.client = said ? (Object.create(crm, { status: { value: said } }) as Vinculo) : crm;
  box.append(outbox);
  await waitUntil(() => outbox.shadowRoot?.querySelector(drawn), `no ${drawn}`, { timeout: 5000 });
  return outbox;
}

const click = (outbox: Outbox, word: string, inside = 'section'): void => [...outbox.shadowRoot!.querySelectorAll<HTMLElement>(`${inside} button`)].find((each) => each.textContent.trim() === word)!.click();

async function refuse(): Promise<void> {
  mend = backend.faults.refuse({ table: 'contact', id: 'con-amina' }, 'locked', 'This customer is locked.');
  await crm.contacts.update('con-amina', { jobTitle: 'CEO' }).synced.catch(() => {});
}

async function conflict(): Promise<void> {
  backend.faults.offline();
  const change = crm.contacts.update('con-jonas', { name: 'Jonas B.' });
  await waitUntil(() => crm.status.snapshot.connection === 'offline');
  backend.update('contact', 'con-jonas', { name: 'Jonas Brandt-Weiss' });
  backend.faults.online();
  crm.retry();
  await change.synced.catch(() => {});
}

async function wait(): Promise<void> {
  backend.faults.offline();
  crm.contacts.update('con-maria', { jobTitle: 'Director' });
  crm.contacts.create({ name: 'Noor' });
  await waitUntil(() => crm.status.snapshot.connection === 'offline');
}

const everything = async (): Promise<void> => { await refuse(); await conflict(); await wait(); };

it('says what waits: of which record, what, and why', async () => {
  const outbox = await show({ work: wait });
  await waitUntil(() => text(outbox, '[part=waiting]').includes('María Fernanda Ríos'));
  const said = text(outbox, '[part=waiting]');
  expect(said).to.contain('On the way2').and.to.contain('Gerente').and.to.contain('Director').and.to.contain('Goes when the connection is back').and.to.contain('Noor');
  expect(text(outbox, '[part=header]')).to.contain('Offline');
  expect(outbox.matches(':state(waiting)')).to.equal(true);
  const opened = oneEvent(outbox, 'vinculo-record-open');
  one(outbox, '[part=link]').click();
  expect((await opened).detail).to.deep.equal({ table: 'contact', id: 'con-maria' });
  backend.faults.online();
  one(outbox, '[part=header] button').click();
  await waitUntil(() => outbox.shadowRoot!.querySelector('[part~=empty]'), 'all is sent', { timeout: 4000 });
  expect(backend.row('contact', 'con-maria')!['jobTitle']).to.equal('Director');
});

for (const scheme of ['light', 'dark']) {
  for (const [lang, dir] of [['en', 'ltr'], ['zh-CN', 'ltr'], ['ar', 'rtl']] as const) {
    it(`breaks no rule of accessibility or layout (${scheme}, ${lang})`, async () => {
      const outbox = await show({ lang, dir, width: 320, work: everything });
      outbox.style.setProperty('color-scheme', scheme);
      await waitUntil(() => outbox.shadowRoot!.querySelector('[part~=conflict]') && outbox.shadowRoot!.querySelector('[part~=refused]'));
      expect(await axeFaults(outbox)).to.deep.equal([]);
      expect(layoutFaults(outbox)).to.deep.equal([]);
    });
  }
}

it('takes a change back, after it was asked twice', async () => {
  const outbox = await show({ work: wait });
  const events: string[] = [];
  for (const name of ['vinculo-change-discard', 'vinculo-change-discarded']) outbox.addEventListener(name, (event) => events.push(event.type));
  one(outbox, '[part=take-back]').click();
  await waitUntil(() => outbox.shadowRoot!.querySelector('dialog[open]'));
  expect(text(outbox, 'dialog[open]')).to.contain('Take this change back?');
  one(outbox, 'dialog[open] [type=submit]').click();
  await waitUntil(() => outbox.shadowRoot!.querySelectorAll('[part=change]').length === 1);
  expect(events).to.deep.equal(['vinculo-change-discard', 'vinculo-change-discarded']);
  expect((await crm.contacts.get('con-maria'))!.jobTitle).to.equal('Gerente');
});

it('mends what was refused and sends it again', async () => {
  const outbox = await show({ work: refuse });
  expect(text(outbox, '[part~=refused]')).to.contain('Amina Okonkwo-Bauer').and.to.contain('This customer is locked.').and.to.contain('CEO');
  click(outbox, 'Edit');
  await waitUntil(() => outbox.shadowRoot!.querySelector('dialog[open] [name=jobTitle]'));
  mend();
  one<HTMLInputElement>(outbox, 'dialog[open] [name=jobTitle]').value = 'Managing director';
  one<HTMLFormElement>(outbox, 'dialog[open] form').requestSubmit();
  await waitUntil(() => backend.row('contact', 'con-amina')!['jobTitle'] === 'Managing director');
  await waitUntil(() => outbox.shadowRoot!.querySelector('[part~=empty]'));
});

it('sends again what was refused, as it was', async () => {
  const outbox = await show({ work: refuse });
  mend();
  click(outbox, 'Retry');
  await waitUntil(() => backend.row('contact', 'con-amina')!['jobTitle'] === 'CEO');
  expect(crm.outbox.snapshot).to.deep.equal([]);
});

it('shows both sides of a conflict and takes the one that is chosen', async () => {
  const outbox = await show({ work: conflict });
  expect(text(outbox, '[part~=conflict]')).to.contain('Jonas B.').and.to.contain('Jonas Brandt-Weiss').and.to.contain('Before: “\u2068Jonas Brandt\u2069”.');
  expect(outbox.matches(':state(undecided)')).to.equal(true);
  one<HTMLInputElement>(outbox, '[value=theirs]').click();
  one<HTMLFormElement>(outbox, '[part~=conflict]').requestSubmit();
  await waitUntil(() => outbox.shadowRoot!.querySelector('[part~=empty]'));
  expect(backend.row('contact', 'con-jonas')!['name']).to.equal('Jonas Brandt-Weiss');
});

it('lists what a restored server lost, and sends it all again', async () => {
  const outbox = await show({
    work: async () => {
      const restore = backend.backup();
      await crm.contacts.create({ name: 'Ana' }).synced;
      await crm.contacts.update('con-amina', { jobTitle: 'CEO' }).synced;
      restore();
      await waitUntil(() => crm.outbox.snapshot.length === 2, 'what was lost', { timeout: 4000 });
    }, drawn: '[part=lost]',
  });
  expect(text(outbox, '[part=lost]')).to.contain('Ana').and.to.contain('The server does not have this record any more.').and.to.contain('The server has this record as it was before.').and.to.contain('CEO');
  click(outbox, 'Send all again (2)');
  await waitUntil(() => backend.rows('contact').some((each) => each['name'] === 'Ana') && backend.row('contact', 'con-amina')!['jobTitle'] === 'CEO', 'both are there again', { timeout: 4000 });
  await waitUntil(() => outbox.shadowRoot!.querySelector('[part~=empty]'));
});

it('says whose value an own edit covered, and puts it back', async () => {
  const outbox = await show({
    work: async () => {
      backend.faults.offline();
      crm.contacts.update('con-amina', { jobTitle: 'CEO' });
      await waitUntil(() => crm.status.snapshot.connection === 'offline');
      backend.update('contact', 'con-amina', { jobTitle: 'Head of everything' });
      backend.faults.online();
      crm.retry();
      await waitUntil(() => crm.notices.snapshot.length === 1, 'the notice', { timeout: 4000 });
    }, drawn: '[part=notices]',
  });
  await waitUntil(() => text(outbox, '[part=notices]').includes('Amina Okonkwo-Bauer'));
  expect(text(outbox, '[part=notices]')).to.contain('Head of everything');
  one(outbox, '[part=restore]').click();
  await waitUntil(() => backend.row('contact', 'con-amina')!['jobTitle'] === 'Head of everything');
});

it('says which of the own fields of a company an own edit covered, and puts that one back', async () => {
  const stood = backend.row('contact', 'con-amina')!.custom ?? {};
  const outbox = await show({
    work: async () => {
      backend.faults.offline();
      crm.contacts.update('con-amina', { custom: { colour: 'green', size: 4 } });
      await waitUntil(() => crm.status.snapshot.connection === 'offline');
      backend.update('contact', 'con-amina', { custom: { ...stood, colour: 'blue' } });
      backend.faults.online();
      crm.retry();
      await waitUntil(() => crm.notices.snapshot.length === 1, 'the notice', { timeout: 4000 });
    }, drawn: '[part=notices]',
  });
  await waitUntil(() => text(outbox, '[part=notices]').includes('Amina Okonkwo-Bauer'));
  expect(text(outbox, '[part=notices]')).to.contain('colour').and.to.contain('blue').and.not.to.contain('size');
  one(outbox, '[part=restore]').click();
  await waitUntil(() => (backend.row('contact', 'con-amina')!.custom ?? {})['colour'] === 'blue');
  expect(backend.row('contact', 'con-amina')!.custom).to.deep.equal({ ...stood, colour: 'blue', size: 4 });
});

describe('what is amiss', () => {
  for (const [name, status, words] of [
    ['a full disk', { storage: { code: 'quota' } }, 'no room left'], ['a private window', { storage: { code: 'unavailable' } }, 'keeps nothing here'], ['a newer tab', { storage: { code: 'newer_schema' } }, 'newer version'],
    ['a part that did not load', { notLoaded: { code: 'not_loaded' } }, 'did not load'], ['access that ended', { lost: 3 }, 'no server had them: 3'], ['a check that is due', { accessCheckDue: true }, 'checked what you may see'],
  ] as const) {
    it(`is said in plain words: ${name}`, async () => {
      // Of an error only its code is read.
      const outbox = await show({ status: status as unknown as Partial<Status>, drawn: '[part=troubles]' });
      expect(text(outbox, '[part=troubles]')).to.contain(words);
      expect(await axeFaults(outbox)).to.deep.equal([]);
    });
  }
});

it('shows a part of many, and more on demand', async () => {
  const outbox = await show({ work: async () => { backend.faults.offline(); for (let i = 0; i < 120; i++) crm.contacts.create({ name: `Noor ${i}` }); await waitUntil(() => crm.status.snapshot.connection === 'offline'); } });
  expect(outbox.shadowRoot!.querySelectorAll('[part=change]').length).to.equal(50);
  one(outbox, '[part=more]').click();
  await outbox.updateComplete;
  expect(outbox.shadowRoot!.querySelectorAll('[part=change]').length).to.equal(100);
});

it('without a client says so', async () => {
  const box = fixtureSync<HTMLElement>(html`<div lang="en"><vinculo-outbox></vinculo-outbox></div>`);
  const outbox = box.querySelector('vinculo-outbox')!;
  await waitUntil(() => outbox.shadowRoot?.querySelector('[part~=no-client]'), 'no client', { timeout: 3000 });
  expect(outbox.shadowRoot!.querySelector('[part~=skeleton]')).to.equal(null);
});
