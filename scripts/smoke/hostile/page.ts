// A page that draws every widget over a company of hostile texts, driven from outside through `hostilePage`.

import { createClient, type Vinculo } from '@vinculo/sdk';
import { memoryBackend } from '@vinculo/sdk/testing';
import { hostileCompany, type NextText } from './company.ts';
import { openAll } from './openings.ts';
import { between, broken, drawn, linesOf, markup, readIn } from './findings.ts';

export interface Drawing {
  readonly width: number;
  /** Which company this is. */
  readonly turn: number;
  /** Strings that stand in one value. */
  readonly pack: number;
  /** In how many turns all packs shall be gone through, by places one after another; in as many as there are packs, each place goes through all of them. */
  readonly turns: number;
  /** Rows of what stands in lists. */
  readonly many: number;
  /** Draws this widget alone, in all its guises, over the strings that it has not shown so far. */
  readonly only?: string;
  /** Opens all menus, dialogs and lists of each widget as well. */
  readonly opens?: boolean;
  /** Draws one that reads values as markup, too: it has to be found. */
  readonly planted?: boolean;
}

type Widget = readonly [name: string, tag: string, properties: Readonly<Record<string, unknown>>];

const tables = ['contact', 'account', 'deal', 'lead', 'ticket', 'order', 'product', 'activity'];
const widgets = (next: NextText): readonly Widget[] => [
  ['card of a contact', 'vinculo-contact-card', { contactId: 'contact-1' }],
  ['card of an account', 'vinculo-contact-card', { accountId: 'account-1' }],
  ['compact card', 'vinculo-contact-card', { contactId: 'contact-1', mode: 'compact' }],
  ...tables.map((table): Widget => [`record (${table})`, 'vinculo-record', { table, recordId: `${table}-1` }]),
  ...['contact', 'deal', 'ticket'].map((table): Widget => [`form (${table})`, 'vinculo-form', { table, recordId: `${table}-1` }]),
  ['form (new)', 'vinculo-form', { table: 'lead', values: { name: next(), company: next() } }],
  ['lookup', 'vinculo-lookup', { tables: ['contact', 'account'], values: ['contact-1', 'account-1', 'contact-2'], multiple: true, label: next(), placeholder: next() }],
  ...tables.map((table): Widget => [`list (${table})`, 'vinculo-list', { table }]),
  ['board of deals', 'vinculo-pipeline-board', { cardFields: ['nextStep', 'source', 'tags', 'description'] }],
  ['board of leads', 'vinculo-pipeline-board', { of: 'lead' }],
  ['board by owner', 'vinculo-pipeline-board', { swimlanes: 'owner' }],
  ['timeline of a contact', 'vinculo-customer-timeline', { contactId: 'contact-1' }],
  ['timeline of an account', 'vinculo-customer-timeline', { accountId: 'account-1' }],
  ['timeline of a lead', 'vinculo-customer-timeline', { leadId: 'lead-1' }],
  ['tasks', 'vinculo-tasks', {}],
  ['inbox of tickets', 'vinculo-inbox', {}],
  ['inbox of leads', 'vinculo-inbox', { of: 'lead' }],
  ['notifications', 'vinculo-notifications', {}],
  ['outbox', 'vinculo-outbox', {}],
  ['ticket', 'vinculo-ticket', { ticketId: 'ticket-1' }],
  ['screen pop', 'vinculo-screen-pop', { number: '+491713920042' }],
  ['screen pop (nobody)', 'vinculo-screen-pop', { number: next() }],
  ['lead form', 'vinculo-lead-form', { noDraft: true, fields: Object.fromEntries(['name', 'email', 'company', 'jobTitle', 'phone', 'description'].map((name) => [name, { hidden: false, value: next() }])), consents: [{ purpose: next(), text: next(), channel: 'phone' }, { purpose: next(), text: { en: next() } }] }],
  ['ticket form', 'vinculo-ticket-form', { contactId: 'contact-1', list: true, noDraft: true, fields: { type: { hidden: false, options: [{ value: next(), label: { en: next() } }] }, subject: { value: next() }, description: { value: next() }, guestName: { value: next() } } }],
];

/** Those that open what the others open too. */
const opening: ReadonlySet<string> = new Set(['card of a contact', 'card of an account', 'record (deal)', 'form (deal)', 'lookup', 'list (deal)', 'board of deals', 'board of leads', 'timeline of a contact', 'tasks', 'inbox of tickets', 'inbox of leads', 'ticket']);

/** Reads values as markup, as no widget may. */
class Planted extends HTMLElement {
  client?: Vinculo;
  connectedCallback(): void {
    this.attachShadow({ mode: 'open' }).innerHTML = '<i class="bone"></i>';
    this.client?.contacts.query().subscribe(({ rows }) => {
      if (rows.length > 0) this.shadowRoot!.innerHTML = rows.map((row) => `<p style="white-space: nowrap">${row.name}</p>`).join('');
    });
  }
}
customElements.define('planted-widget', Planted);

let strings: readonly string[] = [];
/** The lines of each string; one without any cannot be seen. */
let lines: readonly (readonly string[])[] = [];
/** By widget the places in the list of strings that were read in it. */
const shown = new Map<string, Set<number>>();

