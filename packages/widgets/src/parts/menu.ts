import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { icon, type IconName } from './icon.ts';
import { placeBelow } from './place.ts';

export interface MenuItem {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly icon?: IconName;
  readonly disabled?: boolean;
}

export interface MenuOptions {
  /** Unique in the widget. */
  readonly id: string;
  /** What the button shows. Without `name` it is also its accessible name. */
  readonly button: unknown;
  /** The accessible name, where the button shows only an icon. */
  readonly name?: string;
  /** Added to `btn`: `small`, `square`, `quiet`. */
  readonly className?: string;
  /** As a function where there are many menus: it is asked only while the menu is open. */
  readonly items: readonly MenuItem[] | (() => readonly MenuItem[]);
  /** The chosen value. Where given, the menu is a list to choose one from, and the choice is marked. */
  readonly value?: string | null;
  readonly chevron?: boolean;
  /** Of the button, where the arrows and not Tab lead to it: -1. */
  readonly tab?: 0 | -1;
  readonly choose: (value: string) => void;
}

/**
 * The menus of one widget. A button opens a list in the top layer; the arrows, Home, End and first letters move in it, Enter and Space
 * choose, Escape, Tab and a click outside close it; focus comes back to the button. Items are drawn only while open.
 * @example readonly #menus = new Menus(this);
 * render() { return this.#menus.render({ id: 'more', button: icon('more'), name: this.t('action.more'), items, choose: (value) => ... }); }
 */
export class Menus implements ReactiveController {
  #host: VinculoElement;
  #open: string | undefined;
  #typed = '';
  #typedAt = 0;

  constructor(host: VinculoElement) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void { this.#open = undefined; }

  /** The id of the menu that is open. */
  get open(): string | undefined { return this.#open; }

  /** Whether a menu, or the one with this id, is open. */
  isOpen(id?: string): boolean { return id === undefined ? this.#open !== undefined : this.#open === id; }

  render(options: MenuOptions): TemplateResult {
    const { id, button, name, className = '', items, value, chevron = value !== undefined, tab, choose } = options;
    const open = this.#open === id;
    const pick = value !== undefined;
    const key = (event: KeyboardEvent): void => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      event.preventDefault();
      this.#list(id)?.showPopover();
    };
    return html`<button type="button" part="menu-button" class="btn ${className}" popovertarget=${`menu-${id}`} aria-haspopup=${pick ? 'listbox' : 'menu'} aria-expanded=${open} aria-controls=${open ? `menu-${id}` : nothing} aria-label=${name ?? nothing} title=${name ?? nothing} tabindex=${tab ?? nothing} data-menu=${id} @keydown=${key}>${button}${chevron ? icon('chevron', 'chevron') : nothing}</button><div
      id=${`menu-${id}`} part="menu" class="menu" popover role=${pick ? 'listbox' : 'menu'} aria-label=${name ?? (typeof button === 'string' ? button : nothing)}
      @toggle=${(event: ToggleEvent) => this.#toggled(id, event)} @keydown=${(event: KeyboardEvent) => this.#key(event)} @click=${(event: Event) => event.stopPropagation()}>
      ${open ? (typeof items === 'function' ? items() : items).map((item) => this.#item(id, item, pick, item.value === value, choose)) : nothing}
    </div>`;
  }

  #item(id: string, item: MenuItem, pick: boolean, chosen: boolean, choose: (value: string) => void): TemplateResult {
    const run = (): void => {
      if (item.disabled) return;
      this.#close(id);
      choose(item.value);
    };
    return html`<div part="menu-item" role=${pick ? 'option' : 'menuitem'} tabindex="-1" aria-selected=${pick ? chosen : nothing} aria-disabled=${item.disabled ? 'true' : nothing} @click=${run}>${
      pick ? html`<span class="mark">${chosen ? icon('check') : nothing}</span>` : nothing}${item.icon ? icon(item.icon) : nothing}<span class="grow"><bdi>${item.label}</bdi>${item.hint ? html`<span class="hint">${item.hint}</span>` : nothing}</span></div>`;
  }

  #list(id: string): HTMLElement | null { return this.#host.renderRoot.querySelector<HTMLElement>(`#menu-${CSS.escape(id)}`); }

  #close(id: string): void {
    // Hiding a popover gives focus back to what had it before.
    this.#list(id)?.hidePopover();
    this.#host.renderRoot.querySelector<HTMLElement>(`[data-menu="${CSS.escape(id)}"]`)?.focus();
  }

  async #toggled(id: string, event: ToggleEvent): Promise<void> {
    if (event.newState === 'closed') {
      if (this.#open === id) this.#open = undefined;
      this.#host.requestUpdate();
      return;
    }
    this.#open = id;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    const list = this.#list(id);
    const button = this.#host.renderRoot.querySelector(`[data-menu="${CSS.escape(id)}"]`);
    if (!list?.matches(':popover-open') || !button) return;
    placeBelow(list, button);
    const items = itemsOf(list);
    (items.find((each) => each.getAttribute('aria-selected') === 'true') ?? items[0])?.focus();
  }

  #key(event: KeyboardEvent): void {
    // The listener sits on the list, an HTMLElement.
    const list = event.currentTarget as HTMLElement;
    const items = itemsOf(list);
    const at = items.findIndex((each) => each.matches(':focus'));
    const go = (to: number): void => {
      event.preventDefault();
      items[(to + items.length) % items.length]?.focus();
    };
    event.stopPropagation();
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at < 0 ? -1 : at - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(-1);
    else if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); items[at]?.click(); }
    else if (event.key === 'Tab' || event.key === 'Escape') { if (event.key === 'Escape') event.preventDefault(); this.#close(list.id.slice('menu-'.length)); }
    else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) this.#type(event, items, at);
  }

  #type(event: KeyboardEvent, items: HTMLElement[], at: number): void {
    this.#typed = event.timeStamp - this.#typedAt > 700 ? event.key : this.#typed + event.key;
    this.#typedAt = event.timeStamp;
    const from = this.#typed.length === 1 ? at + 1 : Math.max(at, 0);
    const wanted = this.#typed.toLocaleLowerCase(this.#host.locale);
    const ordered = [...items.slice(from), ...items.slice(0, from)];
    ordered.find((each) => each.textContent.trim().toLocaleLowerCase(this.#host.locale).startsWith(wanted))?.focus();
  }
}

function itemsOf(list: HTMLElement): HTMLElement[] {
  return Array.from(list.querySelectorAll<HTMLElement>('[role="option"], [role="menuitem"]'));
}
