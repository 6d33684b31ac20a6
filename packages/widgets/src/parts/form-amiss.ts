import { html, nothing, type TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';
import { banner } from './banner.ts';
import { refusedState } from './decision-states.ts';
import type { FormProblem, FormSending } from './form-sending.ts';
import type { FormStage } from './form-stage.ts';

/** What drawing it needs of the element. */
interface AmissView<Problem extends FormProblem> extends Localized {
  readonly stage: FormStage;
  readonly controller: { readonly sending: Pick<FormSending<Problem, unknown>, 'phase' | 'problems' | 'trouble' | 'sent' | 'startOver'>; submit(): Promise<boolean> };
}

/** How a form says what is amiss. */
interface AmissWords<Problem> {
  /** The field to which a refusal without one leads. */
  readonly first: string;
  readonly label: (field: string) => string;
  readonly problem: (problem: Problem) => string;
  /** Sends it all the same, without the files that are in its way. */
  readonly withoutFiles?: () => void;
}

const line = (content: unknown): TemplateResult => html`<span class="line">${content}</span>`;
const link = (text: string, go: () => void): TemplateResult => line(html`<button type="button" class="link" @click=${go}>${text}</button>`);

/** What has to be changed before it can be sent, or why it was not taken. Focus comes here. */
export function formAmiss<Problem extends FormProblem>(view: AmissView<Problem>, { first, label, problem, withoutFiles }: AmissWords<Problem>): TemplateResult | typeof nothing {
  const { stage, controller } = view;
  const { phase, problems, trouble, sent } = controller.sending;
  const parts: unknown[] = [];
  if (phase === 'refused') {
    parts.push(refusedState(view, {
      title: view.t('form.refused'), text: sent?.refusal ?? view.t('form.refusedNothing'),
      edit: () => stage.focusField(problems[0]?.field ?? first), retry: () => void controller.submit(), discard: () => controller.sending.startOver(),
    }));
  }
  if (problems.length > 0) {
    const links = problems.map((each) => link(view.t('form.problemAt', { field: label(each.field), problem: problem(each) }), () => stage.focusField(each.field)));
    parts.push(banner(html`<span class="line bold">${view.t('ticket.needChange', { count: problems.length })}</span>${links}`, { tone: 'bad' }));
  }
  if (trouble) {
    const { kind, text } = trouble;
    const why = kind === 'page' || kind === 'backend' ? text : view.t(`form.${kind}`);
    const without = withoutFiles && kind.startsWith('files') ? link(view.t('form.sendWithoutFiles'), withoutFiles) : nothing;
    parts.push(banner(html`<span class="line bold">${view.t('form.notHandedOver')}</span>${line(why)}${without}`, { tone: 'bad' }));
  }
  return parts.length > 0 ? html`<div part="summary" class="summary" tabindex="-1">${parts}</div>` : nothing;
}
