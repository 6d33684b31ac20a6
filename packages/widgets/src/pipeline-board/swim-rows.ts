import type { Result, Vinculo } from '@vinculo/sdk';
import type { RowOf, team, user } from '@vinculo/sdk/schema';
import { LiveController } from '../base/live-controller.ts';
import type { BoardFigures } from './figures.ts';
import type { BoardController, BoardHost, LaneView } from './pipeline-board.controller.ts';
import { type Swim, swimOf, swimsOf } from './swimlanes.ts';

type User = RowOf<typeof user>;
type Team = RowOf<typeof team>;

/** A row of lanes. */
export interface SwimView {
  readonly swim: Swim;
  readonly folded: boolean;
  /** None while it is folded. */
  readonly lanes: readonly LaneView[];
  readonly figures: BoardFigures;
}

/** So many swimlanes are open until somebody opens more: each asks for its own cards. */
const openSwims = 4;

/** The rows of lanes by owner or team: whose they are, which are open, what each sums to. */
export class SwimRows {
  readonly #host: BoardHost;
  readonly #board: BoardController;
  readonly #users: LiveController<Result<User>>;
  readonly #teams: LiveController<Result<Team>>;
  /** Those that somebody folded (true) or opened. */
  readonly #folds = new Map<string, boolean>();
  #swims: readonly Swim[] = [];
  #swimsOf: readonly unknown[] = [];
  readonly #figures = new Map<string, BoardFigures>();
  #figuresOf: readonly unknown[] = [];

  constructor(host: BoardHost, board: BoardController) {
    this.#host = host;
    this.#board = board;
    this.#users = new LiveController(host);
    this.#teams = new LiveController(host);
  }

  /** Before each drawing: asks for what the properties say. */
  watch(crm: Vinculo | undefined): void {
    const { swimlanes } = this.#host;
    this.#users.watch([crm, swimlanes], () => crm!.users.query({ orderBy: ['name'] }));
    this.#teams.watch([crm, swimlanes === 'team' || undefined], () => crm!.teams.query({ orderBy: ['name'] }));
  }

  get #owners(): readonly User[] { return this.#users.value?.rows ?? []; }

  get #all(): readonly Swim[] {
    const { swimlanes, locale } = this.#host;
    if (!swimlanes) return [];
    const { groups } = this.#board;
    const from = [swimlanes, groups, this.#users.value, this.#teams.value, locale];
    if (from.some((each, i) => each !== this.#swimsOf[i])) {
      this.#swimsOf = from;
      this.#swims = swimsOf(swimlanes, groups, this.#owners, this.#teams.value?.rows ?? [], locale);
    }
    return this.#swims;
  }

  #isFolded(swim: Swim, at: number): boolean { return this.#folds.get(swim.id) ?? at >= openSwims; }

  /** Those whose cards are to be seen. */
  get open(): readonly Swim[] { return this.#all.filter((swim, at) => !this.#isFolded(swim, at)); }

  get views(): readonly SwimView[] {
    return this.#all.map((swim, at) => {
      const folded = this.#isFolded(swim, at);
      return { swim, folded, lanes: folded ? [] : this.#board.lanesOf(swim), figures: this.figuresOf(swim) };
    });
  }

  /** The row in which this owner's cards stand. */
  of(ownerId: string | null | undefined): string { return swimOf(this.#host.swimlanes!, ownerId, this.#owners); }

  figuresOf(swim: Swim): BoardFigures {
    const { figures, groups } = this.#board;
    // Made anew with the figures of all, and once it is known who is of which team.
    const from = [figures, this.#users.value];
    if (from.some((each, i) => each !== this.#figuresOf[i])) this.#figures.clear();
    this.#figuresOf = from;
    let own = this.#figures.get(swim.id);
    // Where there are rows, the groups are by owner.
    if (!own) this.#figures.set(swim.id, (own = this.#board.sumUp(groups.filter((group) => this.of(group.key['ownerId'] as string | null) === swim.id))));
    return own;
  }

  fold(id: string, folded: boolean): void {
    this.#folds.set(id, folded);
    this.#host.requestUpdate();
  }
}
