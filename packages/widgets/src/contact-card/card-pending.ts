import { html, nothing } from 'lit';
import { icon } from '../parts/icon.ts';
import { unsyncedMark } from '../parts/unsynced.ts';
import type { CardView } from './card-view.ts';

/** At the foot: the last own edit, whether it is with the backend, and the way back. */
export function cardFoot(view: CardView): unknown {
  const { card: { status, writes }, t } = view;
  const { last, waiting } = writes;
  if (!last && waiting.length === 0) return nothing;
  const mark = waiting.length === 0 ? nothing : unsyncedMark(view, status?.connection === 'online' ? 'saving' : 'unsynced');
  if (!last) return html`<div part="foot" class="foot">${mark}</div>`;
  const said = last.fields[0] === 'next' ? t('card.doneSaid') : t('card.changed', { field: view.label(last.fields[0] ?? '') });
  return html`<div part="foot" class="foot"><span>${said}</span>${mark}<span class="grow"></span>
    <button type="button" part="undo" class="btn small" @click=${() => view.undo()}>${t('action.undo')}</button>
    <button type="button" class="clear" aria-label=${t('action.close')} @click=${() => writes.dismiss()}>${icon('x', 'small')}</button></div>`;
}
