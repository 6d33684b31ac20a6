import type { AnyRow, Entity, FieldProblem, OutboxEntry, VinculoError } from '@vinculo/sdk';
import { html, type TemplateResult } from 'lit';
import { formatLabel } from '../format/label.ts';
import { declaredFields, patchOf, titleOf, valueIn, type DeclaredField } from '../parts/declared-field.ts';
import { Dialog } from '../parts/dialog.ts';
import { Editables } from '../parts/editable.ts';
import { FieldInputs } from '../parts/field-inputs.ts';
import type { DuplicatesNotice } from '../deeds/duplicates-notice.ts';
import type { LateDeeds } from '../deeds/late-deeds.ts';
import { Menus } from '../parts/menu.ts';
import { carriedOver } from '../parts/merged-into.ts';
import { mayMoveTo, type Stage } from '../parts/stage-moves.ts';
import { failureText } from '../parts/states.ts';
import { RecordConversion } from './record-conversion.ts';
import { listName } from './record-related.ts';
import type { NewRow } from './new-row.ts';
import { RelatedAdding } from './related-adding.ts';
import type { RelatedList } from './related-lists.ts';
import type { RecordChangeDetail, RecordChangedDetail, RecordCreateDetail, RecordCreatedDetail, RecordDeleteDetail, RecordDeletedDetail, RecordOpenDetail } from './record-events.ts';
import type { RecordHost, RecordLate, RecordView } from './record-view.ts';
import { StageQuestion } from './stage-question.ts';

/** What a person can do in the panel: write its fields, move it on, delete it, take the last edit back. */
export class RecordEditing {
  readonly #host: RecordHost;
  readonly #late: RecordLate;
  readonly #deeds: LateDeeds;
  readonly #duplicates: DuplicatesNotice;
  readonly #editables: Editables;
  readonly #inputs: FieldInputs;
  readonly #menus: Menus;
  readonly #question: StageQuestion;
  readonly #deletion: Dialog;
  readonly #adding: RelatedAdding;
  readonly #conversion: RecordConversion;
  #edited: string | undefined;
  #showsAll = false;
  #showsHistory = false;
  #of = '';
  /** A refused change that is being edited again. */
  #draft: { readonly entry: OutboxEntry; readonly field: string } | undefined;

  constructor(host: RecordHost, late: RecordLate, deeds: LateDeeds, duplicates: DuplicatesNotice) {
    this.#host = host;
    this.#duplicates = duplicates;
    this.#deeds = deeds;
    this.#late = late;
    this.#editables = new Editables(host.element);
    this.#inputs = new FieldInputs(host.element, (text) => late.announcer.say(text));
    this.#menus = new Menus(host.element);
    this.#question = new StageQuestion(host.element);
    this.#deletion = new Dialog(host.element);
    this.#adding = new RelatedAdding(host.element);
    this.#conversion = new RecordConversion(host, (text) => late.announcer.say(text));
  }

