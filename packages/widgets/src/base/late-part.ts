import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * What a widget needs only once somebody uses it, or when a change waits for a person. It is asked for with the first drawing, so that the
 * widget shows sooner and all of it is there before the connection can go. The host is drawn again when it came.
 * @example
 * readonly #late = new LatePart(this, () => this.later(import('./after-first-drawing.ts')));
 * render() { return html`...${this.#late.part?.parkedView(this)}`; }
 */
export class LatePart<T> implements ReactiveController {
  /** Undefined until it is there. */
  part: T | undefined;
  /** It did not come. Each drawing tries again. */
  isCutOff = false;
  readonly #host: ReactiveControllerHost;
  readonly #import: () => Promise<T>;
  readonly #isWanted: () => boolean;
  readonly #atHand: () => T | undefined;
  #loading: Promise<T> | undefined;

  /** `isWanted`: whether the host, as it is set, may come to need it at all. `atHand`: gives it at once where the page has it already. */
  constructor(host: ReactiveControllerHost, load: () => Promise<T>, isWanted: () => boolean = () => true, atHand: () => T | undefined = () => undefined) {
    this.#host = host;
    this.#isWanted = isWanted;
    this.#atHand = atHand;
    this.#import = load;
    host.addController(this);
  }

  // Before the drawing is made, so that it is on its way meanwhile.
  hostUpdate(): void {
    if (this.part || !this.#isWanted()) return;
    // What is on its way comes by that.
    if (!this.#loading) this.part = this.#atHand();
    // Whoever needs it is told by load().
    if (!this.part) this.load().catch(() => {});
  }

  /** Brings it now. @throws what import() throws when a file of the package cannot be had; trying again may help */
  load(): Promise<T> {
    return this.part ? Promise.resolve(this.part) : (this.#loading ??= this.#bring());
  }

  async #bring(): Promise<T> {
    try {
      this.part = await this.#import();
      this.isCutOff = false;
      this.#host.requestUpdate();
      return this.part;
    } catch (error) {
      this.#loading = undefined;
      if (!this.isCutOff) {
        this.isCutOff = true;
        this.#host.requestUpdate();
      }
      throw error;
    }
  }
}
