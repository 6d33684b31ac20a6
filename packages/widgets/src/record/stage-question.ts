import { html, nothing, type TemplateResult } from 'lit';
import type { AnyRow, Entity } from '@vinculo/sdk';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { dayOf } from '../format/date.ts';
import { valueIn, type DeclaredField } from '../parts/declared-field.ts';
import { Dialog } from '../parts/dialog.ts';
import { icon } from '../parts/icon.ts';
import { askedBefore, type Stage } from '../parts/stage-moves.ts';
import type { RecordView } from './record-view.ts';

const reasons = ['price', 'competitor', 'timing', 'budget', 'noDecision', 'other'] as const;

interface Question {
  readonly stage: Stage;
  readonly fields: readonly DeclaredField[];
}

/** Moves a record to another stage, after it asked for what that stage needs. */
export class StageQuestion {
  readonly #host: VinculoElement;
  readonly #dialog: Dialog;
  #question: Question | undefined;
  #problems: ReadonlyMap<string, string> = new Map();
  #answers: Readonly<Record<string, unknown>> = {};
  #reason = '';

  constructor(host: VinculoElement) {
    this.#host = host;
    this.#dialog = new Dialog(host);
  }

  /** The fields that are asked first; none: the move can be written. */
  asks(view: RecordView, entity: Entity, row: AnyRow, from: Stage | undefined, stage: Stage): boolean {
    const writable = (name: string): boolean => { const field = view.fields.find((each) => each.name === name); return field !== undefined && view.canEdit(field); };
    const names = askedBefore(entity, row, from, stage, writable);
    if (names.length === 0) return false;
    const fields = names.flatMap((name) => view.fields.find((each) => each.name === name) ?? []);
    this.#question = { stage, fields: fields.map((field) => asked(view, field)) };
    this.#problems = new Map();
    this.#reason = '';
    this.#dialog.open();
    return true;
  }

  render(view: RecordView, answered: (stage: Stage, values: Readonly<Record<string, unknown>>) => void): TemplateResult {
    const question = this.#question;
    const name = String(view.row[view.entity.title] ?? '');
    return this.#dialog.render({
      title: question ? view.t('board.moveTitle', { deal: `\u2068${name}\u2069`, stage: question.stage.name }) : '',
      body: question && this.#dialog.isOpen ? question.fields.map((field) => this.#field(view, field)) : nothing,
      confirm: question ? view.t('board.moveToStage', { stage: question.stage.name }) : '',
      check: (form) => this.#check(view, form),
      done: () => {
        this.#question = undefined;
        view.inputs.drop();
        if (question) answered(question.stage, this.#answers);
      },
      cancelled: () => { this.#question = undefined; view.inputs.drop(); },
    });
  }

  #field(view: RecordView, field: DeclaredField): TemplateResult {
    const key = `asked-${field.name}`;
    const problem = this.#problems.get(field.name);
    const value = field.name === 'closedAt' ? dayOf(view.viewer.now ?? new Date()) : valueIn(view.row, field);
    const label = field.name === 'closedAt' ? view.t('board.closedOn') : view.label(field);
    const isOther = field.name === 'lostReason' && this.#reason === 'other';
    const note = (event: Event): void => {
      if (field.name !== 'lostReason' || !(event.target instanceof HTMLSelectElement)) return;
      this.#reason = event.target.value;
      this.#host.requestUpdate();
    };
    return html`<div class="field" @change=${note}><label for=${view.inputs.focusId(key, field)}>${label}</label>${view.inputs.render(view, field, {
      key, value, required: true, currency: view.currency, invalid: problem !== undefined, ...(problem ? { describedBy: `problem-${key}` } : {}) })}${
      isOther ? html`<label for="lost-note">${view.t('board.note')}</label><textarea part="input" class="input" id="lost-note" name="lostNote" required maxlength="500"></textarea>` : nothing}${
      problem ? html`<span id=${`problem-${key}`} class="message bad">${icon('warn')}${problem}</span>` : nothing}</div>`;
  }

  #check(view: RecordView, form: HTMLFormElement): boolean {
    const problems = new Map<string, string>();
    const answers: Record<string, unknown> = {};
    for (const field of this.#question?.fields ?? []) {
      const answer = view.inputs.read(view, field, `asked-${field.name}`, form, valueIn(view.row, field));
      if ('problem' in answer) problems.set(field.name, answer.problem);
      else if (answer.value === null || answer.value === '') problems.set(field.name, view.t('field.required', { field: view.label(field) }));
      else answers[field.name] = answered(field.name, answer.value, form, view.viewer.now ?? new Date());
    }
    this.#problems = problems;
    this.#answers = answers;
    if (problems.size === 0) return true;
    this.#host.requestUpdate();
    const first = this.#question?.fields.find(({ name }) => problems.has(name));
    if (first) form.querySelector<HTMLElement>(`#${CSS.escape(view.inputs.focusId(`asked-${first.name}`, first))}`)?.focus();
    return false;
  }
}

/** As it is asked: the day it ended, and why out of a list. */
function asked(view: RecordView, field: DeclaredField): DeclaredField {
  // Their own checks are of what is stored, which is made of the answer.
  const { declared: _, ...rest } = field;
  if (field.name === 'closedAt') return { ...rest, kind: 'date' };
  if (field.name !== 'lostReason') return field;
  const own = reasons.map((value) => ({ value, label: { en: view.t(`board.reason.${value}`), 'zh-Hans': view.t(`board.reason.${value}`) } }));
  return { ...rest, kind: 'option', options: field.options.length > 0 ? field.options : own };
}

function answered(name: string, value: unknown, form: HTMLFormElement, now: Date): unknown {
  if (name === 'lostReason' && value === 'other') return form.querySelector<HTMLTextAreaElement>('[name="lostNote"]')?.value.trim() || value;
  // Today is closed now; an earlier day at its noon, so that it is that day in the zones around.
  if (name === 'closedAt') return (value === dayOf(now) ? now : new Date(`${String(value)}T12:00:00`)).toISOString();
  return value;
}
