import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, oneEvent, waitUntil } from '@open-wc/testing';
import { axeFaults as faults } from '../parts/axe-faults.fixture.ts';
import { all, one, text } from '../parts/shadow.fixture.ts';
import type { FormCreateDetail, FormCreatedDetail } from './form-events.ts';
import type { RecordForm } from './vinculo-form.ts';
import './vinculo-form.ts';

let backend: MemoryBackend;
let crm: Vinculo;
beforeEach(() => {
  backend = memoryBackend({ seed: demoSeed(Date.now()) });
  crm = createClient({ adapter: backend.adapter() });
});
afterEach(() => { sessionStorage.clear(); return crm.close(); });

async function show(set: Partial<RecordForm> = {}, { lang = 'en', dir = 'ltr', width = 560, scheme = 'light' } = {}): Promise<RecordForm> {
  const box = fixtureSync<HTMLElement>(html`<div lang=${lang} dir=${dir}></div>`);
  box.style.setProperty('width', `${width}px`);
  box.style.setProperty('color-scheme', scheme);
  box.style.setProperty('background', 'Canvas');
  const form = document.createElement('vinculo-form');
  Object.assign(form, { table: 'contact', client: crm, ...set });
  box.append(form);
  await until(form, () => form.shadowRoot!.querySelector('[part="form"], [part~="state"]') !== null);
  return form;
}

const until = (form: RecordForm, holds: () => boolean): Promise<void> => waitUntil(() => holds(), form.shadowRoot?.textContent?.replace(/\s+/g, ' ').slice(0, 500) ?? 'the form', { timeout: 5_000 });
const fill = (form: RecordForm, field: string, value: string, selector = 'input, select, textarea'): void => {
  const input = one(form, `[data-field="${field}"]`).querySelector<HTMLInputElement>(selector)!;
  input.value = value;
  input.dispatchEvent(new InputEvent('input', { bubbles: true }));
};
const send = (form: RecordForm): void => one(form, '[type="submit"]').click();

