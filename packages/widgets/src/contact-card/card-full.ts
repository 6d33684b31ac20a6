import type { AnyRow } from '@vinculo/sdk';
import { html, type CSSResult, type TemplateResult } from 'lit';
import { cardLateEnglish } from '../messages/en-card-late.ts';
import { DuplicatesNotice } from '../deeds/duplicates-notice.ts';
import { LateDeeds } from '../deeds/late-deeds.ts';
import { LateVcard } from '../vcard/late-vcard.ts';
import { deedEnglish } from '../messages/en-deed.ts';
import { vcardEnglish } from '../messages/en-vcard.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish } from '../messages/message.ts';
import { offlineBanner } from '../parts/states.ts';
import { similarBy, similarByOf } from '../parts/similar-records.ts';
import { whoIs } from '../parts/who-is.ts';
import { avatar } from '../styles/avatar.ts';
import { banner } from '../styles/banner.ts';
import { button } from '../styles/button.ts';
import { choice } from '../styles/choice.ts';
import { field } from '../styles/field.ts';
import { menu } from '../styles/menu.ts';
import { pieces } from '../styles/pieces.ts';
import { tones } from '../styles/tones.ts';
import { cardDecisions } from './card-decisions.ts';
import { cardDetails } from './card-details.ts';
import type { CardDrawing } from './card-drawings.ts';
import { CardEditing } from './card-editing.ts';
import { cardActions, cardHead } from './card-head.ts';
import { cardInstead } from './card-instead.ts';
import { cardNext } from './card-next.ts';
import { erasedNotice, othersNotice } from './card-notices.ts';
import { cardFoot } from './card-pending.ts';
import { lateOf } from './card-late.ts';
import { nameOf } from './card-name.ts';
import { LateConsent } from './late-consent.ts';
import { cardLateStyles } from './card-late.styles.ts';
import type { CardRow } from './card-rows.ts';
import { cardSummary } from './card-summary.ts';
import type { CardGlance, CardHost } from './card-view.ts';

export { before as Before } from '../parts/before.ts';

addEnglish(moreEnglish);
addEnglish(moreLateEnglish);
addEnglish(cardLateEnglish);
addEnglish(deedEnglish);
addEnglish(vcardEnglish);

const sheets: readonly CSSResult[] = [tones, pieces, avatar, button, field, banner, choice, menu, cardLateStyles];

/** The whole card. */
export function drawing(host: CardHost): CardDrawing {
  host.element.dress({ sheets });
  const late = lateOf(host);
  const { card } = late;
  const deeds = new LateDeeds({
    element: host.element, emit: host.emit, say: (text) => late.announcer.say(text),
    subject: () => {
      const { subject: { crm }, entity, row, description, status } = host.record;
      // The rows of the card are those of its table, by the names of their fields.
      return crm && entity && row ? { crm, entity, row: row as CardRow & AnyRow, description, status } : undefined;
    },
  });
  const vcard = new LateVcard({
    element: host.element, emit: host.emit, say: (text) => late.announcer.say(text),
    subject: () => {
      const { subject: { table }, row: record, account } = host.record;
      // Of a masked value only the end is there, which is no address.
      const row = record && Object.fromEntries(Object.entries(record).filter(([field]) => host.record.access(field) !== 'masked'));
      return row && (table === 'contact' ? { table, row, company: account?.name } : { table: 'account', row, company: undefined });
    },
  });
  const consent = new LateConsent({
    element: host.element, emit: host.emit, say: (text) => late.announcer.say(text),
    subject: () => {
      const { subject: { crm }, row: record, description } = host.record;
      const words = { locale: host.element.locale, t: host.element.t.bind(host.element) };
      return crm && record && { crm, contactId: record.id, name: nameOf(record), known: card.consents, isOwn: description !== undefined && whoIs(description) === 'customer', app: 'self-service', words };
    },
  });
  const duplicates = new DuplicatesNotice({ element: host.element, say: (text) => late.announcer.say(text), crm: () => host.record.subject.crm, by: () => similarByOf(host.duplicates()) ?? similarBy });
  const editing = new CardEditing(host, late, { deeds, vcard, consent }, duplicates);
  const draw = (glance: CardGlance | undefined): TemplateResult | undefined => {
    deeds.entered(host.record.trail.askedId);
    card.watch('full');
    if (!glance || card.state !== 'ready') return undefined;
    const view = editing.view(glance);
    return html`${offlineBanner(view, card.status, view.viewer)}${cardHead(view)}${cardActions(view)}${deeds.notice()}${duplicates.render(view, view.table, view.record.id)}${erasedNotice(view)}${cardDecisions(view, host.record)}${cardNext(view)}${cardDetails(view)}${cardSummary(view)}${othersNotice(view)}<slot name="footer"></slot>${cardFoot(view)}${deeds.dialogs()}${vcard.dialogs()}${consent.dialogs()}`;
  };
  return { draw, instead: cardInstead };
}
