// Makes a contact, an account and a deal of a lead: loaded when somebody wants to.
import type { AnyRow, Result, VinculoError } from '@vinculo/sdk';
import type { ConvertLeadDeal, Duplicate, pipeline, RowOf, stage } from '@vinculo/sdk/schema';
import { html, nothing, type CSSResult, type ReactiveController, type TemplateResult } from 'lit';
import { isVinculoError } from '../base/known-error.ts';
import { LiveController } from '../base/live-controller.ts';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { convertLateEnglish } from '../messages/en-convert-late.ts';
import { fieldsEnglish } from '../messages/en-fields.ts';
import { addEnglish } from '../messages/message.ts';
import { declaredFieldStyles } from '../styles/declared-field.ts';
import { banner } from './banner.ts';
import { ConvertDeal, type DealStages, type Lead } from './convert-deal.ts';
import { Dialog } from './dialog.ts';
import { failureText } from './states.ts';

export { before as Before } from './before.ts';
export type { Lead } from './convert-deal.ts';
export const sheets: readonly CSSResult[] = [declaredFieldStyles];

addEnglish(convertLateEnglish);
addEnglish(fieldsEnglish);

type Pipeline = RowOf<typeof pipeline>;
type Stage = RowOf<typeof stage>;

/** Detail of `vinculo-lead-convert` and `vinculo-lead-converted`. */
export interface LeadConversion {
  readonly leadId: string;
  /** Records that are there already; else new ones are made. */
  readonly accountId?: string;
  readonly contactId?: string;
  readonly deal: ConvertLeadDeal | null;
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
  readonly #deal: ConvertDeal;
  readonly #pipelines: LiveController<Result<Pipeline>>;
  readonly #stages: LiveController<Result<Stage>>;
  readonly #now: LiveController<Result<AnyRow>>;
  #asked: Asked | undefined;
  #known: readonly Duplicate[] = [];
  #wantsDeal = true;
  /** The account that is chosen; empty: a new one, or none. */
  #accountId = '';

  constructor(host: ConvertHost) {
    this.#host = host;
    this.#element = host.element;
    this.#dialog = new Dialog(this.#element);
    this.#deal = new ConvertDeal(this.#element, host.say, () => {
      delete this.#asked?.problem;
      this.#element.requestUpdate();
    });
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
    this.#accountId = '';
    this.#deal.open(lead);
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
      check: (form) => !this.#wantsDeal || this.#deal.check(form, this.#on),
      send: (form) => this.#convert(asked!, form),
      cancelled: () => { this.#asked = undefined; },
    });
  }

  get #on(): DealStages {
    return { pipelines: (this.#pipelines.value?.rows ?? []).filter((each) => each.active !== false), stages: this.#stages.value?.rows ?? [] };
  }

  #body({ lead, isSending, problem }: Asked): TemplateResult {
    const t = this.#element.t.bind(this.#element);
    const toggle = (event: Event): void => { this.#wantsDeal = (event.currentTarget as HTMLInputElement).checked; this.#element.requestUpdate(); };
    return html`${this.#choice('contact', t('board.convertContact'), lead.name)}
      ${lead.company || this.#known.some((each) => each.table === 'account') ? this.#choice('account', t('field.account'), lead.company ?? undefined) : nothing}
      <label class="row tight"><input type="checkbox" name="deal" .checked=${this.#wantsDeal} @change=${toggle}>${t('board.convertDeal')}</label>
      ${this.#wantsDeal ? this.#deal.render(lead, this.#on, Boolean(lead.company) || this.#accountId !== '') : nothing}
      <div role="status" class=${isSending ? 'fine text-3' : 'hidden-text'}>${isSending ? t('board.converting', { lead: isolated(lead) }) : nothing}</div>${problem ? banner(problem, { tone: 'bad' }) : nothing}`;
  }

  /** A new one, or one of those that may be the same. */
  #choice(table: 'contact' | 'account', label: string, name: string | undefined): TemplateResult {
    const t = this.#element.t.bind(this.#element);
    const known = this.#known.filter((each) => each.table === table).filter((each, at, all) => all.findIndex((other) => other.id === each.id) === at);
    const choose = (event: Event): void => {
      if (table === 'account') this.#accountId = (event.currentTarget as HTMLSelectElement).value;
      this.#element.requestUpdate();
    };
    return html`<div class="field"><label for=${`convert-${table}`}>${label}</label><select class="input" id=${`convert-${table}`} name=${table} @change=${choose}>
      <option value="">${name ? t('board.convertNew', { name }) : t('board.convertNone')}</option>
      ${known.map((each) => html`<option value=${each.id}>${t('board.convertKnown', { name: each.name })}</option>`)}</select></div>`;
  }

  // ---- the command -------------------------------------------------------------------------------------------------

  /** Answers whether the dialog may close. */
  async #convert(asked: Asked, form: FormData): Promise<boolean> {
    const { lead } = asked;
    const answer = form.get('deal') === null ? undefined : this.#deal.answer(form, this.#on);
    const [accountId, contactId] = [String(form.get('account') ?? '') || answer?.accountId, String(form.get('contact') ?? '')];
    const input: LeadConversion = { leadId: lead.id, ...(accountId ? { accountId } : {}), ...(contactId ? { contactId } : {}), deal: answer?.deal ?? null };
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
    const isHere = this.#asked === asked;
    const why = ['offline', 'auth', 'bad_answer', 'backend'].includes(error.code) ? failureText(this.#element, error) : isHere ? this.#deal.refused(error, this.#on) : undefined;
    const values = { lead: isolated(lead), why: why ?? `\u2068${error.message}\u2069` };
    asked.problem = isBefore ? t('board.convertedBefore', { lead: isolated(lead) }) : asked.doubted ? t('board.convertDoubt', values) : t('board.convertFailed', values);
    this.#host.emit('vinculo-error', error);
    if (!isHere) this.#host.say(asked.problem);
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
