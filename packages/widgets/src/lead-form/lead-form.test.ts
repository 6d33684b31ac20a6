import { createClient, type Description, ForbiddenError, type VinculoError } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import { expect, test, vi } from 'vitest';
import { leadEnglish } from '../messages/en-lead.ts';
import { addEnglish } from '../messages/message.ts';
import type { AskedField } from '../parts/asked-field.ts';
import { textsOf, valueOf } from '../parts/asked-values.ts';
import { aTabForEach, FormTestHost } from '../parts/form-host.fixture.ts';
import type { FormPhase } from '../parts/form-sending.ts';
import { leadFieldOf } from './lead-fields.ts';
import { LeadFormController, type LeadFormHost } from './lead-form.controller.ts';
import type { LeadValues } from './lead-on-its-way.ts';

// In a page the element adds them.
addEnglish(leadEnglish);

class TryHost extends FormTestHost implements LeadFormHost {
  locale = 'en';
  fields: LeadFormHost['fields'] = {};
  consents: LeadFormHost['consents'] = [];
  campaignId?: string;
}

interface Try {
  readonly host: TryHost;
  readonly form: LeadFormController;
  readonly backend: MemoryBackend;
  readonly submitted: string[];
  readonly failed: VinculoError[];
  onSubmit: (values: LeadValues, waits: Promise<unknown>[]) => boolean;
  until(phase: FormPhase): Promise<void>;
}

const { kept, open } = aTabForEach();

async function make({ set, described, backend = memoryBackend({ seed: demoSeed(Date.UTC(2026, 10, 22, 10)) }) }: { backend?: MemoryBackend; set?: (host: TryHost) => void; described?: (of: Description) => Description } = {}): Promise<Try> {
  const pipeline = backend.write('pipeline', { id: 'pipe-leads', name: 'Leads', table: 'lead', rank: 'a' });
  backend.write('stage', { id: 'stage-new', name: 'New', pipelineId: pipeline.id, category: 'open', rank: 'a' });
  const adapter = backend.adapter();
  const crm = createClient({ adapter: { ...adapter, describe: async (signal) => {
    const told: Description = { ...(await adapter.describe(signal)), user: { id: null, name: '', role: 'guest' }, hash: 'guest' };
    return described ? described(told) : told;
  } } });
  const host = new TryHost();
  host.crm = crm;
  host.pipelineId = 'pipe-leads';
  set?.(host);
  const made: Omit<Try, 'form'> & { form?: LeadFormController } = {
    host, backend, submitted: [], failed: [], onSubmit: () => true,
    until: (phase) => host.when(() => made.form!.sending.phase === phase),
  };
  made.form = new LeadFormController(host, {
    submit: (values, _consents, waits) => made.onSubmit(values, waits),
    submitted: ({ id }) => void made.submitted.push(id),
    failed: (error) => void made.failed.push(error),
  });
  open.push({ crm, host });
  host.connect();
  return made as Try;
}

function fill({ form }: Try, more: Readonly<Record<string, string>> = {}): void {
  for (const [name, text] of Object.entries({ name: 'Mei 陈', email: 'mei@home.example', ...more })) form.answer(name, text);
}

const leads = ({ backend }: Try): ReturnType<MemoryBackend['rows']> => backend.rows('lead').filter((row) => row['source'] === 'form');

test('asks for what may be written, requires name and address, and a number for who wants to be called', async () => {
  const it = await make({ set: (host) => { host.consents = [{ purpose: 'offers', channel: 'phone', text: 'Call me.' }]; } });
  await it.until('form');
  expect(it.form.fields.map(({ name, required }) => [name, required])).toEqual([['name', true], ['email', true], ['company', false], ['phone', false], ['description', false]]);
  it.form.answer('consent:offers:phone', 'yes');
  expect(it.form.fields.find(({ name }) => name === 'phone')!.required).toBe(true);
});

