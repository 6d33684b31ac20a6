import { createClient, type ClientOptions, type Description, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend } from '@vinculo/sdk/testing';
import { expect, fixtureSync, html, waitUntil } from '@open-wc/testing';
export { axeFaults as faults } from '../parts/axe-faults.fixture.ts';
import type { Ticket } from './vinculo-ticket.ts';
import './vinculo-ticket.ts';

export const customer: Description['user'] = { id: 'u-priya', name: 'Priya', role: 'customer', contactId: 'con-priya' };

let backend: MemoryBackend;
const clients: Vinculo[] = [];

/** Before each test a backend of its own, which `use` gets; after it clients end and drafts go. */
export function aDeskForEach(use: (backend: MemoryBackend) => void): void {
  beforeEach(() => {
    backend = memoryBackend({ seed: demoSeed(Date.now()) });
    use(backend);
  });
  afterEach(async () => {
    sessionStorage.clear();
    await Promise.all(clients.splice(0).map((crm) => crm.close()));
  });
}

/** A client of the test's backend, closed after the test. */
export function client(adapter: NonNullable<ClientOptions['adapter']>): Vinculo {
  const crm = createClient({ adapter });
  clients.push(crm);
  return crm;
}

export interface Options { id?: string | null; user?: string; as?: Description['user']; lang?: string; dir?: string; width?: number; scheme?: string }

/** A ticket on a page: for one of the desk's people by id, or for whoever else. */
export function show({ id = 'tick-1', user, as, lang = 'en', dir = 'ltr', width = 860, scheme = 'light' }: Options = {}): Ticket {
  const adapter = backend.adapter(user);
  const box = fixtureSync<HTMLElement>(html`<div lang=${lang} dir=${dir}></div>`);
  box.style.setProperty('width', `${width}px`);
  box.style.setProperty('color-scheme', scheme);
  const ticket = document.createElement('vinculo-ticket');
  if (id) ticket.ticketId = id;
  ticket.client = client(as ? { ...adapter, describe: async (signal) => ({ ...(await adapter.describe(signal)), user: as }) } : adapter);
  box.append(ticket);
  return ticket;
}

export async function ready(options?: Options): Promise<Ticket> {
  const ticket = show(options);
  await waitUntil(() => !ticket.matches(':state(loading)') && ticket.shadowRoot?.querySelector('.controls:not([aria-hidden])'), 'the ticket to be drawn', { timeout: 5_000 });
  return ticket;
}

export const find = <T extends HTMLElement>(ticket: Ticket, selector: string): T | null => ticket.shadowRoot!.querySelector<T>(selector);
export const all = (ticket: Ticket, selector: string): HTMLElement[] => [...ticket.shadowRoot!.querySelectorAll<HTMLElement>(selector)];
export function one<T extends HTMLElement>(ticket: Ticket, selector: string): T {
  const found = find<T>(ticket, selector);
  if (!found) throw new Error(`the ticket has no ${selector}`);
  return found;
}
export const text = (ticket: Ticket, selector: string): string => one(ticket, selector).textContent.replace(/\s+/g, ' ').trim();
export const until = (ticket: Ticket, selector: string): Promise<void> => waitUntil(() => find(ticket, selector), `no ${selector}`, { timeout: 6_000 });
export const press = (target: Element, key: string, more: KeyboardEventInit = {}): boolean => target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...more }));

export async function write(ticket: Ticket, words: string): Promise<void> {
  await until(ticket, '.compose .text');
  const area = one<HTMLTextAreaElement>(ticket, '.compose .text');
  area.value = words;
  area.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  await ticket.updateComplete;
}

export function rendered(ticket: Ticket): void {
  expect(all(ticket, '[style]'), 'no style attribute').to.deep.equal([]);
  expect(ticket.scrollWidth, 'nothing wider than the ticket').to.be.at.most(ticket.clientWidth);
}
