/** What a page shows and holds. */
export interface ChaosState {
  readonly connection: string;
  readonly waiting: number;
  /** Changes that were parked, with the reason. */
  readonly parked: readonly string[];
  /** The table is whole and as the server has it. */
  readonly ready: boolean;
  /** By id, all that the pages write: `name industry tags`. */
  readonly rows: Readonly<Record<string, string>>;
}

/** What a page did so far. */
export interface ChaosPulse {
  readonly online: boolean;
  readonly waiting: number;
  readonly made: number;
  /** Calls, those of them that failed, what they held and what was answered, and how long they took in all. */
  readonly pushes: number;
  readonly pushesFailed: number;
  readonly sent: number;
  readonly answered: number;
  readonly pushMs: number;
  readonly pulls: number;
  readonly pullsFailed: number;
  readonly rows: number;
  readonly pullMs: number;
  /** Other calls. */
  readonly others: number;
}

interface ChaosPage {
  /** Writes so often a second until it is told to stop. */
  begin(perSecond: number): void;
  /** Ends writing. Answers the tokens of all changes that were made. */
  end(): readonly string[];
  state(): ChaosState;
  pulse(): ChaosPulse;
}

declare global {
  var chaosPage: ChaosPage;
  /** Set by who drives the page, before it loads. */
  var chaos: { readonly endpoint: string; readonly token: string; readonly name: string; readonly seed: number };
}
