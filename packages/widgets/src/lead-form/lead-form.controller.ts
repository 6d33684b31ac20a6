import type { Vinculo } from '@vinculo/sdk';
import type { ReactiveController } from 'lit';
import type { AskedField } from '../parts/asked-field.ts';
import { answerTo } from '../parts/asked-answer.ts';
import { isCustomField } from '../parts/custom-field.ts';
import { FormIntake, type IntakeHost, type SetUp } from '../parts/form-intake.ts';
import { FormSending, type FormEvents } from '../parts/form-sending.ts';
import { TypedAnswers } from '../parts/typed-answers.ts';
import type * as Later from './after-first-drawing.ts';
import type { LeadProblem } from './check-lead.ts';
import { consentText } from './consent-text.ts';
import { leadFieldOf, leadFields, leadTemplate, tickName, type ConsentSetting, type LeadFields } from './lead-fields.ts';
import type { GivenConsent, LeadValues } from './lead-on-its-way.ts';
import { keptTouches } from './touches.ts';

/** What the page decides. */
export interface LeadFormHost extends IntakeHost {
  readonly locale: string;
  readonly fields: LeadFields;
  readonly consents: readonly ConsentSetting[];
  readonly campaignId?: string;
  readonly noDraft: boolean;
  readonly id: string;
}

/** Who is told. `submit` answers false when the page keeps the lead back; what it waits for is in `waits` afterwards. */
export interface LeadFormEvents extends FormEvents {
  submit(values: LeadValues, consents: readonly GivenConsent[], waits: Promise<unknown>[]): boolean;
}

/** Asks, checks and hands the lead over once. */
export class LeadFormController implements ReactiveController {
  readonly intake: FormIntake;
  readonly answers: TypedAnswers;
  readonly events: LeadFormEvents;
  readonly sending: FormSending<LeadProblem, typeof Later>;
  /** What was agreed to with the lead that was handed over last, and the address it went from. */
  agreed: { readonly consents: readonly GivenConsent[]; readonly email: string } | undefined;
  readonly #host: LeadFormHost;

  constructor(host: LeadFormHost, events: LeadFormEvents) {
    this.#host = host;
    this.events = events;
    this.intake = new FormIntake(host, 'lead');
    this.answers = new TypedAnswers(host, 'lead-form');
    this.sending = new FormSending(host, this, () => host.later(import('./after-first-drawing.ts')), (later) => later.followLead(this));
    host.addController(this);
  }

  hostUpdate(): void {
    this.intake.watch();
    if (this.answers.useDraft(this.intake.description)) this.sending.forget();
    this.sending.sent?.takeRefusal();
  }

  get setUp(): SetUp { return this.intake.setUp; }
  get locale(): string { return this.#host.locale; }

  /** What can be agreed to; nothing where the backend keeps no consents. */
  get consents(): readonly ConsentSetting[] { return this.intake.mayAdd('consent') ? this.#host.consents : []; }
  isTicked(consent: ConsentSetting): boolean { return this.answers.of(tickName(consent)) !== ''; }

  /** All fields that the form may ask, whatever is answered. */
  get template(): readonly AskedField[] {
    const { crm, description, entity, stage } = this.intake;
    return crm && description && entity ? leadTemplate({ description, entity, settings: this.#host.fields, stageRequires: stage?.requiredFields ?? [] }) : [];
  }

  /** The fields to draw, in order. */
  get fields(): readonly AskedField[] {
    const channels = this.consents.filter((each) => this.isTicked(each)).map(({ channel = 'email' }) => channel);
    return leadFields(this.template, (name) => this.answers.of(name), channels);
  }

  /** See answerTo() of asked-values.ts. */
  answerTo(field: Pick<AskedField, 'name' | 'kind' | 'options'>): string { return answerTo(this.#host.locale, field, this.answers); }

  /** Whether only the backend knows a field. */
  isCustom(name: string): boolean {
    const { description, entity } = this.intake;
    return description !== undefined && entity !== undefined && isCustomField({ description, entity }, leadFieldOf(name));
  }

  /** Whether a lead of this source is this form's. Where its visitors say how they came, any may be. */
  isSource(source: unknown): boolean {
    return this.template.some(({ name }) => name === 'source') ? typeof source === 'string' : source === (this.#host.fields['source']?.value ?? 'form');
  }

  answer(name: string, text: string): void {
    this.answers.set(name, text);
    this.sending.answered(name);
  }

  /** Checks, asks the page and hands the lead over. One at a time; false when it was not handed over. */
  submit(): Promise<boolean> {
    const { sending } = this;
    return sending.handOver(async (later, crm) => {
      const { fields } = this;
      sending.problems = later.checkLead(this.#host.locale, this.intake.entity!, fields, this.consents, (field) => this.answerTo(field), (name) => this.answers.of(name));
      if (sending.problems.length > 0) return false;
      const values = this.#values(later, fields);
      const consents = this.consents.filter((each) => this.isTicked(each)).map((each): GivenConsent => ({ purpose: each.purpose, channel: each.channel ?? 'email', text: consentText(this.#host.locale, each) }));
      return (await sending.pageAgrees((waits) => this.events.submit(values, consents, waits))) && this.#send(later, crm, values, consents);
    });
  }

  #values({ valueOf }: typeof Later, asked: readonly AskedField[]): LeadValues {
    const { fields, campaignId, locale } = this.#host;
    const values: LeadValues = { pipelineId: this.intake.pipelineId, stageId: this.intake.stage?.id, source: 'form', ...(campaignId === undefined ? {} : { campaignId }) };
    const custom: Record<string, unknown> = {};
    const put = (name: string, value: unknown): void => { if (this.isCustom(name)) custom[name] = value; else values[leadFieldOf(name)] = value; };
    // What is not asked beside these answers is not sent either; what the page gave unseen is.
    for (const [name, { hidden, when, value }] of Object.entries(fields)) {
      if (value === undefined || asked.some((each) => each.name === name) || (when && !hidden)) continue;
      const kind = name === 'email' ? 'emails' : name === 'phone' ? 'phones' : undefined;
      put(name, kind && typeof value === 'string' ? valueOf(locale, { kind, options: [] }, value) : value);
    }
    for (const field of asked) {
      const answer = this.answerTo(field).trim();
      if (answer) put(field.name, valueOf(locale, field, answer));
    }
    if (Object.keys(custom).length > 0) values['custom'] = { ...(values['custom'] as object | undefined), ...custom };
    // Where nobody is asked for a name, the address stands for one.
    values['name'] ??= this.answers.of('email').trim() || this.answers.of('phone').trim();
    return values;
  }

  #send({ writeLead }: typeof Later, crm: Vinculo, values: LeadValues, consents: readonly GivenConsent[]): boolean {
    const touches = this.intake.mayAdd('touch') ? keptTouches() : [];
    const isSent = this.sending.sent!.send(crm, values, () => writeLead(crm, { values, consents, touches, campaignId: this.#host.campaignId }));
    if (isSent) this.agreed = { consents, email: this.answers.of('email').trim() };
    return isSent;
  }
}
