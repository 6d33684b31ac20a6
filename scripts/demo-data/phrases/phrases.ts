/** Something that happens with a customer: what one writes on the line, and what under it. */
export type Note = readonly [subject: string, body: string];

/** What people write in one language. `{product}`, `{city}`, `{name}` and `{n}` are filled in. */
export interface Phrases {
  readonly deals: readonly string[];
  readonly call: readonly Note[];
  readonly email: readonly Note[];
  readonly meeting: readonly Note[];
  readonly visit: readonly Note[];
  readonly note: readonly Note[];
  readonly message: readonly Note[];
  /** What is still to be done. */
  readonly task: readonly string[];
  readonly lost: readonly string[];
  /** Subject, what the customer wrote, what was answered. */
  readonly tickets: readonly (readonly [subject: string, question: string, answer: string])[];
  readonly tags: readonly string[];
}
