import type { Vinculo } from '@vinculo/sdk';
import type { ReactiveController } from 'lit';
import { LatePart } from '../base/late-part.ts';
import type { AskedField } from '../parts/asked-field.ts';
import { FormIntake, type SetUp } from '../parts/form-intake.ts';
import { FormSending, type FormEvents } from '../parts/form-sending.ts';
import type * as Later from './after-first-drawing.ts';
import { Answers } from './answers.ts';
import type { Problem } from './check-answers.ts';
import { TicketFormData, type SavedReply, type TicketFormHost } from './form-data.ts';
import { fieldNames, formFields, type FormField } from './form-fields.ts';
import type * as Further from './further-fields.ts';
import type { RequestValues } from './request-on-its-way.ts';

/** Who is told. `submit` answers false when the page keeps the request back; what it waits for is in `waits` afterwards. */
export interface TicketFormEvents extends FormEvents {
  submit(values: RequestValues, files: readonly File[], waits: Promise<unknown>[]): boolean;
}

/** Asks, checks, uploads the files and hands the request over once. */
export class TicketFormController implements ReactiveController {
  readonly intake: FormIntake;
  readonly data: TicketFormData;
  readonly answers: Answers;
  readonly events: TicketFormEvents;
  readonly sending: FormSending<Problem, typeof Later>;
  readonly #host: TicketFormHost;
  readonly #further: LatePart<typeof Further>;
  #isDrawn = false;

  constructor(host: TicketFormHost, events: TicketFormEvents) {
    this.#host = host;
    this.events = events;
    this.intake = new FormIntake(host, 'ticket');
    this.data = new TicketFormData(host, this.intake);
    this.answers = new Answers(host, this.intake);
    this.sending = new FormSending(host, this, () => host.later(import('./after-first-drawing.ts')), (later) => later.followRequest(this));
    this.#further = new LatePart(host, () => host.later(import('./further-fields.ts')), () => this.#asksFurther);
    host.addController(this);
  }

  hostUpdate(): void {
    this.data.watch(this.answers.of('subject'));
    if (this.answers.useDraft()) this.sending.forget();
    // Into fields that are there.
    if (this.setUp === 'ready') this.sending.sent?.takeRefusal();
  }

  hostUpdated(): void { this.#isDrawn = this.setUp === 'ready'; }

  get setUp(): SetUp {
    const { setUp } = this.data;
    // The form appears once, whole. What the page asks later comes when it is there.
    return setUp !== 'ready' || this.#isDrawn || this.further || !this.#asksFurther ? setUp : this.#further.isCutOff ? 'error' : 'loading';
  }

  /** What draws and reads the fields that are asked beside the form's own; undefined where none may be. */
  get further(): typeof Further | undefined { return this.#asksFurther ? this.#further.part : undefined; }

  /** Whether anything may be asked beside the form's own fields. */
  get #asksFurther(): boolean {
    const { description, stage } = this.intake;
    const { fields } = this.#host;
    const named = [...Object.keys(fields), ...(stage?.requiredFields ?? [])];
    return Object.values(fields).some((each) => each?.help) || (description?.tables['ticket']?.custom?.length ?? 0) > 0 || named.some((name) => !fieldNames.some((each) => each === name));
  }

  /** All fields that may be asked beside the form's own, whatever is answered. */
  get #furtherTemplate(): readonly AskedField[] {
    return this.intake.crm && this.intake.description && this.intake.entity ? (this.further?.furtherTemplate(this.data.situation) ?? []) : [];
  }

