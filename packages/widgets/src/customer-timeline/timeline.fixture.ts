// What the browser tests of the timeline stand on: a book of records, an element over it, and words for what a person does.
import { createClient, type Vinculo } from '@vinculo/sdk';
import type { Adapter } from '@vinculo/sdk/adapter';
import { demoSeed, memoryBackend, type MemoryBackend, type Seed } from '@vinculo/sdk/testing';
import { fixture, html, waitUntil } from '@open-wc/testing';
import { axeFaults } from '../parts/axe-faults.fixture.ts';
import './vinculo-customer-timeline.ts';
import type { CustomerTimeline } from './customer-timeline.ts';

const clients: Vinculo[] = [];

/** After each test: what it opened is closed, what it kept is gone. */
export async function tidyUp(): Promise<void> {
  for (const crm of clients.splice(0)) await crm.close();
  for (const store of [localStorage, sessionStorage]) for (const key of Object.keys(store)) if (key.startsWith('vinculo:')) store.removeItem(key);
}

export const at = (days: number, hours = 0): string => new Date(Date.now() + (days * 24 + hours) * 3_600_000).toISOString();

/** The demo company's book with what its customers are like: mail with markup, an answered message, a move, changed fields. */
export function book(more: (seed: Record<string, Record<string, unknown>[]>) => void = () => {}): Seed {
  const seed = structuredClone(demoSeed()) as unknown as Record<string, Record<string, unknown>[]>;
  const add = (id: string, kind: string, when: string, fields: object): void => {
    seed['activity']!.push({ id, kind, subject: id, at: when, done: true, ownerId: 'user-joao', ...fields });
    seed['activityLink']!.push({ id: `${id}-l`, activityId: id, table: 'contact', recordId: 'con-amina', role: 'from', at: when, kind, open: false });
  };
  add('call-in', 'call', at(0, -1), { direction: 'in', seconds: 372, subject: 'Quote', body: 'Budget is approved.' });
  add('chat-in', 'message', at(0, -2), { direction: 'in', channel: 'wechat', subject: '图纸收到了', body: '图纸收到了，谢谢！' });
  add('mail-html', 'email', at(-3, -1), { direction: 'in', subject: 'Re: Quote Q-2291', body: 'Dear João Pedro, the numbers look good. '.repeat(12), details: { html: '<p>The <b>numbers</b> look good.</p><script>window.broken = 1</script><img src=x onerror="window.broken = 1">' } });
  seed['stageChange'] = [{ id: 'sc', table: 'deal', recordId: 'deal-03', fromStageId: 'pipe-new-discovery', toStageId: 'pipe-new-proposal', at: at(0, -3), seconds: 14 * 86_400, byId: 'user-joao' }];
  seed['historyEntry'] = [{ id: 'h', table: 'contact', recordId: 'con-amina', op: 'update', before: { jobTitle: 'Buyer', valueClass: 'low' }, after: { jobTitle: 'Head', valueClass: 'high' }, byId: 'user-joao', at: at(-4) }];
  more(seed);
  return seed as unknown as Seed;
}

export interface Shown { readonly backend: MemoryBackend; readonly crm: Vinculo; readonly timeline: CustomerTimeline; readonly events: CustomEvent[] }

export interface Options { seed?: Seed; of?: Partial<Pick<CustomerTimeline, 'contactId' | 'accountId' | 'dealId' | 'ticketId' | 'leadId' | 'kinds' | 'lastVisit' | 'pageSize'>>; before?: (backend: MemoryBackend) => void; mail?: boolean; changed?: (adapter: Adapter) => Adapter; lang?: string; dir?: string; width?: number; ready?: string }

export async function show({ seed = book(), of = { contactId: 'con-amina' }, before, mail, changed = (adapter) => adapter, lang = 'en-GB', dir = 'ltr', width = 816, ready = '.days .ev' }: Options = {}): Promise<Shown> {
  const backend = memoryBackend({ seed, ...(mail === undefined ? {} : { mail }) });
  before?.(backend);
  const crm = createClient({ adapter: changed(backend.adapter('user-katarzyna')) });
  clients.push(crm);
  const box = await fixture<HTMLElement>(html`<div lang=${lang} dir=${dir}><vinculo-customer-timeline .client=${crm} .contactId=${of.contactId} .accountId=${of.accountId} .dealId=${of.dealId} .ticketId=${of.ticketId} .leadId=${of.leadId} .kinds=${of.kinds} .lastVisit=${of.lastVisit} .pageSize=${of.pageSize ?? 20}></vinculo-customer-timeline></div>`);
  box.style.setProperty('width', `${width}px`);
  const timeline = box.querySelector('vinculo-customer-timeline')!;
  const events: CustomEvent[] = [];
  for (const name of ['activity-create', 'activity-created', 'activity-complete', 'activity-completed', 'activity-update', 'activity-updated', 'record-open', 'error']) timeline.addEventListener(`vinculo-${name}`, (event) => events.push(event as CustomEvent));
  // With all that comes after the first drawing, whose room bones keep.
  await waitUntil(() => timeline.renderRoot.querySelector(ready) !== null && (ready.includes('skeleton') || timeline.renderRoot.querySelector('.bone') === null), `no ${ready}`, { timeout: 8_000 });
  return { backend, crm, timeline, events };
}

const frame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));
export async function settle(timeline: CustomerTimeline): Promise<void> { for (let i = 0; i < 4; i++) { await frame(); await timeline.updateComplete; } }
export const all = (timeline: CustomerTimeline, selector: string): HTMLElement[] => [...timeline.renderRoot.querySelectorAll<HTMLElement>(selector)];
export const find = <T extends HTMLElement>(timeline: CustomerTimeline, selector: string): T => timeline.renderRoot.querySelector<T>(selector)!;
export const text = (element: Element | null | undefined): string => (element?.textContent ?? '').trim().replace(/\s+/g, ' ');
export const item = (timeline: CustomerTimeline, key: string): HTMLElement => find(timeline, `.ev[data-key="${key}"]`);
export const sentence = (timeline: CustomerTimeline, key: string): string => text(item(timeline, key).querySelector('[part=sentence]'));
export const active = (timeline: CustomerTimeline): HTMLElement | null => timeline.shadowRoot!.activeElement as HTMLElement | null;
export const press = (timeline: CustomerTimeline, key: string, more: KeyboardEventInit = {}): boolean => active(timeline)!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...more }));
export const names = (events: readonly CustomEvent[]): string[] => events.map((event) => event.type.replace('vinculo-', ''));
export const chip = (timeline: CustomerTimeline, label: string): HTMLElement => all(timeline, '.chip').find((each) => text(each).startsWith(label))!;
export function type(timeline: CustomerTimeline, selector: string, value: string): void {
  const input = find<HTMLInputElement>(timeline, selector);
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
}

/** Chooses in a list, or sets a date. */
export function choose(timeline: CustomerTimeline, selector: string, value: string): void {
  const input = find<HTMLSelectElement>(timeline, selector);
  input.value = value;
  input.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
}

export async function violations(timeline: CustomerTimeline): Promise<string[]> {
  await settle(timeline);
  return axeFaults(timeline);
}
