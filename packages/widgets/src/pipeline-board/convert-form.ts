// Makes a contact, an account and a deal of a lead: loaded when somebody wants to.
import type { Result } from '@vinculo/sdk';
import type { Duplicate, pipeline, RowOf, stage } from '@vinculo/sdk/schema';
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { Dialog } from '../parts/dialog.ts';
import { failureText } from '../parts/states.ts';
import type { Deal } from './lane-rows.ts';
import type { Moves } from './moves.ts';
import type { Emit } from './pipeline-board.controller.ts';

export { before as Before } from '../parts/before.ts';

type Pipeline = RowOf<typeof pipeline>;
type Stage = RowOf<typeof stage>;

/** A lead as the form reads it. */
type Lead = Deal & { readonly company?: string | null };

/** Detail of `vinculo-lead-convert` and `vinculo-lead-converted`. */
export interface LeadConversion {
  readonly leadId: string;
  /** Records that are there already; else new ones are made. */
  readonly accountId?: string;
  readonly contactId?: string;
  readonly deal: { readonly name: string; readonly pipelineId: string; readonly stageId: string } | null;
}

/** Asks what a lead becomes, and has it made. */
export class ConvertForm implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #moves: Moves;
  readonly #emit: Emit;
  readonly #dialog: Dialog;
  readonly #pipelines: LiveController<Result<Pipeline>>;
  readonly #stages: LiveController<Result<Stage>>;
  #lead: Lead | undefined;
  #known: readonly Duplicate[] = [];
  #wantsDeal = true;

  constructor(host: VinculoElement, moves: Moves, emit: Emit) {
    this.#host = host;
    this.#moves = moves;
    this.#emit = emit;
    this.#dialog = new Dialog(host);
    this.#pipelines = new LiveController(host);
    this.#stages = new LiveController(host);
    host.addController(this);
  }

  hostUpdate(): void {
    const { crm } = this.#host;
    const isAsked = this.#lead !== undefined || undefined;
    this.#pipelines.watch([crm, isAsked], () => crm!.pipelines.query({ where: { table: 'deal' }, orderBy: ['rank', 'name'] }));
    this.#stages.watch([crm, isAsked], () => crm!.stages.query({ where: { category: 'open' }, orderBy: ['rank', 'name'] }));
  }

  open(lead: Deal): void {
    this.#lead = lead;
    this.#known = [];
    this.#wantsDeal = true;
    void this.#lookForKnown(lead.id);
    this.#dialog.open();
  }

  /** Who is known already. Where that cannot be found out, new records are offered alone. */
  async #lookForKnown(id: string): Promise<void> {
    const found = await this.#host.crm!.run('findDuplicates', { table: 'lead', id }).catch(() => undefined);
    if (this.#lead?.id !== id || !found) return;
    this.#known = found.duplicates;
    this.#host.requestUpdate();
  }

  render(): TemplateResult {
    const lead = this.#lead;
    const { t } = this.#localized;
    return this.#dialog.render({
      title: lead ? t('board.convertTitle', { lead: `\u2068${lead.name}\u2069` }) : '',
      body: lead && this.#dialog.isOpen ? this.#body(lead) : nothing,
      confirm: t('board.convertDo'),
      done: (form) => void this.#convert(lead!, form),
      cancelled: () => { this.#lead = undefined; },
    });
  }

  get #localized(): Pick<VinculoElement, 't'> { return { t: (key, ...values) => this.#host.t(key, ...values) }; }

  #body(lead: Lead): TemplateResult {
    const { t } = this.#localized;
    const stages = this.#stages.value?.rows ?? [];
    const pipelines = (this.#pipelines.value?.rows ?? []).filter((each) => each.active !== false);
    const toggle = (event: Event): void => { this.#wantsDeal = (event.currentTarget as HTMLInputElement).checked; this.#host.requestUpdate(); };
    return html`${this.#choice('contact', t('board.convertContact'), lead.name)}
      ${lead.company || this.#known.some((each) => each.table === 'account') ? this.#choice('account', t('field.account'), lead.company ?? undefined) : nothing}
      <label class="row tight"><input type="checkbox" name="deal" .checked=${this.#wantsDeal} @change=${toggle}>${t('board.convertDeal')}</label>
      ${this.#wantsDeal ? html`<div class="field"><label for="convert-name">${t('field.name')}</label><input class="input" id="convert-name" name="name" required .defaultValue=${lead.company || lead.name}></div>
        <div class="field"><label for="convert-stage">${t('board.convertStage')}</label><select class="input" id="convert-stage" name="stage" required>${pipelines.map((each) => html`<optgroup label=${each.name}>${stages.filter((stage) => stage.pipelineId === each.id).map((stage) => html`<option value=${stage.id}>${stage.name}</option>`)}</optgroup>`)}</select></div>` : nothing}`;
  }

  /** A new one, or one of those that may be the same. */
  #choice(table: 'contact' | 'account', label: string, name: string | undefined): TemplateResult {
    const { t } = this.#localized;
    const known = this.#known.filter((each) => each.table === table).filter((each, at, all) => all.findIndex((other) => other.id === each.id) === at);
    return html`<div class="field"><label for=${`convert-${table}`}>${label}</label><select class="input" id=${`convert-${table}`} name=${table}>
      <option value="">${name ? t('board.convertNew', { name }) : t('board.convertNone')}</option>
      ${known.map((each) => html`<option value=${each.id}>${t('board.convertKnown', { name: each.name })}</option>`)}</select></div>`;
  }

  async #convert(lead: Lead, form: FormData): Promise<void> {
    this.#lead = undefined;
    const stage = this.#stages.value?.rows.find((each) => each.id === form.get('stage'));
    const [accountId, contactId] = [String(form.get('account') ?? ''), String(form.get('contact') ?? '')];
    const input: LeadConversion = {
      leadId: lead.id, ...(accountId ? { accountId } : {}), ...(contactId ? { contactId } : {}),
      deal: form.get('deal') !== null && stage ? { name: String(form.get('name')), pipelineId: stage.pipelineId, stageId: stage.id } : null,
    };
    const { t } = this.#localized;
    const name = `\u2068${lead.name}\u2069`;
    if (!this.#emit('vinculo-lead-convert', input, { cancelable: true })) return;
    this.#moves.say(t('board.converting', { lead: name }));
    try {
      const output = await this.#host.crm!.run('convertLead', input);
      this.#moves.say(t('board.leadConverted', { lead: name }));
      this.#emit('vinculo-lead-converted', { ...input, ...output });
    } catch (error) {
      // By its code, not its class: a page may hold two copies of the sdk.
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      const why = code === 'offline' || code === 'auth' || code === 'bad_answer' || !(error instanceof Error) ? failureText(this.#host, { code }) : error.message;
      this.#moves.say(t('board.convertFailed', { lead: name, why }), { tone: 'bad' });
      if (code && error instanceof Error) this.#emit('vinculo-error', error);
    }
  }
}
