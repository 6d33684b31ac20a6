import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../parts/icon.ts';
import type { DeskView } from './desk-view.ts';
import { isEnded } from './status-moves.ts';

const grades = [1, 2, 3, 4, 5] as const;

/** For the customer, under the conversation: to say that it is done, that it is not, and how it was. What the backend lets nobody write is left out. */
export function customerClosing(view: DeskView): TemplateResult | typeof nothing {
  const { w, record, ticket } = view;
  if (record.who === 'staff' || !record.canEdit('status')) return nothing;
  const ended = isEnded(ticket.status);
  if (!ended) return html`<div part="closing" class="closing row wrap"><span class="grow text-2">${w.t('desk.solvedAsk')}</span><button type="button" part="button" class="btn small" @click=${() => view.set({ status: 'closed' })}>${icon('check')}${w.t('desk.solvedClose')}</button></div>`;
  return html`<div part="closing" class="closing"><div class="row wrap"><span class="grow text-2">${w.t('desk.isEnded')}</span><button type="button" part="button" class="btn small" @click=${() => view.set({ status: 'open' })}>${w.t('desk.reopen')}</button></div>${record.canEdit('rating') ? rating(view) : nothing}</div>`;
}

function rating(view: DeskView): TemplateResult {
  const { w, ticket } = view;
  const given = ticket.rating ?? 0;
  const rate = (event: SubmitEvent): void => {
    event.preventDefault();
    // A form's target inside its own submit listener is the form.
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const mark = Number(fields.get('rating'));
    if (!(mark >= 1)) return;
    view.set({ rating: mark, ratingComment: String(fields.get('comment') ?? '').trim() || null, ratedAt: new Date().toISOString() });
  };
  return html`<form part="rating" class="rating" @submit=${rate}>
    <fieldset><legend class="bold">${w.t(given > 0 ? 'desk.ratedThanks' : 'desk.rateAsk')}</legend>
      <div class="row wrap">${grades.map((mark) => html`<label class="grade"><input type="radio" name="rating" value=${mark} required .checked=${mark === given}><span aria-hidden="true" class="num">${mark}</span><span class="hidden-text">${w.t('desk.ratedValue', { count: mark })}</span></label>`)}</div>
      <div class="row ends fine text-3" aria-hidden="true"><span>${w.t('desk.rateLow')}</span><span class="end">${w.t('desk.rateHigh')}</span></div></fieldset>
    <label class="field"><span class="fine text-3">${w.t('desk.rateComment')}</span><textarea class="input" name="comment" rows="2" dir="auto" .value=${ticket.ratingComment ?? ''}></textarea></label>
    <button type="submit" part="button" class="btn small">${w.t(given > 0 ? 'desk.rateChange' : 'desk.rateSend')}</button></form>`;
}
