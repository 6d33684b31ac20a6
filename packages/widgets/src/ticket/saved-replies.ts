import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { icon } from '../parts/icon.ts';
import { placeBelow } from '../parts/place.ts';
import type { SavedReply } from './ticket-rows.ts';

/** Each word that was typed stands somewhere in the reply; those with it in the name first. */
function found(replies: readonly SavedReply[], text: string, locale: string): readonly SavedReply[] {
  const wanted = text.toLocaleLowerCase(locale).split(/\s+/).filter(Boolean);
  const has = (where: string): boolean => wanted.every((word) => where.toLocaleLowerCase(locale).includes(word));
  const fits = replies.filter(({ name, body }) => has(`${name} ${body}`));
  return fits.toSorted((a, b) => Number(has(b.name)) - Number(has(a.name)));
}

/** The list of saved replies: opened by a button, searched by typing, chosen by arrows and Enter or a tap. */
export class SavedReplies implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #choose: (reply: SavedReply) => void;
  #text = '';
  #isOpen = false;
  #active = 0;

  constructor(host: VinculoElement, choose: (reply: SavedReply) => void) {
    this.#host = host;
    this.#choose = choose;
    host.addController(this);
  }

  hostDisconnected(): void { this.#isOpen = false; }

  hostUpdated(): void {
    if (this.#isOpen) this.#panel()?.querySelector('.active')?.scrollIntoView({ block: 'nearest' });
  }

  render(replies: readonly SavedReply[]): TemplateResult | typeof nothing {
    if (replies.length === 0) return nothing;
    const { locale } = this.#host;
    const t = this.#host.t.bind(this.#host);
    const list = this.#isOpen ? found(replies, this.#text, locale) : [];
    const at = Math.min(this.#active, Math.max(0, list.length - 1));
    const key = (event: KeyboardEvent): void => {
      if (event.isComposing) return;
      const to = event.key === 'ArrowDown' ? at + 1 : event.key === 'ArrowUp' ? at - 1 : undefined;
      if (to !== undefined) this.#go((to + list.length) % Math.max(1, list.length));
      else if (event.key === 'Enter') this.#take(list[at]);
      else return;
      event.preventDefault();
    };
    return html`<button type="button" part="saved-replies" class="btn quiet small" popovertarget="replies" aria-haspopup="dialog" aria-expanded=${this.#isOpen}>${t('desk.savedReplies')}${icon('chevron', 'chevron')}</button><div
      id="replies" class="menu replies" popover role="dialog" aria-label=${t('desk.savedReplies')} @toggle=${(event: ToggleEvent) => this.#toggled(event)}>${this.#isOpen ? html`
      <span class="input">${icon('search')}<input type="text" role="combobox" aria-expanded="true" aria-controls="replies-list" aria-autocomplete="list" aria-activedescendant=${list.length > 0 ? `reply-${at}` : nothing} aria-label=${t('desk.searchReplies')} placeholder=${t('desk.searchReplies')}
        @input=${(event: Event) => { this.#text = (event.currentTarget as HTMLInputElement).value; this.#go(0); }} @keydown=${key}></span>
      <div id="replies-list" role="listbox" aria-label=${t('desk.savedReplies')}>${repeat(list, ({ id }) => id, (reply, index) => html`<div role="option" part="saved-reply" id=${`reply-${index}`} class=${index === at ? 'active' : ''} aria-selected=${index === at} @click=${() => this.#take(reply)}><span class="grow"><bdi class="bold">${reply.name}</bdi>${reply.changes && Object.keys(reply.changes).length > 0 ? html` <span class="fine text-3">${t('desk.macroHas')}</span>` : nothing}<span class="hint clamp"><bdi>${reply.body}</bdi></span></span></div>`)}</div>
      ${list.length === 0 ? html`<p class="none text-3" role="status">${t('desk.noReply', { text: this.#text })}</p>` : nothing}` : nothing}</div>`;
  }

  #go(to: number): void {
    this.#active = to;
    this.#host.requestUpdate();
  }

  #take(reply: SavedReply | undefined): void {
    if (!reply) return;
    this.#panel()?.hidePopover();
    this.#choose(reply);
  }

  #panel(): HTMLElement | null { return this.#host.renderRoot.querySelector<HTMLElement>('#replies'); }

  async #toggled(event: ToggleEvent): Promise<void> {
    this.#isOpen = event.newState === 'open';
    this.#text = '';
    this.#active = 0;
    this.#host.requestUpdate();
    if (!this.#isOpen) return;
    await this.#host.updateComplete;
    const panel = this.#panel();
    const button = this.#host.renderRoot.querySelector('[popovertarget="replies"]');
    if (!panel?.matches(':popover-open') || !button) return;
    placeBelow(panel, button);
    panel.querySelector('input')?.focus();
  }
}
