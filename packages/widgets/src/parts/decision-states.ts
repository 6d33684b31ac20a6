import { html, nothing, type TemplateResult } from 'lit';
import { isolated } from '../format/isolated.ts';
import type { Localized } from '../messages/message.ts';
import { icon } from './icon.ts';
import { stateButton, stateFrame, type Action } from './states.ts';

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
  const who = theirs.name ? isolated(theirs.name) : view.t('state.conflictSomeone');
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
    <p class="text-2">${before === undefined ? view.t('state.conflictChoose') : view.t('state.conflictBefore', { value: isolated(before) })}</p>
    <fieldset class="choices"><legend class="hidden-text">${view.t('state.conflictChoose')}</legend>
      ${side('mine', mine.time ? view.t('state.conflictMine', { time: mine.time }) : view.t('state.conflictMineNoTime'), mine.value)}
      ${side('theirs', theirs.time ? view.t('state.conflictTheirs', { name: who, time: theirs.time }) : who, theirs.value)}
    </fieldset>
    <div class="row wrap"><button type="submit" part="button primary-button" class="btn primary"><span class="if-mine">${view.t('state.keepMine')}</span><span class="if-theirs">${view.t('state.takeTheirs')}</span></button>${later ? stateButton({ label: view.t('state.decideLater'), run: later, quiet: true }) : nothing}</div>
  </form>`;
}

/** A change the backend refused for good: what, why in its words, and the three ways on. */
export function refusedState(view: Localized, { title, text, retry, edit, discard, open }: { title?: string; text: string; retry?: () => void; edit?: () => void; discard?: () => void; open?: Action }): TemplateResult {
  const actions: Action[] = [];
  if (open) actions.push(open);
  if (edit) actions.push({ label: view.t('action.edit'), run: edit });
  if (retry) actions.push({ label: view.t('action.retry'), run: retry });
  if (discard) actions.push({ label: view.t('action.discard'), run: discard, quiet: true });
  // Its reason may stand in another direction than the page's words. A sentence of the page's beside an isolated reason keeps its own, which `<bdi>` would take from the reason.
  return stateFrame('refused', 'alert', title ?? view.t('state.refusedChange'), html`<span>${isolated(text)}</span>`, actions.map(stateButton), icon('x', 'bad'));
}
