import { html, nothing, type TemplateResult } from 'lit';
import { banner } from '../parts/banner.ts';
import { refusedState } from '../parts/decision-states.ts';
import { labelOf, type FormView } from './field-words.ts';
import { problemText } from './problem-text.ts';
import type { Trouble } from './ticket-form.controller.ts';

/** What drawing needs of the element. */
export interface SummaryView extends FormView {
  focusField(name: string): void;
}

const line = (content: unknown): TemplateResult => html`<span class="line">${content}</span>`;

/** What has to be changed before it can be sent, or why it was not taken. Focus comes here. */
export function summaryView(view: SummaryView): TemplateResult | typeof nothing {
  const { controller } = view;
  const { problems, trouble } = controller;
  const parts: unknown[] = [];
  if (controller.phase === 'refused') {
    parts.push(refusedState(view, {
      title: view.t('form.refused'), text: controller.refusal ?? view.t('form.refusedNothing'),
      edit: () => view.focusField(problems[0]?.field ?? 'subject'), retry: () => void controller.submit(), discard: () => controller.startOver(),
    }));
  }
  if (problems.length > 0) {
    const links = problems.map((problem) => line(html`<button type="button" class="link" @click=${() => view.focusField(problem.field)}>${view.t('form.problemAt', { field: labelOf(view, problem.field), problem: problemText(view, problem) })}</button>`));
    parts.push(banner(html`<span class="line bold">${view.t('ticket.needChange', { count: problems.length })}</span>${links}`, { tone: 'bad' }));
  }
  if (trouble) {
    const without = trouble.kind.startsWith('files') ? line(html`<button type="button" class="link" @click=${() => void controller.submit({ withoutFiles: true })}>${view.t('form.sendWithoutFiles')}</button>`) : nothing;
    parts.push(banner(html`<span class="line bold">${view.t('form.notHandedOver')}</span>${line(troubleText(view, trouble))}${without}`, { tone: 'bad' }));
  }
  return parts.length > 0 ? html`<div part="summary" class="summary" tabindex="-1">${parts}</div>` : nothing;
}

function troubleText(view: SummaryView, { kind, text }: Trouble): string {
  if (kind === 'page' || kind === 'backend') return text ?? '';
  return view.t(`form.${kind}`);
}
