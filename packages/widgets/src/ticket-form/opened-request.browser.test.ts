import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend } from '@vinculo/sdk/testing';
import { expect, fixture, html, waitUntil } from '@open-wc/testing';
import type { TicketForm } from './ticket-form.ts';
import './vinculo-ticket-form.ts';

/** In place of the page's own ticket. */
class Ticket extends HTMLElement {
  client?: Vinculo;
  ticketId?: string;
  replies = 0;
  reply(): void { this.replies++; }
}

const open: Vinculo[] = [];
afterEach(async () => {
  sessionStorage.clear();
  await Promise.all(open.splice(0).map((crm) => crm.close()));
});

async function list(): Promise<TicketForm> {
  const adapter = memoryBackend({ seed: demoSeed(Date.now()) }).adapter();
  const crm = createClient({ adapter: { ...adapter, describe: async (signal) => ({ ...(await adapter.describe(signal)), user: { id: 'u-priya', name: 'Priya', role: 'customer', contactId: 'con-priya' } }) } });
  open.push(crm);
  const form = await fixture<TicketForm>(html`<vinculo-ticket-form .client=${crm} list></vinculo-ticket-form>`);
  await waitUntil(() => form.renderRoot.querySelector('[part=request]'), 'no requests', { timeout: 5_000 });
  return form;
}

const pressFirst = (form: TicketForm): void => form.renderRoot.querySelector<HTMLElement>('[part=request] button')!.click();

it('leaves a request to the page where that has no ticket', async () => {
  const form = await list();
  pressFirst(form);
  await form.updateComplete;
  expect(form.renderRoot.querySelector('form')).to.not.equal(null);
});

it('shows a request in place of the form, and leads back to it', async () => {
  if (!customElements.get('vinculo-ticket')) customElements.define('vinculo-ticket', Ticket);
  const form = await list();
  pressFirst(form);
  await waitUntil(() => form.renderRoot.querySelector('[part=ticket]'), 'no ticket', { timeout: 5_000 });
  const ticket = form.renderRoot.querySelector<Ticket>('[part=ticket]')!;
  expect(ticket.ticketId).to.equal('tick-1');
  expect(ticket.client).to.equal(form.crm);
  expect(form.renderRoot.querySelector('form')).to.equal(null);
  await waitUntil(() => form.shadowRoot!.activeElement?.matches('[part=back]'), 'focus on the way back', { timeout: 5_000 });
  form.renderRoot.querySelector<HTMLElement>('[part=back]')!.click();
  await waitUntil(() => form.shadowRoot!.activeElement?.matches('[data-ticket="tick-1"]'), 'focus on the request', { timeout: 5_000 });
  expect(form.renderRoot.querySelector('form')).to.not.equal(null);
});

it('adds something from the end of a request, and shows nothing that the page opens itself', async () => {
  if (!customElements.get('vinculo-ticket')) customElements.define('vinculo-ticket', Ticket);
  const form = await list();
  form.openTicket('tick-1', true);
  await waitUntil(() => form.renderRoot.querySelector<Ticket>('[part=ticket]')?.replies === 1, 'where one adds something', { timeout: 5_000 });
  await form.opened!.close();
  form.addEventListener('vinculo-record-open', (event) => event.preventDefault());
  pressFirst(form);
  await form.updateComplete;
  expect(form.renderRoot.querySelector('[part=ticket]')).to.equal(null);
});
