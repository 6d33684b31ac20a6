import { html, nothing, type TemplateResult } from 'lit';
import { formatLabel } from '../format/label.ts';
import { daysBetween, dayOf } from '../format/date.ts';
import { badge } from '../parts/badge.ts';
import { isEmpty, valueIn } from '../parts/declared-field.ts';
import { icon } from '../parts/icon.ts';
import type { MenuItem } from '../parts/menu.ts';
import { mayMoveTo, type Stage } from '../parts/stage-moves.ts';
import { fieldCell, headAmount } from './field-rows.ts';
import type { RecordView } from './record-view.ts';

const converts = 'convert';

/** Kind and number of the record, and what can be done with the whole of it. */
export function recordBar(view: RecordView): TemplateResult {
  const { control, entity, row, options, t } = view;
  const number = row['number'];
  const items: readonly MenuItem[] = options.readonly ? [] : [...(view.convert ? [{ value: converts, label: t('board.convert'), icon: 'person' as const }] : []), ...view.deeds.items, ...(control.mayDelete ? [{ value: 'delete', label: t('record.delete'), icon: 'x' as const }] : [])];
  const choose = (value: string): void => {
    if (value === converts) view.convert?.();
    else if (!view.deeds.chosen(value)) view.askDelete();
  };
  return html`<div part="bar" class="kind">${
    options.canGoBack ? html`<button type="button" part="back" class="btn quiet small square" aria-label=${t('record.back')} title=${t('record.back')} @click=${() => view.goBack()}>${icon('arrow', 'backward')}</button>` : nothing}<span class="fine text-3">${formatLabel(view.locale, entity.label)}${
    typeof number === 'string' && number ? html` <bdi dir="ltr" class="typed">${number}</bdi>` : nothing}</span><span class="end row tight"><slot name="actions"></slot>${
    items.length > 0 ? view.menus.render({ id: 'more', button: icon('more'), name: t('action.more'), className: 'quiet small square', items, choose }) : nothing}${
    options.closable ? html`<button type="button" part="close" class="btn quiet small square" aria-label=${t('action.close')} title=${t('action.close')} @click=${() => view.close()}>${icon('x')}</button>` : nothing}</span></div>`;
}

/** The name and the amount, edited where they stand. */
export function recordHead(view: RecordView): TemplateResult {
  const { entity, row, t } = view;
  const title = view.fields.find(({ name }) => name === entity.title);
  const amount = headAmount(view);
  const name = row[entity.title];
  const shown = typeof name === 'string' && name ? html`<bdi>${name}</bdi>` : html`<span class="text-3">${t('fields.unnamed')}</span>`;
  const showsAmount = amount && (!isEmpty(valueIn(row, amount)) || view.canEdit(amount));
  return html`<header part="header" class="head"><div class="row top wrap"><h3 part="name" class="title grow">${title ? fieldCell(view, title, shown) : shown}</h3>${
    showsAmount ? html`<div part="amount" class="title amount">${fieldCell(view, amount)}</div>` : nothing}<slot name="badges"></slot></div>${stages(view)}</header>`;
}

function stages(view: RecordView): TemplateResult | typeof nothing {
  const { control, row, t } = view;
  const path = control.path;
  if (!path) return nothing;
  const { open, ends, now } = path;
  const at = open.findIndex(({ id }) => id === now?.id);
  const isOpen = at >= 0;
  const field = view.fields.find(({ name }) => name === 'stageId');
  const mayMove = field !== undefined && view.canEdit(field);
  const to = open.slice(at + 1).find((stage) => mayMoveTo(now, stage)) ?? ends.find((stage) => stage.category === 'won' && mayMoveTo(now, stage));
  const next = isOpen ? to : undefined;
  const lost = isOpen ? ends.find((stage) => stage.category === 'lost' && mayMoveTo(now, stage)) : undefined;
  const others = [...open, ...ends].filter((stage) => stage !== next && stage !== lost && mayMoveTo(now, stage));
  const since = row['stageSince'];
  const days = typeof since === 'string' ? daysBetween(dayOf(new Date(since)), dayOf(view.viewer.now ?? new Date())) : undefined;
  const choose = (id: string): void => { const stage = others.find((each) => each.id === id); if (stage) view.move(stage); };
  return html`<ol part="stages" class="path" aria-label=${t('record.stages')}>${open.map((stage, i) => html`<li part="stage ${stage === now ? 'stage-now' : ''}" class=${!isOpen ? 'done' : i < at ? 'done' : i === at ? 'now' : ''} aria-current=${stage === now ? 'step' : nothing}><span class="cut"><bdi>${stage.name}</bdi></span></li>`)}</ol>
    <div class="row wrap moves">${now && !isOpen ? badge(now.name, { tone: now.category === 'won' ? 'good' : 'bad' }) : nothing}${mayMove ? html`${next ? moveButton(view, next, t('board.moveToStage', { stage: next.name }), 'primary') : nothing}${lost ? moveButton(view, lost, lost.name) : nothing}${
      others.length > 0 ? view.menus.render({ id: 'stages', button: t('board.moveTo'), className: 'small quiet', items: others.map(({ id, name }) => ({ value: id, label: name })), choose }) : nothing}` : nothing}${
      days !== undefined && days >= 0 ? html`<span class="fine text-3 end">${t('record.daysInStage', { count: days })}</span>` : nothing}</div>`;
}

function moveButton(view: RecordView, stage: Stage, text: string, look = ''): TemplateResult {
  return html`<button type="button" part="button move ${look ? 'primary-button' : ''}" class="btn small ${look}" @click=${() => view.move(stage)}><span class="cut">${text}</span></button>`;
}
