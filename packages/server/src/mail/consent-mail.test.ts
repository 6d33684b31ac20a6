import { type AnyRow, newId } from '@vinculo/sdk/schema';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Bench, type Session, startBench } from '../testing/bench.ts';
import { type MailCatcher, startMailCatcher } from '../testing/mail-catcher.ts';
import { makePipeline, makeSiteKey, visitor } from '../testing/visitor.ts';

let catcher: MailCatcher;
let bench: Bench;
let admin: pg.Client;
let staff: Session;
let siteKey: string;
let place: { readonly pipelineId: string; readonly stageId: string };
const tenant = 'letters';

beforeAll(async () => {
  catcher = await startMailCatcher();
  bench = await startBench({ proxyHops: 1, proofCost: 10, mail: { smtpUrl: catcher.url, from: 'Shop <help@shop.test>', publicUrl: 'https://crm.shop.test' } });
  admin = await bench.admin();
  staff = await bench.session({ role: 'staff', tenant, subject: 'ana' });
  place = await makePipeline(staff, 'lead');
  siteKey = await makeSiteKey(staff);
}, 60_000);
afterAll(async () => {
  await bench.stop();
  await catcher.stop();
});

let addresses = 0;
const someone = () => visitor(bench.server.url, siteKey, { from: `198.51.7.${addresses++ % 250}` });
const settled = (): Promise<void> => vi.waitFor(async () => expect((await admin.query(`select 1 from vinculo.job where tenant_id = $1 and kind = 'mail.consent' and failed_at is null`, [tenant])).rowCount).toBe(0), { timeout: 15_000, interval: 50 });
const consentsOf = (leadId: string): Promise<AnyRow[]> => staff.rows('consent', { leadId }, { orderBy: ['at', 'id'] });
const press = (path: string, method = 'POST'): Promise<Response> => fetch(`${bench.server.url}${path}`, { method });
const linkIn = (text: string | undefined): string => /https:\/\/crm\.shop\.test(\/mail\/consent\?t=[a-z2-7]{32})/.exec(text ?? '')![1]!;

/** How many mails asked leads with such an address, once all are sent. */
async function askedOf(address: string): Promise<number> {
  await settled();
  const { rows } = await admin.query<{ n: number }>(`select count(*)::int as n from vinculo.mail_message where tenant_id = $1 and about = 'consent' and record_id in (select id from vinculo.consent where lead_id in (select id from vinculo.lead where emails::text like $2))`, [tenant, `%${address}%`]);
  return rows[0]!.n;
}

/** Sends a lead form as a page without a client does. */
async function send(email: string, consents: object[], more: object = {}): Promise<string> {
  const page = someone();
  const { status, json } = await page.post('public/leads', { key: newId(), lead: { name: 'Mei <b>', email, ...more }, consents, touches: [{ source: 'search', campaignName: 'Spring', referrer: 'https://search.example/' }] }, { 'x-vinculo-proof': await page.proof('lead') });
  expect(status).toBe(200);
  return json['id']!;
}

