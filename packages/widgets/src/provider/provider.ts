import { ContextProvider } from '@lit/context';
import type { Vinculo, VinculoError } from '@vinculo/sdk';
import { css, html, LitElement, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { attachContextRoot, clientContext } from '../base/client-context.ts';
import { canonicalLocale } from '../base/locale.ts';
import { warnOnce } from '../base/warn.ts';
import { setWords, type Noun } from '../messages/message.ts';
import { ProviderController } from './provider.controller.ts';

export type ProviderCache = 'none' | 'memory' | 'disk';

/** Nouns renamed, by language: `{ en: { deal: 'opportunity', deals: 'opportunities' }, 'zh-Hans': { deal: '项目', deals: '项目' } }`. */
export type Words = Readonly<Record<string, Partial<Record<Noun, string>>>>;

export type ProviderReadyEvent = CustomEvent<{ readonly client: Vinculo }>;

/**
 * Gives a client to every widget inside it: the one set as `client`, or one it opens itself from `endpoint`. A client of its own is closed
 * when the element leaves the page and opened again when it comes back. It draws nothing and takes no room.
 *
 * @example
 * <vinculo-provider endpoint="https://crm.example" token-url="/crm-token" cache="disk">
 *   <vinculo-contact-card contact-id="42"></vinculo-contact-card>
 * </vinculo-provider>
 *
 * @slot - Widgets, and whatever else the page holds around them.
 * @fires {CustomEvent<{ client: Vinculo }>} vinculo-ready - The widgets inside have a client. Whether the server answers is in `client.status`.
 * @fires {CustomEvent<VinculoError>} vinculo-error - The client could not be opened, or its connection failed: `detail` is the error. `auth` means: sign in again.
 */
export class Provider extends LitElement {
  static override styles: CSSResult = css`:host { display: contents; }`;

  /** A client made elsewhere. It comes before `endpoint`, and is not closed by this element. */
  @property({ attribute: false }) client?: Vinculo;
  /** Where a Vinculo server answers, without `/v1`: `https://crm.example`. */
  @property() endpoint?: string;
  /** Same-origin address that answers `{ "token": "..." }` for the signed-in person. Asked by POST, or by GET where POST is not taken. The token is kept in memory only. */
  @property({ attribute: 'token-url' }) tokenUrl?: string;
  /**
   * The key the server gave this page's origin. Alone it is enough for a ticket form: visitors are guests then. Beside `token-url` or `tokenProvider`, what a
   * visitor opened as a guest in this tab becomes theirs when they sign in.
   */
  @property({ attribute: 'site-key' }) siteKey?: string;
  /** Answers a token. Comes before `token-url`. */
  @property({ attribute: false }) tokenProvider?: () => string | Promise<string>;
  /**
   * What is kept: nothing beyond what is shown (`none`, the default: each question goes to the server), whole tables while the page lives (`memory`: for pages that
   * are worked in for long), or the tables in IndexedDB for all tabs and for work offline (`disk`).
   */
  @property() cache: ProviderCache = 'none';
  /** Language (BCP 47) of everything inside; written to `lang`. Without it the page's `lang` counts. */
  @property() locale?: string;
  /** Nouns to call otherwise, by language. They hold for all widgets of the page. As an attribute: JSON. */
  @property({ type: Object }) words?: Words | null;

  readonly #context = new ContextProvider(this, { context: clientContext });
  readonly #clients = new ProviderController(this, {
    // Consumers take "no client" as undefined; the context's type says what it is when there is one.
    give: (client) => this.#context.setValue(client as Vinculo),
    ready: (client) => this.#emit<ProviderReadyEvent['detail']>('vinculo-ready', { client }),
    failed: (error) => this.#emit<VinculoError>('vinculo-error', error),
  });

  override connectedCallback(): void {
    attachContextRoot(this.ownerDocument);
    super.connectedCallback();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('locale')) this.#setLanguage();
    if (changed.has('words')) this.#setWords();
  }

  override render(): TemplateResult {
    return html`<slot></slot>`;
  }

  protected override updated(): void {
    this.#clients.use({ client: this.client, endpoint: this.endpoint, siteKey: this.siteKey, cache: this.#cache(), locale: this.locale, tokens: () => ({ url: this.tokenUrl, ask: this.tokenProvider }) });
  }

  #cache(): ProviderCache {
    if (['none', 'memory', 'disk'].includes(this.cache)) return this.cache;
    warnOnce(this.localName, `cache="${this.cache}" is none of none, memory, disk; none is used`);
    return 'none';
  }

  #setLanguage(): void {
    const locale = canonicalLocale(this.locale);
    if (locale) this.lang = locale;
    else this.removeAttribute('lang');
  }

  #setWords(): void {
    if (this.words === null) return warnOnce(this.localName, 'words is not JSON; the usual words are used');
    for (const [language, nouns] of Object.entries(this.words ?? {})) {
      if (canonicalLocale(language)) setWords(language, nouns);
    }
  }

  #emit<T>(name: `vinculo-${string}`, detail: T): void {
    this.dispatchEvent(new CustomEvent<T>(name, { detail, bubbles: true, composed: true }));
  }
}
