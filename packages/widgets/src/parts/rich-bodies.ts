import type { ReactiveControllerHost } from 'lit';

/** Foreign HTML of mails, notes and messages as clean nodes, each cleaned once. */
export class RichBodies {
  readonly #host: ReactiveControllerHost;
  readonly #known = new Map<string, { readonly text: string; readonly node?: Node }>();
  readonly #withImages = new Set<string>();

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  /** The nodes of a text; undefined until they are clean, then the host redraws. */
  node(id: string, text: string): Node | undefined {
    const known = this.#known.get(id);
    if (known?.text === text) return known.node;
    this.#known.set(id, { text });
    void this.#clean(id, text);
    return undefined;
  }

  /** Whether a text has images that are not shown: to load one tells its sender that it was read. */
  hidesImages(id: string, text: string): boolean { return !this.#withImages.has(id) && /<img\b/i.test(text); }

  /** Shows the images of a text from now on. */
  showImages(id: string): void {
    this.#withImages.add(id);
    this.#known.delete(id);
    this.#host.requestUpdate();
  }

  async #clean(id: string, text: string): Promise<void> {
    const part = await import('./rich-text.ts').catch(() => undefined);
    // Until it can be had the plain text shows; the next drawing tries again.
    if (!part) return void this.#known.delete(id);
    const node = document.createElement('div');
    node.append(await part.richText(text, { images: this.#withImages.has(id) }));
    this.#known.set(id, { text, node });
    this.#host.requestUpdate();
  }
}
