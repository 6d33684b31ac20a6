import type { PhoneHit, VinculoError } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { formatMoney } from '../format/money.ts';
import { formatNumber } from '../format/number.ts';
import type { MessageKey } from '../messages/message.ts';
import type { Found } from '../parts/find-records.ts';
import { refusedState } from '../parts/decision-states.ts';
import { bone } from '../parts/skeleton.ts';
import { errorState, failureText, noClientState } from '../parts/states.ts';
import { timeAgo } from '../parts/time-ago.ts';
import { unsyncedMark } from '../parts/unsynced.ts';
import type { CallerWork, KeptCall, Listed } from './caller-work.ts';
import type { NumberAdding } from './number-adding.ts';
import { callLine, type BesideMatches, type PopView } from './pop-view.ts';

/** What drawing of what can be done needs of the element. */
export interface CallView extends PopView {
  readonly work: CallerWork;
  readonly now: Date;
  /** The call that was kept last. */
  readonly logged: KeptCall | undefined;
  /** What was noted of a call that was taken back, to be changed. */
  readonly note: string;
  takeBack(call: KeptCall, note: string): void;
  log(hit: PhoneHit, note: string): void;
  make(name: string): void;
  /** It is none of those who have the number; `false` goes back to them. */
  noneOfThem(isSo: boolean): void;
  /** By what the number is added to somebody who is known; undefined until a person wanted that and it came. */
  readonly adding: NumberAdding | undefined;
  askToAdd(): void;
  /** Answers whether the number was added. */
  addTo(found: Found): boolean;
}

function group<T>(view: CallView, label: string, list: Listed<T>, draw: (row: T) => TemplateResult): unknown {
  if (list === null) return nothing;
  const rows = list === undefined ? html`<dd aria-hidden="true">${bone('line')}</dd>`
    : list.rows.length === 0 ? html`<dd class="text-3">${view.t('pop.nothing')}</dd>`
    : html`<dd><ul>${list.rows.map((row) => html`<li>${draw(row)}</li>`)}${list.total > list.rows.length ? html`<li class="fine text-3">${view.t('pop.more', { count: list.total - list.rows.length })}</li>` : nothing}</ul></dd>`;
  return html`<dt>${label}${list && list.total > 0 ? html` <span class="num">${formatNumber(view.locale, list.total)}</span>` : nothing}</dt>${rows}`;
}

const kinds: Readonly<Record<string, MessageKey>> = { call: 'timeline.call', email: 'timeline.email', meeting: 'timeline.meeting', visit: 'timeline.visit', message: 'timeline.message' };

/** What is going on with the caller, and what is kept of the call. */
export function workView(view: CallView, hit: PhoneHit): TemplateResult {
  const { work, t, locale } = view;
  const link = (table: string, id: string, text: string, hint: unknown = nothing): TemplateResult => html`<button type="button" part="link" class="link" @click=${() => view.open(table, id)}><bdi>${text}</bdi></button>${hint}`;
  const last = work.lastContact(hit);
  const kind = last?.kind ? kinds[last.kind] : undefined;
  return html`<div class="pop going-on"><dl part="going-on" class="going">
      ${last === null ? nothing : html`<dt>${t('pop.lastContact')}</dt><dd>${last ? html`<bdi>${timeAgo({ locale, now: view.now }, last.at, { focusable: true })}</bdi>${kind ? html` · ${(t as (key: MessageKey) => string)(kind)}` : nothing}` : html`<span aria-hidden="true">${bone('line')}</span>`}</dd>`}
      ${hit.table === 'lead' ? nothing : html`${group(view, t('pop.tickets'), work.tickets, (row) => link('ticket', row.id, row.subject, row.number ? html`<bdi class="fine text-3 typed">${row.number}</bdi>` : nothing))}
      ${group(view, t('pop.deals'), work.deals, (row) => link('deal', row.id, row.name, row.amount ? html`<bdi class="fine text-3 num">${formatMoney(locale, row.amount, {})}</bdi>` : nothing))}`}
    </dl>${view.caller.isChosen ? html`<p><button type="button" part="button" class="btn small quiet" @click=${() => view.choose(undefined)}>${t('pop.other')}</button></p>` : nothing}</div>${work.mayLog ? callForm(view, hit) : nothing}`;
}

