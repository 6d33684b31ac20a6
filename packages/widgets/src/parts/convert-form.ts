// Makes a contact, an account and a deal of a lead: loaded when somebody wants to.
import type { AnyRow, Money, Result, VinculoError } from '@vinculo/sdk';
import type { Duplicate, pipeline, RowOf, stage } from '@vinculo/sdk/schema';
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { isVinculoError } from '../base/known-error.ts';
import { LiveController } from '../base/live-controller.ts';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { formatLabel } from '../format/label.ts';
import { convertLateEnglish } from '../messages/en-convert-late.ts';
import { addEnglish } from '../messages/message.ts';
import { banner } from './banner.ts';
import { declaredFields, entityOf, type DeclaredField } from './declared-field.ts';
import { Dialog } from './dialog.ts';
import { FieldInputs } from './field-inputs.ts';
import type { FieldReader } from './field-text.ts';
import { failureText } from './states.ts';

export { before as Before } from './before.ts';

addEnglish(convertLateEnglish);

type Pipeline = RowOf<typeof pipeline>;
type Stage = RowOf<typeof stage>;

/** A lead as the form reads it. */
export interface Lead {
  readonly id: string;
  readonly name: string;
  readonly company?: string | null;
  readonly amount?: Money | null;
}

/** Detail of `vinculo-lead-convert` and `vinculo-lead-converted`. */
export interface LeadConversion {
  readonly leadId: string;
  /** Records that are there already; else new ones are made. */
  readonly accountId?: string;
  readonly contactId?: string;
  readonly deal: { readonly name: string; readonly pipelineId: string; readonly stageId: string; readonly amount?: Money } | null;
}

/** The widget that asks. */
export interface ConvertHost {
  readonly element: VinculoElement;
  readonly emit: (name: `vinculo-${string}`, detail: object, options?: { cancelable?: boolean }) => boolean;
  readonly say: (text: string) => void;
}

/** What is under way, or failed: one conversion from the question to its end. */
interface Asked {
  readonly lead: Lead;
  isSending?: boolean;
  /** Sent, and no answer came: the lead itself tells whether it was done. */
  doubted?: LeadConversion;
  problem?: string;
}

/** Asks what a lead becomes, and has it made. */
export class ConvertForm implements ReactiveController {
  readonly #host: ConvertHost;
  readonly #element: VinculoElement;
  readonly #dialog: Dialog;
  readonly #inputs: FieldInputs;
  readonly #pipelines: LiveController<Result<Pipeline>>;
  readonly #stages: LiveController<Result<Stage>>;
  readonly #now: LiveController<Result<AnyRow>>;
  #asked: Asked | undefined;
  #known: readonly Duplicate[] = [];
  #wantsDeal = true;
  #amount: Money | undefined;
  #amountProblem: string | undefined;

