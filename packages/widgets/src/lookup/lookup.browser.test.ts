import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, oneEvent, waitUntil } from '@open-wc/testing';
import { axeFaults as faults } from '../parts/axe-faults.fixture.ts';
import { press } from '../parts/shadow.fixture.ts';
import type { Lookup } from './vinculo-lookup.ts';
import './vinculo-lookup.ts';

let backend: MemoryBackend;
let crm: Vinculo;
beforeEach(() => {
  backend = memoryBackend({ seed: demoSeed(Date.now()) });
  crm = createClient({ adapter: backend.adapter() });
});
afterEach(() => {
  localStorage.clear();
  return crm.close();
});

async function show(set: Partial<Lookup> = {}, { lang = 'en', dir = 'ltr', width = 320, scheme = 'light' } = {}): Promise<Lookup> {
  const form = fixtureSync<HTMLFormElement>(html`<form lang=${lang} dir=${dir}></form>`);
  form.style.setProperty('width', `${width}px`);
  form.style.setProperty('color-scheme', scheme);
  form.style.setProperty('background', 'Canvas');
  const lookup = document.createElement('vinculo-lookup');
  Object.assign(lookup, { name: 'customer', label: 'Customer', client: crm, ...set });
  form.append(lookup);
  await lookup.updateComplete;
  return lookup;
}

const input = (lookup: Lookup): HTMLInputElement => lookup.shadowRoot!.querySelector('input')!;
const options = (lookup: Lookup): HTMLElement[] => [...lookup.shadowRoot!.querySelectorAll<HTMLElement>('[role="option"][id]')];

async function type(lookup: Lookup, text: string): Promise<void> {
  input(lookup).focus();
  input(lookup).value = text;
  input(lookup).dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  await lookup.updateComplete;
}

async function find(lookup: Lookup, text: string, name: string): Promise<void> {
  await type(lookup, text);
  await waitUntil(() => options(lookup).some((each) => each.textContent.includes(name)), `${name} to be found`, { timeout: 5_000 });
}

describe('finding', () => {
  it('offers first what this person chose on a page before, and nobody else’s choice', async () => {
    const before = await show();
    await find(before, 'priya', 'Priya');
    press(input(before), 'Enter');
    await waitUntil(() => before.value !== '', 'the choice');
    const { value } = before;
    expect(Object.entries(localStorage).filter(([key]) => key.startsWith('vinculo:chosen:')).map(([, kept]) => kept), 'an id and no name').to.deep.equal([`["contact/${value}"]`]);
    // Another client is what the next page has.
    const first = async (user?: string): Promise<string> => {
      const next = createClient({ adapter: backend.adapter(user) });
      try {
        const lookup = await show({ client: next });
        await waitUntil(() => next.description.snapshot, 'who is signed in');
        press(input(lookup), 'ArrowDown');
        await waitUntil(() => options(lookup).length > 1, 'what is offered', { timeout: 5_000 });
        return options(lookup)[0]!.textContent.trim();
      } finally {
        await next.close();
      }
    };
    expect(await first()).to.contain('Priya');
    expect(await first('user-joao')).to.not.contain('Priya');
  });

  it('finds by words and chooses with the keyboard', async () => {
    const lookup = await show();
    expect(input(lookup).getAttribute('aria-expanded')).to.equal('false');
    await find(lookup, 'okonkwo', 'Amina');
    expect(input(lookup).getAttribute('aria-expanded')).to.equal('true');
    const active = input(lookup).getAttribute('aria-activedescendant');
    expect(options(lookup)[0]!.id).to.equal(active);
    const changed = oneEvent(lookup, 'change');
    press(input(lookup), 'Enter');
    await changed;
    await lookup.updateComplete;
    expect(lookup.value).to.equal('con-amina');
    expect(input(lookup).value).to.equal('Amina Okonkwo-Bauer');
    expect(new FormData(lookup.form!).getAll('customer')).to.deep.equal(['con-amina']);
    expect(input(lookup).getAttribute('aria-expanded')).to.equal('false');
  });

  it('finds by a phone number, however it is written', async () => {
    const lookup = await show();
    await find(lookup, '0171 392 00 42', 'Amina');
    expect(options(lookup)[0]!.textContent).to.contain('Amina');
  });

  it('opens with what was changed last, and moves in a circle', async () => {
    const lookup = await show({ tables: ['account'] });
    input(lookup).focus();
    press(input(lookup), 'ArrowDown');
    await waitUntil(() => options(lookup).length > 1, 'recent ones');
    press(input(lookup), 'ArrowUp');
    await lookup.updateComplete;
    expect(options(lookup).at(-1)!.getAttribute('aria-selected')).to.equal('true');
    press(input(lookup), 'ArrowDown');
    await lookup.updateComplete;
    expect(options(lookup)[0]!.getAttribute('aria-selected')).to.equal('true');
  });

  it('keeps what was chosen when another search is left', async () => {
    const lookup = await show({ value: 'con-amina' });
    await waitUntil(() => input(lookup).value.includes('Amina'));
    await find(lookup, 'ingrid', 'Ingrid');
    press(input(lookup), 'Escape');
    await lookup.updateComplete;
    expect(input(lookup).value).to.contain('Amina');
    await find(lookup, 'ingrid', 'Ingrid');
    input(lookup).blur();
    await lookup.updateComplete;
    expect(input(lookup).value).to.contain('Amina');
    expect(lookup.value).to.equal('con-amina');
  });

  it('says that nothing was found, and how many were', async () => {
    const lookup = await show();
    await type(lookup, 'zzzzqqq');
    await waitUntil(() => lookup.shadowRoot!.querySelector('.found')!.textContent.includes('Nothing found'));
    await find(lookup, 'hanseatic', 'Hanseatic');
    expect(lookup.shadowRoot!.querySelector('[role="status"]')!.textContent).to.match(/\d+ found/);
  });

  it('says that it cannot search, and searches again with the next key', async () => {
    const online = createClient({ adapter: backend.adapter(), cache: 'none' });
    const lookup = await show({ client: online });
    await find(lookup, 'amina', 'Amina');
    backend.faults.offline();
    await type(lookup, 'aminax');
    await waitUntil(() => lookup.shadowRoot!.querySelector('.found')!.textContent.includes('cannot be searched'), 'the failure to be told', { timeout: 5_000 });
    backend.faults.online();
    await find(lookup, 'amina', 'Amina');
    expect(lookup.shadowRoot!.querySelector('.found')!.textContent).not.to.contain('cannot be searched');
    await online.close();
  });
});

