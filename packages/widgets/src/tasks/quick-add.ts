import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { Localized } from '../messages/message.ts';
import { icon } from '../parts/icon.ts';
import { localInput } from '../parts/local-input.ts';

/** What was typed, as the list takes it. */
export interface QuickTask {
  readonly kind: string;
  readonly subject: string;
  readonly dueAt?: string;
  readonly remindAt?: string;
}

const kinds = ['task', 'call', 'meeting', 'visit', 'email'] as const;
const labels = { task: 'tasks.kindTask', call: 'timeline.call', meeting: 'timeline.meeting', visit: 'timeline.visit', email: 'timeline.email' } as const;
const isKnown = (kind: string): kind is keyof typeof labels => Object.hasOwn(labels, kind);

/** "Call" of a kind that may be written down here; the kind itself of any other. */
export function kindWord(view: Localized, kind: string): string {
  return isKnown(kind) ? view.t(labels[kind]) : kind;
}

/** The moment that a day and a time stand for, by the viewer's clock. Without a time: nine in the morning; of a day whose morning is past, its end of work, or its end. */
export function dueAtOf(day: string, time: string, now: Date): string | undefined {
  if (!day) return undefined;
  const at = (clock: string): Date => new Date(`${day}T${clock}`);
  const chosen = time ? at(time) : [at('09:00'), at('18:00'), at('23:59')].find((each) => each > now) ?? at('09:00');
  return Number.isNaN(chosen.getTime()) ? undefined : chosen.toISOString();
}

/** One line to write a task down. It opens when one begins to write; Enter adds it and leaves the line ready for the next. */
export class QuickAdd implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #save: (task: QuickTask) => boolean;
  #isOpen = false;
  #isEmpty = false;
  #refocus = false;

  /** `save` writes it and answers whether it was taken. */
  constructor(host: VinculoElement, save: (task: QuickTask) => boolean) {
    this.#host = host;
    this.#save = save;
    host.addController(this);
  }

  hostUpdated(): void {
    if (!this.#refocus) return;
    this.#refocus = false;
    this.focus();
  }

  /** Puts the focus where one writes. */
  focus(): void { this.#host.renderRoot.querySelector<HTMLElement>('.quick [name=subject]')?.focus(); }

  render(): TemplateResult {
    const w = this.#host;
    const today = localInput(new Date()).slice(0, 10);
    return html`<form part="quick-add" class="quick" aria-label=${w.t('tasks.add')} novalidate @submit=${this.#submit} @keydown=${this.#keys}>
      <div class="row"><label class="input grow">${icon('plus')}<input part="input" name="subject" autocomplete="off" enterkeyhint="done" placeholder=${w.t('tasks.addPrompt')} aria-label=${w.t('tasks.addPrompt')} aria-invalid=${this.#isEmpty ? 'true' : nothing} aria-describedby=${this.#isEmpty ? 'quick-problem' : nothing} @focus=${this.#open} @input=${this.#typed}></label>${
        this.#isOpen ? html`<button type="submit" part="button primary-button" class="btn primary">${w.t('action.add')}</button>` : nothing}</div>
      ${this.#isEmpty ? html`<p id="quick-problem" class="fine bad row tight" role="alert">${icon('warn', 'small')}${w.t('tasks.needSubject')}</p>` : nothing}
      ${this.#isOpen ? html`<div class="row wrap when">
        <label class="field"><span class="fine text-3">${w.t('tasks.kind')}</span><select part="input" class="input" name="kind">${kinds.map((kind) => html`<option value=${kind}>${w.t(labels[kind])}</option>`)}</select></label>
        <label class="field"><span class="fine text-3">${w.t('tasks.day')}</span><input part="input" class="input" type="date" name="day" .defaultValue=${today}></label>
        <label class="field"><span class="fine text-3">${w.t('tasks.time')}</span><input part="input" class="input" type="time" name="time"></label>
        <label class="field"><span class="fine text-3">${w.t('tasks.remind')}</span><select part="input" class="input" name="remind"><option value="">${w.t('tasks.remindNone')}</option><option value="0">${w.t('tasks.remindDue')}</option><option value="10">${w.t('tasks.remindTen')}</option><option value="60">${w.t('tasks.remindHour')}</option></select></label>
      </div>` : nothing}
    </form>`;
  }

  readonly #open = (): void => {
    if (this.#isOpen) return;
    this.#isOpen = true;
    this.#host.requestUpdate();
  };

  readonly #typed = (): void => {
    if (!this.#isEmpty) return;
    this.#isEmpty = false;
    this.#host.requestUpdate();
  };

  readonly #keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing || !this.#isOpen) return;
    event.preventDefault();
    // A form's listener sits on the form.
    (event.currentTarget as HTMLFormElement).reset();
    this.#isOpen = this.#isEmpty = false;
    this.#host.requestUpdate();
  };

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const fields = new FormData(form);
    const text = (name: string): string => String(fields.get(name) ?? '').trim();
    this.#isEmpty = text('subject') === '';
    this.#refocus = true;
    this.#host.requestUpdate();
    if (this.#isEmpty) return;
    const dueAt = dueAtOf(text('day'), text('time'), new Date());
    const remindAt = dueAt && text('remind') ? new Date(Date.parse(dueAt) - Number(text('remind')) * 60_000).toISOString() : undefined;
    if (!this.#save({ kind: text('kind') || 'task', subject: text('subject'), ...(dueAt ? { dueAt } : {}), ...(remindAt ? { remindAt } : {}) })) return;
    // The next one is for the same day, as a rule.
    form.querySelector<HTMLInputElement>('[name=subject]')!.value = '';
  };
}
