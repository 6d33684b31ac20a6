import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, oneEvent, waitUntil } from '@open-wc/testing';
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

interface Options { id?: string; account?: string; mode?: string; lang?: string; dir?: string; width?: number }

async function show({ id, account, mode, lang = 'en', dir = 'ltr', width = 400 }: Options = { id: 'con-amina' }): Promise<ContactCard> {
  const box = fixtureSync<HTMLElement>(html`<div lang=${lang} dir=${dir}></div>`);
  box.style.setProperty('width', `${width}px`);
  const card = document.createElement('vinculo-contact-card');
  if (id) card.setAttribute('contact-id', id);
  if (account) card.setAttribute('account-id', account);
  if (mode) card.setAttribute('mode', mode);
  card.client = crm;
  box.append(card);
  await card.updateComplete;
  return card;
}

async function ready(options?: Options): Promise<ContactCard> {
  const card = await show(options);
  await waitUntil(() => !card.matches(':state(loading)') && !card.shadowRoot!.querySelector('.bone'), 'the card to be drawn', { timeout: 5_000 });
  return card;
}

const focused = (card: ContactCard): Element | null => card.shadowRoot!.activeElement;

async function write(card: ContactCard, key: string, value: string): Promise<void> {
  one(card, `[data-edit="${key}"]`).click();
  await card.updateComplete;
  const input = one<HTMLInputElement>(card, '[data-editing]');
  input.value = value;
  press(input, 'Enter');
  await card.updateComplete;
}

function rendered(card: ContactCard): void {
  expect(all(card, '[style]'), 'no style attribute').to.deep.equal([]);
  expect(card.scrollWidth, 'nothing wider than the card').to.be.at.most(card.clientWidth);
}

describe('what it shows', () => {
  it('shows a contact as the data has it', async () => {
    const card = await ready();
    expect(text(card, '[part="name"]')).to.contain('Amina Okonkwo-Bauer');
    expect(text(card, '[part="badge"]')).to.equal('High value');
    expect(text(card, '[part~="account"]')).to.equal('Hanseatic Kühltechnik GmbH');
    expect(text(card, '[part="next"]')).to.contain('Send drawings to the plant').and.to.contain('Overdue');
    expect(all(card, '[part="fields"] > dt').map((each) => each.textContent)).to.deep.equal(['Phone', 'Email', 'WeChat', 'Address', 'Department', 'Birthday', 'Owner', 'Consent', 'Also at', 'Tags']);
    expect(text(card, '[part~="phones"]')).to.contain('mobile').and.to.contain('primary');
    expect(text(card, '[part~="emails"]'), 'a bounced address keeps its label').to.contain('bounced').and.to.contain('old');
    expect(text(card, '[part~="consent"]')).to.contain('Email offers').and.to.contain('web form').and.to.contain('withdrawn');
    expect(text(card, '[part~="deals"]')).to.equal('Open deals€212,4002 deals');
    expect(text(card, '[part~="last-contact"]')).to.contain('Email, in');
    expect(one<HTMLAnchorElement>(card, '[part~="call"]').href).to.equal('tel:+491713920042');
    rendered(card);
  });

  it('shows an account', async () => {
    backend.update('account', 'acc-hanseatic', { parentId: 'acc-polar' });
    const card = await ready({ account: 'acc-hanseatic' });
    const labels = all(card, '[part="fields"] > dt').map((each) => each.textContent);
    expect(labels.slice(0, 2)).to.deep.equal(['Parent account', 'Contacts']);
    expect(one<HTMLAnchorElement>(card, '[part~="website"]').href).to.equal('https://hanseatic-kuehl.example/');
    expect(one(card, '[part="avatar"]').className).to.contain('org');
    rendered(card);
  });

  it('draws no link to an address that would run', async () => {
    backend.update('account', 'acc-hanseatic', { website: 'javascript:alert(1)' });
    const card = await ready({ account: 'acc-hanseatic' });
    expect(all(card, 'a[href^="javascript"], [part~="website"]')).to.deep.equal([]);
    expect(text(card, '[part="header"]')).to.contain('javascript:alert(1)');
  });

  it('has no empty labels, and says that nothing is planned', async () => {
    const card = await ready({ id: 'con-guest' });
    expect(all(card, '[part="fields"] > dt').map((each) => each.textContent)).to.deep.equal(['Email', 'Owner']);
    expect(text(card, '[part="next"]')).to.equal('No next step');
    expect(all(card, '[part~="call"], [part~="account"]')).to.deep.equal([]);
  });

  it('shows fields that only the backend knows', async () => {
    backend.restrict('contact', { custom: [{ name: 'erp', kind: 'text', label: { en: 'ERP number', 'zh-Hans': 'ERP 编号' } }, { name: 'vip', kind: 'boolean', label: { en: 'VIP', 'zh-Hans': 'VIP' } }, { name: 'limit', kind: 'money', label: { en: 'Limit', 'zh-Hans': '额度' } }, { name: 'desk', kind: 'phone', label: { en: 'Desk', 'zh-Hans': '座机' } }, { name: 'none', kind: 'text', label: { en: 'None', 'zh-Hans': '无' } }] });
    backend.update('contact', 'con-guest', { custom: { erp: 'K-77', vip: true, limit: 5000, desk: 'ext. 12' } });
    const card = await ready({ id: 'con-guest' });
    expect(text(card, '[part="fields"]')).to.contain('ERP number').and.to.contain('K-77').and.to.contain('VIP').and.to.contain('Yes').and.not.to.contain('None');
    expect(text(card, '[part="fields"]'), 'values of another shape as they were sent').to.contain('5000').and.to.contain('ext. 12').and.not.to.contain('NaN');
  });

  it('is one row when compact', async () => {
    const card = await ready({ id: 'con-tanaka', mode: 'compact' });
    expect(text(card, '.mini')).to.contain('田中 健太').and.to.contain('購買部 課長 · 株式会社みなと精工');
    expect(all(card, '[part="fields"], [part="summary"]')).to.deep.equal([]);
    rendered(card);
  });

  it('warns of a bad mode and draws', async () => {
    const card = await ready({ id: 'con-jonas', mode: 'huge' });
    expect(text(card, '[part="name"]')).to.contain('Jonas Brandt');
  });
});

