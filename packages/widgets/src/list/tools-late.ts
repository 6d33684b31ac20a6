import { html, nothing, type TemplateResult } from 'lit';
import { filterChips } from '../filters/filter-chips.ts';
import { formatLabel } from '../format/label.ts';
import { icon } from '../parts/icon.ts';
import type { MenuItem } from '../parts/menu.ts';
import type { ListContext } from './context.ts';

/** What the list is of, or the saved view that is on show; a menu where there are views, or can be. */
export function viewsMenu(on: ListContext): TemplateResult {
  const { list, t } = on;
  const { menus, views } = on.late!;
  const all = formatLabel(on.locale, list.entity?.pluralLabel ?? { en: '', 'zh-Hans': '' }) || t('list.records');
  const { saved } = views;
  const { chosen } = saved;
  const name = chosen?.name ?? all;
  if (!saved.canSave || !list.entity) return html`<h2 class="bold cut name" part="title"><bdi>${all}</bdi></h2>`;
  const items: MenuItem[] = [
    { value: '', label: t('list.allOf', { records: all }), ...(chosen ? {} : { icon: 'check' as const }) },
    ...saved.all.map((view): MenuItem => ({ value: view.id, label: view.name, ...(view.shared ? { hint: t('list.shared') } : {}), ...(view.id === chosen?.id ? { icon: 'check' as const } : {}) })),
    { value: ' save', label: t('list.saveView'), icon: 'plus' },
    ...(chosen && saved.isOwn(chosen) ? [{ value: ' update', label: t('list.updateView', { name: chosen.name }), icon: 'pencil' as const }, { value: ' remove', label: t('list.removeView', { name: chosen.name }), icon: 'x' as const }] : []),
  ];
  const choose = (value: string): void => {
    if (value === ' save') ask(on, (each) => each.viewDialog.open());
    else if (value === ' update') { views.update(); on.late!.announcer.say(t('list.viewSaved', { name })); }
    else if (value === ' remove') { views.remove(); on.late!.announcer.say(t('list.viewRemoved', { name })); }
    else views.choose(value || undefined);
  };
  return html`<h2 class="name" part="title">${menus.render({ id: 'views', button: html`<bdi class="cut bold">${name}</bdi>`, name: t('list.views', { name }), className: 'quiet', chevron: true, items, choose })}</h2>`;
}

/** Runs something of the part that asks, when it came; where it cannot be had, nothing happens and the next press tries again. */
function ask(on: ListContext, run: (asking: NonNullable<NonNullable<ListContext['late']>['asking']['part']>) => void): void {
  on.late!.asking.load().then(run, () => on.late!.announcer.say(on.t('state.cutOff')));
}

/** Filters, order (where the heads are not in sight), columns, the file. */
export function moreTools(on: ListContext): TemplateResult {
  const { list, t } = on;
  const { menus, host, exporting } = on.late!;
  const keys = list.sortKeys;
  const sorts = list.shown.filter((column) => column.sorts).flatMap((column): MenuItem[] => [false, true].map((descending) => {
    const isChosen = keys[0]?.name === column.name && keys[0].descending === descending;
    return { value: `${descending ? '-' : ''}${column.name}`, label: t(descending ? 'list.descending' : 'list.ascending', { column: column.label }), ...(isChosen ? { icon: 'check' as const } : {}) };
  }));
  const items: MenuItem[] = [
    { value: 'columns', label: t('list.columns') },
    { value: 'csv', label: t('list.exportCsv'), disabled: exporting.done !== undefined || list.state !== 'ready' },
    { value: 'excel', label: t('list.exportExcel'), disabled: exporting.done !== undefined || list.state !== 'ready' },
  ];
  const choose = (value: string): void => {
    if (value === 'columns') ask(on, (each) => each.columnsDialog.open());
    else void exporting.run(value === 'excel');
  };
  return html`<button type="button" class="btn" part="filter-button" ?disabled=${!list.entity} @click=${() => ask(on, (each) => each.filterDialog.open())}>${t('filter.button')}${host.filters.length > 0 ? html`<span class="count">${host.filters.length}</span>` : nothing}</button>
    <span class="only-narrow">${menus.render({ id: 'sort', button: t('list.sort'), items: sorts, chevron: true, choose: (sort) => host.show({ sort }) })}</span>
    ${menus.render({ id: 'more', button: icon('more'), name: t('action.more'), className: 'square', items, choose })}`;
}

/** What is filtered; and how far a file is that is made. */
export function filterRow(on: ListContext): TemplateResult | typeof nothing {
  const { exporting, filtering, showAll } = on.late!;
  const busy = exporting.done === undefined ? nothing : html`<span class="row tight fine text-2" role="status">${on.t('list.exporting', { count: exporting.done })}<button type="button" class="btn small" @click=${() => exporting.stop()}>${on.t('action.cancel')}</button></span>`;
  const chips = filterChips(filtering, { open: (at) => ask(on, (each) => each.filterDialog.open(at)), clear: showAll, beside: busy });
  return chips === nothing && busy !== nothing ? html`<div class="chips">${busy}</div>` : chips;
}

/** Over picked rows: how many, and what can be done with all of them. */
export function pickedBar(on: ListContext): TemplateResult | typeof nothing {
  const { list, t } = on;
  const { picks, exporting } = on.late!;
  const summary = on.late!.asking.part?.bulk.view(on) ?? nothing;
  if (picks.selection.isEmpty) return summary;
  const { count } = picks;
  const exact = list.rows.exact;
  const ids = [...picks.selection.ids];
  const where = picks.selection.all ? (ids.length > 0 ? { and: [list.where, { not: { id: { in: ids } } }] } : list.where) : { id: { in: ids } };
  return html`${summary}<div class="picked-bar" part="picked" role="group" aria-label=${t('list.picked')}>
    <span class="bold num" role="status">${count === undefined ? t('list.pickedAll') : t('list.pickedCount', { count })}</span>
    ${picks.isEverything || picks.selection.all ? nothing : html`<button type="button" class="btn small quiet" @click=${() => picks.pickAll(true)}>${exact === undefined ? t('list.pickAllMatching') : t('list.pickAllOf', { count: exact })}</button>`}
    <span class="grow"></span>
    ${list.may('update') ? html`<button type="button" class="btn small" part="change" @click=${() => ask(on, (each) => each.changeDialog.open())}>${t('list.change')}</button>` : nothing}
    <button type="button" class="btn small" part="export" ?disabled=${exporting.done !== undefined} @click=${() => void exporting.run(true, where)}>${t('list.exportPicked')}</button>
    ${list.may('remove') ? html`<button type="button" class="btn small" part="remove" @click=${() => ask(on, (each) => each.removeDialog.open())}>${t('list.remove')}</button>` : nothing}
    <button type="button" class="clear" aria-label=${t('list.clearPicked')} title=${t('list.clearPicked')} @click=${() => picks.clear()}>${icon('x')}</button>
  </div>`;
}

/** What asks a person for something, where it is open; and what is said to screen readers. */
export function dialogs(on: ListContext): TemplateResult {
  const { announcer, asking } = on.late!;
  return html`${asking.part?.render(on) ?? nothing}${announcer.render()}`;
}

/** Says in which order rows are now. */
export function sayOrder(on: ListContext): void {
  const words = on.list.sortKeys.map(({ name, descending }) => on.t(descending ? 'list.descending' : 'list.ascending', { column: on.list.columns.get(name)?.label ?? name }));
  on.late!.announcer.say(words.length > 0 ? words.join(on.t('value.separator')) : on.t('list.usualOrder'));
}
