import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { icon } from '../parts/icon.ts';
import { isMailAddress, typedAddresses } from '../parts/mail-addresses.ts';
import type { TicketGlance } from './ticket-view.ts';

/** What servers take; mail to more is no mail of a person any more. */
const mostCopies = 20;

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** Who gets answers in copy: shown, taken out, added; and those that a mail named, of whom a person has to say that they are to get any. */
export class ReplyCopies implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #set: (patch: Readonly<Record<string, unknown>>) => void;
  #isAdding = false;
  #problem: string | undefined;
  #focus: string | undefined;

  /** @param set writes fields of the ticket */
  constructor(host: VinculoElement, set: (patch: Readonly<Record<string, unknown>>) => void) {
    this.#host = host;
    this.#set = set;
    host.addController(this);
  }

  hostUpdated(): void {
    const focus = this.#focus;
    this.#focus = undefined;
    if (focus) this.#host.renderRoot.querySelector<HTMLElement>(focus)?.focus();
  }

  /** Another ticket. */
  clear(): void {
    this.#isAdding = false;
    this.#problem = undefined;
  }

  render({ record, ticket }: TicketGlance): TemplateResult | typeof nothing {
    if (record.access('cc') === 'hidden') return nothing;
    const w = this.#host;
    const copies = ticket.cc ?? [];
    const mayEdit = record.canEdit('cc');
    const offered = mayEdit && record.canEdit('ccOffered') ? (ticket.ccOffered ?? []).filter((each) => !copies.some((other) => same(each, other))) : [];
    if (copies.length + offered.length === 0 && !mayEdit) return nothing;
    const chip = (each: string): TemplateResult => html`<span part="copy" class="tag"><bdi dir="ltr" class="cut" title=${each}>${each}</bdi>${mayEdit ? html`<button type="button" class="clear" aria-label=${w.t('desk.ccRemove', { address: each })} title=${w.t('desk.ccRemove', { address: each })} @click=${() => this.#take(ticket.cc ?? [], each)}>${icon('x', 'small')}</button>` : nothing}</span>`;
    return html`<div part="copies" class="copies" role="group" aria-label=${w.t('desk.cc')}><span class="fine text-3">${w.t('desk.cc')}</span>${repeat(copies, (each) => each, chip)}${
      !mayEdit ? nothing : this.#isAdding ? this.#input(copies, offered) : html`<button type="button" part="add-copy" class="btn quiet small square" aria-label=${w.t('desk.ccAdd')} title=${w.t('desk.ccAdd')} @click=${() => this.#open()}>${icon('plus', 'small')}</button>`}</div>
      ${this.#problem ? html`<p id="copy-problem" class="fine bad row tight problem" role="alert">${icon('warn', 'small')}${this.#problem}</p>` : nothing}${
      offered.length > 0 ? html`<div part="offered" class="copies" role="group" aria-label=${w.t('desk.ccOffered')}><span class="fine text-3">${w.t('desk.ccOffered')}</span>${repeat(offered, (each) => each, (each) => html`<span class="tag"><bdi dir="ltr" class="cut" title=${each}>${each}</bdi><button type="button" class="clear" aria-label=${w.t('desk.ccTake', { address: each })} title=${w.t('desk.ccTake', { address: each })} @click=${() => this.#add(each, copies, ticket.ccOffered ?? [])}>${icon('check', 'small')}</button><button type="button" class="clear" aria-label=${w.t('desk.ccDrop', { address: each })} title=${w.t('desk.ccDrop', { address: each })} @click=${() => this.#drop(each, ticket.ccOffered ?? [])}>${icon('x', 'small')}</button></span>`)}</div>` : nothing}`;
  }

  #input(copies: readonly string[], offered: readonly string[]): TemplateResult {
    const w = this.#host;
    const take = (box: HTMLInputElement): boolean => {
      const typed = typedAddresses(box.value);
      if (typed.length === 0) return false;
      if (!typed.every(isMailAddress)) this.#problem = w.t('desk.ccWrong');
      else if (copies.length + typed.length > mostCopies) this.#problem = w.t('desk.ccMany', { count: mostCopies });
      else {
        box.value = '';
        this.#write([...copies, ...typed], offered);
        return true;
      }
      w.requestUpdate();
      return false;
    };
    const key = (event: KeyboardEvent): void => {
      if (event.isComposing) return;
      const box = event.currentTarget as HTMLInputElement;
      if (event.key === 'Escape') this.#close();
      else if (event.key === 'Enter' || event.key === ',' || event.key === ';') take(box);
      else return;
      // Neither sends the answer, nor closes what the ticket stands in.
      event.preventDefault();
      event.stopPropagation();
    };
    const left = (event: FocusEvent): void => {
      const box = event.currentTarget as HTMLInputElement;
      if (box.value.trim() === '' || take(box)) this.clear();
      w.requestUpdate();
    };
    return html`<input type="text" inputmode="email" autocomplete="off" dir="ltr" part="copy-input" class="copy-input" aria-label=${w.t('desk.ccAdd')} aria-invalid=${this.#problem ? 'true' : nothing} aria-describedby=${this.#problem ? 'copy-problem' : nothing} placeholder="name@example.com" @keydown=${key} @blur=${left}>`;
  }

  #open(): void {
    this.#isAdding = true;
    this.#focus = '.copy-input';
    this.#host.requestUpdate();
  }

  #close(): void {
    this.clear();
    this.#focus = '[part="add-copy"]';
    this.#host.requestUpdate();
  }

  #write(all: readonly string[], offered: readonly string[]): void {
    this.#problem = undefined;
    const cc = all.filter((each, i) => all.findIndex((other) => same(each, other)) === i);
    const left = offered.filter((each) => !cc.some((other) => same(each, other)));
    this.#set({ cc, ...(left.length < offered.length ? { ccOffered: left } : {}) });
  }

  #add(each: string, copies: readonly string[], offered: readonly string[]): void {
    this.#focus = '[part="add-copy"]';
    if (copies.length < mostCopies) this.#write([...copies, each], offered);
    else {
      this.#problem = this.#host.t('desk.ccMany', { count: mostCopies });
      this.#host.requestUpdate();
    }
  }

  #take(copies: readonly string[], gone: string): void {
    this.#focus = '[part="add-copy"]';
    this.#set({ cc: copies.filter((each) => each !== gone) });
  }

  #drop(gone: string, offered: readonly string[]): void {
    this.#focus = '[part="add-copy"]';
    this.#set({ ccOffered: offered.filter((each) => each !== gone) });
  }
}
