import { css, html, nothing, type CSSResult, type TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { safeUrl } from '../base/safe-url.ts';
import { phoneHref } from '../format/phone.ts';
import { cardLateEnglish } from '../messages/en-card-late.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish } from '../messages/message.ts';
import { homeCode } from '../parts/field-text.ts';
import { icon, type IconName } from '../parts/icon.ts';
import { formatPhone } from '../format/phone.ts';
import { offlineBanner } from '../parts/states.ts';
import { avatar } from '../styles/avatar.ts';
import { banner } from '../styles/banner.ts';
import { button } from '../styles/button.ts';
import { menu } from '../styles/menu.ts';
import { pieces } from '../styles/pieces.ts';
import { tones } from '../styles/tones.ts';
import { cardAvatar } from './card-avatar.ts';
import type { CardDrawing } from './card-drawings.ts';
import type { CallDetail, EmailDetail } from './card-events.ts';
import { cardInstead } from './card-instead.ts';
import { lateOf } from './card-late.ts';
import { cardLateStyles } from './card-late.styles.ts';
import { nameOf } from './card-name.ts';
import { nextBrief } from './card-next.ts';
import type { CardGlance, CardHost } from './card-view.ts';
import { HoverOpening } from './hover-opening.ts';
import { primaryFirst } from './primary-first.ts';

export { before as Before } from '../parts/before.ts';

addEnglish(moreEnglish);
addEnglish(moreLateEnglish);
addEnglish(cardLateEnglish);

const floating: CSSResult = css`
  .floating { position: fixed; inset: auto; margin: 0; width: min(340px, calc(100vw - 16px)); max-height: calc(100vh - 16px); overflow: auto; padding: 0; border: 1px solid transparent; border-radius: var(--v-radius); background: var(--v-float); color: var(--v-text); box-shadow: var(--v-shadow); font: var(--v-base); text-align: start; white-space: normal; }
  .floating .frame { border: 0; background: none; container-type: inline-size; }
  .anchor:focus-visible { outline: 2px solid var(--v-accent-text); outline-offset: 2px; border-radius: var(--v-radius-s); }
  .reach { display: grid; gap: var(--v-s1); padding: 0 var(--v-s4) var(--v-s3); } .reach a { display: inline-block; padding-block: 2px; overflow-wrap: anywhere; } .reach > * { min-width: 0; }
  .soon { padding: 10px var(--v-s4); border-block-start: 1px solid var(--v-line); } .soon .brief { max-width: none; display: flex; }
  @media (forced-colors: active) { .floating { border-color: CanvasText; } }
`;
const sheets: readonly CSSResult[] = [tones, pieces, avatar, banner, button, menu, cardLateStyles, floating];

/** A small card beside what stands in the element: who it is, how to reach them, what is next. */
export function drawing(host: CardHost): CardDrawing {
  const { element, emit } = host;
  element.dress({ sheets });
  let saysName = false;
  const opening = new HoverOpening(element, (byKeys) => { saysName = byKeys; });

  const draw = (view: CardGlance | undefined): TemplateResult | undefined => {
    const { card, announcer } = lateOf(host);
    card.watch('hover');
    if (!view || card.state !== 'ready') return undefined;
    const { record, table, t } = view;
    const name = nameOf(record);
    if (saysName) {
      saysName = false;
      announcer.say(t('card.opened', { name: `\u2068${name}\u2069` }));
    }
    const about = table === 'contact' ? record.jobTitle : record.industry;
    const phone = primaryFirst(record.phones)[0];
    const email = primaryFirst(record.emails).find(({ bouncedAt }) => !bouncedAt);
    const way = (mark: IconName, href: string | undefined, text: string, go: () => boolean): TemplateResult => html`<span class="row">${icon(mark, 'small')}<a part="link" href=${ifDefined(safeUrl(href))} @click=${href === undefined ? nothing : (event: Event) => { if (!go()) event.preventDefault(); }}><bdi dir="ltr">${text}</bdi></a></span>`;
    const owner = card.owner?.name;
    return html`${offlineBanner(view, card.status, view.viewer)}<header part="header" class="head">${cardAvatar(view, 48)}<div class="grow">
        <div class="row wrap who"><h3 class="title"><button type="button" part="name link" class="link plain bold" @click=${() => { opening.close(); view.open(table, record.id); }}><bdi>${name}</bdi></button></h3>${view.worth()}<slot name="badges"></slot></div>
        ${about ? html`<p class="text-2"><bdi>${about}</bdi></p>` : nothing}${card.account ? html`<p class="text-2"><bdi>${card.account.name}</bdi></p>` : nothing}</div></header>
      ${phone || email || owner ? html`<div class="reach">
        ${phone ? way('phone', card.isMasked('phones') ? undefined : phoneHref(phone), formatPhone(phone, { home: homeCode(view.locale) }), () => emit<CallDetail>('vinculo-contact-call', { table, id: record.id, record, phone }, { cancelable: true })) : nothing}
        ${email ? way('mail', card.isMasked('emails') ? undefined : `mailto:${email.value}`, email.value, () => emit<EmailDetail>('vinculo-contact-email', { table, id: record.id, record, email }, { cancelable: true })) : nothing}
        ${owner ? html`<span class="row">${icon('person', 'small')}<span class="hidden-text">${view.label('ownerId')}</span><bdi>${owner}</bdi></span>` : nothing}</div>` : nothing}
      ${card.next === null ? nothing : html`<div class="soon">${card.next?.activity ? html`<p class="cut"><bdi>${card.next.activity.subject}</bdi></p>` : nothing}${nextBrief({ card, viewer: view.viewer, t })}</div>`}<slot name="actions"></slot>`;
  };

  const around = (content: () => TemplateResult): TemplateResult => html`<span part="anchor" class="anchor" role=${opening.needsFocus ? 'button' : nothing} tabindex=${opening.needsFocus ? 0 : nothing} aria-haspopup=${opening.needsFocus ? 'dialog' : nothing} aria-expanded=${opening.needsFocus ? String(opening.isOpen) : nothing}><slot @slotchange=${opening.slotted}></slot></span><div
      part="popover" class="floating" popover="manual" role="dialog" aria-label=${element.t('card.contact')}>${opening.isOpen ? content() : nothing}</div>`;

  return { draw, instead: cardInstead, floats: { get isOpen() { return opening.isOpen; }, around } };
}
