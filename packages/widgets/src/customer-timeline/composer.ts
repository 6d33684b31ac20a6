import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { MessageKey } from '../messages/message.ts';
import { icon } from '../parts/icon.ts';
import { firstLine } from './activity-commands.ts';
import { iconOf } from './kinds.ts';
import { instantOf } from './local-input.ts';
import type { ActivityDraft } from './timeline-types.ts';

type Kind = ActivityDraft['kind'];

const kinds: readonly Kind[] = ['note', 'call', 'task', 'meeting', 'email'];
const labels: Readonly<Record<Kind, readonly [tab: MessageKey & `timeline.${Kind}`, save: 'timeline.saveNote' | 'timeline.saveCall' | 'timeline.saveTask' | 'timeline.saveMeeting' | 'timeline.saveEmail']>> = {
  note: ['timeline.note', 'timeline.saveNote'], call: ['timeline.call', 'timeline.saveCall'], task: ['timeline.task', 'timeline.saveTask'], meeting: ['timeline.meeting', 'timeline.saveMeeting'], email: ['timeline.email', 'timeline.saveEmail'],
};

/** What was typed so far. Kept over a change of the tab. */
interface Typed {
  text: string;
  subject: string;
  place: string;
  when: string;
  minutes: string;
  direction: 'in' | 'out';
}

const blank = (): Typed => ({ text: '', subject: '', place: '', when: '', minutes: '', direction: 'out' });

