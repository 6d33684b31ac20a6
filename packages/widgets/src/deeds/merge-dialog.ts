import type { AnyRow, Vinculo } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { formatLabel } from '../format/label.ts';
import { avatar } from '../parts/avatar.ts';
import { banner } from '../parts/banner.ts';
import { Dialog } from '../parts/dialog.ts';
import { fieldText, type FieldReader } from '../parts/field-text.ts';
import { LookupBoxes } from '../parts/lookup-box.ts';
import { NamesOnDemand } from '../parts/names-on-demand.ts';
import { bone } from '../parts/skeleton.ts';
import { whySame } from '../parts/why-same.ts';
import { figureText } from './deed-figures.ts';
import type { MergeDetail, MergedDetail } from './deed-events.ts';
import type { DeedHost, DeedSubject } from './deed-subject.ts';
import { deedFailure } from './deed-failure.ts';
import type { MergeField } from './merge-fields.ts';
import { MergeController, type Side } from './merge.controller.ts';

/** What the two records of a merge were called. */
export interface MergedPair {
  readonly crm: Vinculo;
  readonly stays: string;
  readonly goes: string;
}

/** Two records made one: which other one, which of them stays, whose value in each field; it says what moves, and why it was refused. */
export class MergeDialog {
  readonly #host: DeedHost;
  readonly #dialog: Dialog;
  readonly #boxes: LookupBoxes;
  readonly #names: NamesOnDemand;
  readonly #done: (merged: MergedDetail, pair: MergedPair) => void;
  #merge: MergeController | undefined;
  /** Somebody wanted to go on before the other record was chosen. */
  #isPressed = false;

  constructor(host: DeedHost, done: (merged: MergedDetail, pair: MergedPair) => void) {
    this.#host = host;
    this.#dialog = new Dialog(host.element);
    this.#boxes = new LookupBoxes(host.element, host.say);
    this.#names = new NamesOnDemand(host.element);
    this.#done = done;
  }

  /** `otherId`: the record to compare with at once. */
  open(subject: DeedSubject, otherId?: string): void {
    this.#merge = new MergeController(subject, () => this.#host.element.requestUpdate());
    this.#isPressed = false;
    this.#dialog.open();
    if (otherId === undefined) void this.#merge.findDuplicates(this.#host.candidates?.());
    else void this.#choose(this.#merge, otherId);
  }