describe('a consent that a form asks for', () => {
  it('is given by the link in a mail alone, once, and says nothing there that the form said', async () => {
    const email = `mei-${newId().slice(-8)}@home.test`;
    const leadId = await send(email, [{ purpose: 'newsletter', channel: 'email', evidence: 'Send me the newsletter.' }, { purpose: 'Buy <gold> now', channel: 'phone' }], { description: 'Buy gold at https://evil.example' });
    expect((await consentsOf(leadId)).map((c) => [c['purpose'], c['channel'], c['state']])).toEqual(expect.arrayContaining([['newsletter', 'email', 'asked'], ['Buy <gold> now', 'phone', 'given']]));
    expect(await staff.rows('touch', { recordId: leadId })).toMatchObject([{ table: 'lead', source: 'search', campaignName: 'Spring', referrer: 'https://search.example/' }]);
    const mail = await catcher.lastTo(email);
    expect(mail.email.subject).toBe('Please confirm: mail from Shop');
    expect(mail.email.text).toContain('to get the newsletter from Shop');
    expect(mail.email.text).not.toMatch(/gold|evil|Mei/);
    expect(mail.header('auto-submitted')).toBe('auto-generated');
    await settled();

    const link = linkIn(mail.email.text);
    expect([(await press(link, 'GET')).status, (await press(link, 'GET')).status]).toEqual([200, 200]);
    expect((await consentsOf(leadId)).filter((c) => c['state'] === 'given' && c['channel'] === 'email')).toEqual([]);
    const pressed = await Promise.all([press(link), press(link)]);
    expect(pressed.map((r) => r.status)).toEqual([200, 200]);
    expect((await consentsOf(leadId)).filter((c) => c['state'] === 'given' && c['channel'] === 'email')).toMatchObject([{ purpose: 'newsletter', evidence: expect.stringContaining('Confirmed by the link') }]);

    // Taken back, it is not given again by the old link.
    await staff.create('consent', { leadId, purpose: 'newsletter', channel: 'email', state: 'withdrawn', at: new Date().toISOString() });
    await press(link);
    expect((await consentsOf(leadId)).map((c) => c['state']).filter((s) => s === 'given')).toHaveLength(2);
  });

  it('goes with the lead to the contact it becomes, also when the link is pressed after that', async () => {
    const email = `li-${newId().slice(-8)}@home.test`;
    const leadId = await send(email, [{ purpose: 'newsletter', channel: 'email' }]);
    const link = linkIn((await catcher.lastTo(email)).email.text);
    const { json } = await staff.call('run', { command: 'convertLead', input: { leadId, deal: null }, key: newId() });
    const contactId = (json['output'] as unknown as { contactId: string }).contactId;
    expect((await press(link)).status).toBe(200);
    expect((await staff.rows('consent', { contactId })).map((c) => c['state'])).toEqual(expect.arrayContaining(['asked', 'given']));
  });

  it('keeps all that somebody agreed to, however long it is', async () => {
    const email = `long-${newId().slice(-8)}@home.test`;
    const evidence = 'I want the newsletter. '.repeat(80);
    const leadId = await send(email, [{ purpose: 'newsletter', channel: 'email', evidence }]);
    expect((await press(linkIn((await catcher.lastTo(email)).email.text))).status).toBe(200);
    expect((await consentsOf(leadId)).map((c) => [c['state'], String(c['evidence']).endsWith(evidence)])).toEqual([['asked', true], ['given', true]]);
  });

  it('is asked for whatever a form calls its purpose', async () => {
    const email = `odd-${newId().slice(-8)}@home.test`;
    await send(email, [{ purpose: 'constructor', channel: 'email' }]);
    expect((await catcher.lastTo(email)).email.text).toContain('to get mail from Shop');
  });

  it('is not given by the owner of an address that is not that person’s any more', async () => {
    const email = `was-${newId().slice(-8)}@home.test`;
    const leadId = await send(email, [{ purpose: 'newsletter', channel: 'email' }]);
    const link = linkIn((await catcher.lastTo(email)).email.text);
    await staff.push(staff.change('update', 'lead', leadId, { emails: [{ id: 'new', value: `is-${newId().slice(-8)}@home.test`, primary: true }] }));
    expect([(await press(link, 'GET')).status, (await press(link)).status]).toEqual([404, 404]);
    expect((await consentsOf(leadId)).map((c) => c['state'])).toEqual(['asked']);
  });

  it('is asked for no more than three times a day, whoever fills in the form', async () => {
    const email = `flood-${newId().slice(-8)}@home.test`;
    for (let i = 0; i < 5; i++) await send(email, [{ purpose: 'newsletter', channel: 'email' }]);
    expect(await askedOf(email)).toBe(3);
  });

  it('is asked for no more often where each form names the mailbox otherwise', async () => {
    const name = `tagged-${newId().slice(-8)}`;
    for (const tag of ['', '+1', '+Shop', '+2+3', '+4']) await send(`${name}${tag}@home.test`, [{ purpose: 'newsletter', channel: 'email' }]);
    expect(await askedOf(name)).toBe(3);
    await send(`other-${name}@home.test`, [{ purpose: 'newsletter', channel: 'email' }]);
    expect(await askedOf(name)).toBe(4);
  });

  it('is asked for three times a day at the most by one customer, whatever addresses they name', async () => {
    const name = `named-${newId().slice(-8)}`;
    const { id: contactId } = await staff.create('contact', { name: 'Cleo' });
    const customer = await bench.session({ role: 'customer', tenant, subject: newId(), contactId });
    const ask = async (who: Session, i: number): Promise<void> => {
      const { id: leadId } = await who.create('lead', { ...place, name: 'Li', emails: [{ id: 'a', value: `${name}-${i}@home.test`, primary: true }] });
      await who.create('consent', { leadId, purpose: 'newsletter', channel: 'email', state: 'asked', at: new Date().toISOString() });
    };
    for (let i = 0; i < 5; i++) await ask(customer, i);
    expect(await askedOf(name)).toBe(3);
    // Staff writes down what many people say.
    for (let i = 5; i < 10; i++) await ask(staff, i);
    expect(await askedOf(name)).toBe(8);
  });

  it('leads nowhere by a link that is not ours, of another kind, or too old', async () => {
    const email = `old-${newId().slice(-8)}@home.test`;
    const leadId = await send(email, [{ purpose: 'newsletter', channel: 'email' }]);
    const link = linkIn((await catcher.lastTo(email)).email.text);
    await settled();
    for (const path of ['/mail/consent', `/mail/consent?t=${'a'.repeat(32)}`, link.replace('consent', 'confirm')]) expect([(await press(path, 'GET')).status, (await press(path)).status]).toEqual([404, 404]);
    await admin.query(`update vinculo.mail_message set at = now() - interval '31 days' where tenant_id = $1 and about = 'consent'`, [tenant]);
    expect((await press(link)).status).toBe(404);
    expect((await consentsOf(leadId)).map((c) => c['state'])).toEqual(['asked']);
  });
});