/** Where one writes a note or plans a step. Closed it is one line; it opens when one begins to write. */
export class Composer implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #save: (draft: ActivityDraft) => boolean;
  #kind: Kind = 'note';
  #open = false;
  #typed: Typed = blank();
  #problem: { readonly field: keyof Typed; readonly text: string } | undefined;
  #focus: string | undefined;

  /** `save` writes it and answers whether it was taken. */
  constructor(host: VinculoElement, save: (draft: ActivityDraft) => boolean) {
    this.#host = host;
    this.#save = save;
    host.addController(this);
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
    if (text !== undefined) this.#typed.text = text;
    this.#focus = '.compose [data-first]';
    this.#host.requestUpdate();
  }

  render(): TemplateResult {
    const { t } = this.#words();
    const id = `tab-${this.#kind}`;
    return html`<form part="composer" class="compose" aria-label=${t('timeline.composer')} novalidate @submit=${this.#submit} @keydown=${this.#keys}>
      <div class="tabs" role="tablist" aria-label=${t('timeline.composer')}>${kinds.map((kind) => html`<button type="button" role="tab" part="composer-tab" id=${`tab-${kind}`} aria-selected=${kind === this.#kind} aria-controls="composer-panel" tabindex=${kind === this.#kind ? 0 : -1}
        @click=${() => this.start(kind)} @keydown=${(event: KeyboardEvent) => this.#tabKeys(event, kind)}>${icon(iconOf(kind))}${t(labels[kind][0])}</button>`)}</div>
      <div role="tabpanel" id="composer-panel" class="panel" aria-labelledby=${id}>${this.#fields()}</div>
    </form>`;
  }

  // `t` loses its `this` when taken off the host.
  #words(): { t: VinculoElement['t'] } { return { t: this.#host.t.bind(this.#host) }; }

  #fields(): TemplateResult {
    const { t } = this.#words();
    const kind = this.#kind;
    const prompt = kind === 'task' ? 'timeline.taskPrompt' : kind === 'meeting' ? 'timeline.meetingPrompt' : 'timeline.prompt';
    const wrong = this.#problem?.field === 'text';
    return html`${this.#open && kind === 'email' ? this.#input('subject', 'text', t('timeline.subject'), true) : nothing}
      <textarea part="composer-text" class="text" rows=${this.#open ? 3 : 1} data-first=${kind === 'email' ? nothing : ''} aria-label=${t('timeline.textLabel')} placeholder=${t(prompt)} aria-invalid=${wrong ? 'true' : nothing} aria-describedby=${wrong ? 'composer-problem' : nothing} enterkeyhint="enter"
        .value=${live(this.#typed.text)} @input=${(event: Event) => this.#set('text', event)} @focus=${() => { if (!this.#open) { this.#open = true; this.#host.requestUpdate(); } }}></textarea>
      ${this.#open ? html`<div class="more">${this.#details()}</div>
        ${this.#problem ? html`<p id="composer-problem" class="problem fine bad row tight" role="alert">${icon('warn', 'small')}${this.#problem.text}</p>` : nothing}
        <div class="tools"><button type="submit" part="button primary-button" class="btn primary small">${t(labels[kind][1])}</button><button type="button" part="button" class="btn quiet small" @click=${this.#cancel}>${t('action.cancel')}</button></div>` : nothing}`;
  }

  #details(): unknown {
    const { t } = this.#words();
    const direction = (words: readonly [string, string]): TemplateResult => html`<label class="field"><span class="fine text-3">${t('timeline.direction')}</span><select part="input" class="input" @change=${(event: Event) => this.#set('direction', event)}>
      ${(['out', 'in'] as const).map((value, i) => html`<option value=${value} ?selected=${this.#typed.direction === value}>${words[i]}</option>`)}</select></label>`;
    switch (this.#kind) {
      case 'note': return nothing;
      case 'call': return html`${direction([t('timeline.outgoing'), t('timeline.incoming')])}${this.#input('minutes', 'number', t('timeline.minutes'))}${this.#input('when', 'datetime-local', t('timeline.when'))}`;
      case 'email': return html`${direction([t('timeline.sent'), t('timeline.received')])}${this.#input('when', 'datetime-local', t('timeline.when'))}`;
      case 'task': return this.#input('when', 'datetime-local', t('timeline.dueOn'));
      case 'meeting': return html`${this.#input('when', 'datetime-local', t('timeline.start'))}${this.#input('minutes', 'number', t('timeline.minutes'))}${this.#input('place', 'text', t('timeline.place'))}`;
    }
  }

  #input(field: 'subject' | 'place' | 'when' | 'minutes', type: string, label: string, first = false): TemplateResult {
    const wrong = this.#problem?.field === field;
    return html`<label class="field ${first ? 'wide' : ''}"><span class="fine text-3">${label}</span><input part="input" class="input" type=${type} name=${field} min=${type === 'number' ? 1 : nothing} max=${type === 'number' ? 1440 : nothing} data-first=${first ? '' : nothing}
      aria-invalid=${wrong ? 'true' : nothing} aria-describedby=${wrong ? 'composer-problem' : nothing} .value=${live(this.#typed[field])} @input=${(event: Event) => this.#set(field, event)}></label>`;
  }

  #set(field: keyof Typed, event: Event): void {
    const { value } = event.currentTarget as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
    if (field === 'direction') this.#typed.direction = value === 'in' ? 'in' : 'out';
    else this.#typed[field] = value;
    if (this.#problem) { this.#problem = undefined; this.#host.requestUpdate(); }
  }

  readonly #cancel = (): void => {
    this.#typed = blank();
    this.#open = false;
    this.#problem = undefined;
    this.#focus = `#tab-${this.#kind}`;
    this.#host.requestUpdate();
  };

  readonly #keys = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#submit(event);
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

  readonly #submit = (event: Event): void => {
    event.preventDefault();
    this.#problem = this.#missing();
    if (this.#problem) {
      this.#focus = '.compose [aria-invalid]';
      this.#host.requestUpdate();
      return;
    }
    if (!this.#save(this.#draft())) return;
    this.#typed = blank();
    this.#open = false;
    this.#focus = `#tab-${this.#kind}`;
    this.#host.requestUpdate();
  };

  #missing(): { field: keyof Typed; text: string } | undefined {
    const { t } = this.#words();
    const { text, subject, when } = this.#typed;
    if (this.#kind === 'email' && !subject.trim()) return { field: 'subject', text: t('timeline.needSubject') };
    if (this.#kind !== 'email' && !text.trim()) return { field: 'text', text: t('timeline.needText') };
    if (this.#kind === 'meeting' && !when) return { field: 'when', text: t('timeline.needStart') };
    return undefined;
  }

  #draft(): ActivityDraft {
    const kind = this.#kind;
    const { text, subject, place, when, minutes, direction } = this.#typed;
    const now = new Date().toISOString();
    const at = instantOf(when);
    const lines = text.trim();
    const title = kind === 'email' ? subject.trim() : firstLine(lines);
    // What is planned has its text in its title; what happened has it in the body, its title is only the first line.
    const rest = kind === 'task' || kind === 'meeting' ? (title === lines ? null : lines) : lines || null;
    const length = Number(minutes) > 0 ? Number(minutes) : undefined;
    const base = { kind, subject: title, body: rest };
    switch (kind) {
      case 'note': return { ...base, at: now, done: true };
      case 'call': return { ...base, at: at ?? now, done: true, direction, ...(length ? { seconds: Math.round(length * 60) } : {}) };
      case 'email': return { ...base, at: at ?? now, done: true, direction };
      case 'task': return { ...base, at: at ?? now, done: false, ...(at ? { dueAt: at } : {}) };
      case 'meeting': {
        const start = at ?? now;
        const endsAt = length ? new Date(Date.parse(start) + length * 60_000).toISOString() : undefined;
        return { ...base, at: start, done: (endsAt ?? start) < now, ...(endsAt ? { endsAt } : {}), ...(place.trim() ? { place: place.trim() } : {}) };
      }
    }
  }
}
