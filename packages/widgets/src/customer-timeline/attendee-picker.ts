import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { LatePart } from '../base/late-part.ts';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { AttendeeFinder } from './attendee-finder.ts';
import { BatchedSource } from './batched-source.ts';
import { addressOf, type CustomerPeople } from './customer-people.ts';
import type { TimelineController } from './customer-timeline.controller.ts';
import type { Contact } from './timeline-sources.ts';
import type { Attendee } from './timeline-types.ts';

/** What is read of a contact or a user. */
interface Person {
  readonly name?: unknown;
  readonly email?: unknown;
  readonly emails?: unknown;
}

/** A meeting of more is an event. */
const most = 50;

/** Who takes part in a meeting that is written down: the customer's people stand to choose from, others and colleagues are found. */
export class AttendeePicker {
  readonly #host: VinculoElement;
  readonly #controller: TimelineController;
  readonly #people: CustomerPeople;
  /** Those chosen who are no people of this customer. */
  readonly #others: BatchedSource<Contact>;
  readonly #say: (text: string) => void;
  readonly #finder: LatePart<AttendeeFinder>;
  /** Those who were found stay to choose from when they are taken out again. */
  #found: readonly string[] = [];

  /** `id` is that of its input, where a widget has two. */
  constructor(host: VinculoElement, controller: TimelineController, people: CustomerPeople, say: (text: string) => void, id = 'attendee') {
    this.#host = host;
    this.#controller = controller;
    this.#people = people;
    this.#say = say;
    this.#others = new BatchedSource<Contact>(host);
    this.#finder = new LatePart(host, async () => {
      const part = host.dress(await host.later(import('./attendee-finder.ts')));
      return new part.AttendeeFinder(host, say, id);
    }, () => false);
  }

  /** Called before each drawing. `chosen`: tables and ids with blanks between; undefined where no meeting is written down. */
  watch(chosen: string | undefined): void {
    const { request, description } = this.#controller;
    const ids = chosen === undefined ? [] : [...listed(chosen), ...this.#found].flatMap((each) => (each.startsWith('contact/') ? [each.slice('contact/'.length)] : []));
    const { crm } = request ?? {};
    this.#others.watchIds([chosen === undefined ? undefined : crm], ids, (some) => () => crm!.contacts.query({ where: { id: { in: some } } }));
    // Without a connection to load it by there are the customer's people all the same.
    if (chosen !== undefined && description.value) this.#finder.load().catch(() => {});
  }

  /** Another record, or what was typed was saved. */
  clear(): void { this.#found = []; }

  /** Who is chosen, with what is known of them. */
  of(chosen: string): readonly Attendee[] {
    return listed(chosen).flatMap((each) => {
      const slash = each.indexOf('/');
      const [table, id] = [each.slice(0, slash), each.slice(slash + 1)];
      if (table !== 'contact' && table !== 'user') return [];
      const address = this.#address(each);
      return [{ table, id, name: this.#name(each), ...(address === undefined ? {} : { address }) }];
    });
  }

  render(chosen: string, choose: (chosen: string) => void): TemplateResult {
    const w = this.#host;
    const list = listed(chosen);
    const own = this.#people.contacts.map(({ id }) => `contact/${id}`);
    const offered = [...own, ...[...this.#found, ...list].filter((each, i, all) => !own.includes(each) && all.indexOf(each) === i)];
    const toggle = (value: string, on: boolean): void => choose((on ? [...list, value] : list.filter((each) => each !== value)).join(' '));
    const found = (table: string, id: string, name: string): void => {
      const value = `${table}/${id}`;
      if (!this.#found.includes(value)) this.#found = [...this.#found, value];
      this.#say(name);
      toggle(value, true);
    };
    return html`${offered.length > 0 ? html`<fieldset class="receivers" part="attendees"><legend class="fine text-3">${w.t('timeline.attendees')}</legend>${offered.map((value) => html`<label class="row tight wrap"><input type="checkbox" name="attendee" value=${value}
      .checked=${live(list.includes(value))} @change=${(event: Event) => toggle(value, (event.currentTarget as HTMLInputElement).checked)}><bdi>${this.#name(value)}</bdi>${value.startsWith('user/') ? html`<span class="fine text-3">${w.t('timeline.colleague')}</span>` : nothing}</label>`)}</fieldset>` : nothing}${
      this.#finder.part && list.length < most ? html`<div class="finding">${this.#finder.part.render(new Set(list.map((each) => each.slice(each.indexOf('/') + 1))), found)}</div>` : nothing}`;
  }

  #row(value: string): Person | undefined {
    const slash = value.indexOf('/');
    const id = value.slice(slash + 1);
    if (value.slice(0, slash) === 'user') return this.#controller.sources.users.rows.find((row) => row.id === id);
    return this.#people.contacts.find((row) => row.id === id) ?? this.#others.rows.find((row) => row.id === id);
  }

  #name(value: string): string { return String(this.#row(value)?.name ?? ''); }

  #address(value: string): string | undefined {
    const row = this.#row(value);
    if (!row) return undefined;
    const { email } = row;
    return value.startsWith('user/') ? (typeof email === 'string' && email ? email : undefined) : addressOf(row);
  }
}

function listed(chosen: string): readonly string[] { return chosen.split(' ').filter(Boolean); }