  get showsHistory(): boolean { return this.#showsHistory; }

  /** Called for each drawing, before the record is asked for: what was open in another record is not in this one. */
  entered(table: string, id: string | undefined): void {
    const of = `${table}/${id ?? ''}`;
    if (of === this.#of) return;
    this.#of = of;
    this.#showsAll = this.#showsHistory = false;
    this.#draft = undefined;
    this.#inputs.drop();
    this.#adding.close();
    this.#conversion.close();
    this.#editables.close();
  }

  view(entity: Entity, row: AnyRow): RecordView {
    const { element, source, emit } = this.#host;
    const { control, clock } = this.#late;
    // What was typed and not saved goes with its editor.
    if (this.#edited !== this.#editables.editing) {
      if (this.#edited) this.#inputs.drop(this.#edited);
      this.#edited = this.#editables.editing;
    }
    if (this.#draft && this.#editables.editing !== this.#draft.field) this.#draft = undefined;
    const options = this.#host.options();
    const fields = declaredFields(entity, source.table);
    const redraw = (): void => element.requestUpdate();
    const view: RecordView = {
      locale: element.locale, t: element.t.bind(element), viewer: { locale: element.locale, now: clock.now }, nameOf: (table, id) => control.nameOf(table, id),
      entity, row, control, options, fields, editables: this.#editables, inputs: this.#inputs, menus: this.#menus, deeds: this.#deeds,
      currency: source.description?.currency ?? 'EUR', showsAll: this.#showsAll, showsHistory: this.#showsHistory,
      label: (field) => formatLabel(element.locale, field.label),
      canEdit: (field) => field.editable && !options.readonly,
      draft: (field) => (this.#draft?.field === field.name ? this.#draft.entry.change.patch[field.name] : valueIn(row, field)),
      take: (field, box) => this.#take(view, field, box),
      open: (table, id) => void emit<RecordOpenDetail>('vinculo-record-open', { table, id }),
      add: (list) => this.#askToAdd(list),
      move: (to) => this.#move(view, to),
      convert: this.#conversion.isOffered ? () => void this.#conversion.ask() : undefined,
      undo: () => { control.writes.undo(); this.#late.announcer.say(element.t('card.undone')); },
      askDelete: () => this.#deletion.open(),
      toggleAll: () => { this.#showsAll = !this.#showsAll; redraw(); },
      toggleHistory: () => { this.#showsHistory = !this.#showsHistory; redraw(); },
      goBack: () => this.#host.goBack(), close: () => this.#host.close(),
      carryOver: (entry) => this.#carryOver(view, entry),
      editAgain: (entry, name) => {
        const field = fields.find((each) => each.name === name);
        return field?.editable && !options.readonly ? () => { this.#draft = { entry, field: name }; this.#showsAll = true; this.#editables.edit(name); } : undefined;
      },
    };
    return view;
  }

  /** The dialogs: what a stage asks, and whether to delete. */
  dialogs(view: RecordView): TemplateResult {
    const name = titleOf(view.entity, view.row) || view.t('fields.unnamed');
    return html`${this.#question.render(view, (stage, values) => this.#write(view, { stageId: stage.id, ...values }, view.t('board.movedTo', { deal: `\u2068${name}\u2069`, stage: stage.name })))}${
      this.#deletion.render({ title: view.t('record.deleteTitle', { name: `\u2068${name}\u2069` }), body: html`<p>${view.t('record.deleteText')}</p>`, confirm: view.t('record.delete'), done: () => this.#delete(view, name) })}${
      this.#adding.render(view, (list, row, values) => this.#add(view, list, row, values))}${this.#conversion.dialog()}`;
  }

  #take(view: RecordView, field: DeclaredField, box: HTMLElement): string | undefined {
    const answer = this.#inputs.read(view, field, field.name, box, view.draft(field));
    if ('problem' in answer) return answer.problem;
    const patch = patchOf(field, answer.value);
    if (this.#draft?.field === field.name) {
      this.#late.control.writes.resend(this.#draft.entry, patch);
      return undefined;
    }
    if (JSON.stringify(answer.value) === JSON.stringify(valueIn(view.row, field) ?? null)) return undefined;
    return this.#write(view, patch, view.t('card.changed', { field: view.label(field) }));
  }

  /** One write. Answers what is wrong with it, in words. */
  #write(view: RecordView, patch: Readonly<Record<string, unknown>>, said: string): string | undefined {
    const { table, id } = this.#host.source.subject;
    const detail: RecordChangeDetail = { table, id: id!, patch };
    if (!this.#host.emit<RecordChangeDetail>('vinculo-record-change', detail, { cancelable: true })) return undefined;
    const written = this.#late.control.writes.save(patch);
    if ('reason' in written) return problemText(view, written);
    this.#host.emit<RecordChangedDetail>('vinculo-record-changed', { ...detail, change: written });
    this.#late.announcer.say(said);
    void this.#duplicates.look(table, view.row, patch);
    return undefined;
  }

  /** An edit that came after a merge is written to the record that stayed, as any other. */
  #carryOver(view: RecordView, entry: OutboxEntry): void {
    const { writes } = this.#late.control;
    const before = writes.last;
    const patch = carriedOver(entry.change, view.row);
    const field = view.fields.find(({ name }) => name in patch);
    const problem = this.#write(view, patch, view.t('card.changed', { field: field ? view.label(field) : '' }));
    if (problem !== undefined) this.#late.announcer.say(problem);
    // The page may have held it back.
    else if (writes.last !== before) entry.discard();
  }

  #move(view: RecordView, to: Stage): void {
    const from = view.control.path?.now;
    if (!mayMoveTo(from, to)) return;
    if (this.#conversion.takes(to)) return void this.#conversion.ask();
    if (this.#question.asks(view, view.entity, view.row, from, to)) return;
    this.#write(view, { stageId: to.id }, view.t('board.movedTo', { deal: `\u2068${titleOf(view.entity, view.row)}\u2069`, stage: to.name }));
  }

  #askToAdd(list: RelatedList): void {
    const { crm } = this.#host.source.subject;
    const { element, emit } = this.#host;
    if (crm) void this.#adding.ask(crm, list, (error) => {
      this.#late.announcer.say(failureText(element, error));
      emit<VinculoError>('vinculo-error', error);
    });
  }

  #add(view: RecordView, list: RelatedList, { entity }: NewRow, values: Readonly<Record<string, unknown>>): readonly FieldProblem[] | 'held' | undefined {
    const { emit } = this.#host;
    const detail: RecordCreateDetail = { table: entity.name, values };
    if (!emit<RecordCreateDetail>('vinculo-record-create', detail, { cancelable: true })) return 'held';
    const written = this.#late.control.add(detail.table, detail.values);
    if (!('synced' in written)) return written;
    // It goes from the list again; the page hears why.
    written.synced.catch((error: VinculoError) => void emit<VinculoError>('vinculo-error', error));
    emit<RecordCreatedDetail>('vinculo-record-created', { ...detail, id: written.id, change: written });
    this.#late.announcer.say(view.t('record.added', { list: listName(view, list) }));
    return undefined;
  }

  #delete(view: RecordView, name: string): void {
    const { table, id } = this.#host.source.subject;
    if (!this.#host.emit<RecordDeleteDetail>('vinculo-record-delete', { table, id: id! }, { cancelable: true })) return;
    const change = this.#late.control.delete();
    this.#host.emit<RecordDeletedDetail>('vinculo-record-deleted', { table, id: id!, change });
    this.#late.announcer.say(view.t('record.deleted', { name: `\u2068${name}\u2069` }));
  }
}

function problemText(view: RecordView, { field, reason, message }: FieldProblem): string {
  const declared = view.fields.find(({ name }) => name === field);
  const label = declared ? view.label(declared) : field;
  return reason === 'required' ? view.t('field.required', { field: label }) : reason === 'invalid' ? view.t('card.wrong', { field: label }) : message;
}
