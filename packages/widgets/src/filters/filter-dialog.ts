import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import { formatLabel } from '../format/label.ts';
import type { DeclaredField } from '../parts/declared-field.ts';
import { Dialog } from '../parts/dialog.ts';
import type { FieldInputs } from '../parts/field-inputs.ts';
import { icon } from '../parts/icon.ts';
import type { AskedField } from './asked-fields.ts';
import { type FilterOp, type FilterRule, opsOf, takesValues } from './filter-rules.ts';
import type { FilterSubject } from './filter-subject.ts';
import { isDated, localDay, opText } from './filter-words.ts';

interface Draft {
  readonly key: string;
  readonly field: string;
  readonly op: FilterOp;
  readonly values: readonly unknown[];
  /** How many inputs it has: one for each value, and those that were asked for. */
  readonly places: number;
}

/** Each input of a condition has a key of its own. */
const placesOf = ({ key, places }: Pick<Draft, 'key' | 'places'>): readonly string[] => Array.from({ length: places }, (_, at) => (at === 0 ? key : `${key}-${at}`));

/** Whether any of several values may hold. */
const takesSeveral = (op: FilterOp, { kind }: DeclaredField): boolean => (op === 'is' || op === 'not') && kind !== 'boolean';

/** The filter, condition by condition: a field, what is asked of it, and values by its kind. */
export class FilterDialog {
  readonly #of: FilterSubject;
  readonly #inputs: FieldInputs;
  readonly #dialog: Dialog;
  #draft: readonly Draft[] = [];
  #made = 0;

  constructor(of: FilterSubject, inputs: FieldInputs) {
    this.#of = of;
    this.#inputs = inputs;
    this.#dialog = new Dialog(of.host);
  }

  /** Opens it; `at` is the condition that gets the focus. */
  open(at?: number): void {
    this.#draft = this.#of.rules.map((rule) => this.#drafted(rule));
    if (this.#draft.length === 0) this.#add();
    this.#dialog.open();
    const key = this.#draft[at ?? 0]?.key;
    void this.#of.host.updateComplete.then(() => this.#of.host.renderRoot.querySelector<HTMLElement>(`[data-rule="${key}"] select`)?.focus());
  }

  #drafted({ field, op, values }: FilterRule): Draft { return { key: `filter-${++this.#made}`, field, op, values, places: Math.max(1, values.length) }; }

  #add(): void {
    const { fields, host } = this.#of;
    const used = new Set(this.#draft.map(({ field }) => field));
    const asked = fields.find(({ name, isTitle }) => !used.has(name) && !isTitle) ?? fields[0];
    if (asked) this.#draft = [...this.#draft, this.#drafted({ field: asked.name, op: opsOf(asked.field.kind)[0]!, values: [] })];
    host.requestUpdate();
  }

  #set(draft: Draft, change: Partial<Draft>): void {
    this.#drop(draft);
    this.#draft = this.#draft.map((each) => (each.key === draft.key ? { ...each, values: [], places: 1, ...change } : each));
    this.#of.host.requestUpdate();
  }

