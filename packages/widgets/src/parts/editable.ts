import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { icon } from './icon.ts';

export interface EditableOptions {
  /** Unique in the widget, for instance the field's name. */
  readonly key: string;
  /** The field's name for people: "Amount". */
  readonly label: string;
  /** The value as text to edit. */
  readonly value: string;
  /** The value as shown; the text when not given, "Not set" when that is empty. */
  readonly shown?: unknown;
  /** Of the input. `multiline` edits in a text area, where Ctrl+Enter saves. */
  readonly type?: 'text' | 'email' | 'tel' | 'url' | 'date' | 'number' | 'multiline';
  readonly readonly?: boolean;
  /** What to say of a text that is none of its type, in the widget's language. Without it the browser says it, in its own. */
  readonly invalid?: string;
  /** A control of another kind in place of the input, given what marks it as wrong. */
  readonly control?: (marks: { readonly invalid: boolean; readonly describedBy: string | undefined }) => TemplateResult;
  /** With `control`: takes what stands in the editor's box; answers as `save` does. */
  readonly take?: (box: HTMLElement) => string | undefined | void;
  /** Takes the new text; a text it returns is an error message and the field stays open. Not called when nothing changed. */
  readonly save: (text: string) => string | undefined | void;
}

/**
 * Values edited where they stand. View: the value as a button. Edit: an input; Enter or the check mark saves, Escape or the cross
 * leaves it as it was; focus then returns to the value. One field of a widget is open at a time; what was typed survives redraws.
 */
export class Editables implements ReactiveController {
  #host: VinculoElement;
  #key: string | undefined;
  #error: string | undefined;
  #focus: 'input' | { key: string } | undefined;

  constructor(host: VinculoElement) {
    this.#host = host;
    host.addController(this);
  }

  /** The key of the open field. */
  get editing(): string | undefined { return this.#key; }

  /** Opens a field, as a click on it does. */
  edit(key: string): void {
    this.#key = key;
    this.#error = undefined;
    this.#focus = 'input';
    this.#host.requestUpdate();
  }

  /** Closes what is open, without saving it. */
  close(): void { this.#key = this.#error = this.#focus = undefined; }

  hostUpdated(): void {
    const focus = this.#focus;
    if (!focus) return;
    this.#focus = undefined;
    const target = this.#host.renderRoot.querySelector<HTMLElement>(focus === 'input' ? '[data-editing]' : `[data-edit="${CSS.escape(focus.key)}"]`);
    const input = focus === 'input' && target?.matches('.control') ? target.querySelector<HTMLElement>('input, select, textarea') : target;
    input?.focus();
    if (focus === 'input' && input instanceof HTMLInputElement) input.select();
  }

  render(options: EditableOptions): TemplateResult {
    const { key, label, value, shown, readonly = false } = options;
    const text = shown ?? (value ? html`<bdi>${value}</bdi>` : html`<span class="text-3">${this.#host.t('value.notSet')}</span>`);
    if (readonly) return html`<span part="value">${text}</span>`;
    if (this.#key === key) return this.#editor(options);
    return html`<button type="button" part="editable" class="editable" data-edit=${key} title=${this.#host.t('action.editField', { field: label })} @click=${() => this.edit(key)}><span class="hidden-text">${this.#host.t('action.editField', { field: label })}: </span><span>${text}</span>${icon('pencil', 'small')}</button>`;
  }

  #editor({ key, label, value, type = 'text', invalid: wrong, control, take, save }: EditableOptions): TemplateResult {
    const leave = (): void => {
      this.#key = this.#error = undefined;
      this.#focus = { key };
      this.#host.requestUpdate();
    };
    const submit = (event?: Event): void => {
      event?.preventDefault();
      const box = take && this.#host.renderRoot.querySelector<HTMLElement>('[data-editing]');
      if (box) {
        this.#error = take(box) ?? undefined;
        if (this.#error === undefined) leave();
        else { this.#focus = 'input'; this.#host.requestUpdate(); }
        return;
      }
      const input = this.#host.renderRoot.querySelector<HTMLInputElement | HTMLTextAreaElement>('[data-editing]');
      if (!input) return;
      this.#error = input.validity.valid ? (input.value === value ? undefined : (save(input.value) ?? undefined)) : (wrong ?? input.validationMessage);
      if (this.#error === undefined) leave();
      else { this.#focus = 'input'; this.#host.requestUpdate(); }
    };
    const keydown = (event: KeyboardEvent): void => {
      if (event.isComposing) return;
      event.stopPropagation();
      if (event.key === 'Escape') { event.preventDefault(); leave(); }
      else if (event.key === 'Enter' && !isWithin(event, 'button') && (!isWithin(event, 'textarea') || event.ctrlKey || event.metaKey)) submit(event);
    };
    const invalid = this.#error === undefined ? nothing : 'true';
    const error = this.#error === undefined ? nothing : `error-${key}`;
    // The value is given once as an attribute-like default, so that a redraw does not undo what is being typed.
    const input = control ? html`<span class="control" data-editing @keydown=${keydown}>${control({ invalid: this.#error !== undefined, describedBy: this.#error === undefined ? undefined : `error-${key}` })}</span>` : type === 'multiline'
      ? html`<textarea part="input" class="input" data-editing aria-label=${label} aria-invalid=${invalid} aria-describedby=${error} .defaultValue=${value} @keydown=${keydown}></textarea>`
      : html`<input part="input" class="input" data-editing type=${type} step=${type === 'number' ? 'any' : nothing} aria-label=${label} aria-invalid=${invalid} aria-describedby=${error} .defaultValue=${value} @keydown=${keydown}>`;
    return html`<span class="field"><span class="editing">${input}<button type="button" part="save" class="clear good" aria-label=${this.#host.t('action.saveField', { field: label })} @click=${submit}>${icon('check')}</button><button type="button" part="cancel" class="clear" aria-label=${this.#host.t('action.cancel')} @click=${leave}>${icon('x')}</button></span>${
      this.#error === undefined ? nothing : html`<span id=${`error-${key}`} class="message bad" role="alert">${icon('warn')}${this.#error}</span>`}</span>`;
  }
}

function isWithin(event: Event, selector: string): boolean {
  return event.target instanceof Element && event.target.closest(selector) !== null;
}