/** What became of a call that was kept. */
function keptCall(view: CallView, call: KeptCall): TemplateResult {
  const { t, work } = view;
  const entries = work.entriesOf(call);
  const undecided = entries.filter(({ state }) => state === 'refused' || state === 'unknown');
  const [first] = undecided;
  if (!first) return html`<div part="logged" class="call" tabindex="-1"><p class="good">${t('pop.logged')}</p>${entries.length > 0 ? unsyncedMark(view, work.isOnline ? 'saving' : 'unsynced') : nothing}</div>`;
  return html`<div part="logged" class="call" tabindex="-1">${refusedState(view, {
    text: first.state === 'unknown' ? t('state.outcomeUnknown') : (first.reason?.message ?? ''),
    edit: () => view.takeBack(call, call.note), retry: () => { for (const each of undecided) each.retry(); }, discard: () => view.takeBack(call, ''),
  })}</div>`;
}

function callForm(view: CallView, hit: PhoneHit): TemplateResult {
  const { t } = view;
  if (view.logged?.on === hit.id) return keptCall(view, view.logged);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    // A form's target inside its own submit listener is the form.
    view.log(hit, String(new FormData(event.currentTarget as HTMLFormElement).get('note') ?? '').trim());
  };
  return html`<form part="log" class="call" @submit=${submit}><div class="field"><label for="note">${t('pop.note')}</label><textarea id="note" name="note" part="input" class="input" rows="2" dir="auto" maxlength="20000" .defaultValue=${view.note}></textarea></div>
    <div class="row wrap"><button type="submit" part="button primary-button" class="btn primary">${t('pop.log')}</button></div></form>`;
}

/** Beside several: when there was contact last, and that it is somebody else. */
export function besideMatches({ t, locale, now, work, noneOfThem }: CallView): BesideMatches {
  const about = (hit: PhoneHit): TemplateResult | typeof nothing => {
    const last = work.lastContactOf(hit);
    return last === undefined ? nothing : html`<span part="last-contact" class="fine text-3 cut">${t('pop.lastContact')} · <bdi>${timeAgo({ locale, now }, last)}</bdi></span>`;
  };
  const below = work.mayMake || work.addable.length > 0 ? html`<p><button type="button" part="button none-of-them" class="btn small" @click=${() => noneOfThem(true)}>${t('pop.noneOfThem')}</button></p>` : nothing;
  return { about, below };
}

/** Nobody has the number, or none of those who have it is calling: a contact can be made of it, or somebody who is known is given it. */
export function strangerView(view: CallView): TemplateResult {
  const { t, work, caller } = view;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget as HTMLFormElement).get('name') ?? '').trim();
    if (name) view.make(name);
  };
  const isNoneOfThem = caller.hits.length > 0;
  const add = work.addable.length === 0 ? nothing : view.adding?.view(work.addable, view.addTo)
    ?? html`<p class="call"><button type="button" part="button add" class="btn small" @click=${() => view.askToAdd()}>${t('pop.addTo')}</button></p>`;
  return html`<div class="pop">${callLine(view)}<h3 id="stranger" class="title" tabindex="-1">${t(isNoneOfThem ? 'pop.noneOfThem' : 'pop.none')}</h3>${
    isNoneOfThem ? html`<p><button type="button" part="button" class="btn small quiet" @click=${() => view.noneOfThem(false)}>${t('pop.backToList')}</button></p>` : nothing}</div>${work.mayMake ? html`<form part="create" class="call" @submit=${submit}>
    <div class="field"><label for="caller-name">${t('field.name')}</label><input id="caller-name" name="name" part="input" class="input" dir="auto" required maxlength="200" autocomplete="off"></div>
    <div class="row wrap"><button type="submit" part="button primary-button" class="btn primary">${t('pop.create')}</button></div></form>` : nothing}${add}`;
}

/** It could not be found out, and the number is all there is; or there is no client. */
export function popInstead(view: CallView, state: 'noClient' | 'error', { error, retry }: { readonly error: VinculoError | undefined; readonly retry: () => void }): TemplateResult {
  return state === 'noClient' ? noClientState(view) : html`<div class="pop">${callLine(view)}</div>${errorState(view, { what: view.t('pop.lookup'), text: failureText(view, error), retry })}`;
}
