import { ValidationError, VinculoError, type Vinculo } from '@vinculo/sdk';
import type { ReactiveController } from 'lit';
import { LatePart } from '../base/late-part.ts';
import type { GroupOnItsWay } from '../parts/group-on-its-way.ts';
import type * as Later from './after-first-drawing.ts';
import { Answers } from './answers.ts';
import type { Problem } from './check-answers.ts';
import { TicketFormData, type SavedReply, type TicketFormHost } from './form-data.ts';
import { mayCreate } from '../parts/table-access.ts';
import { formFields, type FieldName, type FormField } from './form-fields.ts';
import type { RequestValues } from './request-on-its-way.ts';

/** Who is told. `submit` answers false when the page keeps the request back; what it waits for is in `waits` afterwards. */
export interface TicketFormEvents {
  submit(values: RequestValues, files: readonly File[], waits: Promise<unknown>[]): boolean;
  submitted(id: string, number: string | undefined): void;
  failed(error: VinculoError): void;
}

/** Where the widget stands. `refused` is the form, with the reason. */
export type Phase = 'no-client' | 'loading' | 'error' | 'unavailable' | 'form' | 'refused' | 'sending' | 'waiting' | 'unknown' | 'sent';

/** Why a request was not handed over although the answers are right. */
export interface Trouble {
  readonly kind: 'page' | 'filesOffline' | 'filesUnsupported' | 'filesFailed' | 'backend';
  readonly text?: string;
}

/** Asks, checks, hands the request over once, and follows what becomes of it. */
export class TicketFormController implements ReactiveController {
  readonly data: TicketFormData;
  readonly answers: Answers;
  problems: readonly Problem[] = [];
  trouble: Trouble | undefined;
  /** Where focus belongs after the next drawing. The element takes it. */
  focus: 'summary' | 'outcome' | 'first' | undefined;
  readonly #host: TicketFormHost;
  readonly #events: TicketFormEvents;
  readonly #late: LatePart<typeof Later>;
  #request: GroupOnItsWay | undefined;
  #handing = false;
  /** Kept until the request is stored, so that one sent again cannot become a second ticket where the client mints ids. */
  #ticketId: string | undefined;

  constructor(host: TicketFormHost, events: TicketFormEvents) {
    this.#host = host;
    this.#events = events;
    this.data = new TicketFormData(host);
    this.answers = new Answers(host, this.data);
    this.#late = new LatePart(host, () => import('./after-first-drawing.ts'));
    host.addController(this);
  }

  hostUpdate(): void {
    this.data.watch(this.answers.of('subject'));
    this.answers.useDraft();
    this.#takeRefusal();
  }

