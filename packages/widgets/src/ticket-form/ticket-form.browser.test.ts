import { createClient, type Description, ForbiddenError, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend, type MemoryBackendOptions } from '@vinculo/sdk/testing';
import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import { axeFaults as violations } from '../parts/axe-faults.fixture.ts';
import type { TicketForm } from './ticket-form.ts';
import './vinculo-ticket-form.ts';


const guest: Description['user'] = { id: null, name: '', role: 'guest' };
const priya: Description['user'] = { id: 'u-priya', name: 'Priya', role: 'customer', contactId: 'con-priya' };

const open: Vinculo[] = [];
afterEach(async () => {
  sessionStorage.clear();
  await Promise.all(open.splice(0).map((crm) => crm.close()));
});

interface Made {
  readonly form: TicketForm;
  readonly backend: MemoryBackend;
}

interface Options {
  readonly as?: Description['user'];
  readonly lang?: string;
  readonly dir?: 'ltr' | 'rtl';
  readonly width?: number;
  readonly list?: boolean;
  readonly backend?: MemoryBackendOptions;
  readonly before?: (backend: MemoryBackend) => void;
  readonly until?: string;
}

async function make({ as = guest, lang = 'en', dir = 'ltr', width = 440, list = false, before, until = 'form', backend: options = {} }: Options = {}): Promise<Made> {
  const backend = memoryBackend({ seed: demoSeed(Date.now()), ...options });
  before?.(backend);
  const adapter = backend.adapter();
  const crm = createClient({ adapter: { ...adapter, describe: async (signal) => ({ ...(await adapter.describe(signal)), user: as }) } });
  open.push(crm);
  const box = await fixture<HTMLElement>(html`<div lang=${lang} dir=${dir}><vinculo-ticket-form .client=${crm} ?list=${list}><p slot="hours">Mon to Fri</p><li slot="step">We read it</li></vinculo-ticket-form></div>`);
  box.style.setProperty('width', `${width}px`);
  const form = box.querySelector('vinculo-ticket-form')!;
  await waitUntil(() => form.renderRoot.querySelector(until), `no ${until}`, { timeout: 8_000 });
  await waitUntil(() => form.controller.sending.later, 'what is loaded later did not come', { timeout: 8_000 });
  await form.updateComplete;
  return { form, backend };
}

const find = <T extends HTMLElement>(form: TicketForm, selector: string): T => form.renderRoot.querySelector<T>(selector)!;
const active = (form: TicketForm): HTMLElement | null => form.shadowRoot!.activeElement as HTMLElement | null;

