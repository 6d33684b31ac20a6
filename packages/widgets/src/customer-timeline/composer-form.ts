import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { firstLine } from '../format/first-line.ts';
import { instantOf } from '../parts/local-input.ts';
import type { ActivityDraft } from './timeline-types.ts';

type Kind = ActivityDraft['kind'];

/** What was typed so far. Kept over a change of the tab. */
export interface Typed {
  text: string;
  subject: string;
  place: string;
  when: string;
  minutes: string;
  direction: 'in' | 'out';
}

export interface ComposerProblem {
  readonly field: keyof Typed;
  readonly text: string;
}

interface Typing {
  readonly t: VinculoElement['t'];
  readonly kind: Kind;
  readonly typed: Typed;
  readonly problem: ComposerProblem | undefined;
  readonly set: (field: keyof Typed, event: Event) => void;
}

function input({ problem, typed, set }: Typing, field: 'subject' | 'place' | 'when' | 'minutes', type: string, label: string, first = false): TemplateResult {
  const wrong = problem?.field === field;
  return html`<label class="field ${first ? 'wide' : ''}"><span class="fine text-3">${label}</span><input part="input" class="input" type=${type} name=${field} min=${type === 'number' ? 1 : nothing} max=${type === 'number' ? 1440 : nothing} data-first=${first ? '' : nothing}
      aria-invalid=${wrong ? 'true' : nothing} aria-describedby=${wrong ? 'composer-problem' : nothing} .value=${live(typed[field])} @input=${(event: Event) => set(field, event)}></label>`;
}

/** The title of an email. */
export function subject(typing: Typing): TemplateResult {
  return input(typing, 'subject', 'text', typing.t('timeline.subject'), true);
}

/** What is asked beside the text. */
export function details(typing: Typing): unknown {
  const { t, kind, typed, set } = typing;
  const direction = (words: readonly [string, string]): TemplateResult => html`<label class="field"><span class="fine text-3">${t('timeline.direction')}</span><select part="input" class="input" @change=${(event: Event) => set('direction', event)}>
      ${(['out', 'in'] as const).map((value, i) => html`<option value=${value} ?selected=${typed.direction === value}>${words[i]}</option>`)}</select></label>`;
  switch (kind) {
    case 'note': return nothing;
    case 'call': return html`${direction([t('timeline.outgoing'), t('timeline.incoming')])}${input(typing, 'minutes', 'number', t('timeline.minutes'))}${input(typing, 'when', 'datetime-local', t('timeline.when'))}`;
    case 'email': return html`${direction([t('timeline.sent'), t('timeline.received')])}${input(typing, 'when', 'datetime-local', t('timeline.when'))}`;
    case 'task': return input(typing, 'when', 'datetime-local', t('timeline.dueOn'));
    case 'meeting': return html`${input(typing, 'when', 'datetime-local', t('timeline.start'))}${input(typing, 'minutes', 'number', t('timeline.minutes'))}${input(typing, 'place', 'text', t('timeline.place'))}`;
  }
}

/** What is to be filled in first. */
export function missing(t: VinculoElement['t'], kind: Kind, { text, subject, when }: Typed): ComposerProblem | undefined {
  if (kind === 'email' && !subject.trim()) return { field: 'subject', text: t('timeline.needSubject') };
  if (kind !== 'email' && !text.trim()) return { field: 'text', text: t('timeline.needText') };
  if (kind === 'meeting' && !when) return { field: 'when', text: t('timeline.needStart') };
  return undefined;
}

/** What is written. */
export function draft(kind: Kind, { text, subject, place, when, minutes, direction }: Typed): ActivityDraft {
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
