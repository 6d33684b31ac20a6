import { html, nothing, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';

/** Foreign HTML of mails, notes and messages, each cleaned once. */
export class RichBodies {
  readonly #w: VinculoElement;
  readonly #known = new Map<string, { readonly text: string; readonly node?: Node }>();
  readonly #withImages = new Set<string>();

  constructor(w: VinculoElement) {
    this.#w = w;
  }

  /** A text, and the way to its images; undefined until it is clean, then the element redraws. */
  render(id: string, text: string): TemplateResult | undefined {
    const known = this.#known.get(id);
    if (known?.text === text) return known.node && html`${this.#images(id, text)}<div class="foreign">${known.node}</div>`;
    this.#known.set(id, { text });
    void this.#clean(id, text);
    return undefined;
  }

  /** To load an image tells its sender that the text was read: it is for a person to do. */
  #images(id: string, text: string): TemplateResult | typeof nothing {
    if (this.#withImages.has(id) || !/<img\b/i.test(text)) return nothing;
    return html`<p class="row wrap tight fine text-3">${this.#w.t('timeline.imagesHidden')}<button type="button" part="show-images" class="btn small" @click=${() => this.#showImages(id)}>${this.#w.t('timeline.showImages')}</button></p>`;
  }

  #showImages(id: string): void {
    this.#withImages.add(id);
    this.#known.delete(id);
    this.#w.requestUpdate();
  }

  async #clean(id: string, text: string): Promise<void> {
    const part = await import('./rich-text.ts').catch(() => undefined);
    // Until it can be had the plain text shows; the next drawing tries again.
    if (!part) return void this.#known.delete(id);
    const node = document.createElement('div');
    node.append(await part.richText(text, { images: this.#withImages.has(id) }));
    this.#known.set(id, { text, node });
    this.#w.requestUpdate();
  }
}
