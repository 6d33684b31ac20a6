import type { Problem } from './check-answers.ts';
import type { FormView } from './field-words.ts';
import { countCharacters, subjectLimit } from './form-fields.ts';
import { refusalText } from './file-list.ts';

/** What is wrong with an answer, in the viewer's language. */
export function problemText(view: FormView, problem: Problem): string {
  // Such a problem is found by what is loaded for these fields.
  if (problem.further) return view.controller.further!.furtherProblemText(view, problem);
  const { field, reason, text } = problem;
  switch (reason) {
    case 'required': return view.t('form.required');
    case 'email': return view.t('form.emailWrong');
    case 'emailDomain': return view.t('ticket.emailDomain');
    case 'phone': return view.t('form.phoneWrong');
    case 'tooLong': return field === 'subject' ? view.t('form.tooLong', { count: Math.max(1, countCharacters(view.controller.answers.of('subject').trim()) - subjectLimit) }) : (text ?? view.t('form.wrong'));
    case 'invalid': return view.t('form.wrong');
    case 'other': {
      if (text) return text;
      const refused = view.controller.answers.files.filter((each) => each.state === 'refused');
      return refused.map((each) => view.t('form.problemAt', { field: each.name, problem: refusalText(view, each.refusal!) })).join(view.t('value.separator')) || view.t('form.wrong');
    }
  }
}
