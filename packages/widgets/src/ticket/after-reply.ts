import { html, nothing, type TemplateResult } from 'lit';
import { isolated } from '../format/isolated.ts';
import { formatLabel } from '../format/label.ts';
import { icon } from '../parts/icon.ts';
import type { ComposerParts } from './composer-parts.ts';
import { macroPlan, type MacroPlan } from './reply-macro.ts';
import type { ReplySources } from './reply-variables.ts';
import { isEnded, statuses, type StatusMove } from './status-moves.ts';
import type { SavedReply, TicketRow, TicketStatus } from './ticket-rows.ts';
import type { TicketGlance } from './ticket-view.ts';
import type { Kind } from './typed-reply.ts';

/** The state stays as it is. */
const keep = 'keep';
type Then = TicketStatus | typeof keep;

/** What happens to the ticket beside the words that are sent: the state it gets, and what a saved reply changes. */
export class AfterReply {
  readonly #parts: ComposerParts;
  /** The cursor goes back to the text. */
  readonly #dropped: () => void;
  readonly #stop: (problem: string) => void;
  /** What a person, or a saved reply, chose. */
  #then: Then | undefined;
  /** What a saved reply changes beside its words: shown first, and done when it is sent, or at a press. */
  #macro: MacroPlan | undefined;

  constructor(parts: ComposerParts, dropped: () => void, stop: (problem: string) => void) {
    this.#parts = parts;
    this.#dropped = dropped;
    this.#stop = stop;
  }

  clear(): void {
    this.#then = undefined;
    this.#macro = undefined;
  }

  /** Takes what a saved reply changes, to be looked at first. */
  take(reply: SavedReply, sources: ReplySources): void {
    const { host, controller } = this.#parts;
    this.#macro = macroPlan(reply, host, controller, sources);
    // The button that sends says which state the ticket gets.
    if (this.#macro?.status !== undefined) this.#then = this.#macro.status;
  }

  /** Fields and a note that go with what is sent. */
  get along(): Partial<Pick<MacroPlan, 'patch' | 'note'>> { return this.#macro ?? {}; }

  /** What gives the ticket its state, and what that is called; undefined where it keeps the one it has. */
  move(kind: Kind, ticket: TicketRow): (StatusMove & { readonly title: string }) | undefined {
    const { host: { record }, controller } = this.#parts;
    if (record.who !== 'staff' || !record.canEdit('status')) return undefined;
    // A note sets no state by itself; what goes with it may.
    const then = kind === 'note' ? (this.#macro?.status ?? keep) : this.#chosen(ticket);
    return then === keep || then === ticket.status ? undefined : { ...controller.status(then), title: this.#label(then) };
  }

  /** After an answer it is the customer's turn, unless the ticket has ended or somebody says otherwise. */
  #chosen(ticket: TicketRow): Then {
    const then = this.#then ?? (isEnded(ticket.status) ? keep : 'pending');
    return then !== keep && this.#parts.controller.status(then).blocked ? keep : then;
  }

  #label(then: Then): string {
    const { element: w, record } = this.#parts.host;
    const option = record.options('status').find(({ value }) => value === then);
    if (then === keep || !option) return w.t('action.send');
    const label = formatLabel(w.locale, option.label);
    // Within a sentence English writes it small; other languages have words that are always written large.
    return w.t('desk.sendAnd', { status: w.locale.startsWith('en') ? label.toLocaleLowerCase(w.locale) : label });
  }

  /** The button that sends, with the choice of what state follows where this sign-in has one. */
  button({ w, record, ticket }: TicketGlance, kind: Kind, isSending: boolean): TemplateResult {
    const busy = isSending ? 'true' : nothing;
    if (kind === 'note' || record.who !== 'staff' || !record.canEdit('status')) return html`<button type="submit" part="button primary-button" class="btn primary small" aria-disabled=${busy}>${isSending ? w.t('desk.sending') : w.t(kind === 'note' ? 'desk.addNote' : 'action.send')}</button>`;
    const chosen = this.#chosen(ticket);
    const items = ([keep, ...statuses.filter((each) => each !== 'new')] as const).map((each) => {
      const move = each === keep ? undefined : this.#parts.controller.status(each);
      return { value: each, label: this.#label(each), ...(move?.blocked ? { disabled: true, hint: w.t('desk.notFromHere') } : {}) };
    });
    // The menu offers these alone.
    const choose = (value: string): void => { this.#then = value as Then; w.requestUpdate(); };
    return html`<span class="split"><button type="submit" part="button primary-button" class="btn primary small" aria-disabled=${busy}>${isSending ? w.t('desk.sending') : this.#label(chosen)}</button>${
      this.#parts.menus.render({ id: 'send', button: '', name: w.t('desk.sendMenu'), className: 'primary small square', items, value: chosen, choose })}</span>`;
  }

  /** What the chosen reply does beside its words. */
  preview({ w }: TicketGlance, isSending: boolean): TemplateResult | typeof nothing {
    const macro = this.#macro;
    if (!macro) return nothing;
    return html`<div part="macro" class="macro" role="group" aria-label=${w.t('desk.macro', { name: isolated(macro.name) })}><p class="fine bold">${w.t('desk.macro', { name: isolated(macro.name) })}</p>
      <ul>${macro.lines.map((line) => html`<li class="fine"><bdi>${line}</bdi></li>`)}</ul><p class="row wrap"><span class="fine text-3 grow">${w.t('desk.macroHint')}</span><button type="button" part="apply-macro" class="btn small" ?disabled=${isSending} @click=${() => this.#apply(macro)}>${w.t('desk.macroApply')}</button><button type="button" class="clear" aria-label=${w.t('desk.macroDrop')} title=${w.t('desk.macroDrop')} @click=${() => this.#drop()}>${icon('x', 'small')}</button></p></div>`;
  }

  #drop(): void {
    if (this.#macro?.status !== undefined) this.#then = undefined;
    this.#macro = undefined;
    this.#dropped();
  }

  /** At once, without the words, which stay where they are. */
  #apply(macro: MacroPlan): void {
    const { controller, ask, apply } = this.#parts;
    const move = macro.status === undefined ? undefined : controller.status(macro.status);
    const done = (values: Readonly<Record<string, unknown>>): void => {
      const problem = apply({ ...macro.patch, ...move?.patch, ...values }, macro.note);
      if (problem === undefined) this.#drop();
      else this.#stop(problem);
    };
    if (move && move.asks.length > 0) ask(move.asks, macro.name, done);
    else done({});
  }
}
