import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { Dialog } from '../parts/dialog.ts';
import type { Menus } from '../parts/menu.ts';
import { SavedViews } from '../parts/saved-views.ts';
import { type BoardView, readView } from './board-view.ts';
import { showable } from './card-fields.ts';
import { fieldLabel } from './field-label.ts';
import { type FilterHost, Filtering } from './filtering.ts';
import type { BoardController } from './pipeline-board.controller.ts';

/** An element whose view can be read and set. */
export interface ViewHost extends VinculoElement {
  readonly view: BoardView;
  setView(view: BoardView): void;
}

/** Items of the menu that are no saved view: no id looks like them. */
const [plain, asks, changes, removes] = [' plain', ' filter', ' change', ' remove'];

/** Orders that make sense for cards; the first is the one made by hand. */
const sorts = ['rank', '-amount', 'expectedClose', 'stageSince', 'name', '-score'] as const;

/** The views of the board that were saved, its filters, and the form that changes how it looks. */
export class BoardViews implements ReactiveController {
  readonly filtering: Filtering;
  readonly #host: FilterHost;
  readonly #board: BoardController;
  readonly #menus: Menus;
  readonly #dialog: Dialog;
  readonly #saved: SavedViews;
  /** They are asked for when somebody opens the menu for the first time. */
  #isAsked = false;

  constructor(host: FilterHost, board: BoardController, menus: Menus) {
    this.#host = host;
    this.#board = board;
    this.#menus = menus;
    this.filtering = board.filtering = new Filtering(host, board);
    this.#dialog = new Dialog(host);
    this.#saved = new SavedViews(host, 'pipeline-board');
    host.addController(this);
  }

  hostUpdate(): void {
    const { crm } = this.#host;
    const { table, userId } = this.#board;
    this.#isAsked ||= this.#menus.isOpen('view');
    this.#saved.watch(crm, table, userId, this.#isAsked);
  }

  /** What of it stands in the bar. */
  menu(): TemplateResult {
    const w = this.#host;
    const { all, chosen: current } = this.#saved;
    const menu = this.#menus.render({
      id: 'view', button: html`<bdi class="cut">${current?.name ?? w.t('board.view')}</bdi>`, name: current ? w.t('board.viewNamed', { name: current.name }) : w.t('board.view'), chevron: true,
      items: [
        { value: plain, label: w.t('board.viewPlain'), ...(current ? {} : { icon: 'check' as const }) },
        ...all.map((each) => ({ value: each.id, label: each.name, ...(each === current ? { icon: 'check' as const } : {}) })),
        // On a phone it is here alone.
        { value: asks, label: w.t('board.filter') },
        { value: changes, label: w.t('board.viewChange'), icon: 'pencil' },
        ...(current && this.#saved.isOwn(current) ? [{ value: removes, label: w.t('board.viewRemove', { name: current.name }), icon: 'x' as const }] : []),
      ],
      choose: (value) => this.#choose(value),
    });
    return html`${this.filtering.button()}${menu}`;
  }

  #choose(value: string): void {
    if (value === changes) return this.#dialog.open();
    if (value === asks) return this.filtering.open();
    if (value === removes) {
      this.#saved.remove();
    } else {
      this.#saved.current = value === plain ? undefined : value;
      const row = this.#saved.chosen;
      const view = row ? readView(row.view) : {};
      this.filtering.whenRead(view.filters ?? [], () => this.#host.setView(view));
    }
    this.#host.requestUpdate();
  }

  render(): TemplateResult {
    const w = this.#host;
    const { view } = w;
    return html`${this.#dialog.render({
      title: w.t('board.viewChange'),
      body: this.#dialog.isOpen ? this.#body(view) : nothing,
      confirm: w.t('board.viewApply'),
      done: (form) => this.#apply(form),
    })}${this.filtering.dialog()}`;
  }

  #body(view: BoardView): TemplateResult {
    const w = this.#host;
    const { entity, table } = this.#board;
    const known = sorts.filter((each) => this.#board.has(each.replace('-', '')));
    const option = (value: string, label: string, chosen: string): TemplateResult => html`<option value=${value} ?selected=${value === chosen}>${label}</option>`;
    const label = (name: string): string => fieldLabel(w.locale, entity, name.replace('-', ''));
    return html`<div class="field"><label for="view-sort">${w.t('board.viewSort')}</label><select class="input" id="view-sort" name="sort">${known.map((each) => option(each, each === 'rank' ? w.t('board.viewByHand') : label(each), view.sort ?? 'rank'))}</select></div>
      ${this.#board.has('ownerId') ? html`<div class="field"><label for="view-swim">${w.t('board.viewRows')}</label><select class="input" id="view-swim" name="swimlanes">${option('', w.t('board.viewNoRows'), view.swimlanes ?? '')}${option('owner', label('ownerId'), view.swimlanes ?? '')}${option('team', w.t('board.viewTeam'), view.swimlanes ?? '')}</select></div>` : nothing}
      ${table === 'deal' ? html`<label class="row tight"><input type="checkbox" name="forecast" .checked=${view.forecast ?? false}>${w.t('board.viewForecast')}</label>` : nothing}
      <fieldset class="field view-fields"><legend>${w.t('board.viewFields')}</legend>${showable(entity).filter((name) => this.#board.has(name)).map((name) => html`<label class="row tight"><input type="checkbox" name="fields" value=${name} .checked=${view.cardFields?.includes(name) ?? false}>${label(name)}</label>`)}</fieldset>
      <div class="field"><label for="view-name">${w.t('board.viewSave')} <span class="fine text-3">${w.t('field.optional')}</span></label><input class="input" id="view-name" name="name" maxlength="80" autocomplete="off"></div>
      <label class="row tight"><input type="checkbox" name="shared">${w.t('board.viewShared')}</label>`;
  }

  #apply(form: FormData): void {
    const { search, mine, filters } = this.#host.view;
    const view = readView({ search, mine, filters, sort: form.get('sort'), swimlanes: form.get('swimlanes'), forecast: form.get('forecast') !== null, cardFields: form.getAll('fields') });
    this.#host.setView(view);
    const name = String(form.get('name') ?? '').trim();
    if (name) this.#saved.save(name, { ...view }, form.get('shared') !== null);
    else this.#saved.current = undefined;
  }
}