test('what the first stage asks, the form asks; what the backend hides, it does not', async () => {
  const it = await make({ described: (of) => ({ ...of, tables: { ...of.tables, lead: { create: true, update: false, remove: false, fields: { description: 'hidden' } } } }) });
  it.backend.write('stage', { ...it.backend.rows('stage').find(({ id }) => id === 'stage-new')!, requiredFields: ['company', 'phones'] });
  await it.until('form');
  expect(it.form.fields.map(({ name, required }) => [name, required])).toEqual([['name', true], ['email', true], ['company', true], ['phone', true]]);
});

test('writes one lead with consents and touches as one group, whatever is pressed how often', async () => {
  kept.set('vinculo:touches', JSON.stringify([{ source: 'search', campaignName: 'Spring', at: '2026-11-22T09:00:00.000Z' }]));
  const it = await make({ set: (host) => { host.consents = [{ purpose: 'newsletter' }, { purpose: 'offers', channel: 'phone', text: { en: 'Call me.', 'zh-Hans': '请打电话。' } }]; } });
  await it.until('form');
  fill(it, { phone: '030 1234', 'consent:newsletter:email': 'yes', 'consent:offers:phone': 'yes' });
  expect(await Promise.all([it.form.submit(), it.form.submit()])).toEqual([true, false]);
  await it.until('sent');
  const [lead, ...more] = leads(it);
  expect(more).toEqual([]);
  expect(lead).toMatchObject({ name: 'Mei 陈', emails: [{ value: 'mei@home.example' }], phones: [{ raw: '030 1234' }], pipelineId: 'pipe-leads', stageId: 'stage-new', source: 'form' });
  expect(it.backend.rows('consent').filter((row) => row['leadId'] === lead!.id).map((row) => [row['purpose'], row['channel'], row['state'], row['evidence']]))
    .toEqual([['newsletter', 'email', 'asked', 'Send me the newsletter by email. I can end it at any time.'], ['offers', 'phone', 'given', 'Call me.']]);
  expect(it.backend.rows('touch').filter((row) => row['recordId'] === lead!.id)).toMatchObject([{ table: 'lead', source: 'search', campaignName: 'Spring' }]);
  expect(it.submitted).toEqual([lead!.id]);
});

test('a newsletter form with an address alone makes a lead by that name', async () => {
  const it = await make({ set: (host) => { host.fields = { name: { hidden: true }, company: { hidden: true }, phone: { hidden: true }, description: { hidden: true }, source: { value: 'newsletter' } }; } });
  await it.until('form');
  expect(it.form.fields.map(({ name }) => name)).toEqual(['email']);
  it.form.answer('email', 'a@b.example');
  expect(await it.form.submit()).toBe(true);
  await it.until('sent');
  expect(it.backend.rows('lead')).toContainEqual(expect.objectContaining({ name: 'a@b.example', source: 'newsletter' }));
});

test.each([
  ['nothing', { name: '', email: '' }, [['name', 'required'], ['email', 'required']]], ['no domain', { email: 'mei@' }, [['email', 'emailDomain']]], ['no address', { email: 'mei at home' }, [['email', 'email']]],
  ['no number', { phone: 'later' }, [['phone', 'phone']]], ['no tick', {}, [['consent:terms:email', 'tick']]],
])('says what is wrong: %s', async (what, answers, problems) => {
  const it = await make({ set: (host) => { host.consents = what === 'no tick' ? [{ purpose: 'terms', text: 'I agree.', required: true }] : []; } });
  await it.until('form');
  fill(it, answers);
  expect(await it.form.submit()).toBe(false);
  expect(it.form.sending.problems.map(({ field, reason }) => [field, reason])).toEqual(problems);
  expect(it.form.sending.focus).toBe('summary');
  expect(leads(it)).toEqual([]);
});

