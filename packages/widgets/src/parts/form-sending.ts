import type { AnyRow, Vinculo, VinculoError } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import { LatePart } from '../base/late-part.ts';
import type { FormIntake, SetUp } from './form-intake.ts';
import type { FormSent } from './form-sent.ts';

/** Where a form of a public page stands. `refused` is the form, with the reason. */
export type FormPhase = 'no-client' | 'loading' | 'error' | 'unavailable' | 'form' | 'refused' | 'sending' | 'waiting' | 'unknown' | 'sent';

/** What is wrong with an answer. */
export interface FormProblem {
  readonly field: string;
}

/** Why something was not handed over although the answers are right. `text` is the page's or the backend's own word. */
export interface FormTrouble {
  readonly kind: 'page' | 'backend' | 'filesOffline' | 'filesUnsupported' | 'filesFailed';
  readonly text?: string;
}

/** Who is told what became of it. */
export interface FormEvents {
  submitted(row: AnyRow): void;
  failed(error: VinculoError): void;
}

/** A form of a public page, as what sends and follows it sees it. */
export interface SentForm<Problem extends FormProblem> {
  readonly intake: FormIntake;
  readonly answers: { readonly isUntouched: boolean; keepDraft(): void; clearDraft(): void; empty(): void };
  readonly events: FormEvents;
  readonly sending: Pick<FormSending<Problem, unknown>, 'problems' | 'trouble' | 'focus' | 'isHanding' | 'phase' | 'empty' | 'redraw'>;
  /** Whether enough is known to draw all of it. */
  readonly setUp: SetUp;
  submit(): Promise<boolean>;
}

/** Where a form of a public page stands, and the way to hand it over once. What follows after that is in form-sent.ts. */
export class FormSending<Problem extends FormProblem, Later> {
  problems: readonly Problem[] = [];
  trouble: FormTrouble | undefined;
  /** Where focus belongs after the next drawing. The element takes it. */
  focus: 'summary' | 'outcome' | 'first' | undefined;
  /** It is being checked, and the page is asked. */
  isHanding = false;
  readonly #host: ReactiveControllerHost;
  readonly #form: SentForm<Problem>;
  readonly #late: LatePart<Later>;
  readonly #follow: (later: Later) => FormSent<Problem>;
  #sent: FormSent<Problem> | undefined;

  /** `load` brings what is needed after the first drawing, and `follow` makes of it what follows a form that was sent. */
  constructor(host: ReactiveControllerHost, form: SentForm<Problem>, load: () => Promise<Later>, follow: (later: Later) => FormSent<Problem>) {
    this.#host = host;
    this.#form = form;
    this.#late = new LatePart(host, load);
    this.#follow = follow;
  }

  /** What is needed after the first drawing; undefined until it is there. */
  get later(): Later | undefined { return this.#late.part; }
  /** It did not come. */
  get isCutOff(): boolean { return this.#late.isCutOff; }
  /** Brings it now; undefined where it does not come, which the next drawing shows. */
  bring(): Promise<Later | undefined> { return this.#late.load().catch(() => undefined); }
  redraw(): void { this.#host.requestUpdate(); }

  /** What became of it; undefined until that is there. */
  get sent(): FormSent<Problem> | undefined { return (this.#sent ??= this.later && this.#follow(this.later)); }

  get phase(): FormPhase {
    const { intake, setUp } = this.#form;
    if (!intake.crm) return 'no-client';
    const fate = this.sent?.fate;
    if (fate === 'stored') return 'sent';
    if (fate === 'unknown') return 'unknown';
    if (fate === 'sending') return intake.isAway ? 'waiting' : 'sending';
    if (this.isHanding) return 'sending';
    if (setUp !== 'ready') return setUp;
    return fate === 'refused' ? 'refused' : 'form';
  }

  /** An answer was changed: what was wrong with it is of the past. */
  answered(field: string): void {
    this.problems = this.problems.filter((each) => each.field !== field);
    this.redraw();
  }

  /** Empties the form and forgets the draft. What the page gave stays. What was refused is forgotten too; what is under way goes on. */
  reset(): void {
    const { phase } = this;
    if (phase === 'refused') this.sent!.discard();
    if (phase !== 'sending' && phase !== 'unknown') this.empty();
  }

  /** The same, and focus goes to the first field. */
  startOver(): void {
    this.reset();
    this.focus = 'first';
  }

  /** What was sent, and what was wrong with it, is of somebody who is no longer signed in. */
  forget(): void {
    this.sent?.forget();
    this.problems = [];
    this.trouble = undefined;
  }

  empty(): void {
    this.forget();
    this.#form.answers.empty();
    this.redraw();
  }

  /** Hands it over, one at a time; `attempt` checks and sends it. False when it was not handed over. */
  async handOver(attempt: (later: Later, crm: Vinculo) => Promise<boolean>): Promise<boolean> {
    const { crm } = this.#form.intake;
    if (!crm || (this.phase !== 'form' && this.phase !== 'refused')) return false;
    this.isHanding = true;
    this.trouble = undefined;
    this.redraw();
    try {
      const later = await this.bring();
      return later !== undefined && (await attempt(later, crm));
    } finally {
      this.isHanding = false;
      if (this.problems.length > 0 || this.trouble) this.focus = 'summary';
      this.redraw();
    }
  }

  /** Lets the page see and change it before it goes. `ask` answers false when the page keeps it back; what it waits for is in `waits` afterwards. */
  async pageAgrees(ask: (waits: Promise<unknown>[]) => boolean): Promise<boolean> {
    const waits: Promise<unknown>[] = [];
    if (!ask(waits)) return false;
    try {
      await Promise.all(waits);
      return true;
    } catch (error) {
      this.trouble = { kind: 'page', text: error instanceof Error ? error.message : String(error ?? '') };
      return false;
    }
  }
}