describe('a new record', () => {
  it('is made of the fields the page names, once for two clicks', async () => {
    const form = await show({ fields: ['name', 'jobTitle', 'emails', 'accountId'], values: { accountId: 'acc-hanseatic' } });
    expect(all(form, '[part~="field"]').map((each) => each.dataset['field'])).to.deep.equal(['name', 'jobTitle', 'emails', 'accountId']);
    await until(form, () => one<HTMLInputElement>(form, '[role="combobox"]').value.includes('Hanseatic'));
    fill(form, 'name', 'Lena Vogt');
    fill(form, 'jobTitle', 'Planner');
    fill(form, 'emails', 'lena.vogt@hanseatic-kuehl.example', '.wide');
    const before = backend.rows('contact').length;
    const created = oneEvent(form, 'vinculo-record-created');
    send(form);
    send(form);
    const detail = (await created).detail as FormCreatedDetail;
    await waitUntil(() => backend.row('contact', detail.id) !== undefined);
    expect(backend.rows('contact').length).to.equal(before + 1);
    const row = backend.row('contact', detail.id)!;
    expect(row).to.include({ name: 'Lena Vogt', jobTitle: 'Planner', accountId: 'acc-hanseatic', ownerId: 'user-katarzyna' });
    expect((row['emails'] as { value: string }[])[0]!.value).to.equal('lena.vogt@hanseatic-kuehl.example');
    await until(form, () => all(form, '[part~="outcome"]').length > 0);
    expect(text(form, '[part~="outcome"]')).to.contain('Lena Vogt').and.to.contain('was created');
    expect(form.shadowRoot!.activeElement).to.equal(one(form, '[part~="outcome"]'));
    all(form, '[part~="outcome"] button').find((each) => each.textContent.includes('another'))!.click();
    await until(form, () => all(form, '[part="form"]').length > 0);
    expect(one<HTMLInputElement>(form, '[data-field="name"] input').value).to.equal('');
  });

  it('asks what people enter of it, where the page names no fields', async () => {
    const asked = async (table: string): Promise<string[]> => {
      const form = await show({ table });
      await until(form, () => all(form, '[part="form"]').length > 0);
      return all(form, '[part~="field"]').map((each) => each.dataset['field'] ?? '');
    };
    expect(await asked('contact')).to.deep.equal(['name', 'givenName', 'familyName', 'jobTitle', 'accountId', 'emails', 'phones', 'socials', 'ownerId', 'description']);
    expect(await asked('account')).to.include.members(['name', 'website', 'emails', 'phones', 'addresses']);
    expect(await asked('lead')).to.include.members(['name', 'company', 'emails', 'phones', 'source']);
    expect(await asked('deal')).to.include.members(['name', 'accountId', 'amount', 'expectedClose']).and.not.include('stageSince');
    expect((await asked('ticket')).slice(0, 3)).to.deep.equal(['subject', 'description', 'contactId']);
    expect((await asked('team')).length).to.be.greaterThan(0);
  });

  it('has the name that its parts make, where the whole was not written', async () => {
    const form = await show();
    fill(form, 'givenName', '晓慧');
    fill(form, 'familyName', '王');
    const created = oneEvent(form, 'vinculo-record-created');
    send(form);
    expect(((await created).detail as FormCreatedDetail).values).to.include({ name: '王晓慧', givenName: '晓慧', familyName: '王' });
    const empty = await show();
    send(empty);
    await until(empty, () => all(empty, '[part="summary"]').length > 0);
    expect(text(empty, '[part="summary"]')).to.contain('Fill in Name');
  });

  it('of a process begins in its first stage', async () => {
    const form = await show({ table: 'deal', fields: ['name', 'amount', 'forecast'] });
    fill(form, 'name', 'New cold store');
    fill(form, 'amount', '12000');
    const created = oneEvent(form, 'vinculo-record-created');
    send(form);
    const detail = (await created).detail as FormCreatedDetail;
    await waitUntil(() => backend.row('deal', detail.id) !== undefined);
    expect(backend.row('deal', detail.id)).to.include({ pipelineId: 'pipe-new', stageId: 'pipe-new-qualify', name: 'New cold store' });
    expect(backend.row('deal', detail.id)!['amount']).to.deep.equal({ minor: 1_200_000, currency: 'EUR' });
  });

  it('is not made while an answer is missing or wrong: a summary takes focus and leads to each', async () => {
    const form = await show({ fields: ['name', 'birthday', 'emails'] });
    fill(form, 'emails', 'nobody at all', '.wide');
    send(form);
    await until(form, () => all(form, '[part="summary"]').length > 0);
    expect(form.shadowRoot!.activeElement).to.equal(one(form, '[part="summary"]'));
    expect(text(form, '[part="summary"]')).to.contain('2 answers need a change').and.to.contain('Fill in Name').and.to.contain('name@example.com');
    expect(text(form, '[data-field="name"] [part="problem"]')).to.contain('Fill in Name');
    expect(one(form, '[data-field="name"] input').getAttribute('aria-describedby')).to.equal(one(form, '[data-field="name"] [part="problem"]').id);
    one(form, '[part="summary"] button').click();
    expect(form.shadowRoot!.activeElement).to.equal(one(form, '[data-field="name"] input'));
    expect(one<HTMLInputElement>(form, '[data-field="emails"] .wide').value).to.equal('nobody at all');
  });

  it('is not made where the page cancels', async () => {
    const form = await show({ fields: ['name'] });
    let asked: FormCreateDetail | undefined;
    form.addEventListener('vinculo-record-create', (event) => { asked = (event as CustomEvent<FormCreateDetail>).detail; event.preventDefault(); });
    fill(form, 'name', 'Nobody');
    expect(await form.submit()).to.equal(false);
    expect(asked!.values).to.include({ name: 'Nobody' });
    expect(backend.rows('contact').some((row) => row['name'] === 'Nobody')).to.equal(false);
  });

  it('shows who may be the same before it is made, and makes it all the same when told to', async () => {
    const form = await show({ fields: ['name', 'emails'] });
    fill(form, 'name', 'A. Okonkwo');
    fill(form, 'emails', 'A.Okonkwo@hanseatic-kuehl.example', '.wide');
    send(form);
    await until(form, () => all(form, '[part="summary"]').length > 0);
    expect(text(form, '[part="summary"]')).to.contain('Amina Okonkwo-Bauer').and.to.contain('same email');
    const opened = oneEvent(form, 'vinculo-record-open');
    one(form, '[part="summary"] .link').click();
    expect((await opened).detail).to.deep.equal({ table: 'contact', id: 'con-amina' });
    const created = oneEvent(form, 'vinculo-record-created');
    all(form, '[part="summary"] button').at(-1)!.click();
    const detail = (await created).detail as FormCreatedDetail;
    await waitUntil(() => backend.row('contact', detail.id) !== undefined);
  });

  it('gives way to one that is there: what was typed fills what that one lacks, and nothing else', async () => {
    const form = await show({ fields: ['name', 'department', 'emails'], values: { accountId: 'acc-gulf' } });
    const before = backend.rows('contact').length;
    fill(form, 'name', 'J. Brandt');
    fill(form, 'department', 'Technik');
    fill(form, 'emails', 'J.Brandt@hanseatic-kuehl.example', '.wide');
    send(form);
    await until(form, () => all(form, '[data-same="con-jonas"]').length > 0);
    const use = oneEvent(form, 'vinculo-record-use');
    one(form, '[data-same="con-jonas"]').click();
    expect((await use).detail).to.deep.equal({ table: 'contact', id: 'con-jonas' });
    await until(form, () => form.recordId === 'con-jonas' && all(form, '[part="title"]').length > 0 && text(form, '[part="title"]') === 'Edit contact');
    expect(one<HTMLInputElement>(form, '[data-field="name"] input').value).to.equal('Jonas Brandt');
    expect(one<HTMLInputElement>(form, '[data-field="department"] input').value).to.equal('Technik');
    expect(one<HTMLInputElement>(form, '[data-field="emails"] .wide').value).to.equal('j.brandt@hanseatic-kuehl.example');
    await until(form, () => form.shadowRoot!.activeElement === one(form, '[part="title"]'));
    const changed = oneEvent(form, 'vinculo-record-changed');
    send(form);
    expect((await changed).detail.patch).to.deep.equal({ department: 'Technik' });
    await waitUntil(() => backend.row('contact', 'con-jonas')!['department'] === 'Technik');
    expect(backend.row('contact', 'con-jonas')!['accountId']).to.equal('acc-hanseatic');
    expect(backend.rows('contact').length).to.equal(before);
    form.recordId = 'con-amina';
    await until(form, () => all(form, '[data-field="name"] input').length > 0 && one<HTMLInputElement>(form, '[data-field="name"] input').value === 'Amina Okonkwo-Bauer');
    expect(one<HTMLInputElement>(form, '[data-field="department"] input').value).to.equal('Einkauf');
  });

  it('keeps to itself where the page uses the other one in its own way', async () => {
    const form = await show({ fields: ['name', 'emails'] });
    form.addEventListener('vinculo-record-use', (event) => event.preventDefault());
    fill(form, 'name', 'J. Brandt');
    fill(form, 'emails', 'j.brandt@hanseatic-kuehl.example', '.wide');
    send(form);
    await until(form, () => all(form, '[data-same]').length > 0);
    expect(await faults(form)).to.deep.equal([]);
    one(form, '[data-same]').click();
    await form.updateComplete;
    expect(form.recordId).to.equal(undefined);
    expect(one<HTMLInputElement>(form, '[data-field="name"] input').value).to.equal('J. Brandt');
  });

  it('tells that it waits, and what became of it', async () => {
    const form = await show({ table: 'account', fields: ['name'] });
    const allow = backend.faults.refuse({ table: 'account' }, 'rule', 'Not on Sundays');
    fill(form, 'name', 'Sunday Ltd');
    send(form);
    await until(form, () => all(form, '[part~="refused"]').length > 0);
    expect(text(form, '[part~="refused"]')).to.contain('Not on Sundays');
    allow();
    all(form, '[part~="refused"] button').find((each) => each.textContent.trim() === 'Edit')!.click();
    await until(form, () => all(form, '[part="form"]').length > 0);
    expect(one<HTMLInputElement>(form, '[data-field="name"] input').value).to.equal('Sunday Ltd');
    backend.faults.offline();
    send(form);
    await until(form, () => all(form, '[part="unsynced"]').length > 0);
    backend.faults.online();
    crm.retry();
    await waitUntil(() => backend.rows('account').filter((row) => row['name'] === 'Sunday Ltd').length === 1);
  });
});

