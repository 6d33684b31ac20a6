import { createClient, OfflineError, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import { axeFaults as violations } from '../parts/axe-faults.fixture.ts';
import type { ScreenPop } from './screen-pop.ts';
import './vinculo-screen-pop.ts';


const amina = '+49 171 3920042';
const open: Vinculo[] = [];
afterEach(() => Promise.all(open.splice(0).map((crm) => crm.close())));

interface Made {
  readonly pop: ScreenPop;
  readonly backend: MemoryBackend;
  readonly crm: Vinculo;
}

async function make({ lang = 'en', dir = 'ltr', width = 380, scheme = 'light', before }: { lang?: string; dir?: 'ltr' | 'rtl'; width?: number; scheme?: string; before?: (backend: MemoryBackend) => void } = {}): Promise<Made> {
  const backend = memoryBackend({ seed: demoSeed(Date.now()) });
  before?.(backend);
  const crm = createClient({ adapter: backend.adapter('user-katarzyna') });
  open.push(crm);
  const box = await fixture<HTMLElement>(html`<div lang=${lang} dir=${dir}><vinculo-screen-pop .client=${crm}></vinculo-screen-pop></div>`);
  box.style.setProperty('width', `${width}px`);
  box.style.setProperty('color-scheme', scheme);
  box.style.setProperty('background', scheme === 'dark' ? '#16181d' : '#fff');
  return { pop: box.querySelector('vinculo-screen-pop')!, backend, crm };
}

const find = <T extends HTMLElement>(pop: ScreenPop, selector: string): T => pop.renderRoot.querySelector<T>(selector)!;
const text = (pop: ScreenPop, selector: string): string => find(pop, selector)?.textContent.replace(/\s+/g, ' ').trim() ?? '';
const active = (pop: ScreenPop): HTMLElement | null => pop.shadowRoot!.activeElement as HTMLElement | null;

async function ring(pop: ScreenPop, number: string, until: string): Promise<void> {
  pop.pop(number);
  await waitUntil(() => find(pop, until), `no ${until}`, { timeout: 5_000 });
  await pop.updateComplete;
}

const twoOfThem = (backend: MemoryBackend): void => {
  backend.write('contact', { id: 'con-a', name: 'Li Wei', phones: [{ id: 'p', raw: '010 6282 9999', e164: '+861062829999' }], jobTitle: 'Buyer' });
  backend.write('account', { id: 'acc-a', name: '北京冷链', kind: 'organisation', phones: [{ id: 'p', raw: '010 6282 9999', e164: '+861062829999' }] });
};

it('draws nothing while nobody calls, and nothing again when the call is over', async () => {
  const { pop } = await make();
  expect(find(pop, '[part=frame]')).to.equal(null);
  await ring(pop, amina, '[part=caller]');
  pop.clear();
  await pop.updateComplete;
  expect(find(pop, '[part=frame]')).to.equal(null);
  expect(pop.matches(':state(idle)')).to.equal(true);
});

it('one who has the number: who it is, what is going on, and the call is kept once', async () => {
  const { pop, backend } = await make();
  const shown = oneEvent(pop, 'vinculo-pop-shown');
  await ring(pop, '0049 171/3920042', '[part=log]');
  expect((await shown).detail).to.deep.equal({ number: '0049 171/3920042', matches: [{ table: 'contact', id: 'con-amina' }] });
  expect(text(pop, '[part=caller]')).to.contain('Amina Okonkwo-Bauer');
  await waitUntil(() => text(pop, '[part=caller]').includes('Hanseatic'), 'the company', { timeout: 5_000 });
  await waitUntil(() => text(pop, '[part=going-on]').includes('Open deals 2'), `deals: ${text(pop, '[part=going-on]')}`, { timeout: 5_000 });
  const opened = oneEvent(pop, 'vinculo-record-open');
  find<HTMLButtonElement>(pop, '[part~=name]').click();
  expect((await opened).detail).to.deep.equal({ table: 'contact', id: 'con-amina' });

  find<HTMLTextAreaElement>(pop, '#note').value = 'Wants the drawings.';
  const kept = oneEvent(pop, 'vinculo-activity-created');
  find<HTMLButtonElement>(pop, '[part=log] button').click();
  const { activityId, change } = (await kept).detail;
  await change.synced;
  expect(backend.rows('activity').find((row) => row.id === activityId)).to.include({ kind: 'call', direction: 'in', subject: 'Call from Amina Okonkwo-Bauer', body: 'Wants the drawings.', done: true });
  expect(backend.rows('activityLink').filter((row) => row['activityId'] === activityId).map((row) => row['table'])).to.have.members(['contact', 'account']);
  await waitUntil(() => active(pop)?.matches('[part~=logged]'), 'the focus');
  expect(find(pop, '[part=log]')).to.equal(null);
});

it('a call that was refused says why, and comes back to be changed with what was noted', async () => {
  const { pop, backend } = await make();
  await ring(pop, amina, '[part=log]');
  const take = backend.faults.refuse({ table: 'activity' }, 'closed', 'The month is closed.');
  find<HTMLTextAreaElement>(pop, '#note').value = 'Wants the drawings.';
  find<HTMLButtonElement>(pop, '[part=log] button').click();
  await waitUntil(() => find(pop, '[part~=refused]'), 'the refusal', { timeout: 5_000 });
  expect(text(pop, '[part~=refused]')).to.contain('The month is closed.');
  take();
  find<HTMLButtonElement>(pop, '[part~=refused] button').click();
  await waitUntil(() => active(pop)?.id === 'note', 'the form');
  expect(find<HTMLTextAreaElement>(pop, '#note').value).to.equal('Wants the drawings.');
  backend.faults.offline();
  find<HTMLButtonElement>(pop, '[part=log] button').click();
  await waitUntil(() => text(pop, '[part=logged]').includes('Waiting to sync'), 'the mark', { timeout: 5_000 });
  backend.faults.online();
  await waitUntil(() => backend.rows('activity').some((row) => row['body'] === 'Wants the drawings.'), 'the call', { timeout: 10_000 });
  await waitUntil(() => !find(pop, '[part=unsynced]'), 'the mark to go', { timeout: 5_000 });
});

it('several: one is chosen, and there is a way back', async () => {
  const { pop } = await make({ before: twoOfThem });
  await ring(pop, '+86 10 6282 9999', '[part=matches]');
  expect(text(pop, '#many')).to.equal('2 records have this number');
  expect([...pop.renderRoot.querySelectorAll('[part=match]')].map((each) => each.textContent.replace(/\s+/g, ' ').trim())).to.have.members(['LWLi WeiBuyer', '北京北京冷链Account']);
  [...pop.renderRoot.querySelectorAll<HTMLButtonElement>('[part=match]')].find((each) => each.textContent.includes('Li Wei'))!.click();
  await waitUntil(() => active(pop)?.matches('[part~=name]'), 'the focus');
  expect(text(pop, '[part=caller]')).to.contain('Li Wei');
  [...pop.renderRoot.querySelectorAll<HTMLButtonElement>('button')].find((each) => each.textContent === 'Someone else')!.click();
  await waitUntil(() => active(pop)?.id === 'many', 'the focus');
});

it('several: says when there was contact last, and that it may be none of them', async () => {
  const at = new Date(Date.now() - 3 * 86_400_000).toISOString();
  const { pop, backend } = await make({ before: (each) => {
    twoOfThem(each);
    each.write('activity', { id: 'act-a', kind: 'call', subject: 'Call', at, done: true });
    each.write('activityLink', { id: 'link-a', activityId: 'act-a', table: 'contact', recordId: 'con-a', kind: 'call', at, open: false });
  } });
  await ring(pop, '+86 10 6282 9999', '[part~=none-of-them]');
  await waitUntil(() => find(pop, '[part~=last-contact]'), 'the last contact', { timeout: 5_000 });
  expect([...pop.renderRoot.querySelectorAll('[part~=last-contact]')].map((each) => each.closest('[part=match]')!.textContent.includes('Li Wei'))).to.deep.equal([true]);
  expect(text(pop, '[part~=last-contact]')).to.equal('Last contact · 3 days ago');

  find(pop, '[part~=none-of-them]').click();
  await waitUntil(() => active(pop)?.id === 'stranger', 'the focus');
  [...pop.renderRoot.querySelectorAll<HTMLButtonElement>('button')].find((each) => each.textContent === 'Back to the list')!.click();
  await waitUntil(() => active(pop)?.id === 'many', 'the focus');
  find(pop, '[part~=none-of-them]').click();
  await waitUntil(() => find(pop, '[part=create]'), 'the form');
  expect(await violations(pop)).to.deep.equal([]);
  find<HTMLInputElement>(pop, '#caller-name').value = 'Chen Yu';
  const made = oneEvent(pop, 'vinculo-record-created');
  find<HTMLButtonElement>(pop, '[part=create] button').click();
  await (await made).detail.change.synced;
  expect(backend.rows('contact').find((row) => row['name'] === 'Chen Yu')!['phones']).to.have.lengthOf(1);
  await waitUntil(() => text(pop, '[part=caller]').includes('Chen Yu'), 'the caller');
});

it('nobody: the number is added to somebody known, who is the caller from there on', async () => {
  const { pop, backend } = await make();
  await ring(pop, '+49 40 5550001', '[part~=add]');
  find(pop, 'button[part~=add]').click();
  await waitUntil(() => active(pop)?.matches('[data-lookup=known]'), 'the input', { timeout: 5_000 });
  expect(await violations(pop)).to.deep.equal([]);
  const type = async (words: string): Promise<HTMLElement> => {
    const input = find<HTMLInputElement>(pop, '[data-lookup=known]');
    input.value = words;
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await pop.updateComplete;
    await waitUntil(() => find(pop, '[role=option][aria-selected]')?.textContent.includes(words), `${words} among those found`, { timeout: 5_000 });
    return find(pop, '[role=option][aria-selected]');
  };
  const before = (backend.row('contact', 'con-amina')!['phones'] as object[]).length;
  pop.addEventListener('vinculo-record-change', (event) => event.preventDefault(), { once: true });
  (await type('Amina')).click();
  await pop.updateComplete;
  expect(backend.row('contact', 'con-amina')!['phones']).to.have.lengthOf(before);
  expect(find(pop, '[role=option]'), 'the list is shut').to.equal(null);
  const changed = oneEvent(pop, 'vinculo-record-changed');
  (await type('Amina')).click();
  await (await changed).detail.change.synced;
  const phones = backend.row('contact', 'con-amina')!['phones'] as { raw: string; e164?: string }[];
  expect(phones).to.have.lengthOf(before + 1);
  expect(phones.at(-1)).to.include({ raw: '+49 40 5550001', e164: '+49405550001' });
  await waitUntil(() => text(pop, '[part=caller]').includes('Amina'), 'the caller');
  await waitUntil(() => find(pop, '[part=log]'), 'the call can be kept');
});

it('nobody: a contact is made of the number, and the call can be kept on it', async () => {
  const { pop, backend } = await make();
  await ring(pop, '+49 40 5550001', '[part=create]');
  expect(text(pop, 'h3')).to.equal('Nobody is known under this number');
  pop.addEventListener('vinculo-record-create', (event) => event.preventDefault(), { once: true });
  const name = find<HTMLInputElement>(pop, '#caller-name');
  name.value = 'Fatma Şahin';
  find<HTMLButtonElement>(pop, '[part=create] button').click();
  expect(backend.rows('contact').some((row) => row['name'] === 'Fatma Şahin')).to.equal(false);
  const made = oneEvent(pop, 'vinculo-record-created');
  find<HTMLButtonElement>(pop, '[part=create] button').click();
  await (await made).detail.change.synced;
  const contact = backend.rows('contact').find((row) => row['name'] === 'Fatma Şahin')!;
  expect(contact['phones']).to.deep.include.members([{ ...(contact['phones'] as object[])[0], raw: '+49 40 5550001', e164: '+49405550001', primary: true }]);
  await waitUntil(() => find(pop, '[part=log]'), 'the call can be kept');
});

it('the last of several calls counts; a number comes by property and by an event of the page too', async () => {
  const { pop } = await make({ before: twoOfThem });
  pop.pop(amina);
  await ring(pop, '+86 10 6282 9999', '[part=matches]');
  pop.number = amina;
  await waitUntil(() => find(pop, '[part=caller]'), 'by the property', { timeout: 5_000 });
  document.dispatchEvent(new CustomEvent('vinculo-call-incoming', { detail: { number: '+86 10 6282 9999' } }));
  await waitUntil(() => find(pop, '[part=matches]'), 'by the event', { timeout: 5_000 });
  expect(pop.number).to.equal('+86 10 6282 9999');
});

it('says that it could not be found out, and tries again', async () => {
  const { pop, crm } = await make();
  const { lookupPhone } = crm;
  let isLost = true;
  pop.client = new Proxy(crm, { get: (of, name) => (name === 'lookupPhone' ? (...asked: Parameters<typeof lookupPhone>) => (isLost ? Promise.reject(new OfflineError('Looking up a number')) : lookupPhone.apply(of, asked)) : Reflect.get(of, name) as unknown) });
  await pop.updateComplete;
  const failed = oneEvent(pop, 'vinculo-error');
  pop.pop(amina);
  expect((await failed).detail.code).to.equal('offline');
  await waitUntil(() => find(pop, '[part~=error]'), 'the error', { timeout: 5_000 });
  expect(find(pop, '[part=number]').textContent).to.contain(amina);
  isLost = false;
  find<HTMLButtonElement>(pop, '[part~=error] button').click();
  await waitUntil(() => find(pop, '[part=caller]'), 'the caller', { timeout: 5_000 });
});

for (const scheme of ['light', 'dark']) {
  for (const [name, number, until] of [['one', amina, '[part=log]'], ['many', '+86 10 6282 9999', '[part=matches]'], ['none', '+49 40 5550001', '[part=create]']] as const) {
    it(`is accessible: ${name}, ${scheme}`, async () => {
      const { pop } = await make({ scheme, before: twoOfThem });
      await ring(pop, number, until);
      expect(await violations(pop)).to.deep.equal([]);
      for (const each of pop.renderRoot.querySelectorAll('button')) expect(each.getBoundingClientRect().height, each.outerHTML).to.be.at.least(24);
    });
  }
}

for (const [lang, dir] of [['zh-CN', 'ltr'], ['ar', 'rtl']] as const) {
  it(`speaks ${lang} and overflows nowhere at 320 px`, async () => {
    const { pop } = await make({ lang, dir, width: 320, before: twoOfThem });
    await ring(pop, amina, '[part=log]');
    expect(text(pop, '[part=log] button')).to.equal(lang === 'ar' ? 'تسجيل المكالمة' : '记录此次通话');
    expect(getComputedStyle(find(pop, '[part=number] bdi')).direction).to.equal('ltr');
    const bounds = pop.getBoundingClientRect();
    for (const each of pop.renderRoot.querySelectorAll('button, textarea, dd, p')) {
      const { left, right, width } = each.getBoundingClientRect();
      if (width > 0 && !each.closest('.hidden-text')) expect(left >= bounds.left - 0.5 && right <= bounds.right + 0.5, each.outerHTML).to.equal(true);
    }
  });
}
