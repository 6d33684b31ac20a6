import type { Adapter, Capabilities } from '@vinculo/sdk/adapter';

/** One field to edit, and values that are told apart. */
export interface EditableField {
  readonly field: string;
  readonly values: readonly [unknown, unknown];
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
  /** A field where two edits are for a person to decide, if there is one. */
  readonly ask?: EditableField;
  /** A patch that the backend does not accept. */
  readonly invalid: Readonly<Record<string, unknown>>;
  /** Rows that name a row of `table`, if the backend holds any. */
  readonly child?: { readonly table: string; readonly field: string; make(label: string, parentId: string): Readonly<Record<string, unknown>> };
}

/** A running backend with two sessions on it. */
export interface ConformanceBackend {
  readonly adapter: Adapter;
  /** Another session: what it writes, someone else wrote. */
  readonly other: Adapter;
  readonly subject: Subject;
  /** A text that no other case on the same data uses, for hosts that must be the same on every run. Default: made of the clock. */
  readonly run?: string;
  /** The next push of `adapter` takes effect, but its answer is lost on the way. */
  readonly loseNextAnswer?: () => void;
  /** Stores a field that the declarations do not know, and says where in a row it must still stand after an edit of another field. */
  readonly writeUnknown?: (id: string) => Promise<(row: Readonly<Record<string, unknown>>) => unknown>;
  readonly stop?: () => Promise<void>;
}

export interface ConformanceHost {
  readonly name: string;
  /** As its adapters declare them: they decide which cases run. */
  readonly capabilities: Capabilities;
  /** What else it offers to the suite. `activities`: it holds activities and their links to records of the subject's table. */
  readonly hooks?: readonly ('loseNextAnswer' | 'writeUnknown' | 'ask' | 'child' | 'activities')[];
  /** Called once per case. */
  start(): Promise<ConformanceBackend>;
}

/** Accounts and their contacts, as a backend of Vinculo's own kind holds them. */
export const accountSubject: Subject = {
  table: 'account',
  make: (label) => ({ name: label }),
  title: 'name',
  first: { field: 'industry', values: ['Refrigeration', 'Food'] },
  second: { field: 'website', values: ['https://one.example', 'https://two.example'] },
  ask: { field: 'description', values: ['One text', 'Another text'] },
  invalid: { name: '' },
  child: { table: 'contact', field: 'accountId', make: (label, accountId) => ({ name: label, accountId }) },
};