describe('a record that is there', () => {
  it('is changed by what differs alone', async () => {
    const form = await show({ table: 'deal', recordId: 'deal-02', fields: ['name', 'amount', 'expectedClose'] });
    expect(one<HTMLInputElement>(form, '[data-field="name"] input').value).to.equal('Retrofit of two cold rooms');
    fill(form, 'amount', '75000');
    const changed = oneEvent(form, 'vinculo-record-changed');
    send(form);
    expect(((await changed).detail as { patch: object }).patch).to.deep.equal({ amount: { minor: 7_500_000, currency: 'EUR' } });
    await until(form, () => all(form, '[part~="outcome"]').length > 0);
    expect(text(form, '[part~="outcome"]')).to.contain('was saved');
  });

  it('shows both values when somebody else changed it too', async () => {
    const form = await show({ table: 'deal', recordId: 'deal-02', fields: ['amount'] });
    backend.faults.offline();
    fill(form, 'amount', '75000');
    send(form);
    await until(form, () => all(form, '[part="unsynced"]').length > 0);
    backend.update('deal', 'deal-02', { amount: { minor: 5_000_000, currency: 'EUR' }, updatedBy: 'user-joao' });
    backend.faults.online();
    crm.retry();
    await until(form, () => all(form, '[part~="conflict"]').length > 0);
    expect(text(form, '[part~="conflict"]')).to.contain('€75,000').and.to.contain('€50,000');
    await until(form, () => text(form, '[part~="conflict"]').includes('João Pedro Sant’Anna'));
    one(form, '[part~="conflict"] [type="submit"]').click();
    await waitUntil(() => (backend.row('deal', 'deal-02')!['amount'] as { minor: number }).minor === 7_500_000);
  });

  it('may not be changed, or is not there', async () => {
    const gone = await show({ table: 'deal', recordId: 'deal-none' });
    await until(gone, () => all(gone, '[part~="not-found"]').length > 0);
    backend.restrict('deal', { create: false, update: false });
    const barred = await show({ table: 'deal' });
    await until(barred, () => all(barred, '[part~="forbidden"]').length > 0);
    expect(all(barred, 'form')).to.deep.equal([]);
  });
});