test('the page may change it, keep it back, and say why', async () => {
  const it = await make();
  await it.until('form');
  fill(it);
  it.onSubmit = () => false;
  expect(await it.form.submit()).toBe(false);
  it.onSubmit = (_values, waits) => waits.push(Promise.reject(new Error('Not today.'))) > 0;
  expect(await it.form.submit()).toBe(false);
  expect(it.form.sending.trouble).toEqual({ kind: 'page', text: 'Not today.' });
  it.onSubmit = (values) => { values['tags'] = ['fair']; return true; };
  expect(await it.form.submit()).toBe(true);
  await it.until('sent');
  expect(leads(it)).toMatchObject([{ tags: ['fair'] }]);
});

test('a refused lead comes back into the form, and is the same lead when it is sent again', async () => {
  const it = await make();
  await it.until('form');
  fill(it);
  it.backend.faults.failNext(new ForbiddenError('Not from here.'), 'push');
  await it.form.submit();
  await it.until('refused');
  expect([it.form.answers.of('name'), it.form.sending.sent!.refusal]).toEqual(['Mei 陈', 'Not from here.']);
  const { id } = it.form.sending.sent!.group!;
  expect(await it.form.submit()).toBe(true);
  await it.until('sent');
  expect(leads(it).map((row) => row.id)).toEqual([id]);
});

test('without a connection it waits, can be taken back, and is sent once', async () => {
  const it = await make();
  await it.until('form');
  fill(it);
  it.backend.faults.offline();
  await it.form.submit();
  await it.until('waiting');
  await vi.waitFor(() => expect(it.form.sending.sent!.canTakeBack).toBe(true));
  it.form.sending.sent!.takeBack();
  await it.until('form');
  expect(it.form.answers.of('email')).toBe('mei@home.example');
  await it.form.submit();
  it.backend.faults.online();
  it.form.intake.retry();
  await it.until('sent');
  expect(leads(it)).toHaveLength(1);
});

test('the draft lives as long as the tab, unless there is to be none', async () => {
  const first = await make();
  await first.until('form');
  fill(first);
  const second = await make({ backend: first.backend });
  await second.until('form');
  expect([second.form.answers.of('name'), second.form.answers.draftKept]).toEqual(['Mei 陈', true]);
  second.form.sending.startOver();
  const third = await make({ set: (host) => { host.noDraft = true; } });
  await third.until('form');
  fill(third);
  expect(kept.size).toBe(0);
});

test('is unavailable where no leads may be made, or none has a place to begin', async () => {
  const closed = await make({ described: (of) => ({ ...of, tables: { ...of.tables, lead: { create: false, update: false, remove: false } } }) });
  await closed.until('unavailable');
  const placeless = await make({ set: (host) => { host.pipelineId = 'nowhere'; } });
  await placeless.until('unavailable');
  expect([await closed.form.submit(), await placeless.form.submit()]).toEqual([false, false]);
});

const custom: NonNullable<Description['tables'][string]['custom']> = [
  { name: 'machine', kind: 'option', label: { en: 'Machine', 'zh-Hans': '设备' }, options: [{ value: 'ice', label: { en: 'Ice machine', 'zh-Hans': '制冰机' } }, { value: 'room', label: { en: 'Cold room', 'zh-Hans': '冷库' } }] },
  { name: 'units', kind: 'integer', label: { en: 'How many', 'zh-Hans': '数量' } },
  { name: 'site', kind: 'url', label: { en: 'Website', 'zh-Hans': '网站' } },
  { name: 'contract', kind: 'boolean', label: { en: 'We have a contract', 'zh-Hans': '已有合同' } },
  { name: 'budget', kind: 'money', label: { en: 'Budget', 'zh-Hans': '预算' } },
];
const withCustom = (of: Description): Description => ({ ...of, tables: { ...of.tables, lead: { ...of.tables['lead']!, custom } } });

