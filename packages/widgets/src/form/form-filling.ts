import type { Field, FieldProblem } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { formatLabel } from '../format/label.ts';
import { formatName } from '../format/name.ts';
import { ConflictChoices } from '../parts/conflict-choices.ts';
import { isEmpty, type DeclaredField } from '../parts/declared-field.ts';
import { FieldInputs } from '../parts/field-inputs.ts';
import { fieldView } from '../parts/field-view.ts';
import type { FieldReader } from '../parts/field-text.ts';
import type { Found } from '../parts/find-records.ts';
import { icon } from '../parts/icon.ts';
import { FormDraft } from './form-draft.ts';
import type { FormChangeDetail, FormChangedDetail, FormCreateDetail, FormCreatedDetail } from './form-events.ts';
import type { FormDrawing, FormHost } from './form-host.ts';
import { formInstead } from './form-instead.ts';
import { formOutcome } from './form-outcome.ts';
import { formSummary } from './form-summary.ts';
import type { FormSubject } from './record-form.controller.ts';
import { SameRecords } from './same-records.ts';

/** Whom an address book knows. */
const people: ReadonlySet<string> = new Set(['contact', 'account', 'lead']);

/** The form while it is filled in: its fields, what is wrong with them, and the way to write them. */
export class FormFilling implements FormDrawing {
  readonly #host: FormHost;
  readonly #inputs: FieldInputs;
  readonly #choices: ConflictChoices;
  /** Drawn anew from the start, when it counts up. */
  #round = 0;
  /** Which record the inputs are of. */
  #of: Pick<FormSubject, 'crm' | 'table' | 'id'> | undefined;
  #isSure = false;
  /** The press that is being seen to. What is begun anew meanwhile leaves it without effect. */
  #attempt: object | undefined;
  /** What came of the card that was chosen last. */
  #cardNote: { readonly text: string; readonly isWrong: boolean } | undefined;
  #focus: 'summary' | 'outcome' | 'title' | undefined;
  readonly #same: SameRecords;
  readonly #draft: FormDraft = new FormDraft();
  /** Somebody did something with the fields. */
  #isTouched = false;

  constructor(host: FormHost) {
    this.#host = host;
    this.#choices = new ConflictChoices(host.element);
    this.#inputs = new FieldInputs(host.element, (text) => host.announcer.say(text));
    this.#same = new SameRecords(host, () => { this.#focus = 'title'; });
    host.element.addController({ hostUpdate: () => this.#begun(), hostUpdated: () => this.#drawn() });
  }

  /** What was typed for one record is nothing that another one holds. */
  #begun(): void {
    const { crm, table, id } = this.#host.form.subject;
    const of = this.#of;
    if (of && of.crm === crm && of.table === table && of.id === id) return;
    this.#of = { crm, table, id };
    // What was typed while the client was on its way stays.
    if (of?.crm) this.#anew();
  }

  #drawn(): void {
    // A chosen record and an item that was taken out tell of themselves by a drawing alone.
    if (this.#isTouched) this.#keep();
    const root = this.#host.element.renderRoot;
    const target = this.#focus && root.querySelector<HTMLElement>(this.#focus === 'title' ? 'h3.title' : `.${this.#focus}`);
    if (!target) return;
    this.#focus = undefined;
    target.focus();
    // A page that has a heading of its own shows none here.
    if (!target.matches(':focus')) root.querySelector<HTMLElement>('[data-field] :is(input, select, textarea)')?.focus();
  }

  get #reader(): FieldReader {
    const { element, form } = this.#host;
    return { locale: element.locale, t: element.t.bind(element), viewer: { locale: element.locale }, nameOf: (table, id) => form.nameOf(table, id) };
  }

  draw(): unknown {
    const drawn = this.#draw();
    const { notice, dialogs } = this.#same.drawn();
    return drawn === undefined ? undefined : html`${notice}${drawn}${dialogs}`;
  }