function type(form: TicketForm, name: string, text: string): void {
  const input = find<HTMLInputElement>(form, `#field-${name}`);
  input.value = text;
  input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

async function fill(form: TicketForm, more: Record<string, string> = {}): Promise<void> {
  for (const [name, text] of Object.entries({ guestName: 'Amélie', guestEmail: 'a@b.example', subject: 'Door seal', description: 'Worn.', ...more })) type(form, name, text);
  await form.updateComplete;
}

function chooseFiles(form: TicketForm, ...files: File[]): void {
  const transfer = new DataTransfer();
  for (const each of files) transfer.items.add(each);
  const input = find<HTMLInputElement>(form, 'input[type=file]');
  input.files = transfer.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

const png = (name = 'E4.png'): File => new File([new Uint8Array(20)], name, { type: 'image/png' });

/** Every look of the form, brought about as a person would. */
const states: Readonly<Record<string, () => Promise<Made>>> = {
  form: () => make({ as: priya, list: true }),
  skeleton: () => make({ until: '[part=skeleton]', before: (backend) => void backend.faults.hold('describe') }),
  wrong: async () => {
    const made = await make();
    await fill(made.form, { guestEmail: 'a@' });
    chooseFiles(made.form, png(), new File(['x'], 'setup.exe', { type: 'application/x-exe' }));
    await made.form.submit();
    await waitUntil(() => made.form.renderRoot.querySelector('.summary'));
    return made;
  },
  sent: async () => {
    const made = await make();
    await fill(made.form);
    await made.form.submit();
    await waitUntil(() => made.form.renderRoot.querySelector('[part=sent]'));
    return made;
  },
  waiting: async () => {
    const made = await make();
    await fill(made.form);
    made.backend.faults.offline();
    await made.form.submit();
    await waitUntil(() => made.form.renderRoot.querySelector('[part=waiting]'));
    return made;
  },
  refused: async () => {
    const made = await make({ before: (backend) => void backend.faults.refuse({ table: 'ticket' }, 'closed', 'We are closed.') });
    await fill(made.form);
    await made.form.submit();
    await waitUntil(() => made.form.renderRoot.querySelector('[part~=refused]'));
    return made;
  },
  unknown: async () => {
    const made = await make({ backend: { capabilities: { idempotency: false } }, before: ({ faults }) => { faults.loseNextAnswer(); faults.failNext(new ForbiddenError('Not now.'), 'get'); } });
    await fill(made.form);
    await made.form.submit();
    await waitUntil(() => made.form.renderRoot.querySelector('[part=unknown]'));
    return made;
  },
  error: () => make({ until: '[part~=error]', before: (backend) => backend.faults.offline() }),
  unavailable: () => make({ until: '[part~=empty]', before: (backend) => backend.restrict('ticket', { create: false }) }),
};

for (const [name, bring] of Object.entries(states)) {
  for (const scheme of ['light', 'dark']) {
    it(`${name}: no accessibility rule is broken (${scheme}), and no style attribute is written`, async () => {
      const { form } = await bring();
      form.parentElement!.style.setProperty('color-scheme', scheme);
      form.parentElement!.style.setProperty('background', scheme === 'dark' ? '#16181d' : '#fff');
      await Promise.all(form.shadowRoot!.getAnimations().map((each) => each.finished));
      expect(await violations(form)).to.deep.equal([]);
      expect(form.renderRoot.querySelectorAll('[style], script, style:not([data-test])').length).to.equal(0);
    });
  }
}

it('sends what was typed, says the number, raises its events and takes focus to the outcome', async () => {
  const { form, backend } = await make();
  const before = oneEvent(form, 'vinculo-ticket-submit');
  const after = oneEvent(form, 'vinculo-ticket-submitted');
  await fill(form);
  chooseFiles(form, png());
  await form.updateComplete;
  find<HTMLButtonElement>(form, '[type=submit]').click();
  expect((await before).detail.values).to.include({ subject: 'Door seal', guestEmail: 'a@b.example' });
  const { detail } = await after;
  expect(detail.number).to.equal('T-1045');
  expect(backend.row('ticket', detail.id)!['subject']).to.equal('Door seal');
  expect(backend.rows('attachment').some((row) => row['recordId'] === detail.id)).to.equal(true);
  await waitUntil(() => active(form)?.id === 'outcome');
  expect(find(form, '[part=sent]').textContent).to.contain('T-1045').and.to.contain('a@b.example');
  expect(form.matches(':state(sent)')).to.equal(true);
  const opened = oneEvent(form, 'vinculo-record-open');
  find(form, '[part=sent] .primary').click();
  expect((await opened).detail).to.deep.equal({ table: 'ticket', id: detail.id });
  [...form.renderRoot.querySelectorAll('button')].at(-1)!.click();
  await waitUntil(() => active(form)?.id === 'field-guestName');
  expect(find<HTMLInputElement>(form, '#field-subject').value).to.equal('');
});

it('names what has to be changed on top and at the field, and leads there', async () => {
  const { form } = await states['wrong']!();
  const summary = find(form, '.summary');
  expect(active(form)).to.equal(summary);
  expect(summary.textContent).to.contain('2 answers need a change').and.to.contain('Email: Add the part after @').and.to.contain('setup.exe');
  const email = find<HTMLInputElement>(form, '#field-guestEmail');
  expect(email.getAttribute('aria-invalid')).to.equal('true');
  expect(find(form, `#${email.getAttribute('aria-describedby')}`).textContent).to.contain('Add the part after @');
  summary.querySelector('button')!.click();
  expect(active(form)).to.equal(email);
  type(form, 'guestEmail', 'a@b.example');
  await form.updateComplete;
  expect(email.hasAttribute('aria-invalid')).to.equal(false);
  expect(active(form)).to.equal(email);
});

it('is kept back by the page, at once or after it thought about it', async () => {
  const { form, backend } = await make();
  await fill(form);
  form.addEventListener('vinculo-ticket-submit', (event) => event.preventDefault(), { once: true });
  expect(await form.submit()).to.equal(false);
  form.addEventListener('vinculo-ticket-submit', (event) => (event as CustomEvent).detail.waitUntil(Promise.reject(new Error('Accept the terms first.'))), { once: true });
  expect(await form.submit()).to.equal(false);
  await waitUntil(() => form.renderRoot.querySelector('.summary')?.textContent!.includes('Accept the terms first.'));
  expect(backend.faults.calls.some(({ method }) => method === 'push')).to.equal(false);
});

it('tells the page of input and change', async () => {
  const { form } = await make();
  const heard: string[] = [];
  for (const name of ['input', 'change']) form.addEventListener(name, (event) => heard.push(`${name} ${event.target === form}`));
  type(form, 'subject', 'x');
  find(form, '#field-subject').dispatchEvent(new Event('change', { bubbles: true }));
  expect(heard).to.deep.equal(['input true', 'change true']);
});

it('takes fields from an attribute, prefilled, shown and hidden by the page', async () => {
  const { form } = await make();
  form.setAttribute('fields', '{"guestPhone":{"required":true},"description":{"hidden":true,"value":"From the shop"}}');
  await form.updateComplete;
  expect(find(form, '#field-guestPhone')).not.to.equal(null);
  expect(find(form, '#field-description')).to.equal(null);
  form.prefill({ subject: 'Order 10-48213' }, { readonly: true });
  form.hide('guestPhone');
  form.show('description');
  await form.updateComplete;
  expect(find<HTMLInputElement>(form, '#field-subject')).to.include({ value: 'Order 10-48213', readOnly: true });
  expect(find<HTMLTextAreaElement>(form, '#field-description').value).to.equal('From the shop');
  expect(find(form, '#field-guestPhone')).to.equal(null);
  form.setAttribute('fields', 'subject');
  await form.updateComplete;
  expect(find<HTMLInputElement>(form, '#field-subject').readOnly).to.equal(false);
});

it('opens into its first field, closes, and keeps what was typed', async () => {
  const { form } = await make();
  form.close();
  expect(getComputedStyle(form).display).to.equal('none');
  await form.open();
  expect(active(form)?.id).to.equal('field-guestName');
  type(form, 'subject', 'Kept');
  form.close();
  await form.open();
  expect(find<HTMLInputElement>(form, '#field-subject').value).to.equal('Kept');
});

it('keeps a draft, says so and clears it', async () => {
  const { form } = await make();
  await fill(form);
  expect(find(form, '[part=draft]').textContent).to.equal('Draft kept on this device');
  expect(sessionStorage.length).to.equal(1);
  find(form, '[part=actions] .link').click();
  await waitUntil(() => active(form)?.id === 'field-guestName');
  expect(sessionStorage.length).to.equal(0);
  expect(find<HTMLInputElement>(form, '#field-subject').value).to.equal('');
});

it('takes dropped files, and gives focus on when one is taken out', async () => {
  const { form } = await make();
  const transfer = new DataTransfer();
  for (const name of ['a.png', 'b.png']) transfer.items.add(png(name));
  find(form, 'form').dispatchEvent(new DragEvent('dragover', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  await form.updateComplete;
  expect(find(form, '.dropping')).not.to.equal(null);
  find(form, 'form').dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  await form.updateComplete;
  expect(form.renderRoot.querySelectorAll('[part=file]').length).to.equal(2);
  await waitUntil(() => find(form, '[aria-live]').textContent.includes('2 files added'), 'the files to be said');
  const [first] = form.renderRoot.querySelectorAll<HTMLButtonElement>('[part=remove-file]');
  first!.focus();
  first!.click();
  await form.updateComplete;
  expect(active(form)?.getAttribute('aria-label')).to.equal('Remove b.png');
  active(form)!.click();
  await form.updateComplete;
  expect(active(form)?.id).to.equal('field-attachments');
});

it('sends with Ctrl+Enter from the text', async () => {
  const { form } = await make();
  await fill(form);
  const sent = oneEvent(form, 'vinculo-ticket-submitted');
  find(form, '#field-description').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true }));
  expect((await sent).detail.number).to.equal('T-1045');
});

it('sends later what was sent offline, and says which', async () => {
  const { form, backend } = await states['waiting']!();
  expect(find(form, '[part=waiting]').textContent).to.contain('Not sent yet').and.to.contain('Keep this page open');
  const sent = oneEvent(form, 'vinculo-ticket-submitted');
  backend.faults.online();
  form.crm!.retry();
  await sent;
  await waitUntil(() => form.renderRoot.querySelector('[part=sent]'));
});

it('brings a refused request back with the reason; discarded, the form is empty', async () => {
  const { form } = await states['refused']!();
  await waitUntil(() => active(form)?.classList.contains('summary'));
  expect(find(form, '[part~=refused]').textContent).to.contain('We are closed.');
  expect(find<HTMLInputElement>(form, '#field-subject').value).to.equal('Door seal');
  [...form.renderRoot.querySelectorAll<HTMLButtonElement>('.summary button')].at(-1)!.click();
  await waitUntil(() => !form.renderRoot.querySelector('.summary'));
  expect(find<HTMLInputElement>(form, '#field-subject').value).to.equal('');
  expect(form.crm!.outbox.snapshot.length).to.equal(0);
});

it('opens what may answer it in place, unless the page does', async () => {
  const { form } = await make({ before: (backend) => { backend.write('savedReply', { id: 'r-seal', name: 'A door seal that leaks', body: 'Warm it with a dryer and press it into its groove.', public: true }); } });
  await fill(form, { subject: 'Door seal leaks' });
  await waitUntil(() => form.renderRoot.querySelector('[part=suggestion]'), 'a suggestion');
  const answer = find<HTMLDetailsElement>(form, '[part=suggestion]');
  form.addEventListener('vinculo-record-open', (event) => event.preventDefault(), { once: true });
  answer.querySelector('summary')!.click();
  expect(answer.open).to.equal(false);
  const told = oneEvent(form, 'vinculo-record-open');
  answer.querySelector('summary')!.click();
  expect((await told).detail).to.deep.equal({ table: 'savedReply', id: 'r-seal' });
  expect(answer.open).to.equal(true);
  expect(answer.innerText).to.contain('press it into its groove');
  expect(await violations(form)).to.deep.equal([]);
});

it('lists the own requests and opens one', async () => {
  const { form } = await make({ as: priya, list: true, until: '[part=request]' });
  const row = find(form, '[part=request]');
  expect(row.textContent).to.contain('T-1042').and.to.contain('Open');
  const opened = oneEvent(form, 'vinculo-record-open');
  row.querySelector('button')!.click();
  expect((await opened).detail).to.deep.equal({ table: 'ticket', id: 'tick-1' });
  expect(form.renderRoot.querySelectorAll('[part=request]').length).to.equal(1);
  const { form: asGuest } = await make({ list: true });
  expect(asGuest.renderRoot.querySelector('[part=list]')).to.equal(null);
});

it('shows further requests when the customer asks for them', async () => {
  const { form } = await make({ as: priya, list: true, until: '[part~=more-rows]', before: (backend) => {
    for (let i = 0; i < 30; i++) backend.write('ticket', { id: `own-${i}`, subject: `Own ${i}`, contactId: 'con-priya', status: 'open' });
  } });
  const rows = (): HTMLElement[] => [...form.renderRoot.querySelectorAll<HTMLElement>('[part=request] button')];
  expect(rows().length).to.equal(20);
  find(form, '[part~=more-rows]').click();
  await waitUntil(() => rows().length > 30 && !form.renderRoot.querySelector('[part~=more-rows]'), 'all requests');
  expect(active(form)).to.equal(rows()[19]);
  expect(await violations(form)).to.deep.equal([]);
});

it('asks what only the backend knows, each in its own kind of control, says what is wrong with it, and sends it', async () => {
  const label = (en: string): { en: string; 'zh-Hans': string } => ({ en, 'zh-Hans': en });
  const { form, backend } = await make({ until: '#field-machine', before: (made) => made.restrict('ticket', { custom: [
    { name: 'machine', kind: 'option', label: label('Machine'), options: [{ value: 'ice', label: label('Ice machine') }, { value: 'room', label: label('Cold room') }] },
    { name: 'units', kind: 'integer', label: label('How many'), help: label('Compressors, not rooms') }, { name: 'contract', kind: 'boolean', label: label('We have a contract') },
  ] }) });
  form.fields = { machine: { required: true }, subject: { help: { en: 'In a few words', 'zh-Hans': '用几个词' } } };
  await fill(form, { units: 'some', subject: 'Ice on the floor' });
  expect(await form.submit()).to.equal(false);
  await waitUntil(() => find(form, '.summary'));
  expect(find(form, '.summary').textContent).to.contain('Machine: Choose one').and.to.contain('How many: Write a whole number');
  expect(find(form, '#field-units').getAttribute('aria-describedby')).to.equal('problem-units help-units');
  expect(find(form, '#help-units').textContent).to.equal('Compressors, not rooms');
  expect([find(form, '#help-subject').textContent, find(form, '#field-subject').getAttribute('aria-describedby')]).to.deep.equal(['In a few words', 'counter help-subject']);
  expect(await violations(form)).to.deep.equal([]);
  type(form, 'units', '3');
  const machine = find<HTMLSelectElement>(form, '#field-machine');
  machine.value = 'room';
  machine.dispatchEvent(new Event('change', { bubbles: true }));
  find<HTMLInputElement>(form, '#field-contract').click();
  expect(await form.submit()).to.equal(true);
  await waitUntil(() => find(form, '[part=sent]'), undefined, { timeout: 5_000 });
  expect(backend.rows('ticket').find((row) => row['subject'] === 'Ice on the floor')!.custom).to.deep.equal({ machine: 'room', units: 3, contract: true });
});

it('speaks Chinese', async () => {
  const { form } = await make({ lang: 'zh-CN', as: { ...priya }, list: true, until: '[part=request]' });
  expect(find(form, 'form').textContent).to.contain('需要什么帮助？').and.to.contain('具体情况').and.to.contain('（选填，最多5个，每个不超过10MB）');
  expect(find(form, '[part=request]').textContent).to.contain('处理中');
  await form.submit();
  await waitUntil(() => form.renderRoot.querySelector('.summary'));
  expect(find(form, '.summary').textContent).to.contain('有2处需要修改').and.to.contain('主题：请填写此项');
});

for (const dir of ['ltr', 'rtl'] as const) {
  it(`is one column at 320 px and overflows nowhere (${dir})`, async () => {
    const { form } = await make({ width: 320, dir, as: priya, list: true, until: '[part=request]' });
    chooseFiles(form, png(`${'very-long-name-'.repeat(8)}.png`), new File(['x'], 'setup.exe', { type: 'x/y' }));
    await form.submit();
    await form.updateComplete;
    const bounds = form.getBoundingClientRect();
    for (const each of form.renderRoot.querySelectorAll('button, input:not([hidden]), select, textarea, li, p')) {
      if (each.closest('.hidden-text')) continue;
      const { left, right, width } = each.getBoundingClientRect();
      if (width > 0) expect(left >= bounds.left && right <= bounds.right + 0.5, each.outerHTML).to.equal(true);
    }
    expect(find(form, '#field-guestEmail').getBoundingClientRect().top).to.be.greaterThan(find(form, '#field-guestName').getBoundingClientRect().bottom);
  });
}

it('offers targets of at least 24 px', async () => {
  const { form } = await states['wrong']!();
  for (const each of form.renderRoot.querySelectorAll('button, select, input:not([hidden], [readonly])')) {
    const { height } = each.getBoundingClientRect();
    expect(height, each.outerHTML).to.be.at.least(24);
  }
});

it('marks what is wrong and what is focused where colours are forced', async () => {
  const { form } = await make();
  const rules = form.shadowRoot!.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules]).filter((rule): rule is CSSMediaRule => rule instanceof CSSMediaRule && rule.conditionText.includes('forced-colors'));
  const text = rules.map((rule) => rule.cssText).join(' ');
  expect(text).to.contain('.summary').and.to.contain('.progress').and.to.contain('--v-focus');
});

it('warns once of bad values and draws', async () => {
  const said: string[] = [];
  const { warn } = console;
  console.warn = (text: string) => void said.push(text);
  try {
    const { form } = await make();
    form.maxFiles = Number.NaN;
    form.fields = { nonsense: { value: 1 } };
    form.requestUpdate();
    await form.updateComplete;
    form.requestUpdate();
    await form.updateComplete;
    expect(find(form, 'form').textContent).to.contain('up to 5');
    expect(said.filter((text) => text.includes('max-files')).length).to.equal(1);
    expect(said.filter((text) => text.includes('nonsense')).length).to.equal(1);
  } finally {
    console.warn = warn;
  }
});

it('says that there is no client, after giving one time to come', async () => {
  const form = await fixture<TicketForm>(html`<vinculo-ticket-form lang="en"></vinculo-ticket-form>`);
  expect(find(form, '[part=skeleton]')).not.to.equal(null);
  await waitUntil(() => form.renderRoot.querySelector('[part~=no-client]'), undefined, { timeout: 3_000 });
  expect(await violations(form)).to.deep.equal([]);
});