/** What is one widget in several guises: `record (deal)`, `board of leads`. */
const widgetOf = (name: string): string => name.replace(/ (?:\(|of |by ).*|^compact /, '');

const opened = new Set<string>();

/** The strings that no guise of a widget has shown so far. */
function unseenIn(widget: string): readonly string[] {
  const guises = [...shown].filter(([name]) => widgetOf(name) === widget).map(([, places]) => places);
  return strings.filter((_, place) => lines[place]!.length > 0 && guises.every((places) => !places.has(place)));
}

/** Gives each place of a text another pack of strings at each turn. */
function texts({ turn, turns, pack, only }: Drawing): NextText {
  const pool = only === undefined ? strings : unseenIn(only);
  const packs = Math.ceil(pool.length / pack);
  let place = 0;
  return () => {
    const first = ((place++ * turns + turn) % packs) * pack;
    const some = pool.slice(first, first + pack);
    // Of a pack each stands on a line of its own, whatever words are put around it.
    return (pack === 1 ? some : ['', ...some, '']).join(`\n${between}\n`);
  };
}

const frame = (): Promise<unknown> => new Promise((done) => void requestAnimationFrame(done));
const pause = (): Promise<unknown> => new Promise((done) => void setTimeout(done));

/** Waits until nothing is loading and two looks in a row see the same. */
async function settled(elements: readonly Element[]): Promise<readonly Element[]> {
  const until = performance.now() + 10_000;
  const isLoading = (element: Element): boolean => element.matches(':state(loading)') || [...drawn(element)].some((each) => each.matches('.bone'));
  let before = '';
  for (;;) {
    await frame();
    await pause();
    const loading = elements.filter(isLoading);
    const now = elements.map((element) => element.shadowRoot?.querySelectorAll('*').length ?? 0).join();
    if ((loading.length === 0 && now === before) || performance.now() > until) return loading;
    before = now;
  }
}

/** Parks a refused change and a conflict, for what shows them. */
async function park(backend: ReturnType<typeof memoryBackend>, crm: Vinculo, next: NextText): Promise<void> {
  backend.faults.refuse({ table: 'contact', id: 'contact-1' }, 'locked', next());
  const gate = backend.faults.hold('push');
  // Each differs from the others, and from what stands there, also where one pack is left for all places: without a difference there is no change.
  const by = (who: string): Readonly<Record<string, unknown>> => ({ description: [next(), who].join(`\n${between}\n`) });
  for (const table of ['contact', 'account', 'deal']) crm.collection(table).update(`${table}-1`, by('mine')).synced.catch(() => undefined);
  await gate.arrived();
  for (const table of ['account', 'deal']) backend.update(table, `${table}-1`, { ...by('theirs'), updatedBy: 'user-2' });
  gate.release();
}

/** Draws all widgets over one company. Answers what was wrong, as `widget: what`. */
async function draw(drawing: Drawing): Promise<readonly string[]> {
  const next = texts(drawing);
  const backend = memoryBackend({ seed: hostileCompany(next, drawing.many), user: 'user-1' });
  backend.restrict('contact', { custom: [{ name: 'extra', kind: 'text', label: { en: next(), 'zh-Hans': next() } }] });
  backend.update('contact', 'contact-1', { custom: { extra: next() } });
  const crm = createClient({ adapter: backend.adapter() });
  // What was not read cannot come into conflict.
  await Promise.all(['contact', 'account', 'deal'].map((table) => crm.collection(table).query({ where: { id: `${table}-1` } }).once()));
  await park(backend, crm, next);
  const box = document.createElement('main');
  box.style.setProperty('width', `${drawing.width}px`);
  const list: readonly Widget[] = drawing.planted ? [['planted', 'planted-widget', {}]] : widgets(next).filter(([name]) => (drawing.opens ? opening.has(name) : drawing.only === undefined || widgetOf(name) === drawing.only));
  const elements = list.map(([, tag, properties]) => Object.assign(document.createElement(tag), { client: crm }, properties));
  box.append(...elements);
  document.body.replaceChildren(box);
  await settled(elements);
  // The bell shows what it tells when it is pressed.
  box.querySelector('vinculo-notifications')?.shadowRoot?.querySelector('button')?.click();
  const late = await settled(elements);
  const findings: string[] = [];
  for (const [i, element] of elements.entries()) {
    const [name] = list[i]!;
    if (late.includes(element)) findings.push(`${name}: did not settle`);
    findings.push(...[...markup(element), ...broken(element)].map((what) => `${name}: ${what}`));
    note(name, readIn(element));
  }
  if (drawing.opens) for (const [i, element] of elements.entries()) findings.push(...(await openAll(list[i]![0], element, opened)));
  box.remove();
  await crm.close();
  return [...new Set(findings)];
}

function note(name: string, read: ReadonlySet<string>): void {
  const places = shown.get(name) ?? shown.set(name, new Set()).get(name)!;
  for (const [place, wanted] of lines.entries()) if (!places.has(place) && wanted.every((line) => read.has(line))) places.add(place);
}

export interface HostilePage {
  /** What was opened in all drawings, as `widget: what`. */
  opened(): readonly string[];
  take(list: readonly string[]): void;
  draw(drawing: Drawing): Promise<readonly string[]>;
  /** The strings that a widget has not shown so far, by widget. */
  missing(): Readonly<Record<string, readonly string[]>>;
}

const hostilePage: HostilePage = {
  opened: () => [...opened],
  take(list) {
    strings = list;
    lines = list.map(linesOf);
  },
  draw,
  missing: () => Object.fromEntries([...new Set([...shown.keys()].map(widgetOf))].map((widget) => [widget, unseenIn(widget)])),
};
Object.assign(globalThis, { hostilePage });
