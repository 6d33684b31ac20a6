import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { formatLabel } from '../format/label.ts';
import { entityOf } from './declared-field.ts';
import { icon } from './icon.ts';
import { findRecords, recentRecords, remember, type Found } from './find-records.ts';
import { placeBelow, stayBelow } from './place.ts';

export interface LookupBoxOptions {
  /** Unique in the widget. */
  readonly id: string;
  /** The accessible name, where no label names the input by its id (`lookup-<id>`). */
  readonly label?: string;
  /** The entities to look in, by their singular names. */
  readonly tables: readonly string[];
  /** What is chosen, in words; empty when nothing is. */
  readonly shown: string;
  readonly placeholder?: string;
  readonly required?: boolean;
  readonly disabled?: boolean;
  /** What is wrong or helps: ids of texts. */
  readonly describedBy?: string;
  readonly invalid?: boolean;
  /** Records that are not offered: those chosen already, the record itself. */
  readonly without?: ReadonlySet<string>;
  /** Whether a record that was found may be chosen. */
  readonly offer?: (found: Found) => boolean;
  /** Given, what was typed can be made a new record: it is offered last. */
  readonly create?: ((text: string) => void) | undefined;
  /** A record was chosen; undefined: the choice was taken back. */
  readonly choose: (found: Found | undefined) => void;
}

interface OpenBox {
  readonly id: string;
  text: string;
  /** Undefined while the first answer is on its way. */
  found: readonly Found[] | undefined;
  /** Place of the active option, -1 for none. */
  active: number;
  failed: boolean;
  isTyped: boolean;
  asked: number;
}

/** Milliseconds after a key before a backend is asked. */
const patience = 150;
const most = 12;

/**
 * Inputs that find a record by words, names or phone numbers (the combobox pattern with a listbox). One of a widget is open at a time. Down and Up
 * open it and move in it, Enter chooses, Escape closes it and then puts back what was chosen; what was typed and not chosen goes when focus leaves.
 */
