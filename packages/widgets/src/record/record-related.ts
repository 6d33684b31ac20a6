import type { AnyRow, LineItem, Money } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { formatLabel } from '../format/label.ts';
import { formatMoney } from '../format/money.ts';
import { formatNumber } from '../format/number.ts';
import { avatar } from '../parts/avatar.ts';
import { entityOf, valueIn, titleOf, type DeclaredField } from '../parts/declared-field.ts';
import { fieldText, itemText } from '../parts/field-text.ts';
import { icon } from '../parts/icon.ts';
import { bone } from '../parts/skeleton.ts';
import { timeWhen } from '../parts/time.ts';
import { minorOf } from '../parts/typed-values.ts';
import type { RelatedRows } from './record.controller.ts';
import { fieldCell } from './field-rows.ts';
import { isAddable, isTie, isWanted, otherEnd, type RelatedList } from './related-lists.ts';
import type { RecordView } from './record-view.ts';

const people: ReadonlySet<string> = new Set(['contact', 'user', 'lead']);

function heading(text: string, count: number, locale: string, tools: unknown = nothing): TemplateResult {
  return html`<div class="listed"><h4 class="fine text-3 grow">${text} · ${formatNumber(locale, count)}</h4>${tools}</div>`;
}

/** What the price of a line is, where it can be told. */
function priceOf(locale: string, { unitPrice, currency }: LineItem): string {
  const minor = minorOf(unitPrice, currency);
  return minor === undefined ? `${unitPrice} ${currency}` : formatMoney(locale, { minor, currency }, { fractions: 'always' });
}

function lines(view: RecordView, field: DeclaredField): TemplateResult | typeof nothing {
  const value = valueIn(view.row, field);
  const list = Array.isArray(value) ? (value as readonly LineItem[]) : [];
  const canEdit = view.canEdit(field);
  if (list.length === 0 && !canEdit) return nothing;
  const label = view.label(field);
  const isOpen = view.editables.editing === field.name;
  const edit = view.t(list.length > 0 ? 'action.editField' : 'card.addField', { field: label });
  const tools = canEdit && !isOpen ? html`<button type="button" part="edit" class="btn quiet small square" data-edit=${field.name} aria-label=${edit} title=${edit} @click=${() => view.editables.edit(field.name)}>${icon(list.length > 0 ? 'pencil' : 'plus')}</button>` : nothing;
  return html`<section part="list lines" class="related rule" aria-label=${label}>${heading(label, list.length, view.locale, tools)}${isOpen ? html`<div class="editor">${fieldCell(view, field)}</div>` : list.map((line) => html`<div part="row" class="listed"><span class="grow cut"><bdi>${line.name || itemText(view, line)}</bdi></span><span class="text-3 num"><bdi>${fieldText(view, { kind: 'decimal', options: [] }, line.quantity)}</bdi>&nbsp;×</span><span class="num"><bdi>${priceOf(view.locale, line)}</bdi></span></div>`)}</section>`;
}

/** What stands at the end of a row: what it is worth, how it stands, when it is. */
function endOf(view: RecordView, { list: { entity } }: RelatedRows, row: AnyRow): unknown {
  const named = Object.entries(entity.fields);
  const money = named.find(([name, { kind }]) => kind === 'money' && row[name]);
  // The kind says the shape.
  if (money) return html`<span class="num">${formatMoney(view.locale, row[money[0]] as Money)}</span>`;
  const status = named.find(([name, { kind }]) => kind === 'option' && name !== entity.title && row[name]);
  const at = typeof row['at'] === 'string' ? html`<span class="fine text-3">${timeWhen(view.viewer, row['at'])}</span>` : nothing;
  return status ? html`<span class="fine text-3"><bdi>${fieldText(view, { kind: 'option', options: status[1].options ?? [] }, row[status[0]])}</bdi></span>${at}` : at;
}

function tieNote(view: RecordView, { list: { entity } }: RelatedRows, row: AnyRow): unknown {
  if (typeof row['at'] === 'string') return html`<span class="fine text-3">${timeWhen(view.viewer, row['at'])}</span>`;
  const field = entity.fields[entity.title];
  return field && row[entity.title] ? html`<span class="fine text-3"><bdi>${fieldText(view, { kind: field.kind, options: field.options ?? [] }, row[entity.title])}</bdi></span>` : nothing;
}

