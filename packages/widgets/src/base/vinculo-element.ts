import { ContextConsumer } from '@lit/context';
import type { Vinculo } from '@vinculo/sdk';
import { LitElement, type CSSResult, type PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import { isLoaded, labelFields, loadMessages, message, onWords, type MessageArguments, type MessageKey, type Share } from '../messages/message.ts';
import { attachContextRoot, clientContext } from './client-context.ts';
import { canonicalLocale, pageLocale, watchLanguage } from './locale.ts';
import { warnOnce } from './warn.ts';

/** Milliseconds in which a provider may still come: its script may load after a widget's. */
const patience = 600;

/** What every widget has: a client, a language with its messages, and typed events. */
export abstract class VinculoElement extends LitElement {
  /** Language of this widget (BCP 47), before any `lang` of the page. */
  @property({ attribute: 'locale' }) ownLocale?: string;
  /** The client to use in place of the nearest provider's. */
  @property({ attribute: false }) client?: Vinculo;
  /** Language in use: own `locale`, own or nearest `lang`, the client's, the browser's. */
  locale = 'en';
  /** Which messages its drawings wait for: those of first drawings, or all, once a part came that says more. */
  protected said: Share = 'early';
  #setLang: string | undefined;
  #stops: (() => void)[] = [];
  #hasProvider = false;
  #hasWaited = false;
  // A provider answers at once, with nothing while its client is on its way.
  readonly #context = new ContextConsumer(this, { context: clientContext, subscribe: true, callback: () => { this.#hasProvider = true; this.#resolve(true); } });

  /** The client in use: the own one, else the nearest provider's; undefined until there is one. */
  get crm(): Vinculo | undefined { return this.client ?? this.#context.value; }
  /** Nobody gives this widget a client: none is set, and after a moment no provider stands around it. Until that is sure, it is loading. */
  protected get isAlone(): boolean { return !this.crm && !this.#hasProvider && this.#hasWaited; }
  /** Direction in use, as laid out. */
  get direction(): 'ltr' | 'rtl' { return getComputedStyle(this).direction === 'rtl' ? 'rtl' : 'ltr'; }
  /** Text of a message in this widget's language. */
  t<K extends MessageKey>(key: K, ...values: MessageArguments<K>): string { return message(this.locale, key, ...values); }

  override connectedCallback(): void {
    attachContextRoot(this.ownerDocument);
    super.connectedCallback();
    const waiting = setTimeout(() => this.#waited(), patience);
    this.#stops = [watchLanguage(() => this.#resolve()), onWords(() => this.requestUpdate()), () => clearTimeout(waiting)];
    this.#resolve();
  }
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops.splice(0)) stop();
    this.#hasProvider = this.#hasWaited = false;
  }
  /** Raises a bubbling, composed event. False when the host cancelled it (only a cancelable one can be). */
  protected emit<T>(name: `vinculo-${string}`, detail: T, { cancelable = false }: { cancelable?: boolean } = {}): boolean {
    return this.dispatchEvent(new CustomEvent<T>(name, { detail, cancelable, bubbles: true, composed: true }));
  }
  /** Puts on the sheets of a part that came later, before the widget's own, which may overrule them. Gives the part back. */
  dress<T extends { readonly sheets: readonly CSSResult[] }>(part: T): T {
    const root = this.renderRoot;
    if (!(root instanceof ShadowRoot)) return part;
    const own = root.adoptedStyleSheets.at(-1)!;
    const late = part.sheets.map(({ styleSheet }) => styleSheet!).filter((sheet) => !root.adoptedStyleSheets.includes(sheet));
    root.adoptedStyleSheets = [...root.adoptedStyleSheets.slice(0, -1), ...late, own];
    return part;
  }
  /**
   * Waits for a part that comes later, and for what such parts say in this widget's language, so that no text of it shows in another one first.
   * @example this.dress(await this.later(import('./after-first-drawing.ts')))
   */
  async later<T>(part: Promise<T>): Promise<T> {
    const [came] = await Promise.all([part, loadMessages(this.locale, 'late')]);
    // Another language may have been chosen meanwhile.
    while (!isLoaded(this.locale, 'late')) await loadMessages(this.locale, 'late');
    this.said = 'late';
    return came;
  }
  /** Whether a part that another widget has loaded may be drawn here: what it says is there in this widget's language too. */
  protected hasLater(): boolean {
    if (isLoaded(this.locale, 'late')) this.said = 'late';
    return this.said === 'late';
  }
  /** Says once per page what was wrong with a value of this widget. */
  protected warn(text: string): void { warnOnce(this.localName, text); }
  // A drawing waits for its language, so that no text shows in another one first.
  protected override async scheduleUpdate(): Promise<void> {
    while (!isLoaded(this.locale, this.said)) await loadMessages(this.locale, this.said);
    if (this.crm) labelFields(this.locale, this.crm);
    await super.scheduleUpdate();
    // What could not be had is tried again with each drawing.
    void loadMessages(this.locale, this.said);
  }
  protected override willUpdate(changed: PropertyValues): void { if (changed.has('ownLocale') || changed.has('client')) this.#resolve(); }

  #waited(): void {
    this.#hasWaited = true;
    if (!this.isAlone) return;
    this.warn('there is no client: put it inside a <vinculo-provider>, or set its client property');
    this.requestUpdate();
  }

  #resolve(redraw = false): void {
    if (!this.isConnected) return;
    const page = canonicalLocale(this.ownLocale) ? undefined : pageLocale(this, this.#setLang);
    const locale = canonicalLocale(this.ownLocale) ?? page ?? canonicalLocale(this.crm?.locale ?? navigator.language) ?? 'en';
    // Fonts by :lang() and screen readers need the language written where the page does not say it.
    if (page === undefined && this.#setLang !== locale) this.lang = this.#setLang = locale;
    if (page !== undefined && this.#setLang) { this.removeAttribute('lang'); this.#setLang = undefined; }
    if (locale !== this.locale || redraw) { this.locale = locale; this.requestUpdate(); }
  }
}
