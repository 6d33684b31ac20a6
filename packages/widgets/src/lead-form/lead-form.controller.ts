import { ValidationError, VinculoError, type Vinculo } from '@vinculo/sdk';
import type { ReactiveController } from 'lit';
import { LatePart } from '../base/late-part.ts';
import type { GroupOnItsWay } from '../parts/group-on-its-way.ts';
import { TypedAnswers } from '../parts/typed-answers.ts';
import type * as Later from './after-first-drawing.ts';
import type { LeadProblem } from './check-lead.ts';
import { consentText } from './consent-text.ts';
import { LeadFormData, type LeadFormHost } from './lead-data.ts';
import { fieldNames, leadFieldOf, leadFields, tickName, type ConsentSetting, type LeadField } from './lead-fields.ts';
import type { GivenConsent, LeadValues } from './lead-on-its-way.ts';
import { keptTouches } from './touches.ts';

/** Who is told. `submit` answers false when the page keeps the lead back; what it waits for is in `waits` afterwards. */
export interface LeadFormEvents {
  submit(values: LeadValues, consents: readonly GivenConsent[], waits: Promise<unknown>[]): boolean;
  submitted(id: string): void;
  failed(error: VinculoError): void;
}

/** Where the widget stands. `refused` is the form, with the reason. */
export type LeadPhase = 'no-client' | 'loading' | 'error' | 'unavailable' | 'form' | 'refused' | 'sending' | 'waiting' | 'unknown' | 'sent';

/** Asks, checks, hands the lead over once, and follows what becomes of it. */
export class LeadFormController implements ReactiveController {
  readonly data: LeadFormData;
  readonly answers: TypedAnswers;
  problems: readonly LeadProblem[] = [];
  /** Why a lead was not handed over although the answers are right. */
  trouble: string | undefined;
  /** Where focus belongs after the next drawing. The element takes it. */
  focus: 'summary' | 'outcome' | 'first' | undefined;
  /** What was agreed to with the lead that was handed over last, and the address it went from. */
  sent: { readonly consents: readonly GivenConsent[]; readonly email: string } | undefined;
  readonly #host: LeadFormHost;
  readonly #events: LeadFormEvents;
  readonly #late: LatePart<typeof Later>;
  #lead: GroupOnItsWay | undefined;
  #handing = false;
  /** Kept until the lead is stored, so that one sent again cannot become a second one where the client mints ids. */
  #leadId: string | undefined;

  constructor(host: LeadFormHost, events: LeadFormEvents) {
    this.#host = host;
    this.#events = events;
    this.data = new LeadFormData(host);
    this.answers = new TypedAnswers(host, 'lead-form');
    this.#late = new LatePart(host, () => import('./after-first-drawing.ts'));
    host.addController(this);
  }

  hostUpdate(): void {
    this.data.watch();
    this.answers.useDraft(this.data.description);
    this.#takeRefusal();
  }