  /** What is needed after the first drawing; undefined until it is there. */
  get later(): typeof Later | undefined { return this.#late.part; }

  /** It did not come. */
  get isCutOff(): boolean { return this.#late.isCutOff; }

  /** Brings it now, where it did not come. Whether it came is seen in the next drawing. */
  bring(): void { this.#late.load().catch(() => {}); }

  get phase(): Phase {
    if (!this.data.crm) return 'no-client';
    const fate = this.#request?.fate(this.data.outbox);
    if (fate === 'stored') return 'sent';
    if (fate === 'unknown') return 'unknown';
    if (fate === 'sending') return this.data.isAway ? 'waiting' : 'sending';
    const { setUp } = this.data;
    if (this.#handing) return 'sending';
    if (setUp !== 'ready') return setUp;
    return fate === 'refused' ? 'refused' : 'form';
  }

  /** The fields to draw, in order. */
  get fields(): readonly FormField[] { return this.data.crm && this.data.description ? formFields(this.data.situation, (name) => this.answers.of(name)) : []; }

  get suggestions(): readonly SavedReply[] { return this.later?.suggestionsFor(this.answers.of('subject'), this.data.replies) ?? []; }

  /** The request that was handed over last. */
  get request(): GroupOnItsWay | undefined { return this.#request; }

  /** Why the backend did not take the request, or a part of it. */
  get refusal(): string | undefined { return this.#request?.refusals(this.data.outbox)[0]?.reason?.message; }

  // ---- the answers -------------------------------------------------------------------------------------------------

  answer(name: FieldName, text: string): void {
    this.answers.set(name, text);
    // What this answer leaves no choice of is not sent.
    for (const { name: other, options } of this.fields) {
      if (other !== name && options.length > 0 && this.answers.of(other) !== '' && !options.some(({ value }) => value === this.answers.of(other))) this.answers.set(other, '');
    }
    this.problems = this.problems.filter((each) => each.field !== name);
    this.#host.requestUpdate();
  }

  /** Forgets what was typed in these fields, so that what the page gave shows. */
  dropAnswers(names: readonly string[]): void {
    this.answers.drop(names);
    this.#host.requestUpdate();
  }

  /** Files that come before they can be judged wait for that. False when they are not taken. */
  async addFiles(files: readonly File[]): Promise<boolean> {
    if (files.length === 0 || this.phase === 'sending' || !this.fields.some((each) => each.name === 'attachments' && !each.readonly)) return false;
    const later = this.later ?? (await this.#late.load().catch(() => undefined));
    if (!later) return false;
    this.answers.files = later.withFiles(this.answers.files, files, this.#host.fileRules);
    this.#filesChanged();
    return true;
  }

  removeFile(key: number): void {
    // There are none before.
    this.answers.files = this.later!.withoutFile(this.answers.files, key, this.#host.fileRules);
    this.#filesChanged();
  }

  #filesChanged(): void {
    this.problems = this.problems.filter((each) => each.field !== 'attachments');
    if (this.trouble?.kind.startsWith('files')) this.trouble = undefined;
    this.#host.requestUpdate();
  }

  /** Empties the form and forgets the draft. What the page gave stays. A refused request is forgotten too; one under way goes on. */
  reset(): void {
    if (this.phase === 'refused') this.#request!.discard(this.data.outbox);
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
    this.#request = undefined;
    this.#ticketId = undefined;
    this.problems = [];
    this.trouble = undefined;
    this.answers.empty();
  }

  // ---- sending -----------------------------------------------------------------------------------------------------

  /** Checks, asks the page, uploads the files and hands the request over. One at a time; false when it was not handed over. */
  async submit({ withoutFiles = false }: { readonly withoutFiles?: boolean } = {}): Promise<boolean> {
    const { crm } = this.data;
    if (!crm || (this.phase !== 'form' && this.phase !== 'refused')) return false;
    this.#handing = true;
    this.trouble = undefined;
    if (withoutFiles) this.answers.files = [];
    this.#host.requestUpdate();
    try {
      const later = await this.#late.load().catch(() => undefined);
      if (!later) return false;
      this.problems = this.#check(later);
      const values = later.ticketFrom(this.#host, this.data, this.answers, this.fields.map(({ name }) => name));
      return this.problems.length === 0 && (await this.#pageAgrees(values)) && (await this.#upload(later, crm)) && this.#send(later, crm, values);
    } finally {
      this.#handing = false;
      if (this.problems.length > 0 || this.trouble) this.focus = 'summary';
      this.#host.requestUpdate();
    }
  }

  #check({ checkAnswers }: typeof Later): readonly Problem[] {
    const { fields } = this;
    const problems = checkAnswers(this.data.entity!, fields, (name) => this.answers.of(name));
    const { files } = this.answers;
    if (files.some((each) => each.state === 'refused')) return [...problems, { field: 'attachments', reason: 'other' }];
    const missing = files.length === 0 && fields.some((each) => each.name === 'attachments' && each.required);
    return missing ? [...problems, { field: 'attachments', reason: 'required' }] : problems;
  }

  /** Lets the page see and change the ticket before it goes. */
  async #pageAgrees(values: RequestValues): Promise<boolean> {
    const waits: Promise<unknown>[] = [];
    if (!this.#events.submit(values, this.answers.files.flatMap(({ file }) => (file ? [file] : [])), waits)) return false;
    try {
      await Promise.all(waits);
      return true;
    } catch (error) {
      this.trouble = { kind: 'page', text: error instanceof Error ? error.message : String(error ?? '') };
      return false;
    }
  }

  async #upload(later: typeof Later, crm: Vinculo): Promise<boolean> {
    const failure = await later.uploadFiles(crm, {
      list: () => this.answers.files,
      change: (key, change) => {
        this.answers.changeFile(key, change);
        this.#host.requestUpdate();
      },
    });
    if (!failure) {
      // One that has to be there may have been taken out on its way.
      this.problems = this.#check(later);
      return this.problems.length === 0;
    }
    this.trouble = { kind: failure.code === 'unsupported' ? 'filesUnsupported' : failure.code === 'offline' ? 'filesOffline' : 'filesFailed' };
    this.#events.failed(failure);
    return false;
  }

  #send({ sendRequest, problemsFrom }: typeof Later, crm: Vinculo, values: RequestValues): boolean {
    this.#request?.discard(this.data.outbox);
    this.#request = undefined;
    if (this.#ticketId !== undefined) values.id = this.#ticketId;
    try {
      const sent = { values, files: this.answers.files, withMessage: mayCreate(this.data.description!, 'ticketMessage'), fromContactId: this.data.contactId };
      const request: GroupOnItsWay = sendRequest(crm, sent, () => this.#requestChanged(request), this.#events.failed);
      this.#request = request;
      this.#ticketId = request.id;
    } catch (error) {
      if (!(error instanceof VinculoError)) throw error;
      const { own, rest } = error instanceof ValidationError ? problemsFrom(error.table, error.problems) : { own: [], rest: [error.message] };
      this.problems = own;
      if (rest.length > 0) this.trouble = { kind: 'backend', text: rest.join(' ') };
      this.#events.failed(error);
      return false;
    }
    this.focus = 'outcome';
    return true;
  }

  #requestChanged(request: GroupOnItsWay): void {
    if (request.row && !request.isTold) {
      request.isTold = true;
      const number = request.row['number'];
      this.#events.submitted(request.row.id, typeof number === 'string' ? number : undefined);
      if (request === this.#request) this.focus = 'outcome';
    }
    if (request === this.#request && (request.durable || request.row)) this.answers.clearDraft();
    this.#host.requestUpdate();
  }

  // ---- what became of it -------------------------------------------------------------------------------------------

  /** A refused request comes back into the form, also one of an earlier life of the page. */
  #takeRefusal(): void {
    const { later } = this;
    if (this.#handing || !later) return;
    const { outbox } = this.data;
    if (!this.#request && this.data.setUp === 'ready' && this.answers.isUntouched) this.#request = later.parkedRequest(outbox);
    const request = this.#request;
    if (!request || request.isSeen) return;
    const fate = request.fate(outbox);
    if (fate === 'gone') this.#request = undefined;
    if (fate !== 'refused' && fate !== 'unknown') return;
    request.isSeen = true;
    this.#ticketId = request.id;
    this.#bringBack(request, later);
    this.focus = fate === 'refused' ? 'summary' : 'outcome';
    if (fate === 'refused') this.problems = request.refusals(outbox).flatMap(({ change, reason }) => later.problemsFrom(change.table, reason?.problems ?? []).own);
  }

  #bringBack(request: GroupOnItsWay, { filesOf, storedFile }: typeof Later): void {
    const { outbox } = this.data;
    this.answers.takeBack(request.values(outbox), filesOf(request, outbox).map(storedFile));
  }

  /** Whether the request waits and is not being sent at this moment: only then it can be taken back for certain. */
  get canTakeBack(): boolean { return this.phase === 'waiting' && !this.#request!.isMoving(this.data.outbox); }

  /** Of a request that waits: it is not sent, and its values are in the form again. */
  takeBack(): void {
    if (!this.canTakeBack) return;
    const request = this.#request!;
    // A request that waits was handed over by what is loaded later.
    this.#bringBack(request, this.later!);
    request.discard(this.data.outbox);
    this.#request = undefined;
    this.answers.keepDraft();
    this.focus = 'first';
    this.#host.requestUpdate();
  }

  /** Of a request whose outcome is not known: a person looked, and it is not there. */
  sendAgain(): Promise<boolean> {
    if (this.phase !== 'unknown') return Promise.resolve(false);
    this.#request!.discard(this.data.outbox);
    this.#request = undefined;
    return this.submit();
  }

  /** A new request: after one that was sent or waits, or one whose outcome was not known and that a person found to be there. */
  startAnew(): void {
    if (this.phase === 'unknown') this.#request!.discard(this.data.outbox);
    this.#empty();
    this.focus = 'first';
    this.#host.requestUpdate();
  }

  /** Tries to reach the backend now. */
  retry(): void { this.data.crm?.retry(); }

  /** Of a stored request of which a part was refused. */
  settleParts(how: 'retry' | 'discard'): void {
    for (const entry of this.#request?.refusals(this.data.outbox) ?? []) entry[how]();
  }
}
