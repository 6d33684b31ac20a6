import type { PhoneHit } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { formatLabel } from '../format/label.ts';
import { formatPhone } from '../format/phone.ts';
import type { Localized } from '../messages/message.ts';
import { avatar } from '../parts/avatar.ts';
import { entityOf } from '../parts/declared-field.ts';
import { icon } from '../parts/icon.ts';
import { bone, skeleton } from '../parts/skeleton.ts';
import type { CallerController } from './caller.controller.ts';
import type { Vinculo } from '@vinculo/sdk';

/** What drawing needs of the element. */
export interface PopView extends Localized {
  readonly crm: Vinculo | undefined;
  readonly caller: CallerController;
  open(table: string, id: string): void;
  choose(hit: PhoneHit | undefined): void;
}

/** What a record that has the number is called. */
export function nameOf({ row }: PhoneHit): string { return typeof row['name'] === 'string' ? row['name'] : ''; }

function facesOf(hit: PhoneHit, size: 32 | 48): TemplateResult {
  const culture = hit.row['locale'];
  return avatar(nameOf(hit), { size, kind: hit.table === 'account' && hit.row['kind'] !== 'person' ? 'organisation' : 'person', culture: typeof culture === 'string' ? culture : null });
}

function aboutOf({ caller, crm, locale }: PopView, hit: PhoneHit): readonly string[] {
  const entity = entityOf(crm, hit.table);
  const kind = hit.table === 'contact' || !entity ? [] : [formatLabel(locale, entity.label)];
  const job = hit.row['jobTitle'];
  return [...kind, ...(typeof job === 'string' && job ? [job] : []), ...[caller.companyOf(hit) ?? []].flat()];
}

const line = (texts: readonly string[]): unknown => texts.map((each, i) => html`${i > 0 ? ' · ' : nothing}<bdi>${each}</bdi>`);

/** The number that calls. */
export function callLine({ t, caller }: PopView): TemplateResult {
  const { number } = caller;
  const text = t('pop.call', { number: '\u0000' }).split('\u0000');
  return html`<p part="number" class="row tight text-2">${icon('phone', 'small')}<span>${text[0]}<bdi dir="ltr" class="typed">${number}</bdi>${text[1]}</span></p>`;
}

/** Who it is. */
export function callerView(view: PopView, hit: PhoneHit, more: unknown): TemplateResult {
  const { t } = view;
  return html`<div class="pop">${callLine(view)}
    <div part="caller" class="who">${facesOf(hit, 48)}<div class="grow"><h3 class="title cut"><button type="button" part="name link" class="link title cut" @click=${() => view.open(hit.table, hit.id)}><bdi>${nameOf(hit)}</bdi></button></h3>
      <p class="text-2">${line(aboutOf(view, hit))}</p>${hit.exact ? nothing : html`<p part="similar" class="fine text-3">${t('pop.similar')} <bdi dir="ltr" class="typed">${formatPhone(hit.phone)}</bdi></p>`}</div><slot name="badges"></slot></div>
    <slot name="actions"></slot></div>${more}`;
}

/** What is told of each of several, and offered below them, once it came. */
export interface BesideMatches {
  readonly about: (hit: PhoneHit) => unknown;
  readonly below: unknown;
}

/** Who it may be. */
export function matchesView(view: PopView, beside: BesideMatches | undefined): TemplateResult {
  const { caller, t } = view;
  return html`<div class="pop">${callLine(view)}<h3 id="many" class="title" tabindex="-1">${t('pop.many', { count: caller.hits.length })}</h3>
    <ul part="matches" class="matches" aria-labelledby="many">${caller.hits.map((hit) => html`<li><button type="button" part="match" class="match" @click=${() => view.choose(hit)}>${facesOf(hit, 32)}<span class="grow"><span class="bold cut"><bdi>${nameOf(hit)}</bdi></span><span class="fine text-3 cut">${line(aboutOf(view, hit))}</span>${beside?.about(hit) ?? nothing}</span></button></li>`)}</ul>${beside?.below ?? nothing}</div>`;
}

/** The number is being looked for. */
export function lookingView(view: PopView): TemplateResult {
  return html`<div class="pop">${callLine(view)}${skeleton(view, html`<div class="who">${bone('face')}<span class="grow">${bone('line')}${bone('short')}</span></div>`)}</div>`;
}