  /** What is needed after the first drawing; undefined until it is there. */
  get later(): typeof Later | undefined { return this.#late.part; }
  /** It did not come. */
  get isCutOff(): boolean { return this.#late.isCutOff; }
  /** Brings it now, where it did not come. Whether it came is seen in the next drawing. */
  bring(): void { this.#late.load().catch(() => {}); }

  get phase(): LeadPhase {
    if (!this.data.crm) return 'no-client';
    const fate = this.#lead?.fate(this.data.outbox);
    if (fate === 'stored') return 'sent';
    if (fate === 'unknown') return 'unknown';
    if (fate === 'sending') return this.data.isAway ? 'waiting' : 'sending';
    if (this.#handing) return 'sending';
    if (this.data.setUp !== 'ready') return this.data.setUp;
    return fate === 'refused' ? 'refused' : 'form';
  }

  /** What can be agreed to; nothing where the backend keeps no consents. */
  get consents(): readonly ConsentSetting[] { return this.data.mayAdd('consent') ? this.#host.consents : []; }
  isTicked(consent: ConsentSetting): boolean { return this.answers.of(tickName(consent)) !== ''; }

  /** The fields to draw, in order. */
  get fields(): readonly LeadField[] {
    const { description, stage } = this.data;
    const channels = this.consents.filter((each) => this.isTicked(each)).map(({ channel = 'email' }) => channel);
    return this.data.crm && description ? leadFields({ description, settings: this.#host.fields, stageRequires: stage?.requiredFields ?? [], channels }) : [];
  }

  /** The lead that was handed over last. */
  get lead(): GroupOnItsWay | undefined { return this.#lead; }
  /** Why the backend did not take the lead, or a part of it. */
  get refusal(): string | undefined { return this.#lead?.refusals(this.data.outbox)[0]?.reason?.message; }

  answer(name: string, text: string): void {
    this.answers.set(name, text);
    this.problems = this.problems.filter((each) => each.field !== name);
    this.#host.requestUpdate();
  }

  /** Forgets what was typed in these fields, so that what the page gave shows. */
  dropAnswers(names: readonly string[]): void {
    this.answers.drop(names);
    this.#host.requestUpdate();
  }

  /** Empties the form and forgets the draft. What the page gave stays. A refused lead is forgotten too; one under way goes on. */
  reset(): void {
    if (this.phase === 'refused') this.#lead!.discard(this.data.outbox);
    if (this.phase === 'sending' || this.phase === 'unknown') return;
    this.#empty();
    this.#host.requestUpdate();
  }

  /** The same, and focus goes to the first field. */
  startOver(): void {
    this.reset();
    this.focus = 'first';
  }

  #empty(): void {
    this.#lead = undefined;
    this.#leadId = undefined;
    this.problems = [];
    this.trouble = undefined;
    this.answers.empty();
  }

  /** Checks, asks the page and hands the lead over. One at a time; false when it was not handed over. */
  async submit(): Promise<boolean> {
    const { crm } = this.data;
    if (!crm || (this.phase !== 'form' && this.phase !== 'refused')) return false;
    this.#handing = true;
    this.trouble = undefined;
    this.#host.requestUpdate();
    try {
      const later = await this.#late.load().catch(() => undefined);
      if (!later) return false;
      this.problems = later.checkLead(this.data.entity!, this.fields, this.consents, (name) => this.answers.of(name));
      if (this.problems.length > 0) return false;
      const values = this.#values(later);
      const consents = this.consents.filter((each) => this.isTicked(each)).map((each): GivenConsent => ({ purpose: each.purpose, channel: each.channel ?? 'email', text: consentText(this.#host.locale, each) }));
      return (await this.#pageAgrees(values, consents)) && this.#send(later, crm, values, consents);
    } finally {
      this.#handing = false;
      if (this.problems.length > 0 || this.trouble !== undefined) this.focus = 'summary';
      this.#host.requestUpdate();
    }
  }

  #values({ contactItems }: typeof Later): LeadValues {
    const { fields, campaignId } = this.#host;
    const values: LeadValues = { pipelineId: this.data.pipelineId, stageId: this.data.stage?.id, source: 'form', ...(campaignId === undefined ? {} : { campaignId }) };
    for (const [name, own] of Object.entries(fields)) if (!fieldNames.some((each) => each === name) && own.value !== undefined) values[name] = own.value;
    for (const name of fieldNames) {
      const text = this.answers.of(name).trim();
      if (text) values[leadFieldOf(name)] = name === 'email' || name === 'phone' ? contactItems(name, text) : text;
    }
    // Where nobody is asked for a name, the address stands for one.
    values['name'] ??= this.answers.of('email').trim() || this.answers.of('phone').trim();
    return values;
  }

  /** Lets the page see and change the lead before it goes. */
  async #pageAgrees(values: LeadValues, consents: readonly GivenConsent[]): Promise<boolean> {
    const waits: Promise<unknown>[] = [];
    if (!this.#events.submit(values, consents, waits)) return false;
    try {
      await Promise.all(waits);
      return true;
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error ?? '');
      return false;
    }
  }

  #send({ sendLead, leadProblemsFrom }: typeof Later, crm: Vinculo, values: LeadValues, consents: readonly GivenConsent[]): boolean {
    this.#lead?.discard(this.data.outbox);
    this.#lead = undefined;
    if (this.#leadId !== undefined) values.id = this.#leadId;
    try {
      const touches = this.data.mayAdd('touch') ? keptTouches() : [];
      const lead: GroupOnItsWay = sendLead(crm, { values, consents, touches, campaignId: this.#host.campaignId }, () => this.#changed(lead), this.#events.failed);
      this.#lead = lead;
      this.#leadId = lead.id;
      this.sent = { consents, email: this.answers.of('email').trim() };
    } catch (error) {
      if (!(error instanceof VinculoError)) throw error;
      const { own, rest } = error instanceof ValidationError ? leadProblemsFrom(error.problems) : { own: [], rest: [error.message] };
      this.problems = own;
      if (rest.length > 0) this.trouble = rest.join(' ');
      this.#events.failed(error);
      return false;
    }
    this.focus = 'outcome';
    return true;
  }

  #changed(lead: GroupOnItsWay): void {
    if (lead.row && !lead.isTold) {
      lead.isTold = true;
      this.#events.submitted(lead.row.id);
      if (lead === this.#lead) this.focus = 'outcome';
    }
    if (lead === this.#lead && (lead.durable || lead.row)) this.answers.clearDraft();
    this.#host.requestUpdate();
  }

  /** A refused lead comes back into the form, also one of an earlier life of the page. */
  #takeRefusal(): void {
    const { later } = this;
    if (this.#handing || !later) return;
    const { outbox } = this.data;
    if (!this.#lead && this.data.setUp === 'ready' && this.answers.isUntouched) this.#lead = later.parkedLead(outbox);
    const lead = this.#lead;
    if (!lead || lead.isSeen) return;
    const fate = lead.fate(outbox);
    if (fate === 'gone') this.#lead = undefined;
    if (fate !== 'refused' && fate !== 'unknown') return;
    lead.isSeen = true;
    this.#leadId = lead.id;
    this.answers.takeBack(later.textsOf(lead.values(outbox)));
    this.focus = fate === 'refused' ? 'summary' : 'outcome';
    if (fate === 'refused') this.problems = lead.refusals(outbox).flatMap(({ change, reason }) => (change.table === 'lead' ? later.leadProblemsFrom(reason?.problems ?? []).own : []));
  }

  /** Whether the lead waits and is not being sent at this moment: only then it can be taken back for certain. */
  get canTakeBack(): boolean { return this.phase === 'waiting' && !this.#lead!.isMoving(this.data.outbox); }

  /** Of a lead that waits: it is not sent, and its values are in the form again. */
  takeBack(): void {
    if (!this.canTakeBack) return;
    const lead = this.#lead!;
    // One that waits was handed over by what is loaded later.
    this.answers.takeBack(this.later!.textsOf(lead.values(this.data.outbox)));
    lead.discard(this.data.outbox);
    this.#lead = undefined;
    this.answers.keepDraft();
    this.focus = 'first';
    this.#host.requestUpdate();
  }

  /** Of a lead whose outcome is not known: a person looked, and it is not there. */
  sendAgain(): Promise<boolean> {
    if (this.phase !== 'unknown') return Promise.resolve(false);
    this.#lead!.discard(this.data.outbox);
    this.#lead = undefined;
    return this.submit();
  }

  /** A new lead: after one that was sent or waits, or one whose outcome was not known and that a person found to be there. */
  startAnew(): void {
    if (this.phase === 'unknown') this.#lead!.discard(this.data.outbox);
    this.#empty();
    this.focus = 'first';
    this.#host.requestUpdate();
  }

  /** Tries to reach the backend now. */
  retry(): void { this.data.crm?.retry(); }

  /** Of a stored lead of which a part was refused. */
  settleParts(how: 'retry' | 'discard'): void {
    for (const entry of this.#lead?.refusals(this.data.outbox) ?? []) entry[how]();
  }
}
