/** What comes within so many milliseconds is told at once. */
const gatherFor = 250;
/** Whoever is told asks, which is a transaction: for each of them so many milliseconds pass before it is told again. */
const restFor = 25;

type Listener = (tables: readonly string[]) => void;

/** What is to be told to some at one time. */
interface Round {
  readonly changed: Set<string>;
  /** Who of the audience, by their subjects; everybody in it when absent. */
  readonly whom?: Set<string>;
  telling: NodeJS.Timeout | undefined;
  /** When it is told next; before that, when those who were told last have had their rest. */
  due: number;
}

interface Audience {
  /** Each with the subject that listens. */
  readonly listeners: Map<Listener, string>;
  readonly everybody: Round;
  readonly near: Round & { readonly whom: Set<string> };
}

/**
 * Tells the streams of each tenant in which tables somebody came, left, or began or ended writing. The more of them there are the more seldom they are told, so
 * that they ask no more than forty times a second together: two hundred are told every five seconds. Whoever is at the same record does not wait for the many: those are told by themselves, as seldom for
 * their own number.
 */
export class PresenceListeners {
  readonly #audiences = new Map<string, Audience>();

  /** Returns a function that ends it. */
  listen(tenant: string, subject: string, listener: Listener): () => void {
    const audience: Audience = this.#audiences.get(tenant) ?? {
      listeners: new Map(), everybody: { changed: new Set(), telling: undefined, due: 0 }, near: { changed: new Set(), whom: new Set(), telling: undefined, due: 0 },
    };
    this.#audiences.set(tenant, audience);
    audience.listeners.set(listener, subject);
    return () => {
      audience.listeners.delete(listener);
      if (audience.listeners.size > 0 || this.#audiences.get(tenant) !== audience) return;
      callOff(audience);
      this.#audiences.delete(tenant);
    };
  }

  /** Something changed in these tables. @param near subjects that are at the very records */
  note(tenant: string, tables: readonly string[], near: Iterable<string> = []): void {
    const audience = this.#audiences.get(tenant);
    if (!audience || tables.length === 0) return;
    plan(audience, audience.everybody, tables);
    // Where all are told as soon there is no need to tell some.
    const soon = Date.now() + gatherFor;
    const there = new Set(audience.listeners.values());
    const beside = audience.everybody.due > soon ? [...near].filter((subject) => there.has(subject)) : [];
    if (beside.length === 0) return;
    for (const subject of beside) audience.near.whom.add(subject);
    plan(audience, audience.near, tables);
  }

  stop(): void {
    for (const audience of this.#audiences.values()) callOff(audience);
    this.#audiences.clear();
  }
}

function plan(audience: Audience, round: Round, tables: readonly string[]): void {
  for (const table of tables) round.changed.add(table);
  if (round.telling) return;
  round.due = Math.max(Date.now() + gatherFor, round.due);
  round.telling = setTimeout(() => {
    const changed = [...round.changed];
    const told = [...audience.listeners].filter(([, subject]) => round.whom?.has(subject) ?? true);
    round.telling = undefined;
    round.due = Date.now() + told.length * restFor;
    round.changed.clear();
    round.whom?.clear();
    for (const [listener] of told) listener(changed);
  }, round.due - Date.now());
}

function callOff({ everybody, near }: Audience): void {
  for (const { telling } of [everybody, near]) clearTimeout(telling);
}