describe('for everyone', () => {
  for (const [lang, dir, scheme, width] of [['en', 'ltr', 'light', 560], ['zh-CN', 'ltr', 'dark', 560], ['en', 'rtl', 'light', 320]] as const) {
    it(`has no fault axe knows: ${lang} ${dir} ${scheme} ${width}`, async () => {
      const form = await show({}, { lang, dir, scheme, width });
      expect(await faults(form)).to.deep.equal([]);
      send(form);
      await until(form, () => all(form, '[part="summary"]').length > 0);
      expect(await faults(form)).to.deep.equal([]);
      expect(form.scrollWidth).to.be.at.most(form.clientWidth);
    });
  }
});

describe('from a vCard', () => {
  const card = ['BEGIN:VCARD', 'VERSION:3.0', 'N:王;小明;;;', 'FN:王小明', 'TITLE:采购经理', 'TEL;TYPE=CELL:+86 138 0013 8000', 'EMAIL:xm@hengyuan.example', 'END:VCARD'].join('\r\n');
  const note = (form: RecordForm): string => form.shadowRoot!.querySelector('[part="vcard-note"]')?.textContent.replace(/[\u2068\u2069]/g, '') ?? '';
  const give = (form: RecordForm, ...lines: string[]): void => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([lines.join('\r\n')], 'card.vcf', { type: 'text/vcard' }));
    const input = one<HTMLInputElement>(form, '[type="file"]');
    input.files = transfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  };

  it('what it says stands in the fields, what was typed in others stays, and nothing is written yet', async () => {
    const form = await show({ fields: ['name', 'department', 'jobTitle', 'phones', 'emails'] });
    fill(form, 'department', 'Einkauf');
    give(form, card);
    await until(form, () => note(form) === '王小明 was read from the vCard');
    expect(['name', 'department', 'jobTitle'].map((each) => one<HTMLInputElement>(form, `[data-field="${each}"] input`).value)).to.deep.equal(['王小明', 'Einkauf', '采购经理']);
    expect(backend.rows('contact').some((row) => row['name'] === '王小明')).to.equal(false);
    const created = oneEvent(form, 'vinculo-record-created');
    send(form);
    await ((await created) as CustomEvent<FormCreatedDetail>).detail.change.synced;
    expect(backend.rows('contact').find((row) => row['name'] === '王小明')).to.deep.include({ familyName: '王', givenName: '小明', department: 'Einkauf' });
    expect(await faults(form)).to.deep.equal([]);
  });

  it('is dropped onto the form too; of several the first is read, and of none it says so', async () => {
    const form = await show();
    const transfer = new DataTransfer();
    transfer.items.add(new File([`${card}\r\n${card.replaceAll('王小明', '李雷')}`], 'all.vcf'));
    one(form, 'form').dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    await until(form, () => note(form).includes('2 cards'));
    give(form, 'no card at all');
    await until(form, () => note(form) === 'There is no person or company in this file');
    expect(one<HTMLInputElement>(form, '[data-field="name"] input').value).to.equal('王小明');
  });

  it('is offered for new people and companies alone', async () => {
    const edited = await show({ recordId: 'con-amina' });
    const deal = await show({ table: 'deal' });
    expect([...all(edited, '[part~="vcard"]'), ...all(deal, '[part~="vcard"]')]).to.deep.equal([]);
  });
});