  #draw(): unknown {
    const { element, form } = this.#host;
    const { state, entity } = form;
    if (state === 'loading') return undefined;
    if (state === 'done') return formOutcome(element, form, { choices: this.#choices, again: form.subject.id === undefined ? () => this.reset() : undefined, edit: () => this.#editAgain(), open: (table, id) => this.#open(table, id) });
    // Without a client, and of a table that it does not know, there is no declaration.
    const label = entity ? formatLabel(element.locale, entity.label) : '';
    if (state === 'ready') this.#resume();
    else return formInstead(element, state, { what: label, error: form.error, retry: () => form.retry() });
    const reader = this.#reader;
    const fields = form.fields(this.#host.fields());
    // In English a noun is small within a line.
    const noun = element.locale.startsWith('en') ? label.toLowerCase() : label;
    const title = form.isNew ? element.t('fill.newRecord', { kind: noun }) : element.t('fill.editRecord', { kind: noun });
    return html`<form part="form" class="fill" novalidate aria-label=${title} @submit=${(event: Event) => { event.preventDefault(); void this.submit(); }} @dragover=${this.#drag} @drop=${this.#drop} @input=${this.#touched} @change=${this.#touched} @click=${this.#touched}>
      <slot name="heading"><h3 part="title" class="title" tabindex="-1">${title}</h3></slot>
      ${formSummary(element, form, { label: (name) => this.#labelOf(fields, name), focus: (name) => this.#focusField(fields, name), open: (table, id) => this.#open(table, id), beside: (found) => this.#same.beside(found), goOn: () => { this.#isSure = true; void this.submit(); } })}
      ${this.#takesCards ? this.#vcardButton() : nothing}<slot name="before-fields"></slot>
      ${keyed(this.#round, html`<div class="grid">${fields.map((field) => this.#field(reader, field))}</div>`)}
      <slot name="after-fields"></slot>
      <div part="actions" class="row wrap">
        <button type="submit" part="button primary-button" class="btn primary" aria-disabled=${form.isBusy ? 'true' : nothing}>${form.isNew ? element.t('fill.create', { kind: noun }) : element.t('action.save')}</button>
        ${this.#host.cancelable() ? html`<button type="button" part="button cancel" class="btn" @click=${() => this.#cancel()}>${element.t('action.cancel')}</button>` : nothing}<slot name="actions"></slot>${
        this.#draft.isKept ? html`<span part="draft" class="fine text-3">${element.t('ticket.draftKept')}</span><button type="button" part="button" class="link fine" @click=${this.#clearDraft}>${element.t('form.clearDraft')}</button>` : nothing}
      </div></form>`;
  }

  // ---- the draft ---------------------------------------------------------------------------------------------------

  /** What was typed in this tab before stands in the fields again. */
  #resume(): void {
    const { form, element, keepsDraft } = this.#host;
    const { subject: { table, id }, description } = form;
    const owner = keepsDraft() && description ? ['form', description.tenant, description.user.id ?? description.user.role, table, id ?? '', element.id] : undefined;
    // What came with a person from another record goes before what they typed some time ago.
    if (!this.#draft.belongTo(owner) || form.isRefilled) return;
    const fits = new Map(this.#kept.map(({ name, declared }) => [name, declared]));
    const taken = Object.entries(this.#draft.take(form.given)).filter(([name, value]) => fits.has(name) && (isEmpty(value) || fits.get(name)!.shape.safeParse(value).success));
    if (taken.length === 0) return;
    form.refill(Object.fromEntries(taken));
    this.#anew();
  }

  /** The fields of which a draft is kept: none that must not be shown without a reason. */
  get #kept(): readonly (DeclaredField & { readonly declared: Field })[] {
    return this.#host.form.fields(this.#host.fields()).flatMap((field) => (field.editable && field.declared && !field.declared.sensitive ? [{ ...field, declared: field.declared }] : []));
  }

  #touched = (): void => {
    this.#isTouched = true;
    this.#keep();
  };

  #keep(): void {
    const { form, element } = this.#host;
    const box = element.renderRoot.querySelector('form');
    if (!box || form.state !== 'ready') return;
    const reader = this.#reader;
    const { given, initial } = form;
    const wasKept = this.#draft.isKept;
    this.#draft.keep(this.#kept.flatMap((field) => {
      const answer = this.#inputs.read(reader, field, `${field.name}-${this.#round}`, box, initial[field.name]);
      return 'value' in answer ? [{ name: field.name, first: given[field.name], now: answer.value }] : [];
    }));
    if (this.#draft.isKept !== wasKept) element.requestUpdate();
  }

  #clearDraft = (event: Event): void => {
    // What clears it keeps nothing.
    event.stopPropagation();
    this.reset();
    this.#host.announcer.say(this.#host.element.t('form.draftCleared'));
    this.#focus = 'title';
  };

  // ---- from a vCard ------------------------------------------------------------------------------------------------

  /** A new person or company may come as a card. */
  get #takesCards(): boolean { return this.#host.form.isNew && people.has(this.#host.form.subject.table); }

  #vcardButton(): TemplateResult {
    const { element } = this.#host;
    const choose = (event: Event): void => {
      // The input that the files were chosen in.
      const input = event.target as HTMLInputElement;
      const [file] = input.files ?? [];
      if (file) void this.#takeCard(file);
      // The same file may be chosen again.
      input.value = '';
    };
    return html`<p class="row wrap"><label part="button vcard" class="btn small quiet from-file">${icon('plus', 'small')}${element.t('vcard.from')}<input type="file" class="hidden-text" accept=".vcf,text/vcard" @change=${choose}></label>${this.#cardNote ? html`<span part="vcard-note" class="fine ${this.#cardNote.isWrong ? 'bad' : 'text-2'}">${this.#cardNote.text}</span>` : nothing}</p>`;
  }

  #drag = (event: DragEvent): void => { if (this.#takesCards && event.dataTransfer?.types.includes('Files')) event.preventDefault(); };

  #drop = (event: DragEvent): void => {
    const [file] = event.dataTransfer?.files ?? [];
    if (!this.#takesCards || !file) return;
    event.preventDefault();
    void this.#takeCard(file);
  };

  /** What the card says stands in the fields; what was typed in others stays. Nothing is written yet. */
  async #takeCard(file: File): Promise<void> {
    const { form, element } = this.#host;
    const { entity } = form;
    const box = element.renderRoot.querySelector('form');
    if (!entity || !box) return;
    const of = this.#of;
    try {
      const { cardsIn, valuesFrom } = await import('../vcard/from-file.ts');
      const cards = await cardsIn(file);
      if (of !== this.#of) return;
      const [card] = cards;
      if (!card) return this.#noteCard(element.t('vcard.wrong'), true);
      const reader = this.#reader;
      const typed = form.fields(this.#host.fields()).filter((field) => field.editable).flatMap((field): [string, unknown][] => {
        const answer = this.#inputs.read(reader, field, `${field.name}-${this.#round}`, box, form.initial[field.name]);
        return 'value' in answer && !isEmpty(answer.value) ? [[field.name, answer.value]] : [];
      });
      form.refill({ ...Object.fromEntries(typed), ...valuesFrom(entity, card) });
      this.#anew();
      this.#isTouched = true;
      this.#noteCard(cards.length > 1 ? element.t('vcard.several', { count: cards.length }) : element.t('vcard.taken', { name: card.name }), false);
    } catch {
      // A file that cannot be read, or a part of the package that cannot be had.
      this.#noteCard(element.t('vcard.wrong'), true);
    }
  }

  #noteCard(text: string, isWrong: boolean): void {
    this.#cardNote = { text, isWrong };
    this.#host.announcer.say(text);
    this.#host.element.requestUpdate();
  }

  #labelOf(fields: readonly DeclaredField[], name: string): string {
    const field = fields.find((each) => each.name === name);
    const declared = field?.label ?? this.#host.form.entity?.fields[name]?.label;
    return declared ? formatLabel(this.#host.element.locale, declared) : name;
  }

  #field(reader: FieldReader, field: DeclaredField): TemplateResult {
    const { form, element } = this.#host;
    const key = `${field.name}-${this.#round}`;
    const problem = form.problems.get(field.name);
    const value = form.isNew || field.declared ? form.initial[field.name] : form.row?.custom?.[field.name];
    const label = formatLabel(element.locale, field.label);
    const isWide = field.kind === 'longText' || field.kind === 'addresses' || field.kind === 'lines' || field.kind === 'emails' || field.kind === 'phones' || field.kind === 'socials';
    const message = `problem-${key}`;
    if (!field.editable) return html`<div part="field field-${field.name}" class="field ${isWide ? 'wide' : ''}"><span class="bold">${label}</span><div part="value">${fieldView(reader, field, value)}</div></div>`;
    const isGroup = ['addresses', 'lines', 'emails', 'phones', 'socials'].includes(field.kind);
    const name = html`${label}${field.required ? nothing : html` <span class="fine text-3">${element.t('field.optional')}</span>`}`;
    return html`<div part="field field-${field.name}" class="field ${isWide ? 'wide' : ''}" data-field=${field.name}>${isGroup ? html`<span class="bold">${name}</span>` : html`<label part="label" for=${this.#inputs.focusId(key, field)}>${name}</label>`}${
      this.#inputs.render(reader, field, { key, value, required: field.required, currency: form.description?.currency ?? 'EUR', invalid: problem !== undefined, ...(isGroup ? { label } : {}), ...(problem === undefined ? {} : { describedBy: message }), create: (table, text, choose) => this.#make(table, text, choose) })}${
      problem === undefined ? nothing : html`<span id=${message} part="problem" class="message bad">${icon('warn')}${problem}</span>`}</div>`;
  }

  /** A record for a reference, made of its name alone; where that is not enough, nothing is chosen and the list says so. */
  #make(table: string, text: string, choose: (found: Found) => void): void {
    const { crm } = this.#host.form.subject;
    const entity = crm?.collection(table).entity;
    if (!crm || !entity) return;
    const values = { [entity.title]: text };
    if (!this.#host.emit<FormCreateDetail>('vinculo-record-create', { table, values }, { cancelable: true })) return;
    try {
      const change = crm.collection(table).create(values);
      choose({ table, id: change.id, name: text, hint: '', row: { ...values, id: change.id } });
      this.#host.emit<FormCreatedDetail>('vinculo-record-created', { table, values, id: change.id, change });
    } catch {
      this.#host.announcer.say(this.#host.element.t('fields.needsMore'));
    }
  }

  async submit(): Promise<boolean> {
    const { form, element } = this.#host;
    // A second click finds the first one at work.
    if (form.isBusy || form.state !== 'ready') return false;
    const reader = this.#reader;
    const fields = form.fields(this.#host.fields());
    const box = element.renderRoot.querySelector('form');
    if (!box) return false;
    const answers = new Map<DeclaredField, unknown>();
    const problems = new Map<string, string>();
    for (const field of fields) {
      if (!field.editable) continue;
      const before = form.isNew || field.declared ? form.initial[field.name] : form.row?.custom?.[field.name];
      const answer = this.#inputs.read(reader, field, `${field.name}-${this.#round}`, box, before);
      if ('problem' in answer) problems.set(field.name, answer.problem);
      else answers.set(field, answer.value);
    }
    this.#nameByParts(fields, box, answers, problems);
    if (problems.size > 0) return this.#wrong(problems);
    form.problems = problems;
    form.isBusy = true;
    const attempt = (this.#attempt = {});
    element.requestUpdate();
    try {
      return await this.#write(form.patchOf(answers), attempt);
    } finally {
      if (attempt === this.#attempt) form.isBusy = false;
      element.requestUpdate();
    }
  }

  /** Whoever wrote a given and a family name of somebody new need not write the name as a whole. */
  #nameByParts(fields: readonly DeclaredField[], box: ParentNode, answers: Map<DeclaredField, unknown>, problems: Map<string, string>): void {
    const { form } = this.#host;
    const title = fields.find(({ name }) => name === form.entity?.title);
    if (!form.isNew || !title || !problems.has(title.name) || box.querySelector<HTMLInputElement>(`[name="${CSS.escape(`${title.name}-${this.#round}`)}"]`)?.value.trim()) return;
    const part = (name: string): string | null => {
      const value = [...answers].find(([field]) => field.name === name)?.[1];
      return typeof value === 'string' ? value : null;
    };
    const whole = formatName({ given: part('givenName'), family: part('familyName') }, part('locale'));
    if (!whole) return;
    problems.delete(title.name);
    answers.set(title, whole);
  }

  async #write(values: Record<string, unknown>, attempt: object): Promise<boolean> {
    const { form, emit, announcer, element } = this.#host;
    const { table, id } = form.subject;
    if (Object.keys(values).length === 0) { announcer.say(element.t('fill.nothingChanged')); return false; }
    if (!this.#isSure) {
      this.#same.wanted = values;
      const similar = await form.lookForSimilar(values);
      // The page may have gone on to another record: what was typed is not that one's. Or it was taken back.
      if (attempt !== this.#attempt) return false;
      form.similar = similar;
      if (similar.length > 0) { this.#focus = 'summary'; return false; }
    }
    this.#isSure = false;
    const goesOn = id === undefined ? emit<FormCreateDetail>('vinculo-record-create', { table, values }, { cancelable: true }) : emit<FormChangeDetail>('vinculo-record-change', { table, id, patch: values }, { cancelable: true });
    if (!goesOn) return false;
    const written = form.write(values);
    if (!('change' in written)) return this.#wrong(new Map(written.map((problem) => [problem.field, this.#problemText(problem)])));
    this.#draft.clear();
    this.#isTouched = false;
    form.refill({});
    if (id === undefined) emit<FormCreatedDetail>('vinculo-record-created', { table, values, ...written });
    else emit<FormChangedDetail>('vinculo-record-changed', { table, id, patch: values, change: written.change });
    this.#focus = 'outcome';
    return true;
  }

  #wrong(problems: ReadonlyMap<string, string>): false {
    this.#host.form.problems = problems;
    this.#isSure = false;
    this.#focus = 'summary';
    this.#host.element.requestUpdate();
    return false;
  }

  #problemText({ field, reason, message }: FieldProblem): string {
    const { element, form } = this.#host;
    const label = this.#labelOf(form.fields(this.#host.fields()), field);
    return reason === 'required' ? element.t('field.required', { field: label }) : reason === 'invalid' ? element.t('card.wrong', { field: label }) : message;
  }

  #focusField(fields: readonly DeclaredField[], name: string): void {
    const field = fields.find((each) => each.name === name);
    const box = this.#host.element.renderRoot.querySelector<HTMLElement>(`[data-field="${CSS.escape(name)}"]`);
    if (field) box?.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
  }

  /** A refused change is written again: what it held stands in the fields. */
  #editAgain(): void {
    const { form, element } = this.#host;
    const { entry } = form;
    if (!entry) return;
    const patch = entry.change.patch;
    // The refused change goes; what it held is written anew with what is changed now.
    entry.discard();
    form.reset();
    form.refill(patch);
    this.#anew();
    this.#isTouched = true;
    element.requestUpdate();
  }

  reset(): void {
    const { form, element } = this.#host;
    form.reset();
    form.refill({});
    this.#draft.clear();
    this.#anew();
    element.requestUpdate();
  }

  #anew(): void {
    this.#round += 1;
    this.#cardNote = undefined;
    this.#isTouched = false;
    this.#isSure = false;
    this.#attempt = undefined;
    this.#host.form.isBusy = false;
    this.#inputs.drop();
  }

  #cancel(): void {
    const { table, id } = this.#host.form.subject;
    if (this.#host.emit('vinculo-form-cancel', { table, ...(id === undefined ? {} : { id }) }, { cancelable: true })) this.reset();
  }

  #open(table: string, id: string): void { this.#host.emit('vinculo-record-open', { table, id }); }
}
