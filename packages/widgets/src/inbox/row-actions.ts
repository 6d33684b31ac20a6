import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../parts/icon.ts';
import type { InboxRow } from './inbox.controller.ts';
import type { InboxView } from './inbox-view.ts';

/** Take it, hand it over, give it back. */
export function rowActions(view: InboxView, row: InboxRow): TemplateResult | typeof nothing {
  const { inbox, late, t } = view;
  const name = String(row[inbox.subject.table === 'ticket' ? 'subject' : 'name'] ?? '');
  if (!late || !inbox.me || !inbox.may('ownerId')) return nothing;
  return html`${row.ownerId ? nothing : html`<button type="button" part="claim" class="btn small" aria-label=${t('inbox.claimNamed', { name })} @click=${() => late.claim(row)}>${t('inbox.claim')}</button>`}${
    row.ownerId === inbox.me ? html`<button type="button" part="return" class="btn small quiet" aria-label=${t('inbox.returnNamed', { name })} @click=${() => late.giveBack(row)}>${t('inbox.return')}</button>` : nothing}${
    inbox.users.length > 0 ? late.menus.render({
      id: `assign-${row.id}`, button: icon('person'), name: t('inbox.assignNamed', { name }), className: 'small square quiet', chevron: false, value: row.ownerId ?? null,
      items: inbox.users.map((user) => ({ value: user.id, label: user.name })), choose: (ownerId) => { if (ownerId !== row.ownerId) late.assign(row, ownerId); },
    }) : nothing}`;
}
