import { html, nothing, type CSSResult, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { formatLabel } from '../format/label.ts';
import { firstLine } from '../format/first-line.ts';
import { fieldsEnglish } from '../messages/en-fields.ts';
import { addEnglish } from '../messages/message.ts';
import { Dialog } from '../parts/dialog.ts';
import { icon } from '../parts/icon.ts';
import { PersonBox } from '../parts/person-box.ts';
import { PersonDialog } from '../parts/person-dialog.ts';
import { declaredFieldStyles } from '../styles/declared-field.ts';
import type { TicketController } from './ticket.controller.ts';
import type { TicketRecord } from './ticket-record.ts';
import type { TicketMessage, TicketRow } from './ticket-rows.ts';

export { before as Before } from '../parts/before.ts';

addEnglish(fieldsEnglish);

export const sheets: readonly CSSResult[] = [declaredFieldStyles];

/** What the dialogs do, once a person agreed. */
export interface DialogDeeds {
  separate(messageIds: readonly string[], subject: string): void;
  escalate(patch: Readonly<Record<string, unknown>>, why: string): void;
  assign(ownerId: string): void;
}

type Shown =
  | { readonly what: 'ask'; readonly fields: readonly string[]; readonly title: string; readonly done: (values: Readonly<Record<string, unknown>>) => void }
  | { readonly what: 'separate'; readonly message: TicketMessage }
  | { readonly what: 'escalate' }
  | { readonly what: 'assign' };

/** What is asked before more than one thing changes: a split, an escalation, and what a stage requires. Loaded with the first of them. */
export class DeskDialogs {
  readonly #w: VinculoElement;
  readonly #record: TicketRecord;
  readonly #controller: TicketController;
  readonly #deeds: DialogDeeds;
  readonly #dialog: Dialog;
  readonly #person: PersonBox;
  readonly #people: PersonDialog;
  #shown: Shown | undefined;

  constructor(w: VinculoElement, record: TicketRecord, controller: TicketController, deeds: DialogDeeds, say: (text: string) => void) {
    this.#w = w;
    this.#record = record;
    this.#controller = controller;
    this.#deeds = deeds;
    this.#dialog = new Dialog(w);
    this.#person = new PersonBox(w, say, 'to-owner');
    this.#people = new PersonDialog(w, say);
  }

  open(shown: Shown): void {
    this.#shown = shown;
    const ownerId = this.#record.ticket?.ownerId;
    if (shown.what === 'assign') return this.#people.ask({ title: this.#w.t('desk.otherPerson'), label: this.#label('ownerId'), confirm: this.#w.t('action.save'), done: ({ id }) => this.#deeds.assign(id) });
    if (shown.what === 'escalate') this.#person.start(ownerId && ownerId !== this.#controller.me ? { id: ownerId, name: this.#controller.userName(ownerId) ?? this.#w.t('desk.someone') } : undefined);
    this.#dialog.open();
  }

  render(): TemplateResult | typeof nothing {
    const shown = this.#shown;
    if (!shown || !this.#record.ticket) return nothing;
    switch (shown.what) {
      case 'ask': return this.#ask(shown);
      case 'separate': return this.#separate(shown.message);
      case 'escalate': return this.#escalate(this.#record.ticket);
      case 'assign': return this.#people.render();
    }
  }

  #t(): VinculoElement['t'] { return this.#w.t.bind(this.#w); }

  #label(field: string): string {
    const label = this.#record.fieldLabel(field);
    return label ? formatLabel(this.#w.locale, label) : field;
  }

  // ---- what a stage requires ---------------------------------------------------------------------------------------

  #ask({ fields, title, done }: Extract<Shown, { what: 'ask' }>): TemplateResult {
    const t = this.#t();
    const body = html`<p class="text-2">${t('desk.askFirst')}</p>${fields.map((field) => {
      const kind = this.#record.entity.fields[field]?.kind;
      const options = this.#record.options(field);
      const control = options.length > 0
        ? html`<select class="input" id=${`ask-${field}`} name=${field} required><option value="">${t('value.notSet')}</option>${options.map(({ value, label }) => html`<option value=${value}>${formatLabel(this.#w.locale, label)}</option>`)}</select>`
        : kind === 'longText' ? html`<textarea class="input" id=${`ask-${field}`} name=${field} rows="3" required dir="auto"></textarea>` : html`<input class="input" id=${`ask-${field}`} name=${field} required dir="auto" type=${kind === 'date' ? 'date' : 'text'}>`;
      return html`<div class="field"><label for=${`ask-${field}`}>${this.#label(field)}</label>${control}</div>`;
    })}`;
    return this.#dialog.render({ title, body, confirm: t('action.save'), done: (form) => done(Object.fromEntries(fields.map((field) => [field, String(form.get(field) ?? '').trim()]))) });
  }

  // ---- split -------------------------------------------------------------------------------------------------------

  #separate(message: TicketMessage): TemplateResult {
    const t = this.#t();
    const after = this.#record.messages.filter(({ at, id }) => at > message.at && id !== message.id);
    const body = html`<p class="text-2">${t('desk.splitText')}</p>
      <div class="field"><label for="split-subject">${t('field.subject')}</label><input class="input" id="split-subject" name="subject" required maxlength="500" dir="auto" value=${firstLine(message.body)}></div>
      ${after.length > 0 ? html`<label class="row check"><input type="checkbox" name="after"><span>${t('desk.splitAfter', { count: after.length })}</span></label>` : nothing}`;
    return this.#dialog.render({
      title: t('desk.splitTitle'), body, confirm: t('desk.splitConfirm'),
      done: (form) => this.#deeds.separate([message, ...(form.get('after') ? after : [])].map(({ id }) => id), String(form.get('subject') ?? '').trim()),
    });
  }

  // ---- escalate ----------------------------------------------------------------------------------------------------

  #escalate(ticket: TicketRow): TemplateResult {
    const t = this.#t();
    const { queues, me } = this.#controller;
    const select = (name: string, field: string, options: readonly { readonly id: string; readonly name: string }[], now: string | null | undefined, none: string): TemplateResult => html`<div class="field"><label for=${`to-${name}`}>${this.#label(field)}</label><select class="input" id=${`to-${name}`} name=${name}><option value="" ?selected=${!now}>${none}</option>${options.map((each) => html`<option value=${each.id} ?selected=${each.id === now}>${each.name}</option>`)}</select></div>`;
    const body = html`<p class="text-2">${t('desk.escalateText')}</p>
      ${this.#record.canEdit('priority') ? html`<div class="field"><label for="to-priority">${this.#label('priority')}</label><select class="input" id="to-priority" name="priority">${this.#record.options('priority').map(({ value, label }) => html`<option value=${value} ?selected=${value === 'urgent'}>${formatLabel(this.#w.locale, label)}</option>`)}</select></div>` : nothing}
      ${queues.length > 0 && this.#record.canEdit('queueId') ? select('queueId', 'queueId', queues, ticket.queueId, t('desk.noQueue')) : nothing}
      ${this.#record.canEdit('ownerId') ? this.#person.render({ name: 'ownerId', label: this.#label('ownerId'), placeholder: t('desk.nobody'), ...(me === undefined ? {} : { without: new Set([me]) }) }) : nothing}
      <div class="field"><label for="to-why">${t('desk.escalateWhy')}</label><textarea class="input" id="to-why" name="why" rows="3" required dir="auto"></textarea><span class="message text-3">${icon('note', 'small')}${t('desk.noteHint')}</span></div>`;
    return this.#dialog.render({
      title: t('desk.escalateTitle'), body, confirm: t('desk.escalate'),
      done: (form) => {
        const was: Readonly<Record<string, unknown>> = { ...ticket };
        const given = ['priority', 'queueId', 'ownerId'].filter((field) => form.has(field)).map((field): [string, unknown] => [field, String(form.get(field)) || null]);
        this.#deeds.escalate(Object.fromEntries(given.filter(([field, value]) => value !== (was[field] ?? null))), String(form.get('why')).trim());
      },
    });
  }
}
