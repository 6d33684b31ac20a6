import { createClient, type Description, ForbiddenError, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import { axeFaults as violations } from '../parts/axe-faults.fixture.ts';
import type { LeadForm } from './lead-form.ts';
import './vinculo-lead-form.ts';


const guest: Description['user'] = { id: null, name: '', role: 'guest' };
const open: Vinculo[] = [];
/** In which the next form is drawn. */
let scheme: 'light' | 'dark' = 'light';
afterEach(async () => {
  scheme = 'light';
  sessionStorage.clear();
  await Promise.all(open.splice(0).map((crm) => crm.close()));
});

interface Made {
  readonly form: LeadForm;
  readonly backend: MemoryBackend;
}

interface Options {
  readonly lang?: string;
  readonly dir?: 'ltr' | 'rtl';
  readonly width?: number;
  readonly before?: (backend: MemoryBackend) => void;
  readonly tables?: (of: Description['tables']) => Description['tables'];
  readonly until?: string;
}

async function make({ lang = 'en', dir = 'ltr', width = 440, before, tables, until = 'form' }: Options = {}): Promise<Made> {
  const backend = memoryBackend({ seed: demoSeed(Date.now()) });
  before?.(backend);
  const adapter = backend.adapter();
  const crm = createClient({ adapter: { ...adapter, describe: async (signal) => {
    const told = await adapter.describe(signal);
    return { ...told, user: guest, ...(tables ? { tables: tables(told.tables) } : {}) };
  } } });
  open.push(crm);
  const box = await fixture<HTMLElement>(html`<div lang=${lang} dir=${dir}><vinculo-lead-form .client=${crm} consents='[{"purpose":"newsletter"}]' fields='{"jobTitle":{}}'><p slot="intro">We answer within a day</p><li slot="step">We call you</li></vinculo-lead-form></div>`);
  box.style.setProperty('width', `${width}px`);
  box.style.setProperty('color-scheme', scheme);
  box.style.setProperty('background', scheme === 'dark' ? '#16181d' : '#fff');
  const form = box.querySelector('vinculo-lead-form')!;
  await waitUntil(() => form.renderRoot.querySelector(until), `no ${until}`, { timeout: 5_000 });
  await waitUntil(() => form.controller.sending.later, 'what is loaded later did not come', { timeout: 5_000 });
  await form.updateComplete;
  return { form, backend };
}

const find = <T extends HTMLElement>(form: LeadForm, selector: string): T => form.renderRoot.querySelector<T>(selector)!;
const active = (form: LeadForm): HTMLElement | null => form.shadowRoot!.activeElement as HTMLElement | null;

async function fill(form: LeadForm, more: Record<string, string> = {}): Promise<void> {
  for (const [name, text] of Object.entries({ name: 'Mei 陈', email: 'mei@home.example', ...more })) {
    const input = find<HTMLInputElement>(form, `#field-${name}`);
    input.value = text;
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  }
  await form.updateComplete;
}

const tick = (form: LeadForm): void => find<HTMLInputElement>(form, 'input[type=checkbox]').click();
const press = (form: LeadForm): void => find<HTMLButtonElement>(form, '[part~=primary-button]').click();

const states: Record<string, () => Promise<Made>> = {
  form: () => make(),
  unavailable: () => make({ tables: (of) => ({ ...of, lead: { create: false, update: false, remove: false } }), until: '[part~=empty]' }),
  wrong: async () => {
    const made = await make();
    press(made.form);
    await waitUntil(() => find(made.form, '.summary'));
    return made;
  },
  refused: async () => {
    const made = await make();
    await fill(made.form);
    made.backend.faults.failNext(new ForbiddenError('We are closed.'), 'push');
    press(made.form);
    await waitUntil(() => find(made.form, '[part~=refused]'));
    return made;
  },
  waiting: async () => {
    const made = await make();
    await fill(made.form);
    made.backend.faults.offline();
    press(made.form);
    await waitUntil(() => find(made.form, '[part=waiting]'), undefined, { timeout: 5_000 });
    return made;
  },
  sent: async () => {
    const made = await make();
    await fill(made.form);
    tick(made.form);
    press(made.form);
    await waitUntil(() => find(made.form, '[part=sent]'), undefined, { timeout: 5_000 });
    return made;
  },
};

/** What a backend keeps of its own, and lets visitors write. */
const ownFields = (of: Description['tables']): Description['tables'] => ({ ...of, lead: { ...of['lead']!, custom: [
  { name: 'machine', kind: 'option', label: { en: 'Machine', 'zh-Hans': '设备' }, options: [{ value: 'ice', label: { en: 'Ice machine', 'zh-Hans': '制冰机' } }, { value: 'room', label: { en: 'Cold room', 'zh-Hans': '冷库' } }] },
  { name: 'units', kind: 'integer', label: { en: 'How many', 'zh-Hans': '数量' } },
  { name: 'contract', kind: 'boolean', label: { en: 'We have a contract', 'zh-Hans': '已有合同' } },
] } });
const withOwnFields = (more: Options = {}): Promise<Made> => make({ ...more, tables: ownFields, until: '#field-machine' });
states['fields of the backend'] = async () => {
  const made = await withOwnFields();
  made.form.fields = { machine: { required: true }, contract: { required: true } };
  await fill(made.form, { units: 'some' });
  press(made.form);
  await waitUntil(() => find(made.form, '#problem-units'));
  return made;
};

for (const [name, reach] of Object.entries(states)) {
  for (const each of ['light', 'dark'] as const) {
    it(`is accessible: ${name}, ${each}`, async () => {
      scheme = each;
      const { form } = await reach();
      expect(await violations(form)).to.deep.equal([]);
      expect(form.matches(`:state(${name === 'wrong' || name === 'fields of the backend' ? 'form' : name})`)).to.equal(true);
    });
  }
}

it('sends once, tells the page before and after, and says what the visitor does next', async () => {
  const { form, backend } = await make();
  await fill(form, { company: 'Kaltgrün', description: 'Call me.' });
  tick(form);
  const before = oneEvent(form, 'vinculo-lead-submit');
  const after = oneEvent(form, 'vinculo-lead-submitted');
  press(form);
  press(form);
  expect((await before).detail.consents).to.deep.equal([{ purpose: 'newsletter', channel: 'email', text: 'Send me the newsletter by email. I can end it at any time.' }]);
  const { id } = (await after).detail;
  await waitUntil(() => find(form, '[part=sent]'));
  expect(backend.rows('lead').filter((row) => row['source'] === 'form').map((row) => row.id)).to.deep.equal([id]);
  expect(backend.rows('consent').filter((row) => row['leadId'] === id).map((row) => row['state'])).to.deep.equal(['asked']);
  expect(find(form, '[part=sent]').textContent).to.contain('mei@home.example').and.to.contain('Open the link in it');
  expect(active(form)?.id).to.equal('outcome');
  expect(find(form, '[part=steps]')).not.to.equal(null);
  find<HTMLButtonElement>(form, '[part=sent] button').click();
  await waitUntil(() => active(form)?.id === 'field-name');
  expect(find<HTMLInputElement>(form, '#field-name').value).to.equal('');
});

it('a summary takes the focus and leads to each field, which says its own', async () => {
  const { form } = await states['wrong']!();
  await waitUntil(() => active(form)?.classList.contains('summary'));
  expect(find(form, '.summary').textContent).to.contain('2 answers need a change').and.to.contain('Email: Fill this in');
  [...form.renderRoot.querySelectorAll<HTMLButtonElement>('.summary button')].at(-1)!.click();
  expect(active(form)?.id).to.equal('field-email');
  expect(active(form)?.getAttribute('aria-describedby')).to.equal('problem-email');
});

it('a refused lead comes back with its reason', async () => {
  const { form } = await states['refused']!();
  expect(find(form, '[part~=refused]').textContent).to.contain('We are closed.');
  expect(find<HTMLInputElement>(form, '#field-name').value).to.equal('Mei 陈');
});

it('is prefilled by the page, also to be read alone, and cancels nothing that is typed', async () => {
  const { form, backend } = await make();
  form.prefill({ email: 'known@shop.example' }, { readonly: true });
  form.prefill({ campaign: 'x', tags: ['fair'] });
  await form.updateComplete;
  expect(find<HTMLInputElement>(form, '#field-email').readOnly).to.equal(true);
  form.addEventListener('vinculo-lead-submit', (event) => event.preventDefault(), { once: true });
  const name = find<HTMLInputElement>(form, '#field-name');
  name.value = 'Li';
  name.dispatchEvent(new InputEvent('input', { bubbles: true }));
  expect(await form.submit()).to.equal(false);
  expect(find<HTMLInputElement>(form, '#field-name').value).to.equal('Li');
  expect(backend.rows('lead').filter((row) => row['source'] === 'form')).to.deep.equal([]);
});

it('speaks Chinese', async () => {
  const { form } = await make({ lang: 'zh-CN' });
  const text = find(form, 'form').textContent;
  for (const each of ['联系我们', '公司（选填）', '职务', '留言', '请通过邮件向我发送新闻简报']) expect(text).to.contain(each);
});

for (const [lang, dir] of [['en', 'ltr'], ['ar', 'rtl']] as const) {
  it(`is one column at 320 px and overflows nowhere (${dir})`, async () => {
    const { form } = await make({ lang, dir, width: 320 });
    press(form);
    await waitUntil(() => find(form, '.summary'));
    const bounds = form.getBoundingClientRect();
    for (const each of form.renderRoot.querySelectorAll('button, input, textarea, p, label')) {
      const { left, right, width } = each.getBoundingClientRect();
      if (width > 0) expect(left >= bounds.left && right <= bounds.right + 0.5, each.outerHTML).to.equal(true);
    }
    expect(find(form, '#field-email').getBoundingClientRect().top).to.be.greaterThan(find(form, '#field-name').getBoundingClientRect().bottom);
  });
}

it('warns once of bad values and draws', async () => {
  const said: string[] = [];
  const { warn } = console;
  console.warn = (text: string) => void said.push(text);
  try {
    const { form } = await make();
    form.setAttribute('consents', 'yes');
    form.fields = { nonsense: { value: 1 } };
    form.requestUpdate();
    await form.updateComplete;
    expect(find(form, 'form')).not.to.equal(null);
    expect(said.filter((text) => text.includes('consents="yes"')).length).to.equal(1);
    expect(said.filter((text) => text.includes('nonsense')).length).to.equal(1);
  } finally {
    console.warn = warn;
  }
});

it('asks what only the backend knows, each in its own kind of control, and sends it', async () => {
  const { form, backend } = await withOwnFields();
  await fill(form, { units: '3' });
  const machine = find<HTMLSelectElement>(form, '#field-machine');
  expect([...machine.options].map((each) => each.text)).to.deep.equal(['None', 'Ice machine', 'Cold room']);
  machine.value = 'room';
  const changed = oneEvent(form, 'change');
  machine.dispatchEvent(new Event('change', { bubbles: true }));
  await changed;
  find<HTMLInputElement>(form, '#field-contract').click();
  press(form);
  await waitUntil(() => find(form, '[part=sent]'), undefined, { timeout: 5_000 });
  expect(backend.rows('lead').find((row) => row['source'] === 'form')!.custom).to.deep.equal({ machine: 'room', units: 3, contract: true });
});

it('a field that depends on another comes with its answer and goes with it', async () => {
  const { form } = await withOwnFields();
  form.fields = { units: { when: { machine: 'room' } } };
  await form.updateComplete;
  expect(find(form, '#field-units')).to.equal(null);
  const machine = find<HTMLSelectElement>(form, '#field-machine');
  for (const [answer, isThere] of [['room', true], ['ice', false]] as const) {
    machine.value = answer;
    machine.dispatchEvent(new Event('change', { bubbles: true }));
    await form.updateComplete;
    expect(find(form, '#field-units') !== null, answer).to.equal(isThere);
    expect(machine.value).to.equal(answer);
  }
});

it('says of a field of the backend what is wrong with it, in Chinese too', async () => {
  const { form } = await withOwnFields({ lang: 'zh-CN' });
  form.fields = { machine: { required: true } };
  await fill(form, { units: '很多' });
  press(form);
  await waitUntil(() => find(form, '#problem-units'));
  expect(find(form, '.summary').textContent).to.contain('设备：请选择一项').and.to.contain('数量：请填写整数，如12');
  [...form.renderRoot.querySelectorAll<HTMLButtonElement>('.summary button')].find((each) => each.textContent.includes('设备'))!.click();
  expect(active(form)?.id).to.equal('field-machine');
});
