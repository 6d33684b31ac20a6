import type { Localized } from '../messages/message.ts';

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const isControl = (element: Element): element is Control => element instanceof HTMLInputElement || element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement;

/**
 * What the browser would say of a form's fields in its own language, said in the widget's beside each of them; the first one takes the focus. True where
 * nothing is wrong. The form is `novalidate`; what is said of a field goes once it fits.
 */
export function fits(w: Localized, form: HTMLFormElement): boolean {
  for (const each of form.querySelectorAll('[data-problem-of]')) each.remove();
  const wrong: Control[] = [];
  for (const control of form.elements) {
    if (!isControl(control)) continue;
    unmark(control);
    if (control.willValidate && !control.validity.valid) wrong.push(control);
  }
  wrong.forEach((control) => mark(w, control));
  wrong[0]?.focus();
  return wrong.length === 0;
}

function mark(w: Localized, control: Control): void {
  const field = nameOf(control);
  const text = control.validity.customError ? control.validationMessage : w.t(control.validity.valueMissing ? 'field.required' : 'card.wrong', { field });
  const said = document.createElement('p');
  said.id = `problem-of-${control.id || control.name}`;
  said.className = 'fine bad';
  said.part.add('problem');
  said.dataset['problemOf'] = control.name;
  said.textContent = text;
  control.ariaInvalid = 'true';
  control.setAttribute('aria-describedby', said.id);
  // An amount stands in one row with its currency.
  (control.closest('.money') ?? control).after(said);
  const again = (): void => {
    if (!control.validity.valid) return;
    said.remove();
    unmark(control);
    for (const event of ['input', 'change']) control.removeEventListener(event, again);
  };
  for (const event of ['input', 'change']) control.addEventListener(event, again);
}

/** The words of its label alone, without what else stands in it. */
function nameOf(control: Control): string {
  const words = [...(control.labels?.[0]?.childNodes ?? [])].flatMap((node) => (node instanceof Text && node.data.trim() !== '' ? [node.data.trim()] : []));
  return words[0] ?? control.ariaLabel ?? '';
}

function unmark(control: Control): void {
  if (!control.getAttribute('aria-describedby')?.startsWith('problem-of-')) return;
  control.ariaInvalid = null;
  control.removeAttribute('aria-describedby');
}