describe('what a person does', () => {
  it('edits by keyboard, says so, and undoes', async () => {
    const card = await ready();
    const changes: string[] = [];
    for (const name of ['vinculo-contact-change', 'vinculo-contact-changed']) card.addEventListener(name, (event) => changes.push(`${name} ${JSON.stringify((event as CustomEvent<{ patch: object }>).detail.patch)}`));
    await write(card, 'jobTitle', 'Chief buyer');
    expect(text(card, '[part="header"]')).to.contain('Chief buyer');
    expect(changes).to.deep.equal(['vinculo-contact-change {"jobTitle":"Chief buyer"}', 'vinculo-contact-changed {"jobTitle":"Chief buyer"}']);
    expect(focused(card)).to.equal(one(card, '[data-edit="jobTitle"]'));
    expect(text(card, '[role="status"][aria-live]')).to.equal('Job title changed');
    await waitUntil(() => backend.row('contact', 'con-amina')!['jobTitle'] === 'Chief buyer');
    one(card, '[part="undo"]').focus();
    one(card, '[part="undo"]').click();
    await waitUntil(() => backend.row('contact', 'con-amina')!['jobTitle'] === 'Head of procurement');
    await waitUntil(() => focused(card) === one(card, '[data-menu="more"]'), 'focus to stay in the card');
  });

  it('leaves a field as it was on Escape', async () => {
    const card = await ready();
    one(card, '[data-edit="name"]').click();
    await card.updateComplete;
    const input = one<HTMLInputElement>(card, '[data-editing]');
    input.value = 'Somebody';
    press(input, 'Escape');
    await card.updateComplete;
    expect(text(card, '[part="name"]')).to.contain('Amina Okonkwo-Bauer');
    expect(focused(card)).to.equal(one(card, '[data-edit="name"]'));
  });

  it('writes nothing when the host cancels', async () => {
    const card = await ready();
    card.addEventListener('vinculo-contact-change', (event) => event.preventDefault());
    await write(card, 'jobTitle', 'Chief buyer');
    expect(text(card, '[part="header"]')).to.contain('Head of procurement');
    expect(crm.outbox.snapshot).to.deep.equal([]);
  });

  it('says what is wrong with a value, and keeps the field open', async () => {
    const card = await ready();
    await write(card, 'name', '   ');
    expect(text(card, '[role="alert"]')).to.equal('Fill in Name');
    press(one(card, '[data-editing]'), 'Escape');
    await card.updateComplete;
    await write(card, 'emails.m-a.okonkwo@hanseatic-kuehl.example', 'amina');
    expect(text(card, '[role="alert"]')).to.equal('Write an address like name@example.com');
    press(one(card, '[data-editing]'), 'Escape');
    await card.updateComplete;
    await write(card, 'phones.p-491713920042', 'no number');
    expect(text(card, '[role="alert"]')).to.equal('Write a phone number');
  });

  it('adds a phone from the menu, and takes one out by emptying it', async () => {
    const card = await ready();
    one(card, '[data-menu="more"]').click();
    await waitUntil(() => all(card, '[role="menuitem"]').length > 0);
    all(card, '[role="menuitem"]').find((each) => each.textContent.includes('Add phone'))!.click();
    await card.updateComplete;
    const input = one<HTMLInputElement>(card, '[data-editing]');
    const above = input.closest('.field')!.previousElementSibling!;
    expect(input.getBoundingClientRect().top, 'its focus ring leaves what stands above it free').to.be.least(above.getBoundingClientRect().bottom + 4);
    input.value = '+48 22 555 01 42';
    press(input, 'Enter');
    await waitUntil(() => (backend.row('contact', 'con-amina')!['phones'] as unknown[]).length === 3);
    expect((backend.row('contact', 'con-amina')!['phones'] as { e164: string }[])[2]!.e164).to.equal('+48225550142');
    await write(card, 'phones.p-491713920042', '');
    await waitUntil(() => (backend.row('contact', 'con-amina')!['phones'] as unknown[]).length === 2);
    expect(focused(card), 'focus stays in the card').not.to.equal(null);
  });

  it('edits tags', async () => {
    const card = await ready();
    await write(card, 'tags', 'trade fair, cold chain，ISO 9001, trade fair');
    await waitUntil(() => crm.outbox.snapshot.length === 0);
    expect(backend.row('contact', 'con-amina')!['tags']).to.deep.equal(['trade fair', 'cold chain', 'ISO 9001']);
  });

  it('marks the next activity as done and shows the one after it', async () => {
    const card = await ready();
    const completed = oneEvent(card, 'vinculo-activity-completed');
    one(card, '[part="done"]').focus();
    one(card, '[part="done"]').click();
    expect((await completed).detail.id).to.equal('act-03');
    await waitUntil(() => card.shadowRoot!.querySelector('[part="next"]')?.textContent.includes('Call about the revised quote'));
    expect(text(card, '[part="foot"]')).to.contain('Marked as done');
    expect(focused(card), 'focus stays in the card').not.to.equal(null);
  });

  it('raises host events for calls, mails and messages, and opens records', async () => {
    const card = await ready();
    const seen: string[] = [];
    for (const name of ['vinculo-contact-call', 'vinculo-contact-email', 'vinculo-contact-message', 'vinculo-record-open']) {
      document.addEventListener(name, (event) => {
        event.preventDefault();
        const { phone, email, table, id } = (event as CustomEvent<{ phone?: { raw: string }; email?: { value: string }; table: string; id: string }>).detail;
        seen.push(`${name} ${phone?.raw ?? email?.value ?? `${table} ${id}`}`);
      }, { once: true });
    }
    one(card, '[part~="call"]').click();
    one(card, '[part~="email"]').click();
    one(card, '[part~="message"]').click();
    one(card, '[part~="account"]').click();
    expect(seen).to.deep.equal(['vinculo-contact-call +49 171 3920042', 'vinculo-contact-email a.okonkwo@hanseatic-kuehl.example', 'vinculo-contact-message +49 171 3920042', 'vinculo-record-open account acc-hanseatic']);
  });

  it('keeps what is being typed while others change the record', async () => {
    const card = await ready();
    one(card, '[data-edit="jobTitle"]').click();
    await card.updateComplete;
    one<HTMLInputElement>(card, '[data-editing]').value = 'half writ';
    backend.update('contact', 'con-amina', { tags: ['new'] });
    await waitUntil(() => text(card, '[part~="tags"]').includes('new'));
    expect(one<HTMLInputElement>(card, '[data-editing]').value).to.equal('half writ');
    expect(focused(card)).to.equal(one(card, '[data-editing]'));
  });
});

