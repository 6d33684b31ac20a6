import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { VinculoError } from '@vinculo/sdk';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { MessageKey } from '../messages/message.ts';
import { ComposerFiles } from '../parts/composer-files.ts';
import { openDraft, type Draft } from '../parts/draft.ts';
import { FileDrop } from '../parts/file-drop.ts';
import { icon } from '../parts/icon.ts';
import { AttendeePicker } from './attendee-picker.ts';
import { blank, draft, missing, type ComposerProblem, type Kind, type Typed } from './composer-draft.ts';
import { details, isSending, subject, type Typing } from './composer-form.ts';
import { CustomerPeople } from './customer-people.ts';
import type { TimelineController } from './customer-timeline.controller.ts';
import { iconOf } from './kinds.ts';
import { receiversOf } from './mail-receivers.ts';
import type { ActivityDraft } from './timeline-types.ts';

const kinds: readonly Kind[] = ['note', 'call', 'task', 'meeting', 'email'];
const labels: Readonly<Record<Kind, readonly [tab: MessageKey & `timeline.${Kind}`, save: 'timeline.saveNote' | 'timeline.saveCall' | 'timeline.saveTask' | 'timeline.saveMeeting' | 'timeline.saveEmail']>> = {
  note: ['timeline.note', 'timeline.saveNote'], call: ['timeline.call', 'timeline.saveCall'], task: ['timeline.task', 'timeline.saveTask'], meeting: ['timeline.meeting', 'timeline.saveMeeting'], email: ['timeline.email', 'timeline.saveEmail'],
};
const isKind = (text: string | undefined): text is Kind => (kinds as readonly (string | undefined)[]).includes(text);

/** What becomes of what is written. */
export interface ComposerEnds {
  /** Asks the host; false where it says no. */
  readonly allow: (written: ActivityDraft) => boolean;
  /** Writes it and answers whether it was taken. */
  readonly save: (written: ActivityDraft) => boolean;
  readonly failed: (error: VinculoError) => void;
  readonly say: (text: string) => void;
}

