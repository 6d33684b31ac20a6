import { html, nothing, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { LatePart } from '../base/late-part.ts';
import { VinculoElement } from '../base/vinculo-element.ts';
import { boardEnglish } from '../messages/en-board.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish } from '../messages/message.ts';
import { Clock } from '../parts/clock.ts';
import { cutOff } from '../parts/cut-off.ts';
import { bone, skeleton } from '../parts/skeleton.ts';
import { button } from '../styles/button.ts';
import { common } from '../styles/common.ts';
import { pieces } from '../styles/pieces.ts';
import { tones } from '../styles/tones.ts';
import { field } from '../styles/field.ts';
import { CardStops } from './card-stops.ts';
import type { BoardContext, Later } from './context.ts';
import { laneView } from './lane-view.ts';
import { BoardController } from './pipeline-board.controller.ts';
import { boardStyles } from './pipeline-board.styles.ts';
import { heldUntil, type Press } from './press.ts';
import { toolsBar } from './tools-bar.ts';

addEnglish(moreEnglish);
addEnglish(boardEnglish);

/** Keys that mean something on a card. */
const early: ReadonlySet<string> = new Set([' ', 'Enter', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End']);

/** Typing rests this long before the search is asked. */
const searchRest = 150;

/**
 * Deals of one pipeline, a lane per stage. Cards are moved by mouse, finger, pen, keys or menu; each move is one write.
 *
 * @element vinculo-pipeline-board
 *
 * @attr {string} locale - Language (BCP 47), before any `lang` of the page
 *
 * @fires {CustomEvent<DealMove>} vinculo-deal-move - Before a move is written: `{ deal, fromStageId, toStageId, patch }`. Cancel it and the card goes back
 * @fires {CustomEvent<DealMove>} vinculo-deal-moved - After a move was written, and after its undo; `change.synced` says when the backend has it
 * @fires {CustomEvent} vinculo-deal-create - Before a deal is added: `{ values }`. Cancelable
 * @fires {CustomEvent} vinculo-deal-created - After a deal was added: `{ id, values, change }`
 * @fires {CustomEvent} vinculo-record-open - A card is opened: `{ table: 'deal', id }`. The page shows the record
 * @fires {CustomEvent} vinculo-pipeline-change - Another pipeline was chosen: `{ pipelineId }`
 * @fires {CustomEvent<VinculoError>} vinculo-error - A write failed or was refused
 *
 * @slot tools - Own controls in the bar, before the search field
 * @slot empty - What to do in an empty pipeline, after the board's own words
 *
 * @csspart frame - The panel
 * @csspart tools - The bar on top
 * @csspart summary - Open deals, sum and weighted sum
 * @csspart search - The search field
 * @csspart mine - The button for own deals only
 * @csspart new - The button for a new deal
 * @csspart lanes - What holds the lanes, and scrolls sideways
 * @csspart lane - One stage; `folded` too where it is folded
 * @csspart lane-head - Its name, count, probability, sums and share
 * @csspart share - The share bar
 * @csspart add - Add a deal to this stage
 * @csspart cards - The list of cards
 * @csspart card - One deal; `ghost` while it is carried, `lifted` the one under the pointer
 * @csspart gap - Where the carried card will be
 * @csspart deal-name - First line of a card
 * @csspart deal-customer - Second line
 * @csspart deal-amount - Third line
 * @csspart deal-next - Fourth line
 * @csspart no-next-activity - The mark of a deal without a next activity
 * @csspart rotting - Days in the stage, when they are too many
 * @csspart days - Days in the stage
 * @csspart parked - A change that was refused or is in conflict
 * @csspart notices - Values of others that own edits covered
 * @csspart status - The status line
 *
 * @cssprop [--vinculo-board-height=516px] - Height of the lanes, where the element has none of its own
 *
 * @cssState carrying - A card is being moved
 */
export class PipelineBoard extends VinculoElement {
  static override styles: CSSResult[] = [...common, tones, pieces, button, field, boardStyles];

  /** The pipeline on show; the first active one of deals when not given. */
  @property({ attribute: 'pipeline-id' }) pipelineId?: string;
  /** Only deals of the signed-in person. */
  @property({ type: Boolean, reflect: true }) mine = false;
  /** Words that must occur in a deal. */
  @property() search = '';
  /** Nothing can be moved or added. */
  @property({ type: Boolean, reflect: true }) readonly = false;
  /** `compact` makes controls 28 px high and cards closer. */
  @property({ reflect: true }) density?: 'compact' | 'default';

  readonly #internals = this.attachInternals();
  readonly #clock = new Clock(this);
  readonly #board = new BoardController(this);
  readonly #stops = new CardStops(this, this.#board);
  readonly #late = new LatePart<Later>(this, async () => {
    const part = this.dress(await import('./after-first-drawing.ts'));
    const { BoardForms, CardFocus, CardLists, Menus, Moves, PointerDrag } = part;
    const moves = new Moves(this, this.#board, (name, detail, options) => this.emit(name, detail, options));
    const lists = new CardLists(this, this.#board);
    const cards = new CardFocus(this, this.#board, moves, lists, this.#stops);
    this.#board.moves = moves;
    return { ...part, moves, lists, cards, menus: new Menus(this), drag: new PointerDrag(this, moves, cards), forms: new BoardForms(this, this.#board, moves, cards) };
  });
  #isDrawn = false;
  #searching: ReturnType<typeof setTimeout> | undefined;

  /**
   * Moves a deal as a person would: judged, asked for what the stage needs, one write. `place` counts from 0; the top by default. False where it
   * cannot be; a call right after the first drawing is judged a moment later.
   */
  moveDeal(dealId: string, stageId: string, place = 0): boolean {
    const { moves } = this.#board;
    if (!moves) this.#late.load().then((late) => late.moves.move(dealId, stageId, place), () => {});
    return moves?.move(dealId, stageId, place) ?? true;
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('density') && this.density !== undefined && !['compact', 'default'].includes(this.density)) this.warn(`density="${this.density}" is not known; use "compact" or leave it out`);
    const missing = this.#board.missingPipeline;
    if (missing !== undefined) this.warn(`there is no pipeline "${missing}", or you may not see it; the first one is shown`);
    this.#internals.states[this.#board.moves?.carried ? 'add' : 'delete']('carrying');
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#searching);
  }

  get #context(): BoardContext {
    return {
      locale: this.locale, t: (key, ...values) => this.t(key, ...values), now: this.#clock.now, board: this.#board, stops: this.#stops, late: this.#late.part,
      press: (press) => this.#press(press),
      key: (event, dealId) => this.#key(event, dealId),
      openDeal: (id) => void this.emit('vinculo-record-open', { table: 'deal', id }, { cancelable: true }),
      addDeal: (stageId) => this.#create(stageId),
    };
  }

  override render(): TemplateResult {
    const { state } = this.#board;
    this.#isDrawn ||= (state === 'ready' || state === 'empty') && !this.#isHeldBack;
    return html`<section part="frame" class="frame board" aria-label=${this.t('board.title')}>${this.#content(state)}</section>`;
  }

  #content(state: BoardController['state']): unknown {
    if (state === 'ready' || state === 'empty') return this.#ready(this.#isDrawn ? state : 'loading');
    if (state === 'loading' && this.#board.pipeline) return this.#ready('loading');
    if (state === 'loading' || (state === 'no-client' && !this.isAlone)) return this.#skeleton();
    return this.#late.part?.boardInstead(this, this.#board) ?? (this.#late.isCutOff ? this.#cutOff() : this.#skeleton());
  }

  // Whether it came is seen in the next drawing.
  #cutOff(): TemplateResult { return cutOff(this, () => void this.#late.load().catch(() => {})); }

  #skeleton(): TemplateResult {
    return skeleton(this, html`<div class="tools"><span class="bone control bone-menu"></span><span class="grow"></span><span class="bone control bone-find wide"></span><span class="bone control bone-new"></span></div>
      ${boneLanes()}<div class="say"></div>`);
  }

  #ready(state: 'loading' | 'empty' | 'ready'): TemplateResult {
    const on = this.#context;
    const board = this.#board;
    const late = this.#late.part;
    return html`
      ${late?.boardBanner(this, board)}
      ${toolsBar(on, {
        mine: this.mine, search: this.search, setMine: (mine) => { this.mine = mine; }, setSearch: (text) => this.#setSearch(text),
        choosePipeline: (id) => { board.choosePipeline(id); this.emit('vinculo-pipeline-change', { pipelineId: id }); },
      })}
      ${late ? html`${late.parkedView(on, late.forms)}${late.noticesView(on)}` : this.#late.isCutOff ? this.#cutOff() : nothing}
      ${state === 'empty' && late ? late.emptyBoard(on) : state !== 'ready' ? skeleton(this, boneLanes()) : html`<div class="lanes ${board.moves?.carried ? 'carrying' : ''}" part="lanes" @touchmove=${this.#hold} @contextmenu=${this.#hold}>${repeat(board.lanes, (lane) => lane.stage.id, (lane) => laneView(on, lane))}</div>`}
      ${late ? html`${late.statusLine(on, late.moves, this.mine || this.search.trim() !== '')}${late.liftedCard(on)}${late.forms.render()}` : html`<div class="say" part="status"><span class="text-3">${state === 'ready' && board.mayMove ? this.t('board.hint') : ''}</span></div>`}
      <p id="how-to-move" class="hidden-text">${this.t('board.howToMove')}</p>`;
  }

  /** A card that is pressed before dragging is loaded can be dragged from where it was pressed. */
  #press(press: Press): void {
    const late = this.#late.part;
    if (late) late.drag.down(press);
    else void this.#pressLater(press);
  }

  async #pressLater(press: Press): Promise<void> {
    try {
      const loading = this.#late.load();
      const { isDown, moved } = await heldUntil(press, loading);
      const { drag } = await loading;
      if (!isDown) return;
      drag.down(press);
      if (moved) drag.move(moved);
    } catch {
      // Nothing can be dragged until the next drawing has brought it; the card's menu and keys move it meanwhile.
    }
  }

  readonly #hold: { handleEvent(event: Event): void; passive: false } = { handleEvent: (event) => this.#late.part?.drag.hold(event), passive: false };

  /** A key on a card; those of the buttons inside it are theirs. One that comes before its part waits for it. */
  #key(event: KeyboardEvent, dealId: string): void {
    const { key } = event;
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const late = this.#late.part;
    if (!(late ? late.cards.press(key, dealId) : early.has(key))) return;
    event.preventDefault();
    event.stopPropagation();
    if (!late) this.#late.load().then(({ cards }) => cards.press(key, dealId), () => {});
  }

  /** What waits for a person, and what is amiss, stands above the lanes: the first drawing waits for it, so that they need not move. */
  get #isHeldBack(): boolean {
    return !this.#late.part && !this.#late.isCutOff && (this.#board.parked.length + this.#board.notices.length > 0 || !['online', 'connecting', undefined].includes(this.#board.status?.connection));
  }

  // Without its part there is no asking, and the board says so.
  #create(stageId: string): void {
    this.#late.load().then(({ forms }) => forms.create(stageId), () => {});
  }

  #setSearch(text: string): void {
    clearTimeout(this.#searching);
    this.#searching = setTimeout(() => { this.search = text; }, searchRest);
  }
}

function boneLanes(): TemplateResult {
  return html`<div class="lanes">${[4, 3, 3, 2, 2].map((cards) => html`<div class="lane"><div class="lane-bones">${bone('short')}${bone('long')}</div><div class="stack">${Array.from({ length: cards }, () => bone('card'))}</div></div>`)}</div>`;
}