describe('a guest of a lead form, on the protocol', () => {
  const change = (table: string, id: string, patch: object, group: string) => ({ key: [newId(), 1], op: 'create', table, id, patch, base: {}, group, at: new Date().toISOString() });

  it('sends a lead with what they agreed to and how they came; gives no consent to mail, and reads nothing but their own words', async () => {
    const page = someone();
    const as = { authorization: `Bearer ${String((await page.post('public/guest', { siteKey })).json['token'])}` };
    const [leadId, group, at] = [newId(), newId(), new Date().toISOString()];
    const lead = change('lead', leadId, { ...place, name: 'Li', source: 'form', emails: [{ id: 'a', value: `guest-${leadId.slice(-8)}@home.test`, primary: true }] }, group);
    const consent = (state: string, channel: string) => change('consent', newId(), { leadId, purpose: 'newsletter', channel, state, source: 'form', evidence: 'Yes.', at }, group);
    const touch = change('touch', newId(), { table: 'lead', recordId: leadId, source: 'search', at }, group);
    const push = async (changes: object[], form: 'lead' | 'ticket' = 'lead') => (await page.post('v1/push', { changes }, { ...as, 'x-vinculo-proof': await page.proof(form) })).json['outcomes'] as unknown as { status: string; code?: string; row?: AnyRow }[];
    expect((await push([lead, consent('given', 'email')])).map((o) => o.status)).toEqual(['rejected', 'rejected']);
    expect((await push([{ ...lead, patch: { ...lead.patch, score: 100 } }])).map((o) => o.code)).toEqual(['validation']);
    expect((await push([lead], 'ticket')).map((o) => o.code)).toEqual(['validation']);
    expect((await push([lead, touch, consent('asked', 'email'), consent('given', 'phone')])).map((o) => o.status)).toEqual(['ok', 'ok', 'ok', 'ok']);
    await catcher.lastTo(`guest-${leadId.slice(-8)}@home.test`);
    await staff.push(staff.change('update', 'lead', leadId, { score: 90, ownerId: 'ana' }));
    const seen = (await page.post('v1/query', { table: 'lead' }, as)).json['rows'] as unknown as AnyRow[];
    expect(seen.map((row) => [row.id, row['name'], row['score'], row['ownerId']])).toEqual([[leadId, 'Li', undefined, undefined]]);
    expect((await someone().post('v1/query', { table: 'lead' }, { authorization: `Bearer ${String((await page.post('public/guest', { siteKey })).json['token'])}` })).json['rows']).toEqual([]);
  });

  it('dates no consent later than the server’s clock, so that a withdrawal after it counts; nor does a customer', async () => {
    const { id: contactId } = await staff.create('contact', { name: 'Cleo' });
    const early = new Date(Date.now() - 3600_000).toISOString();
    for (const claims of [{ role: 'guest' }, { role: 'customer', contactId }] as const) {
      const who = await bench.session({ ...claims, tenant, subject: newId() });
      const { id: leadId } = await who.create('lead', { ...place, name: 'Li' });
      for (const at of [early, '2999-01-01T00:00:00.000Z']) await who.create('consent', { leadId, purpose: 'newsletter', channel: 'phone', state: 'given', at });
      await staff.create('consent', { leadId, purpose: 'newsletter', channel: 'phone', state: 'withdrawn', at: new Date().toISOString() });
      const kept = await consentsOf(leadId);
      expect(kept.map((c) => c['state'])).toEqual(['given', 'given', 'withdrawn']);
      expect(kept[0]).toMatchObject({ at: early });
    }
  });
});