describe('states', () => {
  it('says that it has no client', async () => {
    const card = fixtureSync<ContactCard>(html`<vinculo-contact-card lang="en" contact-id="x"></vinculo-contact-card>`);
    await waitUntil(() => card.renderRoot.querySelector('[part~="no-client"]') !== null);
    expect(text(card, '[part~="no-client"]')).to.contain('Not connected');
  });

  it('has the skeleton of the card while it loads', async () => {
    const gate = backend.faults.hold('pull');
    const card = await show();
    expect(card.matches(':state(loading)')).to.equal(true);
    const height = card.getBoundingClientRect().height;
    expect(height).to.be.greaterThan(400);
    gate.release();
    await waitUntil(() => !card.matches(':state(loading)'));
  });

  it('shows an error with a way on, and recovers', async () => {
    backend.faults.offline();
    const card = await show();
    await waitUntil(() => card.shadowRoot!.querySelector('[part~="error"]'));
    expect(await faults(card)).to.deep.equal([]);
    backend.faults.online();
    one(card, '[part~="error"] button').click();
    await waitUntil(() => card.shadowRoot!.querySelector('[part="name"]'));
  });

  it('says that a record is not there, may not be seen, or was not chosen', async () => {
    backend.faults.forbid('account');
    const gone = await show({ id: 'con-nobody' });
    await waitUntil(() => gone.shadowRoot!.querySelector('[part~="not-found"]'));
    const unset = await show({});
    await waitUntil(() => unset.shadowRoot!.querySelector('[part~="empty"]'));
    expect(text(unset, '[part~="empty"]')).to.contain('No contact chosen');
    const card = await show({ account: 'acc-polar' });
    await waitUntil(() => card.shadowRoot!.querySelector('[part~="forbidden"]'));
  });

  it('is read-only where the backend says so', async () => {
    backend.restrict('contact', { update: false });
    const card = await ready();
    expect(all(card, '[data-edit]')).to.deep.equal([]);
  });

  it('says that it is offline, and what waits', async () => {
    const card = await ready();
    backend.faults.offline();
    await write(card, 'jobTitle', 'Buyer');
    await waitUntil(() => card.shadowRoot!.querySelector('[part="banner"]'));
    expect(text(card, '[part="banner"]')).to.equal('Offline. 1 change waiting');
    expect(text(card, '[part="unsynced"]')).to.equal('Waiting to sync');
    expect(card.matches(':state(unsynced)')).to.equal(true);
    expect(await faults(card)).to.deep.equal([]);
  });

  it('shows both names of a conflict and takes the one chosen', async () => {
    const card = await ready();
    const gate = backend.faults.hold('push');
    crm.contacts.update('con-amina', { name: 'Amina Bauer' });
    backend.update('contact', 'con-amina', { name: 'Amina Okonkwo', updatedBy: 'user-joao' });
    gate.release();
    await waitUntil(() => card.shadowRoot!.querySelector('[part~="conflict"]')?.textContent.includes('João Pedro'));
    expect(card.matches(':state(undecided)')).to.equal(true);
    expect(await faults(card)).to.deep.equal([]);
    one(card, '[value="theirs"]').click();
    one(card, '[part~="conflict"] [type="submit"]').click();
    await waitUntil(() => !card.shadowRoot!.querySelector('[part~="conflict"]'));
    expect(text(card, '[part="name"]')).to.contain('Amina Okonkwo');
  });

  it('asks about the whole record where a backend names no field of a conflict', async () => {
    await crm.close();
    backend = memoryBackend({ seed: demoSeed(Date.now()), conflicts: 'compare' });
    crm = createClient({ adapter: backend.adapter() });
    const card = await ready();
    const gate = backend.faults.hold('push');
    crm.contacts.remove('con-amina');
    await gate.arrived();
    backend.update('contact', 'con-amina', { jobTitle: 'Head of supply', updatedBy: 'user-joao' });
    gate.release();
    await waitUntil(() => card.shadowRoot!.querySelector('[part~="conflict"]')?.textContent.includes('João Pedro'));
    expect(text(card, '[part~="conflict"]')).to.contain('was changed by two people').and.to.contain('Amina').and.to.contain('Deletion').and.to.contain('Take theirs');
    expect(await faults(card)).to.deep.equal([]);
    one(card, '[value="theirs"]').click();
    one(card, '[part~="conflict"] [type="submit"]').click();
    await waitUntil(() => !card.shadowRoot!.querySelector('[part~="conflict"]') && crm.outbox.snapshot.length === 0);
    expect(text(card, '[part="card"]')).to.contain('Head of supply');
  });

  it('says why a change was refused, and lets it be written again', async () => {
    const card = await ready();
    const accept = backend.faults.refuse({ table: 'contact' }, 'locked', 'The job title is kept in SAP.');
    await write(card, 'jobTitle', 'CEO');
    await waitUntil(() => card.shadowRoot!.querySelector('[part~="refused"]'));
    expect(text(card, '[part~="refused"]')).to.contain('Job title: \u2068CEO\u2069').and.to.contain('The job title is kept in SAP.');
    expect(await faults(card)).to.deep.equal([]);
    accept();
    all(card, '[part~="refused"] button').find((each) => each.textContent.trim() === 'Edit')!.click();
    await card.updateComplete;
    const input = one<HTMLInputElement>(card, '[data-editing]');
    expect(input.value).to.equal('CEO');
    input.value = 'COO';
    press(input, 'Enter');
    await waitUntil(() => backend.row('contact', 'con-amina')!['jobTitle'] === 'COO');
    await waitUntil(() => !card.shadowRoot!.querySelector('[part~="refused"]'));
  });

  it('tells of a value it covered, and puts it back', async () => {
    const card = await ready();
    const gate = backend.faults.hold('push');
    crm.contacts.update('con-amina', { jobTitle: 'CEO' });
    backend.update('contact', 'con-amina', { jobTitle: 'COO' });
    gate.release();
    await waitUntil(() => card.shadowRoot!.querySelector('[part="restore"]'));
    expect(text(card, '.decisions .notice')).to.contain('COO');
    one(card, '[part="restore"]').click();
    await waitUntil(() => backend.row('contact', 'con-amina')!['jobTitle'] === 'COO');
  });
});

