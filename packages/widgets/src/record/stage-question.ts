import { html, nothing, type TemplateResult } from 'lit';
import type { AnyRow, Entity } from '@vinculo/sdk';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { dayOf } from '../format/date.ts';
import { valueIn, type DeclaredField } from '../parts/declared-field.ts';
import { Dialog } from '../parts/dialog.ts';
import { readStageInputs, stageInput, type StageInput } from '../parts/stage-inputs.ts';
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
      body: question && this.#dialog.isOpen ? this.#inputs(view).map((input) => this.#field(view, input)) : nothing,
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

  #field(view: RecordView, input: StageInput): TemplateResult {
    const isReason = input.field.name === 'lostReason';
    const note = (event: Event): void => {
      if (!isReason || !(event.target instanceof HTMLSelectElement)) return;
      this.#reason = event.target.value;
      this.#host.requestUpdate();
    };
    const other = isReason && this.#reason === 'other' ? html`<label for="lost-note">${view.t('board.note')}</label><textarea part="input" class="input" id="lost-note" name="lostNote" required maxlength="500"></textarea>` : nothing;
    return html`<div @change=${note}>${stageInput(view, input, this.#problems.get(input.field.name), other)}</div>`;
  }

  #inputs(view: RecordView): readonly StageInput[] {
    return (this.#question?.fields ?? []).map((field): StageInput => ({
      key: `asked-${field.name}`, field, value: valueIn(view.row, field), required: true,
      ...(field.name === 'closedAt' ? { offered: dayOf(view.viewer.now ?? new Date()), label: view.t('board.closedOn') } : {}),
    }));
  }

  #check(view: RecordView, form: HTMLFormElement): boolean {
    const { values, problems } = readStageInputs(view, this.#inputs(view), form);
    this.#problems = problems;
    this.#answers = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, answered(name, value, form, view.viewer.now ?? new Date())]));
    if (problems.size > 0) this.#host.requestUpdate();
    return problems.size === 0;
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
