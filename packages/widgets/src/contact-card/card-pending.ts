import { html, nothing } from 'lit';
import { formatWhen } from '../format/relative.ts';
import { icon } from '../parts/icon.ts';
import { offlineBanner } from '../parts/states.ts';
import { unsyncedMark } from '../parts/unsynced.ts';
import type { CardView } from './card-view.ts';

/** Above the card: offline, with what waits, or older data. */
export function cardBanner({ card, locale, viewer, t }: Pick<CardView, 'card' | 'locale' | 'viewer' | 't'>): unknown {
  const { status } = card;
  if (!status) return nothing;
  const asOf = status.syncedAt ? formatWhen(viewer, status.syncedAt) : undefined;
  return offlineBanner({ locale, t }, { waiting: status.waiting, connection: status.connection, ...(asOf ? { asOf } : {}) });
}

/** At the foot: the last own edit, whether it is with the backend, and the way back. */
export function cardFoot(view: CardView): unknown {
  const { card, t } = view;
  const { lastChange: last, waiting } = card;
  if (!last && waiting.length === 0) return nothing;
  const mark = waiting.length === 0 ? nothing : unsyncedMark(view, card.status?.connection === 'online' ? 'saving' : 'unsynced');
  if (!last) return html`<div part="foot" class="foot">${mark}</div>`;
  const said = last.field === 'next' ? t('card.doneSaid') : t('card.changed', { field: view.label(last.field) });
  return html`<div part="foot" class="foot"><span>${said}</span>${mark}<span class="grow"></span>
    <button type="button" part="undo" class="btn small" @click=${() => view.undo()}>${t('action.undo')}</button>
    <button type="button" class="clear" aria-label=${t('action.close')} @click=${() => card.dismiss()}>${icon('x', 'small')}</button></div>`;
}