describe('for everyone', () => {
  for (const scheme of ['light', 'dark']) {
    for (const options of [{ id: 'con-amina' }, { account: 'acc-hanseatic' }, { id: 'con-priya', mode: 'compact' }] as const) {
      it(`breaks no accessibility rule: ${JSON.stringify(options)}, ${scheme}`, async () => {
        const card = await ready(options);
        card.style.setProperty('color-scheme', scheme);
        card.parentElement!.style.setProperty('background', scheme === 'dark' ? '#16181d' : '#fff');
        expect(await faults(card)).to.deep.equal([]);
      });
    }
  }

  it('speaks Chinese', async () => {
    const card = await ready({ id: 'con-amina', lang: 'zh-CN' });
    await waitUntil(() => card.locale === 'zh-CN' && text(card, '[part="fields"]').includes('电话'));
    expect(all(card, '[part="fields"] > dt').map((each) => each.textContent)).to.deep.equal(['电话', '邮箱', '微信', '地址', '部门', '生日', '负责人', '授权同意', '其他任职', '标签']);
    expect(text(card, '[part="badge"]')).to.equal('高价值');
    expect(text(card, '[part~="deals"]')).to.equal('进行中的商机€21.24万2个商机');
    expect(text(card, '[part~="consent"]')).to.contain('邮件推广').and.to.contain('撤回');
  });

  it('turns round from right to left, and phones do not', async () => {
    const card = await ready({ id: 'con-layla', dir: 'rtl' });
    const avatar = one(card, '[part="avatar"]').getBoundingClientRect();
    expect(avatar.left).to.be.greaterThan(card.getBoundingClientRect().left + 200);
    expect(one(card, '[part~="phones"] bdi').dir).to.equal('ltr');
    rendered(card);
  });

  it('keeps the focus ring of each line of its head within that line, since its neighbours touch it', async () => {
    const card = await ready({ id: 'con-amina', width: 320 });
    const lines = all(card, '.head .editable');
    expect(lines.length).to.be.at.least(2);
    for (const line of lines) {
      line.focus();
      const rings = getComputedStyle(line).boxShadow.split(/,(?![^(]*\))/);
      expect(rings.every((ring) => ring.includes('inset')), line.textContent).to.equal(true);
    }
  });

  it('fits 320 px and a whole page', async () => {
    const card = await ready({ id: 'con-amina', width: 320 });
    rendered(card);
    const figures = all(card, '.figure').map((each) => each.getBoundingClientRect().top);
    expect(new Set(figures).size, 'figures stack').to.equal(3);
    card.parentElement!.style.setProperty('width', '1100px');
    rendered(card);
  });

  it('has targets of 24 px and more', async () => {
    const card = await ready();
    for (const each of all(card, 'button, input')) {
      const { width, height } = each.getBoundingClientRect();
      if (width === 0) continue;
      expect(height, each.outerHTML).to.be.at.least(24);
    }
  });

  it('has styles for forced colors, and marks that need no colour', async () => {
    const card = await ready();
    const rules = card.shadowRoot!.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSMediaRule && rule.conditionText.includes('forced-colors'));
    expect(rules.length).to.be.greaterThan(0);
    expect(text(card, '[part="next"]')).to.contain('Overdue');
    expect(one(card, '[part~="emails"] .warn svg')).to.be.instanceOf(SVGElement);
  });
});

