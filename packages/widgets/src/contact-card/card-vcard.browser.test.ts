import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend } from '@vinculo/sdk/testing';
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import { readVcards } from '../vcard/read-vcard.ts';
import type { ContactCard } from './vinculo-contact-card.ts';
import './vinculo-contact-card.ts';

let crm: Vinculo;
afterEach(() => crm.close());

async function show(masked = false): Promise<ContactCard> {
  const adapter = memoryBackend({ seed: demoSeed(Date.now()) }).adapter('user-katarzyna');
  crm = createClient({ adapter: !masked ? adapter : { ...adapter, describe: async (signal) => {
    const told = await adapter.describe(signal);
    return { ...told, tables: { ...told.tables, contact: { ...told.tables['contact']!, fields: { phones: 'masked' } } } };
  } } });
  const card = await fixture<ContactCard>(html`<vinculo-contact-card lang="en" .client=${crm} contact-id="con-amina"></vinculo-contact-card>`);
  await waitUntil(() => !card.matches(':state(loading)') && card.shadowRoot!.querySelector('[data-menu="more"]'), 'the card', { timeout: 5_000 });
  return card;
}

const find = <T extends Element>(card: ContactCard, selector: string): T | null => card.shadowRoot!.querySelector<T>(selector);

async function choose(card: ContactCard, label: string): Promise<void> {
  find<HTMLElement>(card, '[data-menu="more"]')!.click();
  const item = (): HTMLElement | undefined => [...card.shadowRoot!.querySelectorAll<HTMLElement>('[role="menuitem"]')].find((each) => each.textContent.trim() === label);
  await waitUntil(item, label, { timeout: 5_000 });
  item()!.click();
}

/** What the page saves, in place of saving it. */
async function saved(act: () => Promise<void>): Promise<{ readonly name: string; readonly text: string }> {
  const { click } = HTMLAnchorElement.prototype;
  const links: HTMLAnchorElement[] = [];
  HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) { links.push(this); };
  try {
    await act();
    await waitUntil(() => links.length > 0, 'a file', { timeout: 5_000 });
  } finally {
    HTMLAnchorElement.prototype.click = click;
  }
  return { name: links[0]!.download, text: await (await fetch(links[0]!.href)).text() };
}

it('is saved as a vCard, without what is the company’s own', async () => {
  const card = await show();
  const { name, text } = await saved(() => choose(card, 'Save as vCard'));
  expect(name).to.equal('Amina Okonkwo-Bauer.vcf');
  const [read] = readVcards(text);
  expect(read).to.deep.include({ name: 'Amina Okonkwo-Bauer', jobTitle: 'Head of procurement', company: 'Hanseatic Kühltechnik GmbH', birthday: '1979-03-14', tags: [] });
  expect(read!.emails.map(({ value }) => value)).to.deep.equal(['a.okonkwo@hanseatic-kuehl.example']);
});

it('holds nothing of a field of which only the end is shown', async () => {
  const card = await show(true);
  const { text } = await saved(() => choose(card, 'Save as vCard'));
  expect(readVcards(text)[0]!.phones).to.deep.equal([]);
});

it('is shown as a QR code, dark on light, and said to whoever does not see it', async () => {
  const card = await show();
  await choose(card, 'QR code');
  await waitUntil(() => find(card, 'dialog[open] svg'), 'the code', { timeout: 5_000 });
  const code = find<SVGSVGElement>(card, 'svg.qr')!;
  expect(code.getAttribute('aria-label')).to.contain('Amina Okonkwo-Bauer');
  expect(getComputedStyle(code).backgroundColor).to.equal('rgb(255, 255, 255)');
  const size = Number(code.getAttribute('viewBox')!.split(' ')[2]);
  // A quiet border of four, then the finder of seven: 7 dark, 1 dark 5 light 1 dark, and so on.
  expect(code.querySelector('path')!.getAttribute('d')).to.match(/^M4 4h7v1H4z/);
  expect((size - 8 - 17) % 4).to.equal(0);
  const { text } = await saved(async () => find<HTMLElement>(card, 'dialog[open] [type="submit"]')!.click());
  expect(readVcards(text)[0]!.name).to.equal('Amina Okonkwo-Bauer');
});

it('is of whom the card showed when it was pressed, however late what writes it comes', async () => {
  const card = await show();
  const { later } = card;
  let go: (() => void) | undefined;
  const held = new Promise<void>((done) => { go = done; });
  card.later = async <T>(part: Promise<T>): Promise<T> => { await held; return later.call(card, part) as Promise<T>; };
  const { name } = await saved(async () => {
    await choose(card, 'Save as vCard');
    card.contactId = 'con-jonas';
    await waitUntil(() => find(card, '[part~="name"]')?.textContent.includes('Jonas'), 'another one', { timeout: 5_000 });
    go!();
  });
  expect(name).to.equal('Amina Okonkwo-Bauer.vcf');
});

it('raises no call for a number of which only the end is known', async () => {
  const card = await show(true);
  let calls = 0;
  card.addEventListener('vinculo-contact-call', () => { calls++; });
  await waitUntil(() => find(card, '[part~="phones"] [part="link"], .entry [part="link"]'), 'the numbers');
  for (const link of card.shadowRoot!.querySelectorAll<HTMLElement>('.entry [part="link"]')) link.click();
  expect(calls).to.equal(0);
});
