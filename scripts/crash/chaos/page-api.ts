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

interface ChaosPage {
  /** Writes so often a second until it is told to stop. */
  begin(perSecond: number): void;
  /** Ends writing. Answers the tokens of all changes that were made. */
  end(): readonly string[];
  state(): ChaosState;
}

declare global {
  var chaosPage: ChaosPage;
  /** Set by who drives the page, before it loads. */
  var chaos: { readonly endpoint: string; readonly token: string; readonly name: string; readonly seed: number };
}
