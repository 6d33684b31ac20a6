import type { Status } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import type { Localized } from '../messages/message.ts';
import { banner } from './banner.ts';
import { icon, type IconName } from './icon.ts';

/** A button of a state: what it says and does. */
export interface Action {
  readonly label: string;
  readonly run: () => void;
  readonly icon?: IconName;
  readonly primary?: boolean;
  readonly quiet?: boolean;
}

function button({ label, run, icon: name, primary, quiet }: Action): TemplateResult {
  return html`<button type="button" part="button ${primary ? 'primary-button' : ''}" class="btn ${primary ? 'primary' : ''} ${quiet ? 'quiet' : ''}" @click=${run}>${name ? icon(name) : nothing}${label}</button>`;
}

function state(part: string, role: 'status' | 'alert' | 'group', head: unknown, text: unknown, actions: unknown, mark?: TemplateResult): TemplateResult {
  return html`<div part="state ${part}" class="state" role=${role}><p class="bold row">${mark ?? nothing}<span>${head}</span></p>${text ? html`<p class="text-2">${text}</p>` : nothing}${actions ? html`<div class="row wrap">${actions}</div>` : nothing}</div>`;
}

/** Nothing there yet: what it is, and what to do next. */
export function emptyState(view: Localized, { title, text, actions = [] }: { title?: string; text?: string; actions?: readonly Action[] } = {}): TemplateResult {
  return state('empty', 'status', title ?? view.t('state.emptyDefault'), text, actions.length ? actions.map(button) : undefined);
}

/** The content did not load: `what` names it ("The timeline"), `text` says why, `retryIn` seconds until the next try by itself. */
export function errorState(view: Localized, { what, text, retry, retryIn }: { what: string; text?: string; retry?: () => void; retryIn?: number }): TemplateResult {
  const wait = retryIn === undefined ? nothing : html`<span class="fine text-3">${view.t('state.nextTry', { seconds: retryIn })}</span>`;
  return state('error', 'alert', view.t('state.failed', { what }), text ?? view.t('state.failedServer'), retry ? [button({ label: view.t('action.tryAgain'), run: retry }), wait] : undefined, icon('warn', 'bad'));
}

/** The viewer may not see this. `owner` is who could give access. */
export function forbiddenState(view: Localized, { owner, ask }: { owner?: string; ask?: () => void } = {}): TemplateResult {
  return state('forbidden', 'status', view.t('state.forbidden'), owner ? view.t('state.forbiddenOwner', { owner }) : view.t('state.forbiddenText'), ask ? button({ label: view.t('state.askAccess'), run: ask }) : undefined);
}

/** The record is gone: removed, merged, or moved out of the viewer's sight. */
export function notFoundState(view: Localized): TemplateResult {
  return state('not-found', 'status', view.t('state.notFound'), view.t('state.notFoundText'), undefined);
}

/** No provider and no client yet; for the page's developer. */
export function noClientState(view: Localized): TemplateResult {
  return state('no-client', 'status', view.t('state.noClient'), view.t('state.noClientText'), undefined, icon('offline', 'warn'));
}

/** Why a record, or the list of them, did not load, for people. The error's own message is for the page's developer. */
export function failureText(view: Localized, error: { readonly code: string } | undefined): string {
  switch (error?.code) {
    case 'offline': return view.t('state.failedNetwork');
    case 'auth': return view.t('state.failedSignedOut');
    case 'bad_answer': return view.t('state.failedAnswer');
    default: return view.t('state.failedServer');
  }
}

const cutOff = { offline: 'state.offline', 'signed-out': 'state.signedOut', refused: 'state.badAnswer' } as const;

/**
 * Over data that may have changed meanwhile, because the backend does not answer as it should; nothing while it does. `waiting` changes not sent
 * yet; `asOf` the written time of the data; `show` opens the list of changes.
 */
