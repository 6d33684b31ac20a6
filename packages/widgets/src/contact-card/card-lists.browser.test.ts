import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, waitUntil } from '@open-wc/testing';
import { axeFaults as faults } from '../parts/axe-faults.fixture.ts';
import { all, one, press, text } from '../parts/shadow.fixture.ts';
import type { ContactCard } from './vinculo-contact-card.ts';
import './vinculo-contact-card.ts';

let backend: MemoryBackend;
let crm: Vinculo;
beforeEach(() => {
  backend = memoryBackend({ seed: demoSeed(Date.now()) });
  crm = createClient({ adapter: backend.adapter() });
});
afterEach(() => crm.close());

async function show(id: string, { lang = 'en', dir = 'ltr', width = 400, scheme = 'light', account = false } = {}): Promise<ContactCard> {
  const box = fixtureSync<HTMLElement>(html`<div lang=${lang} dir=${dir}></div>`);
  box.style.setProperty('width', `${width}px`);
  box.style.setProperty('color-scheme', scheme);
  box.style.setProperty('background', 'Canvas');
  const card = document.createElement('vinculo-contact-card');
  card.setAttribute(account ? 'account-id' : 'contact-id', id);
  card.client = crm;
  box.append(card);
  await waitUntil(() => !card.matches(':state(loading)') && card.shadowRoot!.querySelector('[part="fields"]') && !card.shadowRoot!.querySelector('.bone'), 'the card to be drawn', { timeout: 5_000 });
  return card;
}

const soon = (holds: () => unknown, what: string): Promise<void> => waitUntil(holds, what, { timeout: 5_000 });
const items = (table: string, id: string, field: string): readonly Record<string, unknown>[] => (backend.row(table, id)![field] ?? []) as readonly Record<string, unknown>[];

async function open(card: ContactCard, field: string): Promise<void> {
  one(card, `[data-edit="${field}"]`).click();
  await soon(() => all(card, '.items').length > 0, `the editor of ${field}`);
}

async function add(card: ContactCard, label: string): Promise<void> {
  one(card, '[data-menu="more"]').click();
  await soon(() => all(card, '[role="menuitem"]').length > 0, 'the menu');
  const item = all(card, '[role="menuitem"]').find((each) => each.textContent.trim() === label);
  if (!item) throw new Error(`the menu offers ${all(card, '[role="menuitem"]').map((each) => each.textContent.trim()).join(', ')}`);
  item.click();
  await soon(() => all(card, '[data-editing]').length > 0, 'the editor');
}

