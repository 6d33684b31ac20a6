import type { PendingChange, Vinculo, VinculoError } from '@vinculo/sdk';
import { html, nothing, type CSSResult, type TemplateResult } from 'lit';
import { deedLateEnglish } from '../messages/en-deed-late.ts';
import { fieldsEnglish } from '../messages/en-fields.ts';
import { inboxLateEnglish } from '../messages/en-inbox-late.ts';
import { inboxEnglish } from '../messages/en-inbox.ts';
import { addEnglish } from '../messages/message.ts';
import { banner } from '../parts/banner.ts';
import { titleOf } from '../parts/declared-field.ts';
import { icon } from '../parts/icon.ts';
import { saveFile } from '../parts/save-file.ts';
import { stateButton, type Action } from '../parts/states.ts';
import { declaredFieldStyles } from '../styles/declared-field.ts';
import { deedFailure } from './deed-failure.ts';
import { figureText, namingOf } from './deed-figures.ts';
import { deedStyles } from './deed.styles.ts';
import type { AssignDetail, ClaimDetail, EraseDetail, ErasedDetail, ExportDetail, ExportedDetail, MergedDetail, ReturnDetail, UnmergedDetail } from './deed-events.ts';
import type { DeedHost, DeedSubject } from './deed-subject.ts';
import { GiveBackDialog } from './give-back-dialog.ts';
import { HandOverDialog, type HandedOver } from './hand-over-dialog.ts';
import { MergeDialog, type MergedPair } from './merge-dialog.ts';
import type { Deed } from './offered-deeds.ts';
import { EraseDialog, ExportDialog } from './privacy-dialogs.ts';

export { before as Before } from '../parts/before.ts';

addEnglish(fieldsEnglish);
addEnglish(inboxEnglish);
addEnglish(inboxLateEnglish);
addEnglish(deedLateEnglish);

export const sheets: readonly CSSResult[] = [declaredFieldStyles, deedStyles];

/** What came of a deed, until it is closed or another one is done. */
interface Told {
  readonly text: string;
  readonly tone: 'good' | 'bad';
  readonly actions: readonly Action[];
}

/**
 * What is done with a whole record: merged with another, handed over, taken from the pool and given back, exported and erased. Asks before, runs it as one
 * command, tells what came of it and offers the way back. Loaded with the first of them.
 */
export class RecordDeeds {
  readonly #host: DeedHost;
  readonly #merge: MergeDialog;
  readonly #handOver: HandOverDialog;
  readonly #giveBack: GiveBackDialog;
  readonly #export: ExportDialog;
  readonly #erase: EraseDialog;
  #told: Told | undefined;

  constructor(host: DeedHost) {
    this.#host = host;
    this.#merge = new MergeDialog(host, (merged, pair) => this.#merged(merged, pair));
    this.#handOver = new HandOverDialog(host, (what) => this.#handedOver(what));
    this.#giveBack = new GiveBackDialog(host);
    this.#export = new ExportDialog(host);
    this.#erase = new EraseDialog(host);
  }

  /** `otherId`: the record to merge with. */
  ask(deed: Deed, otherId?: string): void {
    const subject = this.#host.subject();
    if (!subject) return;
    this.#told = undefined;
    switch (deed) {
      case 'merge': return this.#merge.open(subject, otherId);
      case 'handOver': return this.#handOver.open(subject);
      case 'giveBack': return this.#giveBack.open(subject);
      case 'export': return this.#export.open(subject);
      case 'erase': return this.#erase.open(subject);
      case 'claim': return void this.#claim(subject);
    }
  }