export function offlineBanner(view: Localized, { connection, waiting = 0, asOf, show }: { connection: Status['connection']; waiting?: number; asOf?: string; show?: () => void }): TemplateResult | typeof nothing {
  if (connection === 'online' || connection === 'connecting') return nothing;
  const text = waiting > 0 ? view.t('state.waiting', { count: waiting }) : asOf ? view.t('state.asOf', { time: asOf }) : view.t('state.waitingNone');
  return banner(html`<span class="bold">${view.t(cutOff[connection])}</span>${view.locale.startsWith('zh') ? nothing : ' '}${text}`, {
    tone: 'warn', icon: connection === 'offline' ? 'offline' : 'warn', flush: true,
    action: show && waiting > 0 ? html`<button type="button" class="link" @click=${show}>${view.t('action.show')}</button>` : undefined,
  });
}

/** Beside a record whose change is not with the backend yet. */
export function unsyncedMark(view: Localized, kind: 'unsynced' | 'saving' | 'memoryOnly' = 'unsynced'): TemplateResult {
  return html`<span part="unsynced" class="row tight whole fine text-3">${icon(kind === 'saving' ? 'clock' : 'offline', 'small')}${view.t(`state.${kind}`)}</span>`;
}

/** One side of a conflict: the value as written, the time as written, and who it was. */
export interface ConflictSide {
  readonly value: unknown;
  readonly time?: string;
  readonly name?: string;
}

/**
 * One field, two values: both are shown with who and when, a person chooses. `name` must be unique in the widget (it groups the two choices).
 * `choose` gets 'mine' or 'theirs'; `choice` is what is marked at first.
 */
export function conflictState(view: Localized, { name, field, before, mine, theirs, choose, later }: { name: string; field: string; before?: string; mine: ConflictSide; theirs: ConflictSide; choose: (side: 'mine' | 'theirs') => void; later?: () => void }): TemplateResult {
  const who = theirs.name ?? view.t('state.conflictSomeone');
  const side = (value: 'mine' | 'theirs', label: string, shown: unknown): TemplateResult =>
    html`<label class="choice"><span class="row fine text-2"><input type="radio" name=${`conflict-${name}`} value=${value} ?checked=${value === 'mine'}>${label}</span><span class="bold num"><bdi>${shown}</bdi></span></label>`;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    // A form's target inside its own submit listener is the form.
    choose(new FormData(event.currentTarget as HTMLFormElement).get(`conflict-${name}`) === 'theirs' ? 'theirs' : 'mine');
  };
  const title = view.t('state.conflict', { field });
  return html`<form part="state conflict" class="state" aria-label=${title} @submit=${submit}>
    <p class="bold row">${icon('warn', 'warn')}<span>${title}</span></p>
    <p class="text-2">${before === undefined ? view.t('state.conflictChoose') : view.t('state.conflictBefore', { value: before })}</p>
    <fieldset class="choices"><legend class="hidden-text">${view.t('state.conflictChoose')}</legend>
      ${side('mine', mine.time ? view.t('state.conflictMine', { time: mine.time }) : view.t('state.conflictMineNoTime'), mine.value)}
      ${side('theirs', theirs.time ? view.t('state.conflictTheirs', { name: who, time: theirs.time }) : who, theirs.value)}
    </fieldset>
    <div class="row wrap"><button type="submit" part="button primary-button" class="btn primary"><span class="if-mine">${view.t('state.keepMine')}</span><span class="if-theirs">${view.t('state.takeTheirs')}</span></button>${later ? button({ label: view.t('state.decideLater'), run: later, quiet: true }) : nothing}</div>
  </form>`;
}

/** A change the backend refused for good: what, why in its words, and the three ways on. */
export function refusedState(view: Localized, { title, text, retry, edit, discard, open }: { title?: string; text: string; retry?: () => void; edit?: () => void; discard?: () => void; open?: Action }): TemplateResult {
  const actions: Action[] = [];
  if (open) actions.push(open);
  if (edit) actions.push({ label: view.t('action.edit'), run: edit });
  if (retry) actions.push({ label: view.t('action.retry'), run: retry });
  if (discard) actions.push({ label: view.t('action.discard'), run: discard, quiet: true });
  return state('refused', 'alert', title ?? view.t('state.refusedChange'), text, actions.map(button), icon('x', 'bad'));
}