describe('a record that is edited', () => {
  it('is another one when the page says so: nothing that was typed for the one before stays', async () => {
    const form = await show({ recordId: 'con-amina', fields: ['name', 'department', 'emails'] });
    const name = (): string => one<HTMLInputElement>(form, '[data-field="name"] input').value;
    await until(form, () => all(form, '[data-field="name"] input').length > 0 && name() === 'Amina Okonkwo-Bauer');
    fill(form, 'name', 'Typed for Amina');
    fill(form, 'emails', 'typed@for.amina.example', '.wide');
    // Read before, so that nothing has to be waited for between the two.
    const other = crm.contacts.query({ where: { id: 'con-jonas' } });
    const end = other.subscribe(() => {});
    await other.once();
    form.recordId = 'con-jonas';
    await until(form, () => all(form, '[data-field="name"] input').length > 0 && name() === 'Jonas Brandt');
    expect(one<HTMLInputElement>(form, '[data-field="emails"] .wide').value).to.equal('j.brandt@hanseatic-kuehl.example');
    end.unsubscribe();
  });

  it('is written alone: what was sent is not the next one’s, to which the page goes while it is looked for the same', async () => {
    const form = await show({ recordId: 'con-amina', fields: ['name', 'emails'] });
    await until(form, () => all(form, '[data-field="name"] input').length > 0);
    let answer: (() => void) | undefined;
    Object.defineProperty(crm, 'lookup', { value: () => new Promise((done) => { answer = () => done([]); }) });
    fill(form, 'name', 'Typed for Amina');
    const sent = form.submit();
    await waitUntil(() => answer !== undefined);
    form.recordId = 'con-jonas';
    await until(form, () => all(form, '[data-field="name"] input').length > 0 && one<HTMLInputElement>(form, '[data-field="name"] input').value === 'Jonas Brandt');
    answer!();
    expect(await sent).to.equal(false);
    expect((await crm.contacts.get('con-jonas'))!.name).to.equal('Jonas Brandt');
  });

  it('is made once where it is moved in the page, and sent again, while it is looked for the same; not at all once it was taken back', async () => {
    const form = await show({ fields: ['name', 'emails'] });
    await until(form, () => all(form, '[data-field="name"] input').length > 0);
    const answers: (() => void)[] = [];
    Object.defineProperty(crm, 'lookup', { value: () => new Promise((done) => { answers.push(() => done([])); }) });
    const before = backend.rows('contact').length;
    fill(form, 'name', 'Moved Along');
    fill(form, 'emails', 'moved@along.example', '.wide');
    const takenBack = form.submit();
    await waitUntil(() => answers.length === 1);
    form.reset();
    await form.updateComplete;
    fill(form, 'name', 'Lena Vogt');
    fill(form, 'emails', 'lena.vogt@kuehl.example', '.wide');
    const first = form.submit();
    await waitUntil(() => answers.length === 2);
    const box = form.parentElement!;
    form.remove();
    box.append(form);
    await form.updateComplete;
    const second = form.submit();
    answers.splice(0).forEach((answer) => answer());
    expect(await second).to.equal(false);
    answers.splice(0).forEach((answer) => answer());
    expect(await Promise.all([takenBack, first])).to.deep.equal([false, true]);
    await waitUntil(() => backend.rows('contact').length > before);
    await until(form, () => all(form, '[part~="outcome"]').length > 0);
    expect(backend.rows('contact').map(({ name }) => name).filter((name) => name === 'Lena Vogt' || name === 'Moved Along')).to.deep.equal(['Lena Vogt']);
  });

  it('holds what it held again once it is taken back', async () => {
    const form = await show({ recordId: 'con-amina', fields: ['name', 'emails'] });
    await until(form, () => all(form, '[data-field="name"] input').length > 0);
    fill(form, 'name', 'Typed for Amina');
    form.reset();
    await form.updateComplete;
    expect(one<HTMLInputElement>(form, '[data-field="name"] input').value).to.equal('Amina Okonkwo-Bauer');
  });

  it('leads to the comparison with one that may be the same, and goes on with the one that stays', async () => {
    backend.write('contact', { id: 'con-twin', name: 'Jonas B.', emails: [] });
    const form = await show({ recordId: 'con-twin', fields: ['name', 'emails'] });
    await until(form, () => all(form, '[data-field="name"] input').length > 0);
    one(form, '[data-field="emails"] [part="add"]').click();
    await until(form, () => all(form, '[data-field="emails"] .wide').length > 0);
    fill(form, 'emails', 'j.brandt@hanseatic-kuehl.example', '.wide');
    send(form);
    await until(form, () => all(form, '[data-same="con-jonas"]').length > 0);
    one(form, '[data-same="con-jonas"]').click();
    await until(form, () => all(form, 'dialog[open] [name="stays"][value="other"]').length > 0);
    one(form, 'dialog[open] [name="stays"][value="other"]').click();
    await form.updateComplete;
    const merged = oneEvent(form, 'vinculo-contact-merged');
    one(form, 'dialog[open] .primary').click();
    const { detail } = await merged;
    expect(detail).to.include({ intoId: 'con-jonas', fromId: 'con-twin' });
    await until(form, () => form.recordId === 'con-jonas' && all(form, '[part~="told"]').length > 0 && all(form, '[part="form"]').length > 0);
    expect(text(form, '[part~="told"]')).to.contain('Undo');
  });
});