  #remove(draft: Draft): void {
    this.#drop(draft);
    this.#draft = this.#draft.filter((each) => each.key !== draft.key);
    this.#of.host.requestUpdate();
  }

  #drop(draft: Draft): void { for (const place of placesOf(draft)) this.#inputs.drop(place); }

  /** One more input, which gets the focus. */
  async #addPlace(draft: Draft, field: DeclaredField): Promise<void> {
    const { host } = this.#of;
    const more = { ...draft, places: draft.places + 1 };
    this.#draft = this.#draft.map((each) => (each.key === draft.key ? more : each));
    host.requestUpdate();
    await host.updateComplete;
    host.renderRoot.querySelector<HTMLElement>(`#${CSS.escape(this.#inputs.focusId(placesOf(more).at(-1)!, field))}`)?.focus();
  }

  render(): TemplateResult {
    const { host } = this.#of;
    const isOpen = this.#dialog.isOpen;
    return this.#dialog.render({
      title: host.t('filter.title'), confirm: host.t('filter.apply'),
      body: isOpen ? html`<div class="conditions">${repeat(this.#draft, ({ key }) => key, (draft) => this.#rule(draft))}</div>
        <div><button type="button" part="add" class="btn small" @click=${() => this.#add()}>${icon('plus')}${host.t('filter.add')}</button></div>` : nothing,
      done: (form) => {
        const box = host.renderRoot.querySelector('.conditions') ?? host.renderRoot;
        const rules = this.#draft.flatMap((draft) => this.#read(draft, form, box));
        this.#inputs.drop();
        this.#of.set(rules);
      },
      cancelled: () => this.#inputs.drop(),
    });
  }

  #rule(draft: Draft): TemplateResult {
    const { host, fields } = this.#of;
    const asked = this.#of.field(draft.field);
    const ops = asked ? opsOf(asked.field.kind) : [];
    const changeField = (event: Event): void => {
      const field = (event.currentTarget as HTMLSelectElement).value;
      const kind = this.#of.field(field)?.field.kind;
      if (kind) this.#set(draft, { field, op: opsOf(kind)[0]! });
    };
    const remove = host.t('filter.remove', { filter: asked?.label ?? draft.field });
    // What was chosen or typed for another field, or another condition, goes with its controls.
    return html`<div class="condition" data-rule=${draft.key}>
      <select class="input" aria-label=${host.t('filter.field')} @change=${changeField}>${fields.map(({ name, label }) => html`<option value=${name} ?selected=${name === draft.field}>${label}</option>`)}</select>
      ${keyed(draft.field, html`<select class="input" aria-label=${host.t('filter.condition')} @change=${(event: Event) => this.#set(draft, { op: (event.currentTarget as HTMLSelectElement).value as FilterOp })}>${ops.map((op) => html`<option value=${op} ?selected=${op === draft.op}>${opText(host, op, asked !== undefined && isDated(asked))}</option>`)}</select>`)}
      <button type="button" class="clear" aria-label=${remove} title=${remove} @click=${() => this.#remove(draft)}>${icon('x')}</button>
      ${asked && takesValues(draft.op) ? html`<div class="value">${keyed(`${draft.field} ${draft.op}`, this.#value(asked, draft))}</div>` : nothing}
    </div>`;
  }

  /** What is typed or chosen: of a list several by their boxes, of what a field is or is not one by one. */
  #value(asked: AskedField, draft: Draft): TemplateResult {
    const { host, currency } = this.#of;
    if (draft.op === 'next' || draft.op === 'last') return html`<label class="row days"><input class="input num" type="number" min="0" step="1" required name=${draft.key} .defaultValue=${String(draft.values[0] ?? 7)}>${host.t('filter.dayUnit')}</label>`;
    const field = this.#askedAs(asked, draft.op);
    if (field.kind === 'option') {
      const chosen = new Set(draft.values);
      return html`<fieldset class="options"><legend class="hidden-text">${asked.label}</legend>${field.options.map(({ value, label }) => html`<label class="row"><input type="checkbox" name=${draft.key} value=${value} ?checked=${chosen.has(value)}><bdi>${formatLabel(host.locale, label)}</bdi></label>`)}</fieldset>`;
    }
    const inputs = placesOf(draft).map((key, at) => this.#inputs.render(this.#of.reader(), field, { key, value: dayOfInstant(asked, draft.values[at]), label: asked.label, currency }));
    if (!takesSeveral(draft.op, field)) return html`${inputs[0]}`;
    return html`<div class="alternatives">${inputs}<button type="button" part="add" class="btn small quiet" @click=${() => void this.#addPlace(draft, field)}>${icon('plus', 'small')}${host.t('filter.or')}</button></div>`;
  }

  /** The field as it is asked for: part of a text is text, a moment is asked for by its day. */
  #askedAs(asked: AskedField, op: FilterOp): DeclaredField {
    const { declared: _, ...field } = this.#of.choice(asked);
    const kind = op === 'contains' || op === 'has' ? 'text' : field.kind === 'instant' ? 'date' : field.kind === 'longText' || field.kind === 'phone' ? 'text' : field.kind;
    return { ...field, kind, emptiable: true, required: false };
  }

  #read(draft: Draft, form: FormData, box: ParentNode): readonly FilterRule[] {
    const { key, field: name, op } = draft;
    const asked = this.#of.field(name);
    if (!asked) return [];
    if (!takesValues(op)) return [{ field: name, op, values: [] }];
    const field = this.#askedAs(asked, op);
    if (op === 'next' || op === 'last') return [{ field: name, op, values: [Number(form.get(key))] }];
    if (field.kind === 'option') {
      const values = form.getAll(key).map(String);
      return values.length > 0 ? [{ field: name, op, values }] : [];
    }
    const places = takesSeveral(op, field) ? placesOf(draft) : [key];
    const values = places.flatMap((place, at): unknown[] => {
      const answer = this.#inputs.read(this.#of.reader(), field, place, box, draft.values[at]);
      // What is empty, or none of its kind, asks nothing.
      if ('problem' in answer || answer.value === null || answer.value === undefined) return [];
      return [asked.field.kind === 'instant' && typeof answer.value === 'string' ? instantOf(answer.value, op) : answer.value];
    });
    const told = new Map(values.map((value) => [JSON.stringify(value), value]));
    return told.size > 0 ? [{ field: name, op, values: [...told.values()] }] : [];
  }
}

const dayOfInstant = ({ field }: AskedField, value: unknown): unknown => (field.kind === 'instant' && typeof value === 'string' ? localDay(value) : value);

/** From a day: from its beginning; until a day: to its end. */
function instantOf(day: string, op: FilterOp): string {
  return new Date(op === 'atMost' ? `${day}T23:59:59.999` : `${day}T00:00:00`).toISOString();
}