function relatedRow(view: RecordView, related: RelatedRows, row: AnyRow): TemplateResult {
  const { list } = related;
  const tie = isTie(list.entity);
  const target = (tie ? otherEnd(list, row) : undefined) ?? { table: list.entity.name, id: row.id };
  const known = target.table === list.entity.name ? titleOf(list.entity, row) : view.nameOf(target.table, target.id);
  if (!known && tie && view.control.isNaming(target.table)) return html`<div part="row" class="listed" aria-hidden="true"><span class="grow">${bone('line')}</span></div>`;
  const name = known || view.t('fields.unnamed');
  const face = people.has(target.table) || target.table === 'account' ? avatar(name, { size: 20, kind: target.table === 'account' ? 'organisation' : 'person' }) : nothing;
  return html`<div part="row" class="listed">${face}<span class="grow cut"><button type="button" part="link" class="link plain cut" @click=${() => view.open(target.table, target.id)}><bdi>${name}</bdi></button></span>${tie ? tieNote(view, related, row) : endOf(view, related, row)}</div>`;
}

/** What a list is called: its rows, and by which field where that is not plain. */
export function listName(view: RecordView, list: RelatedList): string {
  const plural = list.entity.name === 'dealParty' && list.field === 'dealId' ? view.t('record.people') : list.entity.name === 'activityLink' ? view.t('record.activities') : formatLabel(view.locale, list.entity.pluralLabel);
  const field = list.entity.fields[list.field];
  return list.isFirst || !field ? plural : view.t('record.listBy', { list: plural, field: formatLabel(view.locale, field.label) });
}

/** One button for both ways, so that the focus stays on it. */
function moreRows(view: RecordView, { list, rows, total, isLonger }: RelatedRows): TemplateResult {
  const rest = total - rows.length;
  return html`<div class="more"><button type="button" part="more-rows" class="btn small quiet" aria-expanded=${isLonger ? 'true' : 'false'} @click=${() => (rest > 0 ? view.control.showMore(list) : view.control.showFewer(list))}>${icon('chevron', rest > 0 ? '' : 'up')}${
    rest > 0 ? view.t('record.moreRows', { count: rest }) : view.t('record.fewerRows')}</button></div>`;
}

function mayAdd(view: RecordView, list: RelatedList): boolean {
  return isAddable(list) && !view.options.readonly && (list.entity.name === 'activityLink' ? ['activity', 'activityLink'] : [list.entity.name]).every((table) => view.control.mayCreate(table));
}

/** An empty list shows only where it says what to do next. */
function isLeftOut({ list, rows }: RelatedRows, isAdded: boolean): boolean { return rows.length === 0 && !(isAdded && isWanted(list)); }

/** What the record has none of, and may get the first of. */
function addFirst(view: RecordView): TemplateResult | typeof nothing {
  const lists = view.control.related.flatMap((each) => (each.list.isFirst && mayAdd(view, each.list) && isLeftOut(each, true) ? [each.list] : []));
  if (lists.length === 0) return nothing;
  const items = lists.map(({ key, entity }) => ({ value: key, label: formatLabel(view.locale, entity.label) }));
  return html`<div class="more rule">${view.menus.render({ id: 'add-first', button: html`${icon('plus')}${view.t('action.add')}`, className: 'small quiet', items, choose: (key) => view.add(lists.find((list) => list.key === key)!) })}</div>`;
}

function related(view: RecordView, each: RelatedRows): TemplateResult | typeof nothing {
  const { list, rows, total, isLonger } = each;
  const isAdded = mayAdd(view, list);
  if (isLeftOut(each, isAdded)) return nothing;
  const label = listName(view, list);
  const added = list.entity.name === 'activityLink' ? (entityOf(view.control.source.subject.crm, 'activity') ?? list.entity) : list.entity;
  const add = view.t('card.addField', { field: formatLabel(view.locale, added.label) });
  const tools = isAdded ? html`<button type="button" part="add" class="btn quiet small square" aria-label=${add} title=${add} @click=${() => view.add(list)}>${icon('plus')}</button>` : nothing;
  return html`<section part="list ${list.entity.name}" class="related rule" aria-label=${label}>${heading(label, total, view.locale, tools)}${rows.map((row) => relatedRow(view, each, row))}${
    total > rows.length || isLonger ? moreRows(view, each) : nothing}</section>`;
}

/** The lines of the record, and the rows of other entities that name it. */
export function recordRelated(view: RecordView): TemplateResult {
  const own = view.fields.filter(({ kind, name }) => kind === 'lines' && !view.options.fields?.includes(name));
  return html`${own.map((field) => lines(view, field))}${view.control.related.map((each) => related(view, each))}${addFirst(view)}`;
}