/** Where one writes a note or plans a step. Closed it is one line; it opens when one begins to write. What is typed stays with the tab until it is saved. */
export class Composer implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #controller: TimelineController;
  readonly #ends: ComposerEnds;
  readonly #files: ComposerFiles;
  readonly #drop: FileDrop;
  readonly #people: CustomerPeople;
  readonly #attendees: AttendeePicker;
  #kind: Kind = 'note';
  #open = false;
  #typed: Typed = blank;
  #problem: ComposerProblem | undefined;
  #isSaving = false;
  #focus: string | undefined;
  #draft: Draft | undefined;
  #of = '';

  constructor(host: VinculoElement, controller: TimelineController, ends: ComposerEnds) {
    this.#host = host;
    this.#controller = controller;
    this.#ends = ends;
    this.#files = new ComposerFiles(host);
    this.#drop = new FileDrop(host, { mayTake: () => this.#mayAttach, take: (files) => { this.#open = true; this.#files.add(files); } });
    this.#people = new CustomerPeople(host, controller);
    this.#attendees = new AttendeePicker(host, controller, this.#people, ends.say);
    host.addController(this);
  }

  hostUpdate(): void {
    this.#resume();
    const meets = this.#open && this.#kind === 'meeting';
    this.#people.watch(meets || (this.#open && this.#kind === 'email' && this.#sends));
    this.#attendees.watch(meets ? this.#typed.attendees : undefined);
  }

  hostUpdated(): void {
    const focus = this.#focus;
    this.#focus = undefined;
    if (focus) this.#host.renderRoot.querySelector<HTMLElement>(focus)?.focus();
  }

  /** Opens it on one kind, with a text where one is given, and puts the focus there. */
  start(kind: Kind, text?: string): void {
    this.#kind = kind;
    this.#open = true;
    if (text !== undefined) this.#typed = { ...this.#typed, text };
    this.#keep();
    this.#focus = '.compose [data-first]';
    this.#host.requestUpdate();
  }

  /** Opens it with all that was typed once. */
  again(kind: Kind, typed: Typed): void {
    this.#typed = typed;
    this.start(kind);
  }

  render(): TemplateResult {
    const { t } = this.#words();
    const id = `tab-${this.#kind}`;
    return html`<form part="composer" class="compose ${this.#drop.isOver ? 'dropping' : ''}" aria-label=${t('timeline.composer')} novalidate @submit=${this.#submit} @keydown=${this.#keys} @dragover=${this.#drop.drag} @dragleave=${this.#drop.drag} @drop=${this.#drop.drop} @paste=${this.#drop.paste}>
      <div class="tabs" role="tablist" aria-label=${t('timeline.composer')}>${kinds.map((kind, i) => html`<button type="button" role="tab" part="composer-tab" id=${`tab-${kind}`} aria-selected=${kind === this.#kind} aria-controls="composer-panel" aria-keyshortcuts=${`Alt+${i + 1}`} tabindex=${kind === this.#kind ? 0 : -1}
        @click=${() => this.start(kind)} @keydown=${(event: KeyboardEvent) => this.#tabKeys(event, kind)}>${icon(iconOf(kind))}${t(labels[kind][0])}</button>`)}</div>
      <div role="tabpanel" id="composer-panel" class="panel" aria-labelledby=${id}>${this.#fields()}</div>
    </form>`;
  }

  // `t` loses its `this` when taken off the host.
  #words(): { t: VinculoElement['t'] } { return { t: this.#host.t.bind(this.#host) }; }

  /** Another record, or another person, has another draft. */
  #resume(): void {
    const { request, description, me } = this.#controller;
    const { subject: about } = request ?? {};
    if (!about || !description.value) return;
    const owner = ['timeline', description.value.tenant, me ?? description.value.user.role, about.table, about.id];
    if (owner.join('/') === this.#of) return;
    const isFirst = this.#of === '';
    this.#of = owner.join('/');
    this.#draft = openDraft(owner);
    const kept = this.#draft.read();
    // What was begun before the record was known stays.
    if (!kept && isFirst) return;
    this.#typed = { ...blank, ...kept };
    this.#kind = isKind(kept?.['kind']) ? kept['kind'] : this.#kind;
    this.#open = kept !== undefined;
    this.#problem = undefined;
    this.#files.clear();
    this.#attendees.clear();
  }

  #keep(): void {
    if (Object.entries(this.#typed).some(([field, value]) => field !== 'direction' && field !== 'mail' && value.trim() !== '')) this.#draft?.save({ ...this.#typed, kind: this.#kind });
    else this.#draft?.clear();
  }

  get #sends(): boolean { return this.#controller.description.value?.mail === true; }

  get #typing(): Typing {
    const { t } = this.#words();
    return { t, kind: this.#kind, typed: this.#typed, problem: this.#problem, sends: this.#sends, receivers: receiversOf(this.#people), set: (field, value) => this.#set(field, value) };
  }

  #fields(): TemplateResult {
    const typing = this.#typing;
    const { t, kind } = typing;
    const prompt = kind === 'task' ? 'timeline.taskPrompt' : kind === 'meeting' ? 'timeline.meetingPrompt' : 'timeline.prompt';
    const wrong = this.#problem?.field === 'text';
    const save = isSending(typing) ? t('timeline.sendNow') : t(labels[kind][1]);
    return html`${this.#open && kind === 'email' ? subject(typing) : nothing}
      <textarea part="composer-text" class="text" rows=${this.#open ? 3 : 1} dir="auto" data-first=${kind === 'email' ? nothing : ''} aria-label=${t('timeline.textLabel')} placeholder=${t(prompt)} aria-invalid=${wrong ? 'true' : nothing} aria-describedby=${wrong ? 'composer-problem' : nothing} aria-keyshortcuts="Control+Enter" enterkeyhint="enter"
        .value=${live(this.#typed.text)} @input=${(event: Event) => this.#set('text', (event.currentTarget as HTMLTextAreaElement).value)} @focus=${() => { if (!this.#open) { this.#open = true; this.#host.requestUpdate(); } }}></textarea>
      ${this.#open ? html`<div class="more">${details(typing)}</div>${kind === 'meeting' ? this.#attendees.render(this.#typed.attendees, (chosen) => this.#set('attendees', chosen)) : nothing}${this.#files.render()}
        ${this.#problem ? html`<p id="composer-problem" class="problem fine bad row tight" role="alert">${icon('warn', 'small')}${this.#problem.text}</p>` : nothing}
        <div class="tools"><button type="submit" part="button primary-button" class="btn primary small" aria-disabled=${this.#isSaving ? 'true' : nothing}>${this.#isSaving ? t('desk.uploading') : save}</button><button type="button" part="button" class="btn quiet small" @click=${this.#cancel}>${t('action.cancel')}</button>${this.#mayAttach ? this.#files.button() : nothing}</div>`
        : nothing}`;
  }

  get #mayAttach(): boolean { return this.#controller.may('create', 'attachment'); }

  #set(field: keyof Typed, value: string): void {
    this.#typed = { ...this.#typed, [field]: value };
    this.#problem = undefined;
    this.#keep();
    // What is asked may hang on it.
    this.#host.requestUpdate();
  }

  readonly #cancel = (): void => {
    this.#blank();
    this.#host.requestUpdate();
  };

  #blank(): void {
    this.#typed = blank;
    this.#open = false;
    this.#problem = undefined;
    this.#files.clear();
    this.#attendees.clear();
    this.#keep();
    this.#focus = `#tab-${this.#kind}`;
  }

  readonly #keys = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const digit = event.altKey && !event.ctrlKey && !event.metaKey ? kinds[Number(/^Digit(\d)$/.exec(event.code)?.[1]) - 1] : undefined;
    if (digit) { event.preventDefault(); this.start(digit); }
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#submit(event);
    else if (event.key === 'Escape' && this.#open) { event.preventDefault(); this.#cancel(); }
  };

  #tabKeys(event: KeyboardEvent, kind: Kind): void {
    const forward = this.#host.direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const back = this.#host.direction === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
    const at = kinds.indexOf(kind);
    const to = event.key === forward ? at + 1 : event.key === back ? at - 1 : event.key === 'Home' ? 0 : event.key === 'End' ? -1 : undefined;
    if (to === undefined) return;
    event.preventDefault();
    this.#kind = kinds.at(to % kinds.length)!;
    this.#focus = `#tab-${this.#kind}`;
    this.#host.requestUpdate();
  }

  // ---- saving ------------------------------------------------------------------------------------------------------

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    if (this.#isSaving) return;
    const { t } = this.#words();
    const sends = this.#sends;
    this.#problem = missing(t, this.#kind, this.#typed, sends) ?? (this.#files.areWrong ? { field: 'text', text: t('desk.filesWrong') } : undefined);
    if (this.#problem) {
      this.#focus = '.compose [aria-invalid]';
      this.#host.requestUpdate();
      return;
    }
    const attendees = this.#kind === 'meeting' ? this.#attendees.of(this.#typed.attendees) : [];
    const planned = draft(this.#kind, this.#typed, sends, new Date().toISOString());
    // A call that nobody took needs no words, but a title.
    const subject = planned.subject || (planned.outcome ? t(`timeline.${planned.outcome}`) : '');
    const written = { ...planned, subject, ...(attendees.length > 0 ? { attendees } : {}) };
    if (!this.#ends.allow(written)) return;
    if (this.#files.list.length === 0) this.#write(written);
    else void this.#writeWithFiles(written);
  };

  async #writeWithFiles(written: ActivityDraft): Promise<void> {
    const about = this.#of;
    this.#isSaving = true;
    this.#host.requestUpdate();
    const failure = await this.#files.upload(this.#host.crm!);
    this.#isSaving = false;
    this.#host.requestUpdate();
    // Meanwhile another record may be shown; its draft keeps what was typed here.
    if (this.#of !== about) return;
    if (failure) {
      const { t } = this.#words();
      this.#problem = { field: 'text', text: t(failure.code === 'offline' ? 'desk.filesOffline' : failure.code === 'unsupported' ? 'desk.filesUnsupported' : 'desk.filesFailed') };
      this.#ends.failed(failure);
      return;
    }
    this.#write({ ...written, files: this.#files.list.flatMap(({ name, type, bytes, blobId }) => (blobId === undefined ? [] : [{ name, type, bytes, blobId }])) });
  }

  #write(written: ActivityDraft): void {
    if (!this.#ends.save(written)) return;
    this.#blank();
    this.#host.requestUpdate();
  }
}