export class LookupBoxes implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #say: (text: string) => void;
  #open: OpenBox | undefined;
  /** Ends that the open list follows its input. */
  #leave: (() => void) | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `say` announces how many were found. */
  constructor(host: VinculoElement, say: (text: string) => void) {
    this.#host = host;
    this.#say = say;
    host.addController(this);
  }

  hostDisconnected(): void { this.#shut(); }

  hostUpdated(): void {
    const list = this.#open && this.#list(this.#open.id);
    const input = this.#open && this.#input(this.#open.id);
    if (!list || !input) return;
    if (!list.matches(':popover-open')) list.showPopover();
    this.#leave ??= stayBelow(list, input.parentElement!);
    list.style.setProperty('min-width', `${input.parentElement!.getBoundingClientRect().width}px`);
    placeBelow(list, input.parentElement!);
    list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  /** The id of the open one. */
  get opened(): string | undefined { return this.#open?.id; }

  render(options: LookupBoxOptions): TemplateResult {
    const { id, label, shown, placeholder, required, disabled = false, describedBy, invalid, choose } = options;
    const box = this.#open?.id === id ? this.#open : undefined;
    const offers = box ? this.#offers(box, options) : [];
    const input = (event: Event): void => this.#typed(options, (event.currentTarget as HTMLInputElement).value);
    return html`<span class="input lookup ${disabled ? 'readonly' : ''} ${invalid ? 'wrong' : ''}">${icon('search', 'small')}<input id=${`lookup-${id}`} part="input" role="combobox" type="text" autocomplete="off" spellcheck="false" data-lookup=${id}
        aria-label=${label ?? nothing} aria-autocomplete="list" aria-expanded=${box ? 'true' : 'false'} aria-controls=${box ? `found-${id}` : nothing} aria-activedescendant=${box && box.active >= 0 ? `found-${id}-${box.active}` : nothing}
        aria-required=${required ? 'true' : nothing} aria-invalid=${invalid ? 'true' : nothing} aria-describedby=${describedBy ?? nothing} placeholder=${placeholder ?? this.#host.t('fields.find')} ?disabled=${disabled}
        .value=${box ? box.text : shown} @input=${input} @click=${() => { if (!box) this.#start(options); }} @keydown=${(event: KeyboardEvent) => this.#key(event, options, offers)} @blur=${() => this.#left(options)}>${
      shown && !required && !disabled ? html`<button type="button" part="clear" class="clear" aria-label=${this.#host.t('fields.clearChoice', { name: shown })} @click=${() => { this.#shut(); choose(undefined); this.#input(id)?.focus(); }}>${icon('x', 'small')}</button>` : nothing}</span><ul
      id=${`found-${id}`} part="menu" class="menu found" popover="manual" role="listbox" aria-label=${label ?? this.#host.t('fields.found')} @mousedown=${(event: Event) => event.preventDefault()}>${box ? this.#listed(box, options, offers) : nothing}</ul>`;
  }

  // ---- what is offered ---------------------------------------------------------------------------------------------

  #offers(box: OpenBox, { without, offer, create }: LookupBoxOptions): readonly (Found | 'create')[] {
    const found = (box.found ?? []).filter((found) => !without?.has(found.id) && offer?.(found) !== false);
    return create && box.text.trim() && box.found ? [...found, 'create'] : found;
  }

  #listed(box: OpenBox, options: LookupBoxOptions, offers: readonly (Found | 'create')[]): unknown {
    const { id } = options;
    const host = this.#host;
    const note = box.failed ? host.t('fields.findFailed') : !box.found ? host.t('state.loading') : offers.length === 0 || (offers.length === 1 && offers[0] === 'create') ? (box.text.trim() ? host.t('fields.foundNone', { text: `\u2068${box.text.trim()}\u2069` }) : host.t('fields.nothingYet')) : undefined;
    return html`${note ? html`<li role="option" aria-disabled="true" class="text-3">${note}</li>` : nothing}${repeat(offers, (offer) => (offer === 'create' ? 'create' : `${offer.table}/${offer.id}`), (offer, i) => html`<li
      id=${`found-${id}-${i}`} part="menu-item" role="option" class=${i === box.active ? 'active' : ''} aria-selected=${i === box.active ? 'true' : 'false'} @click=${() => this.#take(options, offer)}>${
      offer === 'create' ? html`${icon('plus')}<span class="grow">${host.t('fields.create', { text: `\u2068${box.text.trim()}\u2069` })}</span>`
      : html`<span class="grow"><bdi>${offer.name || host.t('fields.unnamed')}</bdi>${this.#hint(offer, options.tables)}</span>`}</li>`)}`;
  }

  #hint(found: Found, tables: readonly string[]): unknown {
    const kind = tables.length > 1 ? this.#label(found.table) : '';
    const parts = [kind, found.hint].filter(Boolean);
    return parts.length > 0 ? html`<bdi class="hint">${parts.join(' · ')}</bdi>` : nothing;
  }

  #label(table: string): string {
    const entity = entityOf(this.#host.crm, table);
    return entity ? formatLabel(this.#host.locale, entity.label) : table;
  }

  // ---- what a person does ------------------------------------------------------------------------------------------

  #key(event: KeyboardEvent, options: LookupBoxOptions, offers: readonly (Found | 'create')[]): void {
    if (event.isComposing) return;
    const box = this.#open?.id === options.id ? this.#open : undefined;
    const { key } = event;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault();
      if (!box) return this.#start(options);
      const step = key === 'ArrowDown' ? 1 : -1;
      if (offers.length > 0) box.active = box.active < 0 && step < 0 ? offers.length - 1 : (box.active + step + offers.length) % offers.length;
      this.#host.requestUpdate();
    } else if (key === 'Enter' && box) {
      event.preventDefault();
      event.stopPropagation();
      const offer = offers[box.active];
      if (offer) this.#take(options, offer);
    } else if (key === 'Escape' && box) {
      event.preventDefault();
      event.stopPropagation();
      this.#shut();
      this.#host.requestUpdate();
    }
  }

  #typed(options: LookupBoxOptions, text: string): void {
    if (this.#open?.id === options.id) this.#search(this.#open, options, text);
    else this.#start(options, text);
  }

  /** Without a text it is opened by a key or a click: what is chosen stays, and recent ones are offered. */
  #start(options: LookupBoxOptions, text?: string): void {
    if (options.disabled) return;
    this.#shut();
    this.#open = { id: options.id, text: text ?? options.shown, found: undefined, active: -1, failed: false, isTyped: text !== undefined, asked: 0 };
    this.#search(this.#open, options, this.#open.text, text !== undefined);
    if (text === undefined) this.#input(options.id)?.select();
  }

  #search(box: OpenBox, { tables }: LookupBoxOptions, text: string, isTyped = true): void {
    const { crm } = this.#host;
    box.text = text;
    box.isTyped = isTyped;
    const asked = ++box.asked;
    this.#host.requestUpdate();
    clearTimeout(this.#timer);
    const ask = async (): Promise<void> => {
      try {
        const found = crm ? await (isTyped && text.trim() ? findRecords(crm, tables, text, most) : recentRecords(crm, tables, 8)) : [];
        if (this.#open !== box || box.asked !== asked) return;
        box.found = found;
        box.failed = false;
      } catch {
        // It cannot be had now: the list says so, and the next key asks again.
        if (this.#open !== box || box.asked !== asked) return;
        box.found = [];
        box.failed = true;
      }
      box.active = isTyped && text.trim() && box.found.length > 0 ? 0 : -1;
      this.#say(this.#host.t('fields.foundCount', { count: box.found.length }));
      this.#host.requestUpdate();
    };
    if (isTyped && box.found) this.#timer = setTimeout(() => void ask(), patience);
    else void ask();
  }

  #take(options: LookupBoxOptions, offer: Found | 'create'): void {
    const text = this.#open?.text.trim() ?? '';
    this.#shut();
    if (offer === 'create') options.create?.(text);
    else {
      if (this.#host.crm) remember(this.#host.crm, offer);
      options.choose(offer);
    }
    this.#host.requestUpdate();
  }

  #left(options: LookupBoxOptions): void {
    if (this.#open?.id !== options.id) return;
    // Emptied by hand: nothing is chosen any more.
    const isEmptied = this.#open.isTyped && this.#open.text.trim() === '' && options.shown !== '' && !options.required;
    this.#shut();
    if (isEmptied) options.choose(undefined);
    this.#host.requestUpdate();
  }

  #shut(): void {
    clearTimeout(this.#timer);
    this.#leave?.();
    this.#leave = undefined;
    if (!this.#open) return;
    const list = this.#list(this.#open.id);
    this.#open = undefined;
    if (list?.matches(':popover-open')) list.hidePopover();
  }

  #input(id: string): HTMLInputElement | null { return this.#host.renderRoot.querySelector<HTMLInputElement>(`[data-lookup="${CSS.escape(id)}"]`); }
  #list(id: string): HTMLElement | null { return this.#host.renderRoot.querySelector<HTMLElement>(`#found-${CSS.escape(id)}`); }
}
