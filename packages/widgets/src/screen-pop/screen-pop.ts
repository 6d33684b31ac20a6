import type { PhoneHit } from '@vinculo/sdk';
import { html, nothing, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { LatePart } from '../base/late-part.ts';
import { VinculoElement } from '../base/vinculo-element.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { popEnglish } from '../messages/en-pop.ts';
import { addEnglish } from '../messages/message.ts';
import { Announcer } from '../parts/announcer.ts';
import { Clock } from '../parts/clock.ts';
import { cutOff } from '../parts/cut-off.ts';
import { avatar } from '../styles/avatar.ts';
import { common } from '../styles/common.ts';
import { pieces } from '../styles/pieces.ts';
import { tones } from '../styles/tones.ts';
import type * as Later from './after-first-drawing.ts';
import type { Found } from '../parts/find-records.ts';
import type { CallView } from './call-view.ts';
import { CallerController } from './caller.controller.ts';
import type { CallerWork, KeptCall } from './caller-work.ts';
import type { NumberAdding } from './number-adding.ts';
import type { CallerChangeDetail, CallerChangedDetail, CallerCreateDetail, CallerCreatedDetail, CallLogDetail, CallLoggedDetail, PopShownDetail } from './pop-events.ts';
import { callerView, lookingView, matchesView, nameOf } from './pop-view.ts';
import { screenPopStyles } from './screen-pop.styles.ts';

addEnglish(moreEnglish);
addEnglish(popEnglish);

/**
 * Who is calling: nobody known, one, or several to choose from. Of the caller it shows the open tickets and deals and the last contact, and keeps the call. A number
 * that nobody has becomes a contact, or is added to somebody who is known. It draws nothing while nobody calls.
 *
 * A number comes by `pop(number)`, by the property, or by an event anywhere on the page:
 * `document.dispatchEvent(new CustomEvent('vinculo-call-incoming', { detail: { number: '+49 171 3920042' } }))`.
 *
 * @tag vinculo-screen-pop
 *
 * @fires {CustomEvent<PopShownDetail>} vinculo-pop-shown - Who it may be stands there: `{ number, matches }`.
 * @fires {CustomEvent<{table: string, id: string}>} vinculo-record-open - A person wants to see the caller, a ticket or a deal.
 * @fires {CustomEvent<CallLogDetail>} vinculo-activity-create - Before the call is kept; cancelable. `{ table, id, values }`.
 * @fires {CustomEvent<CallLoggedDetail>} vinculo-activity-created - After it. `{ table, id, values, activityId, change }`.
 * @fires {CustomEvent<CallerCreateDetail>} vinculo-record-create - Before a contact is made for the number; cancelable. `{ table, values }`.
 * @fires {CustomEvent<CallerCreatedDetail>} vinculo-record-created - After it. `{ table, values, id, change }`.
 * @fires {CustomEvent<CallerChangeDetail>} vinculo-record-change - Before somebody who is known is given the number; cancelable. `{ table, id, patch }`.
 * @fires {CustomEvent<CallerChangedDetail>} vinculo-record-changed - After it. `{ table, id, patch, change }`.
 * @fires {CustomEvent<VinculoError>} vinculo-error - It could not be found out, or what was written was not taken.
 *
 * @slot badges - Beside the name of the caller.
 * @slot actions - Below the name: what your telephone can do.
 *
 * @csspart frame - The panel.
 * @csspart number - The number that calls.
 * @csspart caller - Who it is; `avatar`, `name` and `similar` (the number that is kept, where it only resembles) in it.
 * @csspart matches - The list of who it may be; each is a `match` (with its `last-contact`), and `none-of-them` says that it is somebody else.
 * @csspart going-on - Last contact, open tickets and deals; `link` is each of them.
 * @csspart log - The form that keeps the call; `input` in it. `logged` when it was kept, with `unsynced` while it waits and `refused` where the backend did not take it.
 * @csspart create - The form that makes a contact of the number.
 * @csspart add - By what the number is added to somebody who is known.
 * @csspart button - Every button. The main one is also `primary-button`.
 * @csspart state - What stands in place of it: `error`, `no-client`; `skeleton` while it looks.
 *
 * @cssstate idle, looking, none, one, many, error - What it shows.
 *
 * @example <vinculo-screen-pop></vinculo-screen-pop>
 */
export class ScreenPop extends VinculoElement {
  static override styles: CSSResult[] = [...common, tones, pieces, avatar, screenPopStyles];

  /** Who calls, however the number is written. Empty: nobody. */
  @property() number = '';

  /** Decides; the drawing reads it. */
  readonly caller: CallerController = new CallerController(this, (hits) => this.#found(hits));
  readonly #late: LatePart<typeof Later> = new LatePart(this, async () => {
    const part = await this.later(import('./after-first-drawing.ts'));
    this.#work = new part.CallerWork(this);
    return this.dress(part);
  });
  readonly #adding: LatePart<NumberAdding> = new LatePart(this, async () => {
    const part = this.dress(await this.later(import('./number-adding.ts')));
    return new part.NumberAdding(this, (text) => this.#announcer.say(text));
  }, () => false);
  readonly #announcer: Announcer = new Announcer(this);
  readonly #clock: Clock = new Clock(this);
  readonly #internals: ElementInternals = this.attachInternals();
  #work: CallerWork | undefined;
  #logged: KeptCall | undefined;
  #note = '';
  #isTold = true;
  #wantsToAdd = false;
  #state = '';

  // ---- for the page ------------------------------------------------------------------------------------------------

  /** Shows who calls from a number, however it is written. The last call counts. */
  pop(number: string): void {
    this.number = number;
    this.#logged = undefined;
    this.#note = '';
    this.#wantsToAdd = false;
    this.caller.pop(number);
  }

  /** The call is over: nothing is shown. */
  clear(): void { this.pop(''); }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('vinculo-call-incoming', this.#incoming);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('vinculo-call-incoming', this.#incoming);
  }

  #incoming = (event: Event): void => {
    const detail: unknown = event instanceof CustomEvent ? event.detail : undefined;
    const number = typeof detail === 'object' && detail !== null && 'number' in detail ? detail.number : undefined;
    if (typeof number === 'string') this.pop(number);
    else this.warn('vinculo-call-incoming needs a detail like { number: "+49 171 3920042" }; it is ignored');
  };

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('number') && this.number.trim() !== this.caller.number) this.pop(this.number);
    this.caller.watch(this.crm);
    this.#work?.watch(this.crm, this.caller.caller, this.caller.hits);
  }

  protected override updated(): void {
    const { state, error } = this.caller;
    if (state !== this.#state) {
      this.#internals.states.delete(this.#state);
      if (state !== 'noClient') this.#internals.states.add(state);
      this.#state = state;
      if (state === 'error' && error) this.emit('vinculo-error', error);
    }
    if (this.#isTold || !['none', 'one', 'many'].includes(state)) return;
    this.#isTold = true;
    this.emit<PopShownDetail>('vinculo-pop-shown', { number: this.caller.number, matches: this.caller.hits.map(({ table, id }) => ({ table, id })) });
  }

  #found(hits: readonly PhoneHit[]): void {
    this.#isTold = false;
    const [hit] = hits;
    this.#announcer.say(hits.length === 0 ? this.t('pop.none') : hits.length === 1 ? this.t('pop.isCalling', { name: nameOf(hit!) }) : this.t('pop.many', { count: hits.length }));
  }

  // ---- what the drawing calls --------------------------------------------------------------------------------------

  #view(): CallView & { readonly work: CallerWork } {
    return {
      locale: this.locale, t: this.t.bind(this), crm: this.crm, caller: this.caller, work: this.#work!, now: this.#clock.now, logged: this.#logged, note: this.#note, takeBack: (call, kept) => void this.#takeBack(call, kept),
      open: (table, id) => void this.emit('vinculo-record-open', { table, id }), choose: (hit) => void this.#choose(hit),
      log: (hit, note) => void this.#log(hit, note), make: (name) => this.#make(name),
      noneOfThem: (isSo) => void this.#noneOfThem(isSo), adding: this.#wantsToAdd ? this.#adding.part : undefined, askToAdd: () => void this.#askToAdd(), addTo: (found) => this.#addTo(found),
    };
  }

  /** Focus goes on to where the choice led. */
  async #choose(hit: PhoneHit | undefined): Promise<void> {
    this.caller.choose(hit);
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(hit ? '[part~=name]' : '#many')?.focus();
  }

  async #log(hit: PhoneHit, note: string): Promise<void> {
    const { crm } = this;
    if (!crm || !this.#work) return;
    const values = this.#work.callValues(this.t('pop.subject', { name: nameOf(hit) }), note, new Date().toISOString());
    if (!this.emit<CallLogDetail>('vinculo-activity-create', { table: hit.table, id: hit.id, values }, { cancelable: true })) return;
    const changes = this.#work.logCall(crm, hit, values);
    const [change] = changes;
    change!.synced.catch((error: unknown) => this.emit('vinculo-error', error));
    this.#logged = { on: hit.id, note, ids: changes.map(({ id }) => id) };
    this.emit<CallLoggedDetail>('vinculo-activity-created', { table: hit.table, id: hit.id, values, activityId: change!.id, change: change! });
    this.#announcer.say(this.t('pop.logged'));
    this.requestUpdate();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[part~=logged]')?.focus();
  }

  /** A call that was refused is not kept; the form comes back. */
  async #takeBack(call: KeptCall, note: string): Promise<void> {
    for (const each of this.#work!.entriesOf(call).toReversed()) each.discard();
    this.#logged = undefined;
    this.#note = note;
    this.requestUpdate();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('#note')?.focus();
  }

  #make(name: string): void {
    const values = this.#work!.callerValues(name, this.caller.number);
    if (!this.emit<CallerCreateDetail>('vinculo-record-create', { table: 'contact', values }, { cancelable: true })) return;
    const change = this.#work!.make(values);
    change.synced.catch((error: unknown) => this.emit('vinculo-error', error));
    this.caller.made({ table: 'contact', id: change.id, row: { ...values, id: change.id }, phone: { raw: this.caller.number }, exact: true });
    this.emit<CallerCreatedDetail>('vinculo-record-created', { table: 'contact', values, id: change.id, change });
    void this.#choose(this.caller.caller);
  }

  async #noneOfThem(isSo: boolean): Promise<void> {
    this.caller.noneOfThem(isSo);
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(isSo ? '#stranger' : '#many')?.focus();
  }

  async #askToAdd(): Promise<void> {
    this.#wantsToAdd = true;
    try {
      await this.#adding.load();
    } catch {
      this.#wantsToAdd = false;
      return this.#announcer.say(this.t('state.cutOff'));
    }
    this.requestUpdate();
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[data-lookup=known]')?.focus();
  }

  /** Somebody who is known is given the number, and is the caller from here on. */
  #addTo({ table, id, row }: Found): boolean {
    const { crm, caller } = this;
    if (!crm || !this.#work) return false;
    const detail: CallerChangeDetail = { table, id, patch: this.#work.withNumber(row, caller.number) };
    if (!this.emit<CallerChangeDetail>('vinculo-record-change', detail, { cancelable: true })) return false;
    const change = crm.collection(table).update(id, detail.patch);
    change.synced.catch((error: unknown) => this.emit('vinculo-error', error));
    this.#wantsToAdd = false;
    caller.made({ table, id, row: { ...row, ...detail.patch, id }, phone: { raw: caller.number }, exact: true });
    this.emit<CallerChangedDetail>('vinculo-record-changed', { ...detail, change });
    void this.#choose(caller.caller);
    return true;
  }

  // ---- the drawing -------------------------------------------------------------------------------------------------

  override render(): TemplateResult {
    const content = this.#content();
    return html`${content === nothing ? nothing : html`<section part="frame" class="frame" aria-label=${this.t('pop.lookup')}>${content}</section>`}${this.#announcer.render()}`;
  }

  #content(): unknown {
    const { caller } = this;
    const { state } = caller;
    if (state === 'idle' || (state === 'noClient' && (!this.isAlone || !caller.number))) return nothing;
    const view = this.#view();
    const later = this.#work && this.#late.part;
    const cut = this.#late.isCutOff ? cutOff(this, () => void this.#late.load().catch(() => {})) : undefined;
    switch (state) {
      case 'looking': return lookingView(view);
      case 'one': return callerView(view, caller.caller!, later?.workView(view, caller.caller!) ?? cut ?? nothing);
      case 'many': return matchesView(view, later?.besideMatches(view));
      case 'none': return later?.strangerView(view) ?? cut ?? lookingView(view);
      case 'noClient': case 'error': return later?.popInstead(view, state, { error: caller.error, retry: () => caller.retry() }) ?? cut ?? lookingView(view);
    }
  }
}
