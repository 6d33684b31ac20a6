import { html, nothing, type CSSResult, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { Announcer } from './announcer.ts';
import { cutOff } from './cut-off.ts';
import type { awayBanner, formInstead } from './form-instead.ts';
import type { FormIntake } from './form-intake.ts';
import type { formUnknown, formWaiting } from './form-outcome.ts';
import type { FormPhase, FormProblem, FormSending } from './form-sending.ts';

/** What every form of a public page draws with after its first drawing. */
interface LateViews {
  readonly sheets: readonly CSSResult[];
  readonly awayBanner: typeof awayBanner;
  readonly formInstead: typeof formInstead;
  readonly formUnknown: typeof formUnknown;
  readonly formWaiting: typeof formWaiting;
}

/** The controller of a form, as its drawing sees it. */
export interface StagedController {
  readonly intake: FormIntake;
  readonly answers: { readonly draftKept: boolean };
  readonly sending: Pick<FormSending<FormProblem, LateViews>, 'phase' | 'later' | 'isCutOff' | 'bring' | 'focus' | 'sent' | 'startOver'>;
  submit(): Promise<boolean>;
}

/** What a form of a public page draws itself. What is loaded later is there for `sent`. */
interface StagedForm {
  readonly element: VinculoElement;
  readonly controller: StagedController;
  /** Nobody gives it a client. */
  readonly isAlone: () => boolean;
  readonly skeleton: () => TemplateResult;
  readonly form: () => TemplateResult;
  readonly summary: () => unknown;
  readonly sent: () => TemplateResult;
  /** What is announced when it comes to stand there. */
  readonly said: (phase: FormPhase) => string | undefined;
}

/** Draws where a form of a public page stands: the form, with what frames its fields, or what stands in its place. Tells of it, and places focus. */
export class FormStage {
  readonly announcer: Announcer;
  readonly #of: StagedForm;
  readonly #internals: ElementInternals;
  #phase: FormPhase | undefined;
  #isDressed = false;
  #isDrawn = false;

  constructor(of: StagedForm) {
    this.#of = of;
    this.announcer = new Announcer(of.element);
    this.#internals = of.element.attachInternals();
  }

  /** It is on its way, and cannot be changed. */
  get isBusy(): boolean { return this.#phase === 'sending'; }

  /** Called before each drawing. */
  enter(): void {
    const { element, controller: { sending }, said } = this.#of;
    const { phase, later } = sending;
    if (later && !this.#isDressed) this.#isDressed = element.dress(later) === later;
    if (phase === this.#phase) return;
    if (this.#phase) this.#internals.states.delete(this.#phase);
    this.#internals.states.add(phase);
    this.#phase = phase;
    const text = phase === 'waiting' ? element.t('form.notSentYet') : said(phase);
    if (text) this.announcer.say(text);
  }

  /** Called after each drawing. */
  placeFocus(): void {
    const { sending } = this.#of.controller;
    const { focus } = sending;
    const place = focus && this.#find(focus === 'first' ? 'form' : focus === 'summary' ? '.summary' : '#outcome');
    if (!place) return;
    sending.focus = undefined;
    if (focus === 'first') this.focusFirst();
    else place.focus();
  }

  focusFirst(): void { this.#find('form :is(input, textarea, select):not([readonly], [hidden])')?.focus(); }
  /** Where a message on a field leads. */
  focusField(name: string): void { this.#find(`#field-${CSS.escape(name)}`)?.focus(); }
  #find(selector: string): HTMLElement | null { return this.#of.element.renderRoot.querySelector<HTMLElement>(selector); }

  /** A change event stays inside a shadow root; the page hears one from the element. */
  changed(event: Event): void {
    event.stopPropagation();
    this.#of.element.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  }

  readonly submitted = (event: Event): void => {
    event.preventDefault();
    void this.#of.controller.submit();
  };

  readonly key = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) void this.#of.controller.submit();
  };

  render(): unknown {
    const { element, controller, isAlone, form, skeleton, sent } = this.#of;
    const { intake, sending } = controller;
    const { phase, later, isCutOff } = sending;
    switch (phase) {
      case 'loading': return skeleton();
      case 'no-client': case 'error': case 'unavailable':
        if (phase === 'no-client' && !isAlone()) return skeleton();
        return later?.formInstead(element, phase, { error: intake.error, retry: () => intake.retry() }) ?? (isCutOff ? this.#cutOff() : skeleton());
      // It is handed over, and found again, only by what is loaded later.
      case 'sent': return sent();
      case 'waiting': return later!.formWaiting(element, controller);
      case 'unknown': return later!.formUnknown(element, controller);
      default:
        // What is amiss stands above the form: the first drawing waits for it, so that the form need not move.
        this.#isDrawn ||= later !== undefined || isCutOff || !intake.isAway;
        return this.#isDrawn ? form() : skeleton();
    }
  }

  #cutOff(): TemplateResult { return cutOff(this.#of.element, () => void this.#of.controller.sending.bring()); }

  /** Before the form: that it cannot be sent now. */
  banner(): unknown {
    const { element, controller: { intake, sending } } = this.#of;
    return intake.isAway ? sending.later?.awayBanner(element, intake.status?.connection) : nothing;
  }

  /** Above the fields: what has to be changed, or why it was not taken. */
  amiss(): unknown { return this.isBusy ? nothing : this.#of.controller.sending.isCutOff ? this.#cutOff() : this.#of.summary(); }

  /** Below the fields. */
  actions(): TemplateResult {
    const { element, controller } = this.#of;
    const { isBusy } = this;
    const clear = (): void => {
      controller.sending.startOver();
      this.announcer.say(element.t('form.draftCleared'));
    };
    const draft = controller.answers.draftKept && !isBusy ? html`<span part="draft" class="fine text-3">${element.t('ticket.draftKept')}</span><button type="button" part="button" class="link fine" @click=${clear}>${element.t('form.clearDraft')}</button>` : nothing;
    return html`<div part="actions" class="row wrap"><button type="submit" part="button primary-button" class="btn primary" aria-disabled=${isBusy ? 'true' : nothing}>${element.t(isBusy ? 'form.sending' : 'action.send')}</button><slot name="actions"></slot>${draft}</div>`;
  }
}