function type(card: ContactCard, name: string, value: string): void {
  const input = one<HTMLInputElement>(card, `input[name="${name}"]`);
  input.value = value;
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

describe('addresses', () => {
  it('are edited together, written once, said, and taken back', async () => {
    const card = await show('con-amina');
    const patches: unknown[] = [];
    card.addEventListener('vinculo-contact-change', (event) => patches.push(Object.keys((event as CustomEvent<{ patch: object }>).detail.patch)));
    await open(card, 'addresses');
    expect(card.shadowRoot!.activeElement).to.equal(all(card, '.items input')[0]);
    expect(all<HTMLInputElement>(card, '.items input').map((each) => each.placeholder)).to.deep.equal(['Street', 'Postcode', 'City', 'Region', 'Country code']);
    type(card, 'addresses.0.street', 'Am Sandtorkai 40');
    press(one(card, 'input[name="addresses.0.street"]'), 'Enter');
    await soon(() => items('contact', 'con-amina', 'addresses')[0]!['street'] === 'Am Sandtorkai 40', 'the address to be written');
    expect(patches).to.deep.equal([['addresses']]);
    expect(items('contact', 'con-amina', 'addresses')[0]).to.include({ id: 'a-ao', postcode: '20457', city: 'Hamburg', country: 'DE' });
    expect(text(card, '[part~="addresses"]')).to.contain('Am Sandtorkai 40');
    expect(text(card, '[role="status"][aria-live]')).to.equal('Address changed');
    await soon(() => card.shadowRoot!.activeElement === one(card, '[data-edit="addresses"]'), 'the focus to be back at the pencil');
    one(card, '[part="undo"]').click();
    await soon(() => items('contact', 'con-amina', 'addresses')[0]!['street'] === 'Am Sandtorkai 37', 'the address to be as it was');
  });

  it('begin with a first one from the menu, of an account too', async () => {
    const card = await show('acc-polar', { account: true });
    if (items('account', 'acc-polar', 'addresses').length > 0) {
      backend.update('account', 'acc-polar', { addresses: [] });
      await soon(() => all(card, '[part~="addresses"]').length === 0, 'the address to go');
    }
    await add(card, 'Add address');
    type(card, 'addresses.0.street', 'Hafenstraße 4');
    type(card, 'addresses.0.country', 'ch');
    one(card, '[part="save"]').click();
    await soon(() => items('account', 'acc-polar', 'addresses').length === 1, 'the address to be written');
    expect(items('account', 'acc-polar', 'addresses')[0]).to.include({ street: 'Hafenstraße 4', country: 'CH' });
    await soon(() => text(card, '[part~="addresses"]').includes('Switzerland'), 'the address to be shown');
  });

  it('say what is wrong, keep what was typed, and leave all as it was on Escape', async () => {
    const card = await show('con-amina');
    await open(card, 'addresses');
    type(card, 'addresses.0.country', 'Germany');
    one(card, '[part="save"]').click();
    await soon(() => all(card, '[role="alert"]').length > 0, 'the problem');
    expect(one<HTMLInputElement>(card, 'input[name="addresses.0.country"]').value).to.equal('Germany');
    press(one(card, 'input[name="addresses.0.country"]'), 'Escape');
    await card.updateComplete;
    expect(crm.outbox.snapshot).to.deep.equal([]);
    await open(card, 'addresses');
    expect(one<HTMLInputElement>(card, 'input[name="addresses.0.country"]').value).to.equal('DE');
  });

  it('that are refused are written again from what was typed', async () => {
    const card = await show('con-amina');
    const accept = backend.faults.refuse({ table: 'contact' }, 'locked', 'Addresses are kept in SAP.');
    await open(card, 'addresses');
    type(card, 'addresses.0.city', 'Altona');
    one(card, '[part="save"]').click();
    await soon(() => all(card, '[part~="refused"]').length > 0, 'the refusal');
    expect(text(card, '[part~="refused"]')).to.contain('Altona').and.to.contain('Addresses are kept in SAP.');
    accept();
    all(card, '[part~="refused"] button').find((each) => each.textContent.trim() === 'Edit')!.click();
    await soon(() => all(card, '.items').length > 0, 'the editor');
    expect(one<HTMLInputElement>(card, 'input[name="addresses.0.city"]').value).to.equal('Altona');
    one(card, '[part="save"]').click();
    await soon(() => items('contact', 'con-amina', 'addresses')[0]!['city'] === 'Altona', 'the address to be written');
    await soon(() => all(card, '[part~="refused"]').length === 0, 'the refusal to go');
  });

  it('that two people add both stay', async () => {
    const card = await show('con-amina');
    const gate = backend.faults.hold('push');
    await open(card, 'addresses');
    one(card, '[part="add"]').click();
    await soon(() => all(card, '.item').length === 2, 'the second address');
    type(card, 'addresses.1.city', 'Kiel');
    one(card, '[part="save"]').click();
    backend.update('contact', 'con-amina', { addresses: [...items('contact', 'con-amina', 'addresses'), { id: 'theirs', city: 'Bremen' }] });
    gate.release();
    await soon(() => items('contact', 'con-amina', 'addresses').length === 3, 'both addresses');
    expect(items('contact', 'con-amina', 'addresses').map((each) => each['city'])).to.deep.equal(['Hamburg', 'Bremen', 'Kiel']);
  });

  it('that are open in one card are not open in the next one', async () => {
    const card = await show('con-amina');
    await open(card, 'addresses');
    type(card, 'addresses.0.city', 'Kiel');
    card.contactId = 'con-jonas';
    await soon(() => text(card, '[part="name"]').includes('Jonas'), 'the other contact');
    expect(all(card, '[data-editing]')).to.deep.equal([]);
    card.contactId = 'con-amina';
    await soon(() => text(card, '[part="name"]').includes('Amina'), 'the first contact');
    await open(card, 'addresses');
    expect(one<HTMLInputElement>(card, 'input[name="addresses.0.city"]').value).to.equal('Hamburg');
  });

  it('have no pencil where they may not be changed', async () => {
    backend.restrict('contact', { fields: { addresses: 'read', socials: 'read', birthday: 'read' } });
    const card = await show('con-amina');
    expect(all(card, '[data-edit="addresses"], [data-edit="socials"], [data-edit="birthday"]')).to.deep.equal([]);
  });
});

describe('a phone', () => {
  it('that was refused is written again from what was typed', async () => {
    const card = await show('con-amina');
    const accept = backend.faults.refuse({ table: 'contact' }, 'locked', 'Phones are kept in SAP.');
    one(card, '[data-edit="phones.p-491713920042"]').click();
    await soon(() => all(card, '[data-editing]').length > 0, 'the editor');
    one<HTMLInputElement>(card, '[data-editing]').value = '+49 171 5550142';
    press(one(card, '[data-editing]'), 'Enter');
    await soon(() => all(card, '[part~="refused"]').length > 0, 'the refusal');
    accept();
    all(card, '[part~="refused"] button').find((each) => each.textContent.trim() === 'Edit')!.click();
    await soon(() => all(card, '.items').length > 0, 'the editor');
    expect(one<HTMLInputElement>(card, 'input[name="phones.0.raw"]').value).to.equal('+49 171 5550142');
    type(card, 'phones.0.raw', '+49 171 5550143');
    one(card, '[part="save"]').click();
    await soon(() => items('contact', 'con-amina', 'phones')[0]!['e164'] === '+491715550143', 'the phone to be written');
  });
});

describe('messaging accounts', () => {
  it('are added and taken out together', async () => {
    const card = await show('con-amina');
    await open(card, 'socials');
    one(card, '[part="add"]').click();
    await soon(() => all(card, '.item').length === 2, 'the second account');
    type(card, 'socials.1.network', 'WeCom');
    type(card, 'socials.1.handle', 'okonkwo');
    one(card, '[part="save"]').click();
    await soon(() => items('contact', 'con-amina', 'socials').length === 2, 'the account to be written');
    expect(all(card, '[part="fields"] > dt').map((each) => each.textContent)).to.include('WeCom');
    await open(card, 'socials');
    all(card, '.item [part="remove"]')[0]!.click();
    await soon(() => all(card, '.item').length === 1, 'the first account to go');
    one(card, '[part="save"]').click();
    await soon(() => items('contact', 'con-amina', 'socials').length === 1, 'it to be written');
    expect(items('contact', 'con-amina', 'socials')[0]).to.include({ network: 'wecom', handle: 'okonkwo' });
  });

  it('begin with a first one from the menu', async () => {
    const card = await show('con-jonas');
    await add(card, 'Add messaging');
    type(card, 'socials.0.network', 'wechat');
    type(card, 'socials.0.handle', 'jonas_b');
    one(card, '[part="save"]').click();
    await soon(() => items('contact', 'con-jonas', 'socials').length === 1, 'the account to be written');
    expect(items('contact', 'con-jonas', 'socials')[0]).to.include({ network: 'wechat', handle: 'jonas_b' });
    await soon(() => all(card, '[part="fields"] > dt').some((each) => each.textContent === 'WeChat'), 'the account to be shown');
  });
});

describe('the birthday', () => {
  it('is edited, emptied, and entered where there was none', async () => {
    const card = await show('con-amina');
    const write = async (value: string): Promise<void> => {
      await soon(() => all(card, '[data-editing]').length > 0, 'the editor');
      const input = one<HTMLInputElement>(card, '[data-editing]');
      expect(input.type).to.equal('date');
      input.value = value;
      press(input, 'Enter');
    };
    one(card, '[data-edit="birthday"]').click();
    await write('1979-04-14');
    await soon(() => backend.row('contact', 'con-amina')!['birthday'] === '1979-04-14', 'the birthday to be written');
    one(card, '[data-edit="birthday"]').click();
    await write('');
    await soon(() => backend.row('contact', 'con-amina')!['birthday'] === null, 'the birthday to go');
    await add(card, 'Add birthday');
    await write('1979-03-14');
    await soon(() => backend.row('contact', 'con-amina')!['birthday'] === '1979-03-14', 'the birthday to be written again');
  });
});

describe('for everyone', () => {
  for (const options of [{}, { scheme: 'dark' }, { width: 320 }, { lang: 'zh-CN', width: 320 }, { lang: 'ar', dir: 'rtl', width: 320 }]) {
    it(`an open list breaks no rule of accessibility and fits: ${JSON.stringify(options)}`, async () => {
      const card = await show('con-amina', options);
      for (const field of ['addresses', 'socials']) {
        await open(card, field);
        expect(await faults(card)).to.deep.equal([]);
        expect(card.scrollWidth).to.be.at.most(card.clientWidth);
        for (const input of all(card, '.items input')) expect(input.getBoundingClientRect().width, input.outerHTML).to.be.greaterThan(80);
        press(one(card, '.items input'), 'Escape');
        await card.updateComplete;
      }
    });
  }

  it('a Chinese page asks a new address from the large to the small', async () => {
    const card = await show('con-zhang', { lang: 'zh-CN' });
    await soon(() => card.locale === 'zh-CN', 'the language');
    one(card, '[data-menu="more"]').click();
    await soon(() => all(card, '[role="menuitem"]').some((each) => each.textContent.includes('地址')), 'the menu');
    all(card, '[role="menuitem"]').find((each) => each.textContent.includes('地址'))!.click();
    await soon(() => all(card, '.items input').length === 5, 'the editor');
    expect(all<HTMLInputElement>(card, '.items input').map((each) => each.name.split('.').at(-1))).to.deep.equal(['country', 'postcode', 'region', 'city', 'street']);
  });
});