describe('a record that is merged away while it is shown', () => {
  const merge = async (): Promise<void> => void (await createClient({ adapter: backend.adapter('user-joao') }).run('merge', { table: 'contact', intoId: 'con-amina', fromId: 'con-jonas' }));
  const showsAmina = (card: ContactCard): Promise<void> => waitUntil(() => card.shadowRoot!.querySelector('[part="merged"]') && text(card, '[part="name"]').includes('Amina'), 'the record that stayed', { timeout: 5_000 });

  it('goes on with the one that stayed, says so, and comes back when the merge is taken back', async () => {
    const card = await ready({ id: 'con-jonas' });
    await merge();
    await showsAmina(card);
    expect(text(card, '[part="merged"]')).to.equal('Merged into \u2068Amina Okonkwo-Bauer\u2069, which you see now.');
    await write(card, 'jobTitle', 'Chief buyer');
    await waitUntil(() => backend.row('contact', 'con-amina')!['jobTitle'] === 'Chief buyer');
    await createClient({ adapter: backend.adapter('user-joao') }).run('unmerge', { table: 'contact', intoId: 'con-amina', fromId: 'con-jonas' });
    await waitUntil(() => text(card, '[part="name"]').includes('Jonas'), 'the record that is back', { timeout: 5_000 });
    expect(all(card, '[part="merged"]')).to.deep.equal([]);
  });

  it('finds where a record went that was merged before it was asked for, also through another one', async () => {
    await merge();
    await createClient({ adapter: backend.adapter('user-joao') }).run('merge', { table: 'contact', intoId: 'con-maria', fromId: 'con-amina' });
    const card = await show({ id: 'con-jonas' });
    await waitUntil(() => card.shadowRoot!.querySelector('[part="merged"]') && text(card, '[part="name"]').includes('María'), 'the last one', { timeout: 5_000 });
    card.contactId = 'con-priya';
    await waitUntil(() => text(card, '[part="name"]').includes('Priya'));
    expect(all(card, '[part="merged"]')).to.deep.equal([]);
  });

  it('an edit of it that came too late is shown with its value, and is written to the one that stayed where a person wants it', async () => {
    const card = await ready({ id: 'con-jonas' });
    const gate = backend.faults.hold('push');
    await write(card, 'jobTitle', 'Works manager');
    await gate.arrived();
    await merge();
    gate.release();
    await waitUntil(() => card.shadowRoot!.querySelector('[part~="refused"]'), 'the late edit', { timeout: 5_000 });
    expect(text(card, '[part~="refused"]')).to.contain('You changed this after the merge').and.to.contain('Works manager');
    expect(await faults(card)).to.deep.equal([]);
    const [carry] = all(card, '[part~="refused"] button');
    carry!.click();
    await waitUntil(() => backend.row('contact', 'con-amina')!['jobTitle'] === 'Works manager');
    expect(all(card, '[part~="refused"]')).to.deep.equal([]);
  });
});
