import type { OutboxEntry } from '@vinculo/sdk';
import { html, nothing, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { LatePart } from '../base/late-part.ts';
import { VinculoElement } from '../base/vinculo-element.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { outboxEnglish } from '../messages/en-outbox.ts';
import { addEnglish } from '../messages/message.ts';
import { Announcer } from '../parts/announcer.ts';
import { badge, type Tone } from '../parts/badge.ts';
import { recordName } from '../parts/change-words.ts';
import { Clock } from '../parts/clock.ts';
import { cutOff } from '../parts/cut-off.ts';
import { NamesOnDemand } from '../parts/names-on-demand.ts';
import { bone, skeleton } from '../parts/skeleton.ts';
import { timeWhen } from '../parts/time.ts';
import { button } from '../styles/button.ts';
import { common } from '../styles/common.ts';
import { pieces } from '../styles/pieces.ts';
import { tones } from '../styles/tones.ts';
import type { OutboxChangeDetail, OutboxEditDetail, OutboxOpenDetail } from './outbox-events.ts';
import { waitingList, type OutboxView } from './outbox-view.ts';
import { keyOf, OutboxController } from './outbox.controller.ts';
import { outboxStyles } from './outbox.styles.ts';

addEnglish({ ...moreEnglish, ...moreLateEnglish });
addEnglish(outboxEnglish);

/** So many rows of what waits are shown at first, and more with each press. */
const page = 50;

const connections: Readonly<Record<string, readonly [key: 'out.online' | 'out.connecting' | 'out.offline' | 'out.signedOut' | 'out.badAnswer', tone: Tone]>> = {
  online: ['out.online', 'good'], connecting: ['out.connecting', 'neutral'], offline: ['out.offline', 'warn'], 'signed-out': ['out.signedOut', 'warn'], refused: ['out.badAnswer', 'bad'],
};

/**
 * What of a person's work is not with the server yet: what waits and why, what was refused or met a conflict, what a restored server lost, whose values own
 * edits covered, and what is amiss with connection and storage. Everything is decided here.
 *
 * @example
 * <vinculo-provider endpoint="https://crm.example" token-url="/crm-token" cache="disk">
 *   <vinculo-outbox></vinculo-outbox>
 * </vinculo-provider>
 *
 * @fires {CustomEvent<OutboxOpenDetail>} vinculo-record-open - A person wants to see a record that a change is about: `{ table, id }`.
 * @fires {CustomEvent<OutboxChangeDetail>} vinculo-change-retry - Before a parked change is sent again: `{ key, table, id }`; cancelable.
 * @fires {CustomEvent<OutboxChangeDetail>} vinculo-change-retried - After it was asked for.
 * @fires {CustomEvent<OutboxEditDetail>} vinculo-change-edit - Before it is sent with other values: also `patch`; cancelable.
 * @fires {CustomEvent<OutboxEditDetail>} vinculo-change-edited - After it was.
 * @fires {CustomEvent<OutboxChangeDetail>} vinculo-change-discard - Before a change is taken back or thrown away, after the person said so twice; cancelable.
 * @fires {CustomEvent<OutboxChangeDetail>} vinculo-change-discarded - After it was.
 *
 * @slot actions - After the button that tries the connection.
 * @slot empty - Where nothing waits, after the own words.
 *
 * @csspart outbox - The whole panel.
 * @csspart header - Title, connection, actions.
 * @csspart troubles - What is amiss with storage, access or this page.
 * @csspart parked - What waits for a decision; `lost` what a restored server lost, `waiting` what goes by itself, `notices` what own edits covered.
 * @csspart change - Each change; `link` its record, `fields` what it sets, `take-back` its button while it waits.
 * @csspart more - Shows more of what waits.
 * @csspart state - What stands in place of the list: `empty`, `no-client`, `conflict`, `refused`; `skeleton` while it loads.
 *
 * @cssstate waiting - Changes are on their way.
 * @cssstate undecided - Changes wait for a person.
 */
export class Outbox extends VinculoElement {
  static override styles: CSSResult[] = [...common, tones, pieces, button, outboxStyles];

  /** `compact` makes controls 28 px high; else they are 32 px. */
  @property({ reflect: true }) density?: 'compact';

  readonly #internals: ElementInternals = this.attachInternals();
  readonly #clock = new Clock(this);
  readonly #announcer = new Announcer(this);
  readonly #names = new NamesOnDemand(this);
  readonly #outbox = new OutboxController(this, () => this.#noticeParked());
  readonly #late = new LatePart(this, async () => {
    const part = this.dress(await this.later(import('./after-first-drawing.ts')));
    return { ...part, choices: new part.ConflictChoices(this), discarding: new part.Dialog(this), editing: new part.Dialog(this) };
  });
  #shown = page;
  #parkedBefore: number | undefined;
  #asked: OutboxEntry | undefined;
  #hadFocus = false;

  /** Tries to reach the server now instead of at the next planned time. */
  retry(): void { this.#outbox.reach(); }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('density') && this.density !== undefined && this.density !== 'compact') this.warn(`density="${String(this.density)}" is not known; use "compact" or leave it out`);
    this.#hadFocus = this.hasUpdated && this.shadowRoot?.activeElement != null;
    this.#outbox.watch(this.crm);
    this.#names.watch(this.crm);
  }

  override render(): TemplateResult {
    return html`<section part="outbox" class="frame" aria-label=${this.t('out.title')}>
      <header part="header" class="bar wrap" tabindex="-1"><h2 class="bold">${this.t('out.title')}</h2>${this.#connection()}<span class="grow"></span>${
        this.crm ? html`<button type="button" part="button" class="btn small" @click=${() => this.retry()}>${this.t('out.tryNow')}</button>` : nothing}<slot name="actions"></slot></header>
      ${this.#content()}</section>${this.#announcer.render()}`;
  }

  #connection(): TemplateResult | typeof nothing {
    const { status } = this.#outbox;
    if (!status) return nothing;
    const [key, tone] = connections[status.connection]!;
    return html`${badge(this.t(key), { tone })}${status.syncedAt ? html`<span class="fine text-3">${this.t('out.syncedAt')} ${timeWhen(this.#viewer, status.syncedAt, { focusable: true })}</span>` : nothing}`;
  }

  #content(): unknown {
    const late = this.#late.part;
    const { parked, lost, waiting, notices } = this.#outbox;
    const needsLate = parked.length + lost.length + notices.length > 0 || waiting.length === 0;
    if (!this.crm) return this.isAlone && late ? late.noClientState(this) : this.#bones();
    if (!late) return this.#late.isCutOff ? cutOff(this, () => void this.#late.load().catch(() => {})) : needsLate ? this.#bones() : waitingList(this.#view, this.#shown, this.#more);
    const nothingThere = parked.length + lost.length + waiting.length === 0;
    return html`${late.troubles(this.#view, this.#outbox.status)}
      ${late.parkedSection(this.#view, late.choices)}${late.lostSection(this.#view, () => this.#sendAll())}
      ${waitingList(this.#view, this.#shown, this.#more)}
      ${nothingThere ? html`${late.emptyState(this, { title: this.t('out.empty'), text: this.t('out.emptyText') })}<slot name="empty"></slot>` : nothing}
      ${late.noticesSection(this.#view)}${this.#dialogs()}`;
  }

  #bones(): TemplateResult {
    return skeleton(this, html`<div class="ghost">${bone('line')}${bone('short')}</div><div class="ghost">${bone('long')}${bone('short')}</div>`);
  }

  #dialogs(): unknown {
    const late = this.#late.part!;
    const entry = this.#asked;
    const name = entry ? recordName(this.#view, entry) : '';
    const isUnsent = entry?.state === 'waiting';
    return html`${late.discarding.render({
      title: this.t(isUnsent ? 'out.takeBackTitle' : 'out.discardTitle'), confirm: this.t(isUnsent ? 'out.takeBack' : 'action.discard'),
      body: html`<p class="text-2">${this.t(entry?.change.op === 'create' ? 'out.discardNew' : 'out.discardText', { name })}</p>`,
      done: () => { if (entry) this.#act(entry, 'discard'); },
    })}${late.editing.render({
      title: this.t('out.editTitle', { name }), confirm: this.t('out.sendAgain'), body: entry ? late.editForm(this.#view, entry) : nothing,
      done: (form) => { if (entry) this.#edit(entry, late.editedPatch(this.#view, entry, form)); },
    })}`;
  }

  protected override updated(): void {
    const { parked, lost, waiting } = this.#outbox;
    const set = (name: string, on: boolean): void => void (on ? this.#internals.states.add(name) : this.#internals.states.delete(name));
    set('waiting', waiting.length > 0);
    set('undecided', parked.length + lost.length > 0);
    // What had the focus may be gone: a change that was decided, or confirmed.
    if (this.#hadFocus && !this.shadowRoot?.activeElement) this.renderRoot.querySelector<HTMLElement>('[part=header]')?.focus();
  }

  get #viewer(): OutboxView['viewer'] { return { locale: this.locale, now: this.#clock.now }; }

  get #view(): OutboxView {
    return {
      crm: this.crm, locale: this.locale, t: this.t.bind(this), viewer: this.#viewer, nameOf: this.#names.nameOf, outbox: this.#outbox,
      open: (table, id) => void this.emit<OutboxOpenDetail>('vinculo-record-open', { table, id }),
      retry: (entry) => this.#act(entry, 'retry'),
      discard: (entry) => { this.#asked = entry; this.#late.load().then(({ discarding }) => discarding.open(), () => {}); },
      edit: (entry) => { this.#asked = entry; this.#late.load().then(({ editing }) => editing.open(), () => {}); },
    };
  }

  readonly #more = (): void => {
    this.#shown += page;
    this.requestUpdate();
  };

  #act(entry: OutboxEntry, action: 'retry' | 'discard'): boolean {
    const detail: OutboxChangeDetail = { key: keyOf(entry), table: entry.change.table, id: entry.change.id };
    if (!this.emit<OutboxChangeDetail>(`vinculo-change-${action}`, detail, { cancelable: true })) return false;
    entry[action]();
    this.emit<OutboxChangeDetail>(action === 'retry' ? 'vinculo-change-retried' : 'vinculo-change-discarded', detail);
    this.#announcer.say(this.t(action === 'retry' ? 'out.retried' : 'out.discarded'));
    return true;
  }

  #edit(entry: OutboxEntry, patch: Readonly<Record<string, unknown>>): void {
    const detail: OutboxEditDetail = { key: keyOf(entry), table: entry.change.table, id: entry.change.id, patch };
    if (!this.emit<OutboxEditDetail>('vinculo-change-edit', detail, { cancelable: true })) return;
    try {
      entry.edit(patch);
    } catch {
      // The values do not fit the declaration: the change stays as it was, and says why the backend refused it.
      this.#announcer.say(this.t('out.notSent'));
      return;
    }
    this.emit<OutboxEditDetail>('vinculo-change-edited', detail);
    this.#announcer.say(this.t('out.retried'));
  }

  /** Each by itself: what one of them is told says nothing of the others. */
  #sendAll(): void {
    for (const { first } of this.#outbox.lost) this.#act(first, 'retry');
  }

  #noticeParked(): void {
    const count = this.#outbox.parked.length + this.#outbox.lost.length;
    if (this.#parkedBefore !== undefined && count > this.#parkedBefore) this.#announcer.say(this.t('out.newDecision', { count }));
    this.#parkedBefore = count;
  }
}
