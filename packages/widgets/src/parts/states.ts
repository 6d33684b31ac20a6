import type { Status } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { gap } from '../format/cjk.ts';
import type { Viewer } from '../format/date.ts';
import { formatWhen } from '../format/relative.ts';
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

/** Drawn by the states alone. */
export function stateButton({ label, run, icon: name, primary, quiet }: Action): TemplateResult {
  return html`<button type="button" part="button ${primary ? 'primary-button' : ''}" class="btn ${primary ? 'primary' : ''} ${quiet ? 'quiet' : ''}" @click=${run}>${name ? icon(name) : nothing}${label}</button>`;
}

/** The frame of every state. */
export function stateFrame(part: string, role: 'status' | 'alert' | 'group', head: unknown, text: unknown, actions: unknown, mark?: TemplateResult): TemplateResult {
  return html`<div part="state ${part}" class="state" role=${role}><p class="bold row">${mark ?? nothing}<span>${head}</span></p>${text ? html`<p class="text-2">${text}</p>` : nothing}${actions ? html`<div class="row wrap">${actions}</div>` : nothing}</div>`;
}

/** Nothing there yet: what it is, and what to do next. */
export function emptyState(view: Localized, { title, text, actions = [] }: { title?: string; text?: string; actions?: readonly Action[] } = {}): TemplateResult {
  return stateFrame('empty', 'status', title ?? view.t('state.emptyDefault'), text, actions.length ? actions.map(stateButton) : undefined);
}

/** The content did not load: `what` names it ("The timeline"), `text` says why, `retryIn` seconds until the next try by itself. */
export function errorState(view: Localized, { what, text, retry, retryIn }: { what: string; text?: string; retry?: () => void; retryIn?: number }): TemplateResult {
  const wait = retryIn === undefined ? nothing : html`<span class="fine text-3">${view.t('state.nextTry', { seconds: retryIn })}</span>`;
  return stateFrame('error', 'alert', view.t('state.failed', { what }), text ?? view.t('state.failedServer'), retry ? [stateButton({ label: view.t('action.tryAgain'), run: retry }), wait] : undefined, icon('warn', 'bad'));
}

/** The viewer may not see this: a customer, where `title` does not say what else. `owner` is who could give access. */
export function forbiddenState(view: Localized, { title, owner, ask }: { title?: string; owner?: string; ask?: () => void } = {}): TemplateResult {
  return stateFrame('forbidden', 'status', title ?? view.t('state.forbidden'), owner ? view.t('state.forbiddenOwner', { owner }) : view.t('state.forbiddenText'), ask ? stateButton({ label: view.t('state.askAccess'), run: ask }) : undefined);
}

/** The record is gone: removed, merged, or moved out of the viewer's sight. */
export function notFoundState(view: Localized): TemplateResult {
  return stateFrame('not-found', 'status', view.t('state.notFound'), view.t('state.notFoundText'), undefined);
}

/** No provider and no client yet; for the page's developer. */
export function noClientState(view: Localized): TemplateResult {
  return stateFrame('no-client', 'status', view.t('state.noClient'), view.t('state.noClientText'), undefined, icon('offline', 'warn'));
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

/** Over data that may have changed meanwhile, because the backend does not answer as it should: what waits, or of when the data is. Nothing while it answers. */
export function offlineBanner(view: Localized, status: Pick<Status, 'connection' | 'waiting' | 'syncedAt'> | undefined, viewer: Viewer = view): TemplateResult | typeof nothing {
  if (!status || status.connection === 'online' || status.connection === 'connecting') return nothing;
  const { connection, waiting, syncedAt } = status;
  const text = waiting > 0 ? view.t('state.waiting', { count: waiting }) : syncedAt ? view.t('state.asOf', { time: formatWhen(viewer, syncedAt) }) : view.t('state.waitingNone');
  return banner(html`<span class="bold">${view.t(cutOff[connection])}</span>${gap(view.locale)}${text}`, { tone: 'warn', icon: connection === 'offline' ? 'offline' : 'warn', flush: true });
}