describe('the draft', () => {
  const value = (form: RecordForm, field: string, selector = 'input'): string => one(form, `[data-field="${field}"]`).querySelector<HTMLInputElement>(selector)!.value;
  const ready = (form: RecordForm): Promise<void> => until(form, () => all(form, '[data-field="name"] input').length > 0);

  it('keeps what was typed over a reload, until it is written', async () => {
    const before = await show({ fields: ['name', 'jobTitle', 'emails'] });
    fill(before, 'name', 'Lena Vogt');
    fill(before, 'emails', 'lena@vogt.example', '.wide');
    await until(before, () => all(before, '[part="draft"]').length > 0);
    before.remove();
    const form = await show({ fields: ['name', 'jobTitle', 'emails'] });
    await ready(form);
    expect([value(form, 'name'), value(form, 'emails', '.wide')]).to.deep.equal(['Lena Vogt', 'lena@vogt.example']);
    expect(await faults(form)).to.deep.equal([]);
    const created = oneEvent(form, 'vinculo-record-created');
    send(form);
    const { id } = (await created).detail as FormCreatedDetail;
    await waitUntil(() => backend.row('contact', id) !== undefined);
    const after = await show({ fields: ['name', 'jobTitle', 'emails'] });
    await ready(after);
    expect([value(after, 'name'), all(after, '[part="draft"]').length]).to.deep.equal(['', 0]);
  });

  it('goes when a person clears it, and is not begun by looking', async () => {
    const form = await show({ fields: ['name', 'valueClass'] });
    await ready(form);
    one(form, '[part="title"]').click();
    await form.updateComplete;
    expect(all(form, '[part="draft"]').length).to.equal(0);
    fill(form, 'name', 'Lena');
    await until(form, () => all(form, '[part="draft"]').length > 0);
    all(form, '[part="actions"] .link')[0]!.click();
    await until(form, () => value(form, 'name') === '' && all(form, '[part="draft"]').length === 0);
    expect(sessionStorage.length).to.equal(0);
    await until(form, () => form.shadowRoot!.activeElement === one(form, '[part="title"]'));
  });

  it('covers nothing that somebody else changed meanwhile, and is of one record', async () => {
    const before = await show({ recordId: 'con-jonas', fields: ['name', 'department', 'jobTitle'] });
    await ready(before);
    fill(before, 'department', 'Technik');
    fill(before, 'jobTitle', 'Leiter');
    await until(before, () => all(before, '[part="draft"]').length > 0);
    before.remove();
    backend.update('contact', 'con-jonas', { jobTitle: 'Head of service' });
    await waitUntil(async () => (await crm.contacts.get('con-jonas'))?.jobTitle === 'Head of service');
    const form = await show({ recordId: 'con-jonas', fields: ['name', 'department', 'jobTitle'] });
    await ready(form);
    expect([value(form, 'department'), value(form, 'jobTitle')]).to.deep.equal(['Technik', 'Head of service']);
    form.recordId = 'con-amina';
    await until(form, () => all(form, '[data-field="name"] input').length > 0 && value(form, 'name') === 'Amina Okonkwo-Bauer');
    expect(value(form, 'department')).to.equal('Einkauf');
  });

  it('leads back to the first field where the page has a heading of its own', async () => {
    const form = await show({ fields: ['name'] });
    await ready(form);
    form.append(Object.assign(document.createElement('h2'), { slot: 'heading', textContent: 'Somebody new' }));
    fill(form, 'name', 'Lena');
    await until(form, () => all(form, '[part="draft"]').length > 0);
    all(form, '[part="actions"] .link')[0]!.click();
    await until(form, () => form.shadowRoot!.activeElement !== null);
    expect(form.shadowRoot!.activeElement).to.equal(one(form, '[data-field="name"] input'));
  });

  it('holds nothing that must not be shown without a reason', async () => {
    const form = await show({ table: 'product', fields: ['name', 'cost'] });
    await ready(form);
    fill(form, 'name', 'Ice machine');
    fill(form, 'cost', '4321');
    await until(form, () => all(form, '[part="draft"]').length > 0);
    const kept = JSON.stringify({ ...sessionStorage });
    expect([kept.includes('Ice machine'), kept.includes('4321')]).to.deep.equal([true, false]);
  });

  it('is not kept where the page says so', async () => {
    const form = await show({ fields: ['name'], noDraft: true });
    fill(form, 'name', 'Lena');
    await form.updateComplete;
    expect([all(form, '[part="draft"]').length, sessionStorage.length]).to.deep.equal([0, 0]);
  });
});

it('says that there is no client, and that a table is not known', async () => {
  const alone = await show({ client: undefined });
  await until(alone, () => all(alone, '[part~="no-client"]').length > 0);
  const unknown = await show({ table: 'spaceship' });
  await until(unknown, () => all(unknown, '[part~="state"]').length > 0);
  expect(text(unknown, '[part~="state"]')).to.contain('No such records are kept here');
});