test('asks a visitor what the backend keeps of its own, by its kind and in its order, above the message', async () => {
  const it = await make({ described: withCustom });
  await it.until('form');
  expect(it.form.fields.map(({ name, kind }) => [name, kind]).slice(2)).toEqual([
    ['company', 'text'], ['phone', 'phones'], ['machine', 'option'], ['units', 'integer'], ['site', 'url'], ['contract', 'boolean'], ['description', 'longText'],
  ]);
  fill(it, { machine: 'room', units: '12', site: 'kaltgruen.example/shop', contract: 'yes' });
  expect(await it.form.submit()).toBe(true);
  await it.until('sent');
  expect(leads(it)[0]!.custom).toEqual({ machine: 'room', units: 12, site: 'https://kaltgruen.example/shop', contract: true });
});

test('staff are asked what the page names alone; what may not be written is asked of nobody', async () => {
  const staff = await make({ described: (of) => ({ ...withCustom(of), user: { id: 'u1', name: 'U', role: 'staff' } }), set: (host) => { host.fields = { units: {} }; } });
  await staff.until('form');
  expect(staff.form.fields.map(({ name }) => name)).toEqual(['name', 'email', 'company', 'phone', 'units', 'description']);
  const guest = await make({ described: (of) => ({ ...withCustom(of), tables: { ...of.tables, lead: { ...withCustom(of).tables['lead']!, fields: { units: 'read', site: 'hidden', machine: 'masked' } } } }) });
  await guest.until('form');
  expect(guest.form.fields.map(({ name }) => name)).toEqual(['name', 'email', 'company', 'phone', 'contract', 'description']);
});

test('the page names further fields, gives options and says beside which answers they are asked', async () => {
  const labels = (en: string): { readonly en: string; readonly 'zh-Hans': string } => ({ en, 'zh-Hans': en });
  const it = await make({ described: withCustom, set: (host) => { host.fields = {
    source: { options: [{ value: 'fair', label: labels('A fair') }, { value: 'friend', label: labels('A friend') }], required: true },
    machine: { when: { source: 'fair' } }, units: { hidden: true, value: 3 }, site: { when: { source: 'friend' }, value: 'https://x.example' }, contract: { hidden: true },
    company: { options: [{ value: 'Kaltgrün', label: labels('Kaltgrün') }, { value: 'Nordwerk', label: labels('Nordwerk'), when: { source: 'friend' } }] },
  }; } });
  await it.until('form');
  expect(it.form.fields.map(({ name }) => name)).toEqual(['name', 'email', 'company', 'phone', 'source', 'description']);
  fill(it, { source: 'friend', company: 'Nordwerk' });
  expect(it.form.fields.map(({ name }) => name)).toEqual(['name', 'email', 'company', 'phone', 'source', 'site', 'description']);
  it.form.answer('source', 'fair');
  expect(it.form.answerTo(it.form.fields.find(({ name }) => name === 'company')!)).toBe('');
  expect(await it.form.submit()).toBe(true);
  await it.until('sent');
  const lead = it.backend.rows('lead').find((row) => row['name'] === 'Mei 陈')!;
  expect([lead['source'], lead['company'] ?? null, lead.custom]).toEqual(['fair', null, { units: 3 }]);
});

test.each([
  ['no choice', { machine: '' }, ['machine', 'choose']], ['no option', { machine: 'car' }, ['machine', 'choose']], ['no number', { units: 'many' }, ['units', 'whole']], ['a part of one', { units: '1,5' }, ['units', 'whole']],
  ['no page', { site: 'javascript:alert(1)' }, ['site', 'link']], ['no tick', { contract: '' }, ['contract', 'tick']],
])('says what is wrong with a field of the backend: %s', async (_what, answers, problem) => {
  const it = await make({ described: withCustom, set: (host) => { host.fields = { machine: { required: true }, contract: { required: true } }; } });
  await it.until('form');
  fill(it, { machine: 'ice', contract: 'yes', ...answers });
  expect(await it.form.submit()).toBe(false);
  expect(it.form.sending.problems.map(({ field, reason }) => [field, reason])).toEqual([problem]);
});

