import { createClient, type ClientOptions, type Description, ForbiddenError, type Labels, OfflineError, type TableDescription, type VinculoError, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import { describe, expect, test, vi } from 'vitest';
import type { FileRules } from '../parts/chosen-files.ts';
import { aTabForEach, FormTestHost } from '../parts/form-host.fixture.ts';
import type { FormPhase } from '../parts/form-sending.ts';
import type { TicketFormHost } from './form-data.ts';
import type { FormFields } from './form-fields.ts';
import type { RequestValues } from './request-on-its-way.ts';
import { TicketFormController } from './ticket-form.controller.ts';

/** The answer to the next request is lost, and the record cannot be looked at to see what became of it. */
function loseForGood({ faults }: MemoryBackend): void {
  faults.loseNextAnswer();
  faults.failNext(new ForbiddenError('Not now.'), 'get');
}

const now = Date.UTC(2026, 10, 22, 10);

class TryHost extends FormTestHost implements TicketFormHost {
  locale = 'en';
  fields: TicketFormHost['fields'] = {};
  queueId?: string;
  contactId?: string;
  list = false;
  fileRules: FileRules = { accept: 'image/*,application/pdf', maxBytes: 1_000, maxFiles: 2 };
}

interface Try {
  readonly host: TryHost;
  readonly form: TicketFormController;
  readonly backend: MemoryBackend;
  readonly crm: Vinculo;
  readonly submitted: { id: string; number: unknown }[];
  readonly failed: VinculoError[];
  /** What the page does before a request goes. */
  onSubmit: (values: RequestValues, waits: Promise<unknown>[]) => boolean;
  until(phase: FormPhase): Promise<void>;
  when(holds: () => boolean): Promise<void>;
}

type User = Partial<Description['user']> & { readonly role: string };
const guest: User = { id: null, name: '', role: 'guest' };
const priya: User = { id: 'u-priya', name: 'Priya', role: 'customer', contactId: 'con-priya' };
const shira: User = { id: 'user-shira', name: 'Shira Yosef', role: 'service' };

const { kept, open } = aTabForEach();

const labels = (en: string): Labels => ({ en, 'zh-Hans': en });
const own: TableDescription['custom'] = [
  { name: 'machine', kind: 'option', label: labels('Machine'), options: [{ value: 'ice', label: labels('Ice machine') }, { value: 'room', label: labels('Cold room') }] },
  { name: 'units', kind: 'integer', label: labels('How many') }, { name: 'site', kind: 'url', label: labels('Website') }, { name: 'contract', kind: 'boolean', label: labels('We have a contract') },
  { name: 'budget', kind: 'money', label: labels('Budget') },
];
const described = (of: Description, custom: TableDescription['custom']): Description => (custom ? { ...of, tables: { ...of.tables, ticket: { ...of.tables['ticket']!, custom } } } : of);

interface Options {
  /** Fields of a ticket that only the backend knows. */
  readonly custom?: TableDescription['custom'];
  readonly user?: User;
  readonly backend?: MemoryBackend;
  readonly client?: Partial<ClientOptions>;
  readonly set?: (host: TryHost) => void;
}

async function make({ custom, user = guest, backend = memoryBackend({ seed: demoSeed(now) }), client, set }: Options = {}): Promise<Try> {
  const adapter = backend.adapter();
  const crm = createClient({ adapter: { ...adapter, describe: async (signal) => ({ ...described(await adapter.describe(signal), custom), user: { id: null, name: '', ...user }, hash: user.role }) }, ...client });
  const host = new TryHost();
  host.crm = crm;
  set?.(host);
  const made: Omit<Try, 'form'> & { form?: TicketFormController } = {
    host, backend, crm, submitted: [], failed: [], onSubmit: () => true,
    when: (holds) => host.when(holds),
    until: (phase) => made.when(() => made.form!.sending.phase === phase),
  };
  made.form = new TicketFormController(host, {
    submit: (values, _files, waits) => made.onSubmit(values, waits),
    submitted: ({ id, number }) => void made.submitted.push({ id, number }),
    failed: (error) => void made.failed.push(error),
  });
  open.push({ crm, host });
  host.connect();
  return made as Try;
}

function fill({ form }: Try, more: Readonly<Record<string, string>> = {}): void {
  const answers = { guestName: 'Amélie 陈', guestEmail: 'a@b.example', subject: 'Compressor stops', description: 'Error E4.', ...more };
  for (const [name, text] of Object.entries(answers)) form.answer(name, text);
}

/** Another form of the same client, without a draft, into which a refused request came back. */
async function drawnLater({ crm }: Try): Promise<TicketFormController> {
  const host = new TryHost();
  host.crm = crm;
  host.noDraft = true;
  const form = new TicketFormController(host, { submit: () => true, submitted: () => {}, failed: () => {} });
  open.push({ crm, host });
  host.connect();
  await host.when(() => form.sending.phase === 'refused');
  return form;
}

const names = ({ form }: Try): string[] => form.fields.map(({ name }) => name);
const file = (name: string, type: string, bytes = 10): File => new File([new Uint8Array(bytes)], name, { type });
const mine = ({ backend }: Try): ReturnType<MemoryBackend['rows']> => backend.rows('ticket').filter((row) => !row.id.startsWith('tick-'));

describe('which fields are drawn', () => {
  test('a guest is asked for name and address, and nothing that is not there', async () => {
    const it = await make();
    await it.until('form');
    expect(names(it)).toEqual(['guestName', 'guestEmail', 'subject', 'description', 'attachments']);
    expect(it.form.fields.filter(({ required }) => required).map(({ name }) => name)).toEqual(['guestName', 'guestEmail', 'subject', 'description']);
  });

  test('a customer is known: name and address stand there to be read', async () => {
    const it = await make({ user: priya });
    await it.until('form');
    expect(it.form.fields.filter(({ readonly }) => readonly).map(({ name }) => name)).toEqual(['guestName', 'guestEmail']);
    expect(it.form.data.requester).toEqual({ name: 'Priya Raghunathan', email: 'priya@kaveri.example' });
  });

  test('orders of the customer can be chosen, those of others not', async () => {
    const backend = memoryBackend({ seed: demoSeed(now) });
    backend.write('order', { id: 'o1', number: '10-48213', contactId: 'con-priya' });
    backend.write('order', { id: 'o2', number: '10-48214', contactId: 'con-amina' });
    const it = await make({ user: priya, backend });
    await it.until('form');
    expect(names(it)).toContain('orderId');
    const numbers = it.form.data.orders.map(({ number }) => number);
    expect(numbers).toContain('10-48213');
    expect(numbers).not.toContain('10-48214');
  });

  test('what this sign-in may not write, or the backend does not hold, is left out', async () => {
    const backend = memoryBackend({ seed: demoSeed(now) });
    backend.restrict('ticket', { fields: { priority: 'read', status: 'read' }, without: ['description', 'productId'] });
    backend.restrict('attachment', { create: false });
    const it = await make({ user: shira, backend });
    await it.until('form');
    expect(names(it)).toEqual(['guestName', 'guestEmail', 'subject']);
  });

  test('the page asks for more, or less, and gives values', async () => {
    const it = await make({ set: (host) => void (host.fields = {
      guestPhone: {}, priority: { required: true }, type: { options: [{ value: 'fault', label: { en: 'Fault', 'zh-Hans': '故障' } }] },
      attachments: { hidden: true }, subject: { value: 'Order 10-48213', readonly: true }, channel: { value: 'shop' },
    }) });
    await it.until('form');
    expect(names(it)).toEqual(['guestName', 'guestEmail', 'guestPhone', 'type', 'priority', 'subject', 'description']);
    fill(it, { guestPhone: '+44 20 7946 0188', type: 'fault', subject: 'ignored' });
    expect(await it.form.submit()).toBe(true);
    await it.until('sent');
    expect(mine(it)[0]).toMatchObject({ subject: 'Order 10-48213', channel: 'shop', guestPhone: { raw: '+44 20 7946 0188' }, type: 'fault', priority: 'normal' });
  });

  test('asks what only the backend knows, by its kind, between the message and the files, and sends it', async () => {
    const it = await make({ custom: own });
    await it.until('form');
    expect(names(it)).toEqual(['guestName', 'guestEmail', 'subject', 'description', 'machine', 'units', 'site', 'contract', 'attachments']);
    fill(it, { machine: 'room', units: '12', site: 'kaltgruen.example', contract: 'yes' });
    expect(await it.form.submit()).toBe(true);
    await it.until('sent');
    expect(mine(it)[0]!.custom).toEqual({ machine: 'room', units: 12, site: 'https://kaltgruen.example', contract: true });
  });

  test('of these staff are asked what the page names; what may not be written is asked of nobody', async () => {
    const staff = await make({ user: shira, custom: own, set: (host) => void (host.fields = { units: {}, cause: {} }) });
    await staff.until('form');
    expect(names(staff)).toEqual(expect.arrayContaining(['units', 'cause']));
    expect(names(staff)).not.toContain('machine');
    const backend = memoryBackend({ seed: demoSeed(now) });
    backend.restrict('ticket', { fields: { units: 'read', site: 'hidden', machine: 'masked' } });
    const closed = await make({ custom: own, backend });
    await closed.until('form');
    expect(names(closed)).toEqual(['guestName', 'guestEmail', 'subject', 'description', 'contract', 'attachments']);
  });

  test('the page says beside which answers they are asked, and gives options and values', async () => {
    const it = await make({ custom: own, set: (host) => void (host.fields = {
      machine: { required: true, options: [{ value: 'room', label: labels('Cold room') }, { value: 'van', label: labels('Van'), when: { contract: 'yes' } }] },
      units: { when: { machine: 'room' }, value: 2 }, site: { hidden: true, value: 'https://a.example' }, contract: {},
    }) });
    await it.until('form');
    expect(names(it)).toEqual(['guestName', 'guestEmail', 'subject', 'description', 'machine', 'contract', 'attachments']);
    fill(it, { contract: 'yes', machine: 'van' });
    expect(names(it)).not.toContain('units');
    // What is no longer offered is not sent.
    it.form.answer('contract', '');
    expect(await it.form.submit()).toBe(false);
    expect(it.form.sending.problems.map(({ field, reason }) => [field, reason])).toEqual([['machine', 'choose']]);
    fill(it, { machine: 'room', units: 'two' });
    expect(await it.form.submit()).toBe(false);
    expect(it.form.sending.problems.map(({ field, reason }) => [field, reason])).toEqual([['units', 'whole']]);
    fill(it, { units: '3' });
    expect(await it.form.submit()).toBe(true);
    await it.until('sent');
    expect(mine(it)[0]!.custom).toEqual({ machine: 'room', units: 3, site: 'https://a.example' });
  });

  test('the backend says that a field of its own has to be answered; the page may say otherwise', async () => {
    const custom = own.map((each) => ({ ...each, required: each.name === 'units' || each.name === 'contract' }));
    const it = await make({ custom, set: (host) => void (host.fields = { contract: { required: false } }) });
    await it.until('form');
    fill(it);
    expect(await it.form.submit()).toBe(false);
    expect(it.form.sending.problems.map(({ field, reason }) => [field, reason])).toEqual([['units', 'required']]);
  });

  test('what the page asks later comes into the form that is there', async () => {
    const it = await make();
    await it.until('form');
    it.host.fields = { cause: { required: true } };
    it.host.requestUpdate();
    const phases = new Set<string>();
    it.host.drawn.add(() => void phases.add(it.form.sending.phase));
    await it.when(() => names(it).includes('cause'));
    expect([...phases]).toEqual(['form']);
    expect(names(it)).toEqual(['guestName', 'guestEmail', 'subject', 'description', 'cause', 'attachments']);
  });

  test('the first open stage decides what more is required', async () => {
    const backend = memoryBackend({ seed: demoSeed(now) });
    backend.update('stage', 'pipe-ticket-open', { requiredFields: ['priority'] });
    const it = await make({ user: shira, backend });
    await it.until('form');
    expect(it.form.fields.find(({ name }) => name === 'priority')!.required).toBe(true);
  });
});

describe('before it is sent', () => {
  test('each answer that does not do is named, and nothing is sent', async () => {
    const it = await make();
    await it.until('form');
    fill(it, { guestName: ' ', guestEmail: 'priya@', subject: '字'.repeat(141) });
    await it.form.addFiles([file('setup.exe', 'application/x-msdownload')]);
    expect(await it.form.submit()).toBe(false);
    expect(it.form.sending.problems).toEqual([
      { field: 'guestName', reason: 'required' }, { field: 'guestEmail', reason: 'emailDomain' }, { field: 'subject', reason: 'tooLong' }, { field: 'attachments', reason: 'other' },
    ]);
    expect(it.form.sending.focus).toBe('summary');
    it.form.answer('guestEmail', 'priya@kaveri.example');
    expect(it.form.sending.problems.map(({ field }) => field)).not.toContain('guestEmail');
    expect(it.backend.faults.calls.some(({ method }) => method === 'push')).toBe(false);
  });

  test.each([['priya', 'email'], ['a b@c.example', 'email'], ['priya@kaveri', 'emailDomain'], ['priya@kaveri.', 'emailDomain']])('%s is not an address', async (text, reason) => {
    const it = await make();
    await it.until('form');
    fill(it, { guestEmail: text });
    await it.form.submit();
    expect(it.form.sending.problems).toEqual([{ field: 'guestEmail', reason }]);
  });

  test.each([['+86 138 0000 4217', true], ['(040) 66969-214 ext. 12', true], ['call me', false], ['12', false]])('%s as a phone number: %s', async (text, fits) => {
    const it = await make({ set: (host) => void (host.fields = { guestPhone: {} }) });
    await it.until('form');
    fill(it, { guestPhone: text });
    expect(await it.form.submit()).toBe(fits);
  });

  test('files are judged by kind, size and number, and one that came too many comes in when another goes', async () => {
    const it = await make();
    await it.until('form');
    await it.form.addFiles([file('a.png', 'image/png'), file('b.zip', 'application/zip'), file('c.pdf', 'application/pdf', 1_001), file('d.pdf', 'application/pdf', 0), file('e.pdf', 'application/pdf'), file('f.png', 'image/png')]);
    expect(it.form.answers.files.map(({ state, refusal }) => refusal ?? state)).toEqual(['ready', 'type', 'size', 'empty', 'ready', 'count']);
    it.form.removeFile(it.form.answers.files[0]!.key);
    expect(it.form.answers.files.map(({ state, refusal }) => refusal ?? state)).toEqual(['type', 'size', 'empty', 'ready', 'ready']);
  });

  test('the page can keep it back, change it, or wait for something of its own', async () => {
    const it = await make();
    await it.until('form');
    fill(it);
    it.onSubmit = () => false;
    expect(await it.form.submit()).toBe(false);
    it.onSubmit = (_values, waits) => { waits.push(Promise.reject(new Error('Please confirm the terms.'))); return true; };
    expect(await it.form.submit()).toBe(false);
    expect(it.form.sending.trouble).toEqual({ kind: 'page', text: 'Please confirm the terms.' });
    it.onSubmit = (values, waits) => { waits.push(Promise.resolve().then(() => void (values['tags'] = ['shop']))); return true; };
    expect(await it.form.submit()).toBe(true);
    await it.until('sent');
    expect(mine(it)).toHaveLength(1);
    expect(mine(it)[0]!['tags']).toEqual(['shop']);
  });

  test('a value of the page that does not fit is said, not thrown', async () => {
    const it = await make({ set: (host) => void (host.fields = { firstReplyDue: { value: 'soon' } }) });
    await it.until('form');
    fill(it);
    expect(await it.form.submit()).toBe(false);
    expect(it.form.sending.trouble?.kind).toBe('backend');
    expect(it.failed[0]!.code).toBe('validation');
  });
});

describe('sending', () => {
  test('ticket, message and files go as one group into the first open stage, and the number comes back', async () => {
    const it = await make({ set: (host) => void (host.queueId = 'queue-service') });
    await it.until('form');
    fill(it);
    await it.form.addFiles([file('E4.png', 'image/png', 20)]);
    expect(await it.form.submit()).toBe(true);
    await it.until('sent');
    const [ticket] = mine(it);
    expect(ticket).toMatchObject({ subject: 'Compressor stops', guestName: 'Amélie 陈', guestEmail: 'a@b.example', pipelineId: 'pipe-ticket', stageId: 'pipe-ticket-open', queueId: 'queue-service', channel: 'form' });
    expect(it.submitted).toEqual([{ id: ticket!.id, number: 'T-1045' }]);
    const attachment = it.backend.rows('attachment').find((row) => row['recordId'] === ticket!.id)!;
    expect(attachment).toMatchObject({ name: 'E4.png', bytes: 20, type: 'image/png' });
    expect(it.backend.blobs.has(String(attachment['blobId']))).toBe(true);
    expect(it.backend.rows('ticketMessage').find((row) => row['ticketId'] === ticket!.id)).toMatchObject({ body: 'Error E4.', internal: false, attachmentIds: [attachment.id] });
    const pushed = it.backend.faults.calls.filter(({ method }) => method === 'push').flatMap(({ changes }) => changes!);
    expect(new Set(pushed.map(({ group }) => group)).size).toBe(1);
  });

  test('a customer’s request names the contact, and no guest', async () => {
    const it = await make({ user: priya });
    await it.until('form');
    for (const [name, text] of [['subject', 'Door seal'], ['description', 'Worn.']] as const) it.form.answer(name, text);
    await it.form.submit();
    await it.until('sent');
    expect(mine(it)[0]).toMatchObject({ contactId: 'con-priya', accountId: 'acc-kaveri' });
    expect(mine(it)[0]!['guestName'] ?? null).toBeNull();
    expect(it.backend.rows('ticketMessage').find((row) => row['ticketId'] === mine(it)[0]!.id)!['fromContactId']).toBe('con-priya');
  });

  test('pressed many times, it goes once', async () => {
    const it = await make();
    await it.until('form');
    fill(it);
    const gate = it.backend.faults.hold('push');
    const answers = await Promise.all([it.form.submit(), it.form.submit(), it.form.submit()]);
    expect(answers).toEqual([true, false, false]);
    expect(await it.form.submit()).toBe(false);
    gate.release();
    await it.until('sent');
    expect(await it.form.submit()).toBe(false);
    expect(mine(it)).toHaveLength(1);
  });

  test('a guest who may not set the status still sends', async () => {
    const backend = memoryBackend({ seed: demoSeed(now) });
    backend.restrict('ticket', { fields: { status: 'read', tags: 'hidden' } });
    const it = await make({ backend });
    await it.until('form');
    fill(it);
    await it.form.submit();
    await it.until('sent');
    expect(mine(it)[0]!['status']).toBe('new');
  });

  test('where files cannot be stored, it says so and goes without them', async () => {
    const it = await make({ backend: memoryBackend({ seed: demoSeed(now), capabilities: { blobs: false } }) });
    await it.until('form');
    fill(it);
    await it.form.addFiles([file('E4.png', 'image/png')]);
    expect(await it.form.submit()).toBe(false);
    expect(it.form.sending.trouble!.kind).toBe('filesUnsupported');
    expect(await it.form.submit({ withoutFiles: true })).toBe(true);
    await it.until('sent');
  });

  test('a file that was uploaded is not uploaded again after another failed', async () => {
    const it = await make();
    await it.until('form');
    fill(it);
    await it.form.addFiles([file('a.png', 'image/png'), file('b.png', 'image/png')]);
    const gate = it.backend.faults.hold('upload');
    const sent = it.form.submit();
    await gate.arrived(1);
    gate.step();
    await gate.arrived(2);
    it.backend.faults.failNext(new OfflineError('upload'), 'upload');
    gate.release();
    expect(await sent).toBe(false);
    expect(it.form.sending.trouble!.kind).toBe('filesOffline');
    expect(it.form.answers.files.map(({ state }) => state)).toEqual(['uploaded', 'failed']);
    expect(it.failed[0]!.code).toBe('offline');
    it.crm.retry();
    await it.when(() => it.form.intake.status?.connection === 'online');
    expect(await it.form.submit()).toBe(true);
    await it.until('sent');
    expect(it.backend.blobs.size).toBe(2);
    expect(it.backend.rows('attachment').filter((row) => row['recordId'] === mine(it)[0]!.id)).toHaveLength(2);
  });
});

describe('what becomes of it', () => {
  test('offline it waits, says so, and goes when the connection is back', async () => {
    const it = await make();
    await it.until('form');
    it.backend.faults.offline();
    fill(it);
    expect(await it.form.submit()).toBe(true);
    await it.until('waiting');
    expect(it.submitted).toEqual([]);
    it.backend.faults.online();
    it.crm.retry();
    await it.until('sent');
    expect(it.submitted[0]!.number).toBe('T-1045');
  });

  test('taken back while it waits, its values are in the form and nothing is sent', async () => {
    const it = await make();
    await it.until('form');
    it.backend.faults.offline();
    fill(it);
    await it.form.submit();
    await it.when(() => it.form.sending.sent!.canTakeBack);
    it.form.sending.sent!.takeBack();
    await it.until('form');
    expect(it.form.answers.of('subject')).toBe('Compressor stops');
    expect(it.crm.outbox.snapshot).toHaveLength(0);
    it.backend.faults.online();
  });

  test('while it is being sent it cannot be taken back, so it cannot go twice', async () => {
    const it = await make();
    await it.until('form');
    const gate = it.backend.faults.hold('push');
    fill(it);
    await it.form.submit();
    await gate.arrived();
    it.backend.faults.offline();
    await it.until('waiting');
    expect(it.form.sending.sent!.canTakeBack).toBe(false);
    it.form.sending.sent!.takeBack();
    expect(it.form.sending.phase).toBe('waiting');
    it.backend.faults.online();
    gate.release();
    await it.until('sent');
    expect(mine(it)).toHaveLength(1);
  });

  test('refused, the values come back with the reason; mended, it goes once', async () => {
    const it = await make();
    await it.until('form');
    const allow = it.backend.faults.refuse({ table: 'ticketMessage' }, 'blocked', 'This word is not allowed.');
    fill(it);
    await it.form.submit();
    await it.until('refused');
    expect(it.form.sending.sent!.refusal).toBe('This word is not allowed.');
    expect(it.form.answers.of('description')).toBe('Error E4.');
    expect(it.form.sending.focus).toBe('summary');
    await it.when(() => it.failed.length > 0);
    expect(it.failed.map(({ code }) => code)).toEqual(['blocked']);
    expect(mine(it)).toHaveLength(0);
    allow();
    it.form.answer('description', 'Error E5.');
    expect(await it.form.submit()).toBe(true);
    await it.until('sent');
    expect(mine(it)).toHaveLength(1);
    await it.when(() => it.crm.outbox.snapshot.length === 0);
    expect(it.backend.rows('ticketMessage').find((row) => row['ticketId'] === mine(it)[0]!.id)!['body']).toBe('Error E5.');
  });

  test('refused, also what only the backend knows comes back, into a form that is drawn later too', async () => {
    const it = await make({ custom: own });
    await it.until('form');
    it.backend.faults.refuse({ table: 'ticket' }, 'closed', 'We are closed.');
    fill(it, { machine: 'room', units: '12' });
    await it.form.submit();
    await it.until('refused');
    const later = await drawnLater(it);
    expect(['subject', 'machine', 'units'].map((name) => later.answers.of(name))).toEqual(['Compressor stops', 'room', '12']);
  });

  test('what the backend says of a field stands at that field', async () => {
    const it = await make();
    await it.until('form');
    // The stage changes its rules after the form was drawn, and before the request arrives.
    const gate = it.backend.faults.hold('push');
    fill(it);
    await it.form.submit();
    it.backend.update('stage', 'pipe-ticket-open', { requiredFields: ['type', 'guestPhone'] });
    gate.release();
    await it.until('refused');
    expect(it.form.sending.problems.map(({ field, reason }) => [field, reason])).toEqual([['type', 'required'], ['guestPhone', 'required']]);
  });

  test('refused and discarded, the form is empty and nothing waits', async () => {
    const it = await make();
    await it.until('form');
    it.backend.faults.refuse({ table: 'ticket' }, 'closed', 'We are closed.');
    fill(it);
    await it.form.submit();
    await it.until('refused');
    it.form.sending.reset();
    await it.until('form');
    expect(it.form.answers.of('subject')).toBe('');
    expect(it.crm.outbox.snapshot).toHaveLength(0);
  });

  test('a refused request comes back into a form that is drawn later', async () => {
    const it = await make();
    await it.until('form');
    it.backend.faults.refuse({ table: 'ticket' }, 'closed', 'We are closed.');
    fill(it);
    await it.form.addFiles([file('E4.png', 'image/png')]);
    await it.form.submit();
    await it.until('refused');
    const later = await drawnLater(it);
    expect(later.answers.of('subject')).toBe('Compressor stops');
    expect(later.answers.of('guestEmail')).toBe('a@b.example');
    expect(later.answers.files.map(({ name, state }) => [name, state])).toEqual([['E4.png', 'uploaded']]);
  });

  test('with an unknown outcome it is not sent again by itself, and a person decides', async () => {
    const it = await make({ backend: memoryBackend({ seed: demoSeed(now), capabilities: { idempotency: false } }) });
    await it.until('form');
    loseForGood(it.backend);
    fill(it);
    await it.form.submit();
    await it.until('unknown');
    expect(await it.form.submit()).toBe(false);
    expect(mine(it)).toHaveLength(1);
    // Sent again although it is there: the same id, so no second ticket.
    await it.form.sending.sent!.sendAgain();
    await it.until('refused');
    expect(mine(it)).toHaveLength(1);
  });

  test('when the outcome was unknown and it is there, the form begins anew', async () => {
    const it = await make({ backend: memoryBackend({ seed: demoSeed(now), capabilities: { idempotency: false } }) });
    await it.until('form');
    loseForGood(it.backend);
    fill(it);
    await it.form.submit();
    await it.until('unknown');
    it.form.sending.sent!.startAnew();
    await it.until('form');
    expect(it.crm.outbox.snapshot).toHaveLength(0);
    fill(it, { subject: 'Another' });
    await it.form.submit();
    await it.until('sent');
    expect(mine(it)).toHaveLength(2);
  });

  test('a backend without groups may keep the ticket and refuse the text: that is said, and can be tried again', async () => {
    const it = await make({ backend: memoryBackend({ seed: demoSeed(now), capabilities: { atomic: false, push: 'single', ids: 'server' } }) });
    await it.until('form');
    const allow = it.backend.faults.refuse({ table: 'ticketMessage' }, 'too_long', 'Too long.');
    fill(it);
    await it.form.submit();
    await it.until('sent');
    await it.when(() => it.form.sending.sent!.refusal === 'Too long.');
    allow();
    it.form.sending.sent!.settleParts('retry');
    await it.when(() => it.form.sending.sent!.refusal === undefined && it.crm.outbox.snapshot.length === 0);
    const ticket = mine(it).find((row) => row['subject'] === 'Compressor stops');
    expect(it.submitted[0]!.id).toBe(ticket!.id);
    expect(it.backend.rows('ticketMessage').find((row) => row['ticketId'] === ticket!.id)!['body']).toBe('Error E4.');
  });
});

describe('where it stands', () => {
  test('no client, no answer, no right to ask', async () => {
    const none = new TryHost();
    expect(new TicketFormController(none, { submit: () => true, submitted: () => {}, failed: () => {} }).sending.phase).toBe('no-client');
    const backend = memoryBackend({ seed: demoSeed(now) });
    backend.restrict('ticket', { create: false });
    await (await make({ backend })).until('unavailable');
    const away = memoryBackend({ seed: demoSeed(now) });
    away.faults.offline();
    const it = await make({ backend: away });
    await it.until('error');
    away.faults.online();
    it.form.intake.retry();
    await it.until('form');
  });

  test('a client that the page closed is no client', async () => {
    const it = await make();
    await it.until('form');
    await it.crm.close();
    it.host.requestUpdate();
    await it.until('no-client');
    expect(await it.form.submit()).toBe(false);
    expect(it.form.fields).toEqual([]);
  });

  test('without a pipeline for tickets, requests are not taken', async () => {
    const backend = memoryBackend({ seed: { ...demoSeed(now), pipeline: [] } });
    const it = await make({ backend });
    await it.until('unavailable');
    expect(await it.form.submit()).toBe(false);
  });

  test('the page can name the pipeline', async () => {
    const it = await make({ set: (host) => void (host.pipelineId = 'pipe-ticket') });
    await it.until('form');
    fill(it);
    await it.form.submit();
    await it.until('sent');
    expect(mine(it)[0]!['stageId']).toBe('pipe-ticket-open');
  });

  test('suggests kept answers by the subject, of Chinese too', async () => {
    const backend = memoryBackend({ seed: demoSeed(now) });
    backend.write('savedReply', { id: 'r-fan', name: 'Compressor switches off: check the condenser fan', body: 'Open the side panel.', public: true });
    backend.write('savedReply', { id: 'r-desk', name: 'Compressor stops: send a technician at once', body: 'For the desk alone.' });
    backend.write('savedReply', { id: 'r-zh', name: '压缩机自动停机：检查冷凝风扇', body: '请打开侧板。', public: true });
    const it = await make({ backend });
    await it.until('form');
    it.form.answer('subject', 'Compressor stops');
    await it.when(() => it.form.suggestions.length > 0);
    expect(it.form.suggestions.map(({ id }) => id)).toEqual(['r-fan']);
    it.form.answer('subject', '压缩机停机');
    expect(it.form.suggestions.map(({ id }) => id)).toEqual(['r-zh']);
    it.form.answer('subject', 'Invoice');
    expect(it.form.suggestions).toEqual([]);
  });
});

describe('the draft', () => {
  test('is kept for the tab and the user, comes back, and goes when the request is stored', async () => {
    const first = await make();
    await first.until('form');
    fill(first);
    expect(first.form.answers.draftKept).toBe(true);
    const other = await make({ backend: first.backend, user: shira });
    await other.until('form');
    expect(other.form.answers.of('subject')).toBe('');
    const again = await make({ backend: first.backend });
    await again.until('form');
    expect(again.form.answers.of('subject')).toBe('Compressor stops');
    await again.form.submit();
    await again.until('sent');
    expect(kept.size).toBe(0);
  });

  test('is nobody else’s: what was typed and sent goes with who is signed in, what a guest typed goes on with them', async () => {
    const it = await make();
    const customer = await make({ backend: it.backend, user: priya });
    const staff = await make({ backend: it.backend, user: shira });
    await it.until('form');
    fill(it);
    it.host.crm = customer.host.crm;
    await it.when(() => it.form.intake.description?.user.id === priya.id && it.form.sending.phase === 'form');
    expect(it.form.answers.of('subject')).toBe('Compressor stops');
    await it.form.addFiles([file('a.png', 'image/png')]);
    it.host.crm = staff.host.crm;
    await it.when(() => it.form.intake.description?.user.id === shira.id && it.form.sending.phase === 'form');
    expect([it.form.answers.of('subject'), it.form.answers.of('description'), it.form.answers.files.length, it.form.answers.draftKept]).toEqual(['', '', 0, false]);
    it.host.crm = customer.host.crm;
    await it.when(() => it.form.intake.description?.user.id === priya.id && it.form.sending.phase === 'form');
    fill(it);
    await it.form.submit();
    await it.until('sent');
    it.host.crm = staff.host.crm;
    await it.until('form');
    expect(it.form.sending.sent?.group).toBe(undefined);
  });

  test('is cleared by reset, and not kept where the page says so or the browser refuses', async () => {
    const it = await make();
    await it.until('form');
    fill(it);
    it.form.sending.reset();
    expect(kept.size).toBe(0);
    const silent = await make({ set: (host) => void (host.noDraft = true) });
    await silent.until('form');
    fill(silent);
    expect([kept.size, silent.form.answers.draftKept]).toEqual([0, false]);
    vi.stubGlobal('sessionStorage', { getItem: () => { throw new Error('denied'); }, setItem: () => { throw new Error('denied'); }, removeItem: () => { throw new Error('denied'); } });
    const denied = await make();
    await denied.until('form');
    fill(denied);
    expect(denied.form.answers.draftKept).toBe(false);
    expect(denied.form.answers.of('subject')).toBe('Compressor stops');
  });
});

describe('what depends on other answers', () => {
  const label = (en: string): { en: string; 'zh-Hans': string } => ({ en, 'zh-Hans': en });
  const fields: FormFields = {
    type: { options: [{ value: 'fault', label: label('Fault') }, { value: 'question', label: label('Question') }] },
    priority: { options: [{ value: 'normal', label: label('Normal') }, { value: 'urgent', label: label('Urgent'), when: { type: 'fault' } }] },
    orderId: { when: { type: ['fault', 'return'] } },
  };

  test('is offered beside these answers only', async () => {
    const { form, until } = await make({ user: priya, set: (host) => { host.fields = fields; } });
    await until('form');
    const names = (): string[] => form.fields.map(({ name }) => name);
    expect(names()).not.toContain('orderId');
    expect(form.fields.find(({ name }) => name === 'priority')!.options.map(({ value }) => value)).toEqual(['normal']);
    form.answer('type', 'fault');
    expect(names()).toContain('orderId');
    expect(form.fields.find(({ name }) => name === 'priority')!.options.map(({ value }) => value)).toEqual(['normal', 'urgent']);
  });

  test('is not sent once it is not offered any more', async () => {
    const { form, backend, until, when } = await make({ user: priya, set: (host) => { host.fields = fields; } });
    await until('form');
    form.answer('type', 'fault');
    form.answer('priority', 'urgent');
    form.answer('type', 'question');
    expect(form.answers.of('priority')).toBe('');
    form.answer('subject', 'Which filter?');
    form.answer('description', 'Which one fits?');
    expect(await form.submit()).toBe(true);
    await until('sent');
    await when(() => form.sending.sent!.group?.row !== undefined);
    expect(backend.row('ticket', form.sending.sent!.group!.id)).toMatchObject({ type: 'question', priority: 'normal' });
  });
});
