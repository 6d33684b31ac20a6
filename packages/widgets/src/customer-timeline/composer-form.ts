import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { MessageKey } from '../messages/message.ts';
import type { ComposerProblem, Kind, Typed } from './composer-draft.ts';
import type { Receiver } from './mail-receivers.ts';

export interface Typing {
  readonly t: VinculoElement['t'];
  readonly kind: Kind;
  readonly typed: Typed;
  readonly problem: ComposerProblem | undefined;
  /** Whether a mail can be sent from here. */
  readonly sends: boolean;
  /** Whom to, of the customer's people. */
  readonly receivers: readonly Receiver[];
  readonly set: (field: keyof Typed, value: string) => void;
}

type Choice = readonly [value: string, words: string];

const valueOf = (event: Event): string => (event.currentTarget as HTMLInputElement | HTMLSelectElement).value;

function input({ problem, typed, receivers, set }: Typing, field: 'subject' | 'addresses' | 'cc' | 'place' | 'when' | 'minutes' | 'next' | 'nextWhen', type: string, label: string, className = '', first = false): TemplateResult {
  // Where nobody stands to choose from, receivers are typed.
  const wrong = problem?.field === field || (field === 'addresses' && problem?.field === 'to' && receivers.length === 0);
  return html`<label class="field ${className}"><span class="fine text-3">${label}</span><input part="input" class="input" type=${type} name=${field} min=${type === 'number' ? 1 : nothing} max=${type === 'number' ? 1440 : nothing} inputmode=${field === 'addresses' || field === 'cc' ? 'email' : nothing} dir=${field === 'addresses' || field === 'cc' ? 'ltr' : nothing} data-first=${first ? '' : nothing}
      aria-invalid=${wrong ? 'true' : nothing} aria-describedby=${wrong ? 'composer-problem' : nothing} .value=${live(typed[field])} @input=${(event: Event) => set(field, valueOf(event))}></label>`;
}

function select({ problem, typed, set }: Typing, field: 'direction' | 'mail' | 'remind', label: string, choices: readonly Choice[]): TemplateResult {
  const wrong = problem?.field === field;
  return html`<label class="field"><span class="fine text-3">${label}</span><select part="input" class="input" name=${field} aria-invalid=${wrong ? 'true' : nothing} @change=${(event: Event) => set(field, valueOf(event))}>
      ${choices.map(([value, words]) => html`<option value=${value} ?selected=${typed[field] === value}>${words}</option>`)}</select></label>`;
}

/** Whether the mail that is being written is to be sent from here. */
export function isSending({ kind, typed, sends }: Pick<Typing, 'kind' | 'typed' | 'sends'>): boolean {
  return kind === 'email' && sends && (typed.mail === '' || typed.mail === 'send');
}

/** The receivers and the title of an email. */
export function subject(typing: Typing): TemplateResult {
  const { t } = typing;
  return html`${isSending(typing) ? html`${typing.receivers.length > 0 ? receiverList(typing) : nothing}<div class="more">${input(typing, 'addresses', 'text', t(typing.receivers.length > 0 ? 'timeline.addresses' : 'timeline.receivers'))}${input(typing, 'cc', 'text', t('timeline.cc'))}</div>` : nothing}${input(typing, 'subject', 'text', t('timeline.subject'), 'wide', true)}`;
}

function receiverList({ t, typed, receivers, problem, set }: Typing): TemplateResult {
  const chosen = typed.to.split(' ').filter(Boolean);
  const toggle = (value: string, on: boolean): void => set('to', (on ? [...chosen, value] : chosen.filter((each) => each !== value)).join(' '));
  const wrong = problem?.field === 'to';
  return html`<fieldset class="receivers" aria-describedby=${wrong ? 'composer-problem' : nothing}><legend class="fine text-3">${t('timeline.receivers')}</legend>${receivers.map(({ value, name, address }) => html`<label class="row tight wrap"><input type="checkbox" name="to" value=${value} aria-invalid=${wrong ? 'true' : nothing}
      .checked=${live(chosen.includes(value))} @change=${(event: Event) => toggle(value, (event.currentTarget as HTMLInputElement).checked)}><bdi>${name}</bdi><bdi dir="ltr" class="fine text-3">${address}</bdi></label>`)}</fieldset>`;
}

/** What is asked beside the text. */
export function details(typing: Typing): unknown {
  const { t, kind, typed, sends } = typing;
  const when = (label: MessageKey & ('timeline.when' | 'timeline.dueOn' | 'timeline.start')): TemplateResult => input(typing, 'when', 'datetime-local', t(label));
  switch (kind) {
    case 'note': return nothing;
    case 'call': return html`${select(typing, 'direction', t('timeline.direction'), [['out', t('timeline.outgoing')], ['in', t('timeline.incoming')], ['missed', t('timeline.missed')], ['noAnswer', t('timeline.noAnswer')]])}${
      typed.direction === 'missed' || typed.direction === 'noAnswer' ? nothing : input(typing, 'minutes', 'number', t('timeline.minutes'))}${when('timeline.when')}
      <div class="next">${input(typing, 'next', 'text', t('timeline.nextStep'), 'wide')}${typed.next.trim() ? html`${input(typing, 'nextWhen', 'datetime-local', t('timeline.dueOn'))}${remind(typing, typed.nextWhen)}` : nothing}</div>`;
    case 'email': return html`${select(typing, 'mail', t('timeline.direction'), [...(sends ? [['send', t('timeline.sendNow')] as const] : []), ['out', t('timeline.sent')], ['in', t('timeline.received')]])}${isSending(typing) ? nothing : when('timeline.when')}`;
    case 'task': return html`${when('timeline.dueOn')}${remind(typing, typed.when)}`;
    case 'meeting': return html`${when('timeline.start')}${input(typing, 'minutes', 'number', t('timeline.minutes'))}${input(typing, 'place', 'text', t('timeline.place'))}${remind(typing, typed.when)}`;
  }
}

/** Reminds before it is due, where a time is set. */
function remind(typing: Typing, due: string): TemplateResult | typeof nothing {
  const { t } = typing;
  if (!due) return nothing;
  return select(typing, 'remind', t('timeline.remind'), [['', t('timeline.remindNever')], ['0', t('timeline.remindThen')], ['15', t('timeline.remindQuarter')], ['60', t('timeline.remindHour')], ['1440', t('timeline.remindDay')]]);
}
