import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';

/** Says changes to screen readers. Put `${announcer.render()}` once in the template; it stays in place, empty, until something is said. */
export class Announcer implements ReactiveController {
  #host: ReactiveControllerHost;
  #text = '';

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void { this.#text = ''; }

  /** A text said twice in a row is read twice: the second differs by a blank. */
  say(text: string): void {
    this.#text = text === this.#text ? `${text}\u00a0` : text;
    this.#host.requestUpdate();
  }

  render(): TemplateResult {
    return html`<div class="hidden-text" role="status" aria-live="polite" aria-atomic="true">${this.#text}</div>`;
  }
}