test.each([
  ['integer', '٤٢', 42], ['integer', '４２', 42], ['integer', '4.5', undefined], ['number', '4,5', 4.5], ['number', '4,500', 4500], ['integer', '1,234,567', 1_234_567], ['number', '-1.25', -1.25], ['percent', '101', undefined], ['decimal', '0,10', '0.10'],
  ['date', '2026-11-22', '2026-11-22'], ['date', 'soon', undefined], ['url', 'example.com', 'https://example.com'], ['url', 'http://a.example/x', 'http://a.example/x'], ['url', 'mailto:a@b.example', undefined], ['url', 'later', undefined],
  ['boolean', 'yes', true], ['text', ' as it is ', ' as it is '],
] as const)('an answer as it is kept: %s %s', (kind, answer, value) => {
  expect(valueOf('en', { kind, options: [] }, answer)).toBe(value);
});

test('numbers are read, and stand in the form again, as the language of the form writes them', () => {
  const number: AskedField = { name: 'units', kind: 'number', label: { en: 'X', 'zh-Hans': 'X' }, required: false, readonly: false, options: [], isCustom: true };
  expect(['12.500', '1,250', '12.500,5'].map((typed) => valueOf('de', number, typed))).toEqual([12_500, 1.25, 12_500.5]);
  for (const kind of ['number', 'decimal'] as const) expect(textsOf('de', [{ ...number, kind }], { custom: { units: kind === 'number' ? 1.234 : '1.234' } })).toEqual({ units: '1,234' });
});

test('a job title that the first stage requires is asked for', async () => {
  const it = await make();
  it.backend.write('stage', { ...it.backend.rows('stage').find(({ id }) => id === 'stage-new')!, requiredFields: ['jobTitle', 'amount', 'ownerId'] });
  await it.until('form');
  expect(it.form.fields.map(({ name }) => name)).toEqual(['name', 'email', 'company', 'jobTitle', 'phone', 'description']);
});

test('texts of a lead that waited are read back, whatever they are asked beside', () => {
  const label = { en: 'X', 'zh-Hans': 'X' };
  const field = (name: string, isCustom = false): AskedField => ({ name, kind: 'text', label, required: false, readonly: false, options: [], isCustom });
  expect(textsOf('en', [field('name'), field('email'), field('phone'), field('units', true), field('contract', true), field('gone', true)], {
    name: 'Mei', emails: [{ id: 'a', value: 'm@x.example' }], phones: [{ id: 'b', raw: '030' }], custom: { units: 4, contract: true },
  }, leadFieldOf)).toEqual({ name: 'Mei', email: 'm@x.example', phone: '030', units: '4', contract: 'yes' });
});

test.each([['a number', 12.345], ['plain text', '12.345']])('%s that the page gave is that number in every language, shown as people there write it', async (_how, value) => {
  const withNumbers = (of: Description): Description => ({ ...of, tables: { ...of.tables, lead: { ...of.tables['lead']!, create: true, custom: [
    { name: 'area', kind: 'number', label: { en: 'Area', 'zh-Hans': '面积' } }, { name: 'share', kind: 'decimal', label: { en: 'Share', 'zh-Hans': '份额' } },
  ] } } });
  for (const [locale, shown] of [['de', '12,345'], ['en', '12.345'], ['fr', '12,345']] as const) {
    const it = await make({ described: withNumbers, set: (host) => {
      host.locale = locale;
      host.fields = { area: { value, hidden: false }, share: { value, readonly: true, hidden: false } };
    } });
    await it.until('form');
    expect(it.form.fields.filter(({ isCustom }) => isCustom).map((field) => it.form.answerTo(field))).toEqual([shown, shown]);
    fill(it);
    expect(await it.form.submit()).toBe(true);
    await it.until('sent');
    expect(leads(it)[0]!.custom).toEqual({ area: 12.345, share: '12.345' });
    // What a person types is read as they write it.
    it.form.sending.sent!.startAnew();
    it.form.answer('area', '12.345');
    expect(it.form.answerTo(it.form.fields.find(({ name }) => name === 'area')!)).toBe('12.345');
  }
});
