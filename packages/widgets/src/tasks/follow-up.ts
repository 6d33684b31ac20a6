import { html, type ReactiveController, type TemplateResult, nothing } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { icon } from '../parts/icon.ts';
import { localInput, morningIn } from '../parts/local-input.ts';
import { dueAtOf } from './quick-add.ts';
import type { Activity } from './tasks.controller.ts';

/** What came of a call, and what is next. Either may be missing. */
export interface FollowUpAnswer {
  readonly text: string;
  readonly subject: string;
  readonly dueAt: string | undefined;
}

/** Kinds after which one asks what came of it. */
const talks: ReadonlySet<string> = new Set(['call', 'meeting', 'visit']);

/** After a call, a meeting or a visit was marked as done: what came of it, and the next step, in one place. Nobody has to answer. */
export class FollowUp implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #save: (of: Activity, answer: FollowUpAnswer) => void;
  #of: Activity | undefined;
  #focus = false;

  constructor(host: VinculoElement, save: (of: Activity, answer: FollowUpAnswer) => void) {
    this.#host = host;
    this.#save = save;
    host.addController(this);
  }

  hostDisconnected(): void { this.#of = undefined; }

  hostUpdated(): void {
    if (!this.#focus) return;
    this.#focus = false;
    this.#host.renderRoot.querySelector<HTMLElement>('.follow-up textarea')?.focus();
  }

  /** Asks, where the kind is one after which one asks. */
  ask(of: Activity): void {
    if (!talks.has(of.kind)) return;
    this.#of = of;
    this.#focus = true;
    this.#host.requestUpdate();
  }

  render(): TemplateResult | typeof nothing {
    const w = this.#host;
    const of = this.#of;
    if (!of) return nothing;
    const day = localInput(new Date(morningIn(3, new Date()))).slice(0, 10);
    return html`<form part="follow-up" class="follow-up" aria-label=${w.t('tasks.followUp', { what: of.subject })} @submit=${this.#submit} @keydown=${this.#keys}>
      <p class="row bold">${icon('check', 'good')}<span>${w.t('tasks.followUp', { what: of.subject })}</span></p>
      <label class="field"><span class="fine text-3">${w.t('tasks.cameOfIt')}</span><textarea part="input" class="input" name="text" rows="2"></textarea></label>
      <div class="row wrap when"><label class="field grow"><span class="fine text-3">${w.t('tasks.nextStep')}</span><input part="input" class="input" name="subject" autocomplete="off"></label>
        <label class="field"><span class="fine text-3">${w.t('tasks.day')}</span><input part="input" class="input" type="date" name="day" .defaultValue=${day}></label></div>
      <div class="row wrap"><button type="submit" part="button primary-button" class="btn primary small">${w.t('action.save')}</button><button type="button" part="button" class="btn quiet small" @click=${this.#close}>${w.t('tasks.notNow')}</button></div>
    </form>`;
  }

  readonly #close = (): void => {
    this.#of = undefined;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => this.#host.renderRoot.querySelector<HTMLElement>('[data-row][tabindex="0"]')?.focus());
  };

  readonly #keys = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Escape') { event.preventDefault(); this.#close(); }
    // A form's listener sits on the form.
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); (event.currentTarget as HTMLFormElement).requestSubmit(); }
  };

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string): string => String(fields.get(name) ?? '').trim();
    const of = this.#of!;
    this.#save(of, { text: text('text'), subject: text('subject'), dueAt: dueAtOf(text('day'), '', new Date()) });
    this.#close();
  };
}