  /** What was said of one record is not said of the next one. */
  forget(): void { this.#told = undefined; }

  /** The dialogs; none is drawn before it was asked for. */
  dialogs(): TemplateResult {
    return html`${this.#merge.render()}${this.#handOver.render()}${this.#giveBack.render((subject, reason) => void this.#return(subject, reason))}${this.#export.render((subject) => void this.#exported(subject))}${
      this.#erase.render((subject) => void this.#erased(subject))}`;
  }

  /** What came of the last one. */
  notice(): TemplateResult | typeof nothing {
    const told = this.#told;
    if (!told) return nothing;
    const { element: w } = this.#host;
    return html`<div part="told" class="notice">${banner(html`<span class="line">${told.text}</span>${told.actions.length > 0 ? html`<span class="row wrap">${told.actions.map(stateButton)}</span>` : nothing}`, {
      tone: told.tone, action: html`<button type="button" class="clear" aria-label=${w.t('action.close')} @click=${() => this.#tell(undefined)}>${icon('x', 'small')}</button>`,
    })}</div>`;
  }

  #tell(told: Told | undefined): void {
    this.#told = told;
    if (told) this.#host.say(told.text);
    this.#host.element.requestUpdate();
  }

  #good(text: string, ...actions: readonly Action[]): void { this.#tell({ text, tone: 'good', actions }); }

  /** A command is answered by the backend or not at all. */
  async #run(deed: () => Promise<void>): Promise<void> {
    try {
      await deed();
    } catch (error) {
      // By its code, not its class: a page may hold two copies of the sdk.
      if (typeof (error as VinculoError).code !== 'string') throw error;
      this.#tell({ text: deedFailure(this.#host.element, error as VinculoError), tone: 'bad', actions: [] });
      this.#host.emit<VinculoError>('vinculo-error', error as VinculoError);
    }
  }

  // ---- merge -------------------------------------------------------------------------------------------------------

  #merged(detail: MergedDetail, { crm, stays, goes }: MergedPair): void {
    const { element: w, emit } = this.#host;
    const { table, intoId, fromId, moved } = detail;
    const figures = figureText(w, crm, namingOf(moved));
    const text = [w.t('deed.merged', { name: `\u2068${goes}\u2069`, into: `\u2068${stays}\u2069` }), figures && w.t('deed.movedFigures', { figures })].filter(Boolean).join(' ');
    this.#good(text, { label: w.t('action.undo'), run: () => void this.#unmerge(crm, { table, intoId, fromId }) });
    emit<MergedDetail>(`vinculo-${table}-merged`, detail);
  }

  #unmerge(crm: Vinculo, detail: UnmergedDetail): Promise<void> {
    const { element: w, emit } = this.#host;
    const { table, fromId } = detail;
    this.#tell(undefined);
    return this.#run(async () => {
      await crm.run('unmerge', detail);
      this.#good(w.t('deed.unmerged'), { label: w.t('deed.openOther'), run: () => void emit('vinculo-record-open', { table, id: fromId }) });
      emit<UnmergedDetail>(`vinculo-${table}-unmerged`, detail);
    });
  }

  // ---- whose it is -------------------------------------------------------------------------------------------------

  #handedOver({ detail, toName, fromName, changes }: HandedOver): void {
    const { element: w, emit, subject } = this.#host;
    const now = subject();
    const name = now ? titleOf(now.entity, now.row) : '';
    const who = `\u2068${toName}\u2069`;
    const undo = (): void => {
      now?.crm.batch(() => { for (const change of changes) change.undo(); });
      this.#good(w.t('card.undone'));
    };
    const text = detail.scope === 'everything' ? w.t('deed.handedOverAll', { from: `\u2068${fromName}\u2069`, who }) : w.t('inbox.assigned', { name: `\u2068${name}\u2069`, who });
    this.#good(text, ...(changes.length > 0 ? [{ label: w.t('action.undo'), run: undo }] : []));
    this.#hearOf(changes);
    emit<AssignDetail>(`vinculo-${detail.table}-assigned`, detail);
  }

  /** What is refused stands in the outbox with its reason, and is not told as done. */
  #hearOf(changes: readonly PendingChange[]): void {
    const told = this.#told;
    Promise.all(changes.map(({ synced }) => synced)).catch(() => { if (this.#told === told) this.#tell(undefined); });
  }

  #claim({ crm, entity, row }: DeedSubject): Promise<void> {
    const { element: w, emit } = this.#host;
    const detail: ClaimDetail = { table: entity.name, id: row.id };
    return this.#run(async () => {
      if (!emit<ClaimDetail>(`vinculo-${entity.name}-claim`, detail, { cancelable: true })) return;
      await crm.run('claim', { table: pooled(entity.name), id: row.id });
      this.#good(w.t('inbox.claimed', { name: `\u2068${titleOf(entity, row)}\u2069` }), { label: w.t('inbox.return'), run: () => this.ask('giveBack') });
      emit<ClaimDetail>(`vinculo-${entity.name}-claimed`, detail);
    });
  }

  #return({ crm, entity, row, description }: DeedSubject, reason: string): Promise<void> {
    const { element: w, emit } = this.#host;
    const detail: ReturnDetail = { table: entity.name, id: row.id, reason };
    return this.#run(async () => {
      if (!emit<ReturnDetail>(`vinculo-${entity.name}-return`, detail, { cancelable: true })) return;
      await crm.run('returnToPool', { table: pooled(entity.name), id: row.id, reason });
      const wasMine = row['ownerId'] === description?.user.id;
      this.#good(w.t('inbox.returned', { name: `\u2068${titleOf(entity, row)}\u2069` }), ...(wasMine ? [{ label: w.t('action.undo'), run: () => this.ask('claim') }] : []));
      emit<ReturnDetail>(`vinculo-${entity.name}-returned`, detail);
    });
  }

  // ---- personal data -----------------------------------------------------------------------------------------------

  #exported({ crm, entity, row }: DeedSubject): Promise<void> {
    const { element: w, emit } = this.#host;
    const of = { table: entity.name, id: row.id };
    return this.#run(async () => {
      if (!emit<ExportDetail>(`vinculo-${entity.name}-export`, of, { cancelable: true })) return;
      const person = await crm.run('exportPerson', { table: personal(entity.name), id: row.id });
      if (emit<ExportedDetail>(`vinculo-${entity.name}-exported`, { ...of, document: person }, { cancelable: true })) saveFile(w.ownerDocument, octets([JSON.stringify(person, null, 2)]), `${titleOf(entity, row) || row.id}.json`);
      const count = Object.values(person.records).reduce((sum, rows) => sum + rows.length, 0);
      const files = async (): Promise<void> => { for (const { blobId, name } of person.files) saveFile(w.ownerDocument, octets([await crm.download(blobId)]), name); };
      this.#good(w.t('deed.exported', { count }), ...(person.files.length > 0 ? [{ label: w.t('deed.saveFiles', { count: person.files.length }), run: () => void this.#run(files) }] : []));
    });
  }

  #erased({ crm, entity, row }: DeedSubject): Promise<void> {
    const { element: w, emit } = this.#host;
    const detail: EraseDetail = { table: entity.name, id: row.id };
    return this.#run(async () => {
      if (!emit<EraseDetail>(`vinculo-${entity.name}-erase`, detail, { cancelable: true })) return;
      const { erased } = await crm.run('erasePerson', { table: personal(entity.name), id: row.id });
      this.#good([w.t('deed.erased'), figureText(w, crm, namingOf(erased))].join(' '));
      emit<ErasedDetail>(`vinculo-${entity.name}-erased`, { ...detail, erased });
    });
  }
}

// A type of its own might be opened in the page.
const octets = (parts: BlobPart[]): Blob => new Blob(parts, { type: 'application/octet-stream' });
// What is offered is offered for these tables alone.
const pooled = (table: string): 'lead' | 'account' => (table === 'lead' ? 'lead' : 'account');
const personal = (table: string): 'contact' | 'lead' | 'account' => (table === 'lead' || table === 'account' ? table : 'contact');