  constructor(host: ConvertHost) {
    this.#host = host;
    this.#element = host.element;
    this.#dialog = new Dialog(this.#element);
    this.#inputs = new FieldInputs(this.#element, host.say);
    this.#pipelines = new LiveController(this.#element);
    this.#stages = new LiveController(this.#element);
    this.#now = new LiveController(this.#element, ({ rows: [row] }) => {
      const asked = this.#asked;
      if (row?.['convertedAt'] && asked?.doubted && !asked.isSending) this.#done(asked, idsOf(asked.doubted, row));
    });
    this.#element.addController(this);
  }

  hostUpdate(): void {
    const { crm } = this.#element;
    const asked = this.#asked;
    const isAsked = asked !== undefined || undefined;
    this.#pipelines.watch([crm, isAsked], () => crm!.pipelines.query({ where: { table: 'deal' }, orderBy: ['rank', 'name'] }));
    this.#stages.watch([crm, isAsked], () => crm!.stages.query({ where: { category: 'open' }, orderBy: ['rank', 'name'] }));
    this.#now.watch([crm, asked?.doubted && asked.lead.id], () => crm!.collection('lead').query({ where: { id: asked!.lead.id } }));
  }

  open(lead: Lead): void {
    this.#asked = { lead };
    this.#known = [];
    this.#wantsDeal = true;
    this.#amountProblem = undefined;
    void this.#lookForKnown(lead.id);
    this.#dialog.open();
  }

  /** Another record is shown. What was sent goes on. */
  close(): void {
    if (!this.#asked) return;
    this.#asked = undefined;
    this.#dialog.close();
  }

  /** Who is known already. Where that cannot be found out, new records are offered alone. */
  async #lookForKnown(id: string): Promise<void> {
    const found = await this.#element.crm!.run('findDuplicates', { table: 'lead', id }).catch(() => undefined);
    if (this.#asked?.lead.id !== id || !found) return;
    this.#known = found.duplicates;
    this.#element.requestUpdate();
  }

  render(): TemplateResult {
    const asked = this.#asked;
    const t = this.#element.t.bind(this.#element);
    return this.#dialog.render({
      title: asked ? t('board.convertTitle', { lead: isolated(asked.lead) }) : '',
      body: asked && this.#dialog.isOpen ? this.#body(asked) : nothing,
      confirm: t('board.convertDo'),
      check: (form) => this.#check(form),
      send: (form) => this.#convert(asked!, form),
      cancelled: () => { this.#asked = undefined; },
    });
  }

  #body({ lead, isSending, problem }: Asked): TemplateResult {
    const t = this.#element.t.bind(this.#element);
    const stages = this.#stages.value?.rows ?? [];
    const deal = entityOf(this.#element.crm, 'deal');
    const pipelines = (this.#pipelines.value?.rows ?? []).filter((each) => each.active !== false);
    const toggle = (event: Event): void => { this.#wantsDeal = (event.currentTarget as HTMLInputElement).checked; this.#element.requestUpdate(); };
    return html`${this.#choice('contact', t('board.convertContact'), lead.name)}
      ${lead.company || this.#known.some((each) => each.table === 'account') ? this.#choice('account', t('field.account'), lead.company ?? undefined) : nothing}
      <label class="row tight"><input type="checkbox" name="deal" .checked=${this.#wantsDeal} @change=${toggle}>${t('board.convertDeal')}</label>
      ${this.#wantsDeal ? html`<div class="field"><label for="convert-name">${deal ? formatLabel(this.#element.locale, deal.fields['name']!.label) : t('field.name')}</label><input class="input" id="convert-name" name="name" required .defaultValue=${lead.company || lead.name}></div>
        <div class="field"><label for="convert-stage">${t('board.convertStage')}</label><select class="input" id="convert-stage" name="stage" required>${pipelines.map((each) => html`<optgroup label=${each.name}>${stages.filter((stage) => stage.pipelineId === each.id).map((stage) => html`<option value=${stage.id}>${stage.name}</option>`)}</optgroup>`)}</select></div>
        ${this.#amountInput(lead)}` : nothing}
      <div role="status" class=${isSending ? 'fine text-3' : 'hidden-text'}>${isSending ? t('board.converting', { lead: isolated(lead) }) : nothing}</div>${problem ? banner(problem, { tone: 'bad' }) : nothing}`;
  }

  /** A new one, or one of those that may be the same. */
  #choice(table: 'contact' | 'account', label: string, name: string | undefined): TemplateResult {
    const t = this.#element.t.bind(this.#element);
    const known = this.#known.filter((each) => each.table === table).filter((each, at, all) => all.findIndex((other) => other.id === each.id) === at);
    return html`<div class="field"><label for=${`convert-${table}`}>${label}</label><select class="input" id=${`convert-${table}`} name=${table}>
      <option value="">${name ? t('board.convertNew', { name }) : t('board.convertNone')}</option>
      ${known.map((each) => html`<option value=${each.id}>${t('board.convertKnown', { name: each.name })}</option>`)}</select></div>`;
  }

  // ---- the amount --------------------------------------------------------------------------------------------------

  /** Undefined where this sign-in may not give one. */
  get #amountField(): DeclaredField | undefined {
    const { crm } = this.#element;
    const deal = entityOf(crm, 'deal');
    return deal && declaredFields(deal, crm!.description.snapshot?.tables['deal'], { forNew: true }).find(({ name, editable }) => name === 'amount' && editable);
  }

  get #reader(): FieldReader {
    const element = this.#element;
    return { locale: element.locale, t: element.t.bind(element), viewer: { locale: element.locale }, nameOf: () => undefined };
  }

  #amountInput(lead: Lead): TemplateResult | typeof nothing {
    const field = this.#amountField;
    const problem = this.#amountProblem;
    if (!field) return nothing;
    const t = this.#element.t.bind(this.#element);
    return html`<div class="field"><label for=${this.#inputs.focusId('convert-amount', field)}>${formatLabel(this.#element.locale, field.label)} <span class="fine text-3">${t('field.optional')}</span></label>${this.#inputs.render(this.#reader, field, {
      key: 'convert-amount', value: lead.amount, currency: this.#element.crm?.description.snapshot?.currency ?? 'EUR', invalid: problem !== undefined, ...(problem ? { describedBy: 'convert-amount-wrong' } : {}),
    })}${problem ? html`<span id="convert-amount-wrong" class="message bad" role="alert">${problem}</span>` : nothing}</div>`;
  }

  #check(form: HTMLFormElement): boolean {
    const field = this.#amountField;
    const answer = field && this.#wantsDeal ? this.#inputs.read(this.#reader, field, 'convert-amount', form, null) : { value: null };
    this.#amountProblem = 'problem' in answer ? answer.problem : undefined;
    this.#element.requestUpdate();
    if ('problem' in answer) form.querySelector<HTMLElement>('#input-convert-amount')?.focus();
    // The kind of the field says the shape.
    else this.#amount = (answer.value as Money | null) ?? undefined;
    return !('problem' in answer);
  }

  // ---- the command -------------------------------------------------------------------------------------------------

  /** Answers whether the dialog may close. */
  async #convert(asked: Asked, form: FormData): Promise<boolean> {
    const { lead } = asked;
    const stage = this.#stages.value?.rows.find((each) => each.id === form.get('stage'));
    const [accountId, contactId] = [String(form.get('account') ?? ''), String(form.get('contact') ?? '')];
    const input: LeadConversion = {
      leadId: lead.id, ...(accountId ? { accountId } : {}), ...(contactId ? { contactId } : {}),
      deal: form.get('deal') !== null && stage ? { name: String(form.get('name')), pipelineId: stage.pipelineId, stageId: stage.id, ...(this.#amount ? { amount: this.#amount } : {}) } : null,
    };
    if (!this.#host.emit('vinculo-lead-convert', input, { cancelable: true })) {
      this.#asked = undefined;
      return true;
    }
    const { crm } = this.#element;
    delete asked.problem;
    asked.isSending = true;
    try {
      this.#done(asked, { ...input, ...(await crm!.run('convertLead', input)) });
      return true;
    } catch (error) {
      if (!isVinculoError(error)) throw error;
      return await this.#failed(asked, input, error);
    } finally {
      asked.isSending = false;
    }
  }

  /** The answer may have been lost alone: then the lead is converted, as was asked. */
  async #failed(asked: Asked, input: LeadConversion, error: VinculoError): Promise<boolean> {
    const { lead } = asked;
    const t = this.#element.t.bind(this.#element);
    if (error.retryable) asked.doubted = input;
    const isBefore = error.code === 'already_converted';
    const row = asked.doubted && (error.retryable || isBefore) ? await this.#element.crm?.collection('lead').get(lead.id).catch(() => undefined) : undefined;
    if (asked.doubted && (isBefore || row?.['convertedAt'])) {
      this.#done(asked, idsOf(asked.doubted, row));
      return true;
    }
    const values = { lead: isolated(lead), why: ['offline', 'auth', 'bad_answer', 'backend'].includes(error.code) ? failureText(this.#element, error) : `\u2068${error.message}\u2069` };
    asked.problem = isBefore ? t('board.convertedBefore', { lead: isolated(lead) }) : asked.doubted ? t('board.convertDoubt', values) : t('board.convertFailed', values);
    this.#host.emit('vinculo-error', error);
    if (this.#asked !== asked) this.#host.say(asked.problem);
    return false;
  }

  #done(asked: Asked, detail: object): void {
    if (this.#asked === asked) this.close();
    this.#host.say(this.#element.t('board.leadConverted', { lead: isolated(asked.lead) }));
    this.#host.emit('vinculo-lead-converted', detail);
  }
}

/** What became of a lead, as it says itself. */
function idsOf(input: LeadConversion, row: AnyRow | undefined): object {
  return { ...input, accountId: row?.['convertedAccountId'] ?? null, contactId: row?.['convertedContactId'] ?? null, dealId: row?.['convertedDealId'] ?? null };
}

function isolated({ name }: Lead): string { return `\u2068${name}\u2069`; }
