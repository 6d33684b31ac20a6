import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend, type Seed } from '@vinculo/sdk/testing';
import { fixture, html, waitUntil } from '@open-wc/testing';
import { axeFaults } from '../parts/axe-faults.fixture.ts';
import './vinculo-list.ts';
import type { RecordList } from './list.ts';

const clients: Vinculo[] = [];
/** Before and after each test: what was kept of columns goes, clients end. */
export function cleaned(): void {
  beforeEach(() => localStorage.clear());
  afterEach(async () => { for (const crm of clients.splice(0)) await crm.close(); });
}

export interface Shown { readonly backend: MemoryBackend; readonly crm: Vinculo; readonly list: RecordList; readonly events: CustomEvent[] }
export interface Options { table?: string; columns?: string; seed?: Seed; before?: (backend: MemoryBackend) => void; lang?: string; dir?: string; width?: number; ready?: string; readonly?: boolean; groupBy?: string }

export async function show({ table = 'deal', columns = '', seed = {}, before, lang = 'en', dir = 'ltr', width = 1200, ready = '[data-id]', readonly = false, groupBy = '' }: Options = {}): Promise<Shown> {
  const backend = memoryBackend({ seed: { ...demoSeed(), ...seed } });
  before?.(backend);
  const crm = createClient({ adapter: backend.adapter('user-katarzyna') });
  clients.push(crm);
  const box = await fixture<HTMLElement>(html`<div lang=${lang} dir=${dir}><vinculo-list .client=${crm} table=${table} columns=${columns} group-by=${groupBy} ?readonly=${readonly}></vinculo-list></div>`);
  box.style.setProperty('width', `${width}px`);
  const list = box.querySelector('vinculo-list')!;
  const events: CustomEvent[] = [];
  for (const name of ['record-open', 'view-change', 'selection-change', 'record-change', 'record-changed', 'record-remove', 'record-removed', 'record-export', 'error']) list.addEventListener(`vinculo-${name}`, (event) => events.push(event as CustomEvent));
  // The first one also loads what answers.
  await waitUntil(() => list.renderRoot.querySelector(ready) !== null, `no ${ready}`, { timeout: 8000 });
  await waitUntil(() => list.renderRoot.querySelector('[data-menu=more]') !== null || !list.renderRoot.querySelector('.tools'), 'what comes after the first drawing', { timeout: 8000 });
  return { backend, crm, list, events };
}

const frame = (): Promise<number> => new Promise((done) => requestAnimationFrame(done));
export async function settle(list: RecordList): Promise<void> { for (let i = 0; i < 4; i++) { await frame(); await list.updateComplete; } }
export const find = <T extends HTMLElement>(list: RecordList, selector: string): T => list.renderRoot.querySelector<T>(selector)!;
export const all = (list: RecordList, selector: string): HTMLElement[] => [...list.renderRoot.querySelectorAll<HTMLElement>(selector)];
export const cell = (list: RecordList, row: string, column: string): HTMLElement => find(list, `[data-row="${row}"][data-cell="${column}"]`);
export const ids = (list: RecordList): string[] => all(list, '[data-id]').map((row) => row.dataset['id']!);
export const active = (list: RecordList): HTMLElement => list.shadowRoot!.activeElement as HTMLElement;
export const press = (list: RecordList, key: string, more: KeyboardEventInit = {}): boolean => active(list).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true, ...more }));
export const head = (list: RecordList, name: string): HTMLElement => find(list, `button.sort[data-cell="${name}"]`);
export const named = (list: RecordList, selector: string, text: string): HTMLElement => all(list, selector).find((each) => each.textContent.trim().startsWith(text))!;

export async function violations(list: RecordList): Promise<string[]> {
  await settle(list);
  return axeFaults(list);
}

export const people = (count: number): Seed => ({ contact: Array.from({ length: count }, (_, i) => ({ id: `c-${String(i).padStart(5, '0')}`, name: `Person ${String(i).padStart(5, '0')}`, tags: ['a'] })) });
