import type { Adapter, Capabilities } from '@vinculo/sdk/adapter';

/** One field to edit, and values that are told apart. */
export interface EditableField {
  readonly field: string;
  readonly values: readonly [unknown, unknown];
}

/** A record with values that must come back as they were given. */
export interface Sample {
  /** For messages: `a text of 100,000 characters`. */
  readonly what: string;
  readonly table: string;
  /** Values for a new row. `label` is unique in the run. */
  make(label: string): Readonly<Record<string, unknown>>;
  /** What the row must hold, where it is not what was given: the one form of a value that can be written in several. */
  readonly kept?: Readonly<Record<string, unknown>>;
}

/** With which records the suite works. They stay behind, so it must be a backend for trying things out. */
export interface Subject {
  readonly table: string;
  /** Values for a new row. `label` is unique and must end up in the text field `title`. */
  make(label: string): Readonly<Record<string, unknown>>;
  /** A text field that holds the label. */
  readonly title: string;
  /** Two fields that two people may edit without being in each other's way, where a later write wins. */
  readonly first: EditableField;
  readonly second: EditableField;
  /** A field where two edits are for a person to decide, if there is one. It may be emptied; where there is none, `first` may be. */
  readonly ask?: EditableField;
  /** A patch that the backend does not accept. */
  readonly invalid: Readonly<Record<string, unknown>>;
  /** Rows that name a row of `table`, if the backend holds any. */
  readonly child?: { readonly table: string; readonly field: string; make(label: string, parentId: string): Readonly<Record<string, unknown>> };
  /** A list of words to which two people may add at the same time, if there is one. */
  readonly tags?: string;
  /** A list of keyed items of which two people may each edit one, if there is one. */
  readonly items?: { readonly field: string; make(id: string, text: string): Readonly<Record<string, unknown>> & { readonly id: string } };
  /** A field with a number and one with money, to add up. */
  readonly figures?: { readonly number: string; readonly money: string };
  /** Values that backends are prone to change, in whatever tables. */
  readonly samples?: readonly Sample[];
}

/** How a call may fail on its way. */
export type Failure = 'offline' | 'auth' | 'badAnswer';

/** A running backend with two sessions on it. */
export interface ConformanceBackend {
  readonly adapter: Adapter;
  /** Another session: what it writes, someone else wrote. */
  readonly other: Adapter;
  readonly subject: Subject;
  /** A text that no other case on the same data uses, for hosts that must be the same on every run. Default: made of the clock. */
  readonly run?: string;
  /** Milliseconds to wait for what must come by itself, like a hint. Default 5000. */
  readonly patience?: number;
  /** The next push or run of `adapter` takes effect, but its answer is lost on the way. */
  readonly loseNextAnswer?: () => void;
  /** All calls of `adapter` fail this way before they take effect, until the returned function is called. */
  readonly fail?: (how: Failure) => () => void;
  /** Stores a field that the declarations do not know, and says where in a row it must still stand after an edit of another field. */
  readonly writeUnknown?: (id: string) => Promise<(row: Readonly<Record<string, unknown>>) => unknown>;
  /** The user of `adapter` may no longer see a row of the subject's table, until the returned function is called. */
  readonly hide?: (id: string) => Promise<() => Promise<void>>;
  /** Makes all cursors that were given out too old. */
  readonly expire?: () => Promise<void>;
  /** The sign-in of `adapter` in a page that was opened anew: another adapter for the same user. */
  readonly reload?: () => Adapter;
  /** Ids of two people who may own records, for handing records over. */
  readonly users?: readonly [string, string];
  readonly stop?: () => Promise<void>;
}

/**
 * What else a host offers to the suite: the optional parts of its backend and subject, by name, and:
 * `activities`: it holds activities and their links to records of the subject's table; `leads`: it holds leads, pipelines and stages;
 * `custom`: rows carry custom fields; `clients`: whole clients may be run over it; `attached`: it has no data but what the client's cache holds.
 */
export type Hook =
  | 'loseNextAnswer' | 'fail' | 'writeUnknown' | 'hide' | 'expire' | 'reload' | 'users'
  | 'ask' | 'child' | 'tags' | 'items' | 'figures' | 'samples'
  | 'activities' | 'leads' | 'custom' | 'clients' | 'attached';

export interface ConformanceHost {
  readonly name: string;
  /** As its adapters declare them: they decide which cases run. */
  readonly capabilities: Capabilities;
  readonly hooks?: readonly Hook[];
  /** Called once per case. */
  start(): Promise<ConformanceBackend>;
}
