import { html, nothing, type CSSResult, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { LatePart } from '../base/late-part.ts';
import { VinculoElement } from '../base/vinculo-element.ts';
import { formatInstant } from '../format/date.ts';
import { boardEnglish } from '../messages/en-board.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish } from '../messages/message.ts';
import { Clock } from '../parts/clock.ts';
import { icon } from '../parts/icon.ts';
import { bone, skeleton } from '../parts/skeleton.ts';
import { emptyState, errorState, failureText, forbiddenState, noClientState, offlineBanner } from '../parts/states.ts';
import { banner as bannerSheet } from '../styles/banner.ts';
import { button } from '../styles/button.ts';
import { avatar } from '../styles/avatar.ts';
import { common } from '../styles/common.ts';
import { pieces } from '../styles/pieces.ts';
import { tones } from '../styles/tones.ts';
import { field } from '../styles/field.ts';
import type { BoardForms } from './board-forms.ts';
import { CardFocus } from './card-focus.ts';
import type { BoardContext } from './context.ts';
import { cardLines } from './deal-card.ts';
import { laneView } from './lane-view.ts';
import { BoardController } from './pipeline-board.controller.ts';
import { boardStyles } from './pipeline-board.styles.ts';
import { heldUntil, type Press } from './press.ts';
import { toolsBar } from './tools-bar.ts';

addEnglish(moreEnglish);
addEnglish(boardEnglish);

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
  static override styles: CSSResult[] = [...common, tones, pieces, avatar, button, field, bannerSheet, boardStyles];

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
  readonly #board = new BoardController(this, (name, detail, options) => this.emit(name, detail, options));
  readonly #cards = new CardFocus(this, this.#board);
  readonly #late = new LatePart(this, async () => {
    const { BoardForms, Menus, noticesView, parkedView, PointerDrag } = this.dress(await import('./after-first-drawing.ts'));
    return { menus: new Menus(this), drag: new PointerDrag(this, this.#board, this.#cards), forms: new BoardForms(this, this.#board, this.#cards), noticesView, parkedView };
  });
  #isDrawn = false;
  #searching: ReturnType<typeof setTimeout> | undefined;

  /** Moves a deal as a person would: judged, asked for what the stage needs, one write. `place` counts from 0; the top by default. */
  moveDeal(dealId: string, stageId: string, place = 0): boolean { return this.#board.moves.move(dealId, stageId, place); }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (changed.has('density') && this.density !== undefined && !['compact', 'default'].includes(this.density)) this.warn(`density="${this.density}" is not known; use "compact" or leave it out`);
    const missing = this.#board.missingPipeline;
    if (missing !== undefined) this.warn(`there is no pipeline "${missing}", or you may not see it; the first one is shown`);
    if (this.#board.moves.question) void this.#bringForms();
    this.#internals.states[this.#board.moves.carried ? 'add' : 'delete']('carrying');
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#searching);
  }

  get #context(): BoardContext {
    return {
      locale: this.locale, t: (key, ...values) => this.t(key, ...values), now: this.#clock.now, board: this.#board, menus: this.#late.part?.menus, cards: this.#cards,
      press: (press) => this.#press(press),
      openDeal: (id) => void this.emit('vinculo-record-open', { table: 'deal', id }, { cancelable: true }),
      addDeal: (stageId) => this.#create(stageId),
    };
  }

  override render(): TemplateResult {
    const { state } = this.#board;
    this.#isDrawn ||= (state === 'ready' || state === 'empty') && !this.#isHeldBack;
    return html`<section part="frame" class="frame board" aria-label=${this.t('board.title')}>${this.#content(state)}</section>`;
  }

  #content(state: BoardController['state']): TemplateResult {
    switch (state) {
      case 'no-client': return this.isAlone ? noClientState(this) : this.#skeleton();
      case 'loading': return this.#board.pipeline ? this.#ready('loading') : this.#skeleton();
      case 'forbidden': return forbiddenState(this, { title: this.t('board.forbidden') });
      case 'unsupported': return emptyState(this, { title: this.t('board.unsupported') });
      case 'error': return this.#error();
      case 'no-pipeline': return emptyState(this, { title: this.t('board.noPipeline'), text: this.t('board.noPipelineText') });
      default: return this.#ready(this.#isDrawn ? state : 'loading');
    }
  }

  #skeleton(): TemplateResult {
    return skeleton(this, html`<div class="tools"><span class="bone control bone-menu"></span><span class="grow"></span><span class="bone control bone-find wide"></span><span class="bone control bone-new"></span></div>
      ${boneLanes()}<div class="say"></div>`);
  }

  #error(): TemplateResult {
    return errorState(this, {
      what: this.t('board.title'), text: failureText(this, this.#board.error), retry: () => this.crm?.retry(),
    });
  }

  #ready(state: 'loading' | 'empty' | 'ready'): TemplateResult {
    const on = this.#context;
    const board = this.#board;
    const { status } = board;
    const late = this.#late.part;
    return html`
      ${status ? offlineBanner(this, { connection: status.connection, waiting: status.waiting, ...(status.syncedAt ? { asOf: formatInstant(this, status.syncedAt) } : {}) }) : nothing}
      ${toolsBar(on, {
        mine: this.mine, search: this.search, setMine: (mine) => { this.mine = mine; }, setSearch: (text) => this.#setSearch(text),
        choosePipeline: (id) => { board.choosePipeline(id); this.emit('vinculo-pipeline-change', { pipelineId: id }); },
      })}
      ${late ? html`${late.parkedView(on, late.forms)}${late.noticesView(on)}` : nothing}
      ${state === 'empty' ? this.#empty() : state === 'loading' ? skeleton(this, boneLanes()) : html`<div class="lanes ${board.moves.carried ? 'carrying' : ''}" part="lanes" @touchmove=${this.#hold} @contextmenu=${this.#hold}>${repeat(board.lanes, (lane) => lane.stage.id, (lane) => laneView(on, lane))}</div>`}
      ${this.#say()}${this.#lifted(on)}${late?.forms.render()}
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

  #empty(): TemplateResult {
    const first = this.#board.stages.find((each) => each.category === 'open');
    const actions = first && this.#board.may('create') ? [{ label: this.t('board.new'), icon: 'plus' as const, run: () => this.#create(first.id) }] : [];
    return html`<div class="nothing">${emptyState(this, { title: this.t('board.empty'), text: this.t('board.emptyText'), actions })}<slot name="empty"></slot></div>`;
  }

  /** What waits for a person stands above the lanes: the first drawing waits for it, so that they need not move. */
  get #isHeldBack(): boolean {
    return !this.#late.part && !this.#late.isCutOff && this.#board.parked.length + this.#board.notices.length > 0;
  }

  async #create(stageId: string): Promise<void> {
    (await this.#bringForms())?.create(stageId);
  }

  /** The dialogs; without them there is no asking, and what was asked for is taken back. */
  async #bringForms(): Promise<BoardForms | undefined> {
    try {
      return (await this.#late.load()).forms;
    } catch {
      if (this.#board.moves.question) this.#board.moves.cancel();
      this.#board.moves.say(this.t('state.failedNetwork'), { tone: 'bad' });
      return undefined;
    }
  }

  #setSearch(text: string): void {
    clearTimeout(this.#searching);
    this.#searching = setTimeout(() => { this.search = text; }, searchRest);
  }

  /** The status line: where the carried card is, what just happened, how to take it back. It serves pointer and keys alike. */
  #say(): TemplateResult {
    const { moves, figures } = this.#board;
    const { said, carried } = moves;
    const bare = [...figures.stages.values()].every((each) => each.count === 0);
    const none = !said && bare && (this.search.trim() || this.mine);
    return html`<div class="say ${said?.tone ?? ''}" part="status">${said?.text ? icon(said.tone ? 'warn' : carried || moves.question ? 'arrow' : 'check') : !said && !bare && this.#board.mayMove ? html`<span class="text-3">${this.t('board.hint')}</span>` : nothing}<span role="status"><bdi>${said?.text ?? (none ? this.t('board.noMatch') : '')}</bdi></span>${
      carried ? html`<span class="text-3 end keys">${this.t('board.movingKeys')}</span>` : said?.undo ? html`<button type="button" class="link end" part="undo" @click=${said.undo}>${this.t('action.undo')}</button>` : nothing}</div>`;
  }

  #lifted(on: BoardContext): TemplateResult | typeof nothing {
    const { carried } = this.#board.moves;
    const stage = carried && this.#board.stageOf(carried.deal.stageId);
    const lane = carried && this.#board.lane(carried.deal.stageId);
    if (carried?.by !== 'pointer' || !stage || !lane) return nothing;
    return html`<div class="deal lift" part="card lifted" aria-hidden="true">${cardLines(on, carried.deal, stage, lane, undefined)}</div>`;
  }
}

function boneLanes(): TemplateResult {
  return html`<div class="lanes">${[4, 3, 3, 2, 2].map((cards) => html`<div class="lane"><div class="lane-bones">${bone('short')}${bone('long')}</div><div class="stack">${Array.from({ length: cards }, () => bone('card'))}</div></div>`)}</div>`;
}