describe('in a form', () => {
  it('is required, reset and disabled as an input is', async () => {
    const lookup = await show({ required: true });
    expect(lookup.checkValidity()).to.equal(false);
    expect(lookup.validationMessage).to.contain('Customer');
    lookup.value = 'con-amina';
    await lookup.updateComplete;
    expect(lookup.checkValidity()).to.equal(true);
    lookup.form!.reset();
    await lookup.updateComplete;
    expect(lookup.value).to.equal('');
    const set = document.createElement('fieldset');
    lookup.form!.append(set);
    set.append(lookup);
    set.disabled = true;
    await lookup.updateComplete;
    expect(input(lookup).disabled).to.equal(true);
  });

  it('holds several, each once', async () => {
    const lookup = await show({ multiple: true, values: ['con-amina'] });
    await waitUntil(() => lookup.shadowRoot!.querySelector('[part="tag"]')?.textContent.includes('Amina') ?? false);
    await find(lookup, 'ingrid', 'Ingrid');
    press(input(lookup), 'Enter');
    await lookup.updateComplete;
    expect(lookup.values).to.deep.equal(['con-amina', 'con-ingrid']);
    expect(new FormData(lookup.form!).getAll('customer')).to.deep.equal(['con-amina', 'con-ingrid']);
    await type(lookup, 'ingrid');
    await waitUntil(() => lookup.shadowRoot!.querySelector('.found')!.textContent !== '' && options(lookup).every((each) => !each.textContent.includes('Ingrid')));
    lookup.shadowRoot!.querySelector<HTMLElement>('[part="remove"]')!.click();
    await lookup.updateComplete;
    expect(lookup.values).to.deep.equal(['con-ingrid']);
  });

  it('makes a new record of what was typed, unless the page does', async () => {
    const lookup = await show({ tables: ['account'], creatable: true });
    await type(lookup, 'Nordlicht Kälte AG');
    await waitUntil(() => options(lookup).some((each) => each.textContent.includes('Create')), 'the offer');
    const created = oneEvent(lookup, 'vinculo-record-created');
    options(lookup).at(-1)!.click();
    const detail = (await created).detail as { id: string; values: object };
    expect(detail.values).to.deep.equal({ name: 'Nordlicht Kälte AG' });
    expect(lookup.value).to.equal(detail.id);
    await waitUntil(() => backend.row('account', detail.id)?.['name'] === 'Nordlicht Kälte AG');
    lookup.addEventListener('vinculo-record-create', (event) => event.preventDefault());
    await type(lookup, 'Somebody else');
    await waitUntil(() => options(lookup).some((each) => each.textContent.includes('Create')));
    options(lookup).at(-1)!.click();
    await lookup.updateComplete;
    expect(lookup.value).to.equal(detail.id);
  });
});

describe('for everyone', () => {
  for (const [lang, dir, scheme] of [['en', 'ltr', 'light'], ['zh-CN', 'ltr', 'dark'], ['en', 'rtl', 'light']] as const) {
    it(`has no fault axe knows, closed and open: ${lang} ${dir} ${scheme}`, async () => {
      const lookup = await show({}, { lang, dir, scheme });
      expect(await faults(lookup)).to.deep.equal([]);
      await find(lookup, 'hanseatic', 'Hanseatic');
      expect(await faults(lookup)).to.deep.equal([]);
      expect(lookup.scrollWidth).to.be.at.most(lookup.clientWidth);
    });
  }
});

it('keeps its list below the input while what it stands in scrolls', async () => {
  const lookup = await show();
  const box = lookup.closest('form')!;
  for (const [name, value] of [['height', '160px'], ['overflow', 'auto']] as const) box.style.setProperty(name, value);
  for (const [name, value] of [['display', 'block'], ['margin-block', '60px 600px']] as const) lookup.style.setProperty(name, value);
  await find(lookup, 'okonkwo', 'Amina');
  const edge = (): number => input(lookup).parentElement!.getBoundingClientRect().bottom;
  const top = (): number => lookup.shadowRoot!.querySelector('[role="listbox"]')!.getBoundingClientRect().top;
  expect(top() - edge()).to.be.closeTo(4, 0.6);
  const before = edge();
  box.scrollTop = 40;
  await waitUntil(() => Math.abs(top() - edge() - 4) < 0.6, 'the list to follow');
  expect(edge()).to.be.closeTo(before - 40, 0.6);
});