  /** What was typed into these, read back from a ticket. */
  furtherTexts(values: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> { return this.further?.furtherTexts(this.#host.locale, this.#furtherTemplate, values) ?? {}; }

  /** The fields to draw, in order. */
  get fields(): readonly FormField[] {
    if (!this.intake.crm || !this.intake.description) return [];
    const answer = (name: string): string => this.answers.of(name);
    return formFields({ ...this.data.situation, further: this.further?.furtherFields(this.#furtherTemplate, answer) ?? [] }, answer);
  }

  get suggestions(): readonly SavedReply[] { return this.sending.later?.suggestionsFor(this.answers.of('subject'), this.data.replies) ?? []; }

  answer(name: string, text: string): void {
    this.answers.set(name, text);
    // What this answer leaves no choice of is not sent.
    for (const { name: other, options } of this.fields) {
      if (other !== name && options.length > 0 && this.answers.of(other) !== '' && !options.some(({ value }) => value === this.answers.of(other))) this.answers.set(other, '');
    }
    this.sending.answered(name);
  }

  /** Files that come before they can be judged wait for that. False when they are not taken. */
  async addFiles(files: readonly File[]): Promise<boolean> {
    if (files.length === 0 || this.sending.phase === 'sending' || !this.fields.some((each) => each.name === 'attachments' && !each.readonly)) return false;
    const later = this.sending.later ?? (await this.sending.bring());
    if (!later) return false;
    this.answers.files = later.withFiles(this.answers.files, files, this.#host.fileRules);
    this.#filesChanged();
    return true;
  }

  removeFile(key: number): void {
    // There are none before.
    this.answers.files = this.sending.later!.withoutFile(this.answers.files, key, this.#host.fileRules);
    this.#filesChanged();
  }

  #filesChanged(): void {
    if (this.sending.trouble?.kind.startsWith('files')) this.sending.trouble = undefined;
    this.sending.answered('attachments');
  }

  /** Checks, asks the page, uploads the files and hands the request over. One at a time; false when it was not handed over. */
  submit({ withoutFiles = false }: { readonly withoutFiles?: boolean } = {}): Promise<boolean> {
    const { sending } = this;
    return sending.handOver(async (later, crm) => {
      if (withoutFiles) this.answers.files = [];
      sending.problems = this.#check(later);
      if (sending.problems.length > 0) return false;
      const values = later.ticketFrom(this.#host, this.intake, this.data, this.answers, this.fields, this.further);
      const files = this.answers.files.flatMap(({ file }) => (file ? [file] : []));
      return (await sending.pageAgrees((waits) => this.events.submit(values, files, waits))) && (await this.#upload(later, crm)) && this.#send(later, crm, values);
    });
  }

  #check({ checkAnswers }: typeof Later): readonly Problem[] {
    const { fields } = this;
    const { locale } = this.#host;
    const problems = checkAnswers(this.intake.entity!, fields, (name) => this.answers.of(name), (field) => this.further?.furtherProblem(locale, this.intake.entity!, field, this.answers));
    const { files } = this.answers;
    if (files.some((each) => each.state === 'refused')) return [...problems, { field: 'attachments', reason: 'other' }];
    const missing = files.length === 0 && fields.some((each) => each.name === 'attachments' && each.required);
    return missing ? [...problems, { field: 'attachments', reason: 'required' }] : problems;
  }

  async #upload(later: typeof Later, crm: Vinculo): Promise<boolean> {
    const { sending } = this;
    const failure = await later.uploadFiles(crm, {
      list: () => this.answers.files,
      change: (key, change) => {
        this.answers.changeFile(key, change);
        sending.redraw();
      },
    });
    if (!failure) {
      // One that has to be there may have been taken out on its way.
      sending.problems = this.#check(later);
      return sending.problems.length === 0;
    }
    sending.trouble = { kind: failure.code === 'unsupported' ? 'filesUnsupported' : failure.code === 'offline' ? 'filesOffline' : 'filesFailed' };
    this.events.failed(failure);
    return false;
  }

  #send({ writeRequest }: typeof Later, crm: Vinculo, values: RequestValues): boolean {
    const sent = { values, files: this.answers.files, withMessage: this.intake.mayAdd('ticketMessage'), fromContactId: this.data.contactId };
    return this.sending.sent!.send(crm, values, () => writeRequest(crm, sent));
  }
}
