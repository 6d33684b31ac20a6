import type { PendingChange } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { titleOf } from '../parts/declared-field.ts';
import { banner } from '../parts/banner.ts';
import { Dialog } from '../parts/dialog.ts';
import { bone } from '../parts/skeleton.ts';
import { deedFailure } from './deed-failure.ts';
import { figureText } from './deed-figures.ts';
import type { AssignDetail, HandOverScope } from './deed-events.ts';
import type { DeedHost, DeedSubject } from './deed-subject.ts';
import { HandOverController } from './hand-over.controller.ts';

/** What was handed over, for who tells of it. */
export interface HandedOver {
  readonly detail: AssignDetail;
  readonly toName: string;
  readonly fromName: string;
  /** What was written; none where the backend did all of it. */
  readonly changes: readonly PendingChange[];
}

/** A record gets another owner: alone, with what is open about it, or with everything its owner has. */
export class HandOverDialog {
  readonly #host: DeedHost;
  readonly #dialog: Dialog;
  readonly #done: (what: HandedOver) => void;
  #subject: DeedSubject | undefined;
  #hand: HandOverController | undefined;

  constructor(host: DeedHost, done: (what: HandedOver) => void) {
    this.#host = host;
    this.#dialog = new Dialog(host.element);
    this.#done = done;
  }

  open(subject: DeedSubject): void {
    this.#subject = subject;
    this.#hand = new HandOverController(subject, () => this.#host.element.requestUpdate());
    this.#dialog.open();
    void this.#hand.load();
  }

  render(): TemplateResult | typeof nothing {
    const hand = this.#hand;
    const subject = this.#subject;
    if (!hand || !subject) return nothing;
    const { element: w } = this.#host;
    const name = `\u2068${titleOf(subject.entity, subject.row)}\u2069`;
    const scope = (value: HandOverScope, label: unknown, more: unknown = nothing): TemplateResult => html`<label class="choice"><span class="row top"><input type="radio" name="scope" value=${value} .checked=${hand.scope === value} @change=${() => void hand.choose(hand.toUserId, value)}><span>${label}${more}</span></span></label>`;
    const hasOpen = (hand.open?.length ?? 0) > 0;
    const scopes = hasOpen || hand.mayTransfer;
    const person = hand.people === undefined ? html`<div aria-hidden="true">${bone('control')}</div>` : html`<div class="field"><label for="hand-to">${w.t('deed.handOverTo')}</label><select class="input" id="hand-to" name="to" required @change=${(event: Event) => void hand.choose((event.currentTarget as HTMLSelectElement).value, hand.scope)}><option value="">${w.t('deed.choosePerson')}</option>${hand.others.map((user) => html`<option value=${user.id} ?selected=${user.id === hand.toUserId}>${user.name}</option>`)}</select></div>`;
    const body = html`${person}${scopes ? html`<fieldset class="choices one"><legend class="bold">${w.t('deed.scope')}</legend>
        ${scope('customer', w.t('deed.scopeOne', { name }))}
        ${hasOpen ? scope('open', w.t('deed.scopeOpen'), html`<span class="fine text-2 line">${figureText(w, hand.crm, hand.openFigures)}</span>`) : nothing}
        ${hand.mayTransfer ? scope('everything', w.t('deed.scopeAll', { name: `\u2068${hand.ownerName}\u2069` }), hand.scope === 'everything' ? this.#preview(hand) : nothing) : nothing}</fieldset>` : nothing}
      ${hand.problem ? banner(deedFailure(w, hand.problem), { tone: 'bad' }) : nothing}`;
    return this.#dialog.render({ title: w.t('deed.handOverTitle', { name }), body, confirm: w.t('deed.handOverConfirm'), check: () => { void this.#run(hand, subject); return false; }, done: () => {} });
  }

  #preview(hand: HandOverController): TemplateResult {
    const { element: w } = this.#host;
    const what = !hand.toUserId ? w.t('deed.previewNeedsPerson') : hand.preview ? (hand.preview.length > 0 ? figureText(w, hand.crm, hand.preview) : w.t('deed.previewNone')) : hand.problem ? nothing : bone('line');
    return html`<span part="preview" class="fine text-2 line">${what}</span><span class="fine text-2 line">${w.t('deed.scopeAllText')}</span>`;
  }

  async #run(hand: HandOverController, { entity, row }: DeedSubject): Promise<void> {
    const { emit, say, element: w } = this.#host;
    if (hand.isBusy || !hand.toUserId) return;
    const detail: AssignDetail = { table: entity.name, id: row.id, ownerId: hand.toUserId, scope: hand.scope };
    if (!emit<AssignDetail>(`vinculo-${entity.name}-assign`, detail, { cancelable: true })) return this.#dialog.close();
    const toName = hand.people?.find(({ id }) => id === hand.toUserId)?.name ?? hand.toUserId;
    let changes: readonly PendingChange[] = [];
    if (hand.scope !== 'everything') changes = hand.write();
    else if (!(await hand.transfer())) return say(deedFailure(w, hand.problem!));
    this.#dialog.close();
    this.#done({ detail, toName, fromName: hand.ownerName, changes });
  }
}