  async #choose(merge: MergeController, id: string | undefined): Promise<void> {
    await merge.choose(id);
    // What was pressed is gone: focus goes on where one decides next.
    await this.#host.element.updateComplete;
    this.#host.element.renderRoot.querySelector<HTMLElement>(merge.other ? '[name="stays"]:checked' : '[data-lookup="merge"]')?.focus();
  }

  render(): TemplateResult | typeof nothing {
    const merge = this.#merge;
    if (!merge) return nothing;
    this.#names.watch(merge.crm);
    const { element: w } = this.#host;
    const body = html`${merge.isOffline ? banner(w.t('inbox.needsConnection'), { tone: 'warn', icon: 'offline' }) : nothing}${merge.other ? this.#compare(merge, merge.other) : this.#pick(merge)}${
      merge.problem ? banner(deedFailure(w, merge.problem), { tone: 'bad' }) : nothing}`;
    return this.#dialog.render({
      title: w.t('deed.mergeTitle', { name: `\u2068${merge.nameOf(merge.own)}\u2069` }), body, confirm: w.t('deed.mergeConfirm'),
      check: () => { void this.#run(merge); return false; }, done: () => {},
    });
  }

  // ---- which other one ---------------------------------------------------------------------------------------------

  #pick(merge: MergeController): TemplateResult {
    const { element: w } = this.#host;
    const { duplicates } = merge;
    const list = duplicates?.length
      ? html`<ul part="duplicates" class="offers" aria-label=${w.t('deed.mergeFound')}>${duplicates.map((each) => html`<li><button type="button" part="button" class="btn offer" @click=${() => void this.#choose(merge, each.id)}><bdi class="grow cut">${each.name}</bdi><span class="fine text-3">${each.by ? whySame(w, { by: each.by }) : html`<bdi>${each.hint ?? ''}</bdi>`}</span></button></li>`)}</ul>`
      : nothing;
    return html`${duplicates === undefined && !merge.isOffline ? html`<div aria-hidden="true">${bone('line')}</div>` : duplicates?.length === 0 ? html`<p class="text-2">${w.t('deed.mergeNone')}</p>` : list}
      <div class="field"><label for="lookup-merge">${w.t('deed.mergeFind')}</label>${this.#boxes.render({
        id: 'merge', tables: [merge.table], shown: '', required: true, without: new Set([merge.own.id]), invalid: this.#isPressed, ...(this.#isPressed ? { describedBy: 'merge-needs' } : {}), choose: (found) => { if (found) void this.#choose(merge, found.id); },
      })}${this.#isPressed ? html`<span id="merge-needs" class="message bad" role="alert">${w.t('deed.mergeNeedsOther')}</span>` : nothing}</div>`;
  }

  // ---- what of each ------------------------------------------------------------------------------------------------

  #compare(merge: MergeController, other: AnyRow): TemplateResult {
    const { element: w } = this.#host;
    const pair = merge.pair!;
    const name = (row: AnyRow): string => merge.nameOf(row) || w.t('fields.unnamed');
    const side = (which: Side, row: AnyRow): TemplateResult => html`<label class="choice"><span class="row"><input type="radio" name="stays" value=${which} .checked=${merge.stays === which} @change=${() => merge.keep(which)}>${avatar(name(row), { size: 24, kind: merge.table === 'account' ? 'organisation' : 'person' })}<bdi class="bold">${name(row)}</bdi></span>
      <span class="fine text-2">${w.t(merge.stays === which ? 'deed.stays' : 'deed.goes')}</span></label>`;
    const fields = merge.fields;
    return html`<fieldset part="merge-sides" class="choices"><legend class="row"><span class="bold grow">${w.t('deed.keeps')}</span><button type="button" part="link" class="link" @click=${() => void this.#choose(merge, undefined)}>${w.t('deed.mergeOther')}</button></legend>${side('own', merge.own)}${side('other', other)}</fieldset>
      ${fields.length === 0 ? html`<p class="text-2">${w.t('deed.mergeSame')}</p>` : html`<div part="merge-fields" class="merge-fields">${fields.map((each) => this.#field(merge, each))}</div>`}
      <div part="moves" class="moving"><p class="bold">${w.t('deed.moves', { name: `\u2068${name(pair.stays)}\u2069` })}</p>${
        merge.moving === undefined ? (merge.problem ? nothing : html`<p aria-hidden="true">${bone('line')}</p>`) : merge.moving.length === 0 ? html`<p class="text-2">${w.t('deed.movesNothing')}</p>` : html`<p>${figureText(w, merge.crm, merge.moving)}</p>`}
        <p class="fine text-3">${w.t('deed.mergeText')}</p></div>`;
  }

  #field(merge: MergeController, { field, how, stays, goes }: MergeField): TemplateResult {
    const { element: w } = this.#host;
    const label = formatLabel(w.locale, field.label);
    const reader: FieldReader = { locale: w.locale, t: w.t.bind(w), viewer: { locale: w.locale }, nameOf: this.#names.nameOf };
    const text = (value: unknown): TemplateResult => html`<bdi class="text">${fieldText(reader, field, value)}</bdi>`;
    if (how !== 'choice') {
      const said = how === 'joined' ? w.t('deed.bothKept') : how === 'filled' ? text(goes) : text(stays);
      return html`<p class="settled"><span class="text-3">${label}</span><span>${said}${how === 'kept' ? html` <span class="fine text-3">${w.t('deed.isKept')}</span>` : nothing}</span></p>`;
    }
    const other: Side = merge.stays === 'own' ? 'other' : 'own';
    // Where one stands does not move when the other record is to stay.
    const values: Readonly<Record<Side, unknown>> = merge.stays === 'own' ? { own: stays, other: goes } : { own: goes, other: stays };
    const option = (side: Side): TemplateResult => html`<label class="choice"><span class="row top"><input type="radio" name=${`merge-${field.name}`} value=${side} .checked=${merge.sideOf(field.name) === side} @change=${() => merge.take(field.name, side)}>${text(values[side])}</span></label>`;
    return html`<fieldset class="choices" data-field=${field.name} data-taken=${merge.sideOf(field.name) === other ? 'goes' : 'stays'}><legend class="text-3">${label}</legend>${option('own')}${option('other')}</fieldset>`;
  }

  async #run(merge: MergeController): Promise<void> {
    const { element: w, emit, say } = this.#host;
    const detail: MergeDetail | undefined = merge.merge;
    const pair = merge.pair;
    if (merge.isBusy || merge.isOffline) return say(w.t(merge.isOffline ? 'inbox.needsConnection' : 'state.saving'));
    if (!detail || !pair) {
      this.#isPressed = true;
      w.requestUpdate();
      w.renderRoot.querySelector<HTMLElement>('[data-lookup="merge"]')?.focus();
      return;
    }
    if (!emit<MergeDetail>(`vinculo-${merge.table}-merge`, detail, { cancelable: true })) return this.#dialog.close();
    const merged = await merge.run(detail);
    if (!merged) return say(deedFailure(w, merge.problem!));
    this.#dialog.close();
    this.#done({ ...detail, moved: merged.moved }, { crm: merge.crm, stays: merge.nameOf(pair.stays), goes: merge.nameOf(pair.goes) });
  }
}
