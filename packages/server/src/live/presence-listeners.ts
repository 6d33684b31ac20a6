/** What comes within so many milliseconds is told at once. */
const gatherFor = 250;
/** Whoever is told asks, which is a transaction: for each of them so many milliseconds pass before it is told again. */
const restFor = 25;

type Listener = (tables: readonly string[]) => void;

interface Audience {
  readonly listeners: Set<Listener>;
  readonly changed: Set<string>;
  telling: NodeJS.Timeout | undefined;
  toldAt: number;
}

/**
 * Tells the streams of each tenant in which tables somebody came, left, or began or ended writing. The more of them there are the more seldom they are told, so
 * that they ask no more than forty times a second together: two hundred are told every five seconds.
 */
export class PresenceListeners {
  readonly #audiences = new Map<string, Audience>();

  /** Returns a function that ends it. */
  listen(tenant: string, listener: Listener): () => void {
    const audience: Audience = this.#audiences.get(tenant) ?? { listeners: new Set(), changed: new Set(), telling: undefined, toldAt: -Infinity };
    this.#audiences.set(tenant, audience);
    audience.listeners.add(listener);
    return () => {
      audience.listeners.delete(listener);
      if (audience.listeners.size > 0 || this.#audiences.get(tenant) !== audience) return;
      clearTimeout(audience.telling);
      this.#audiences.delete(tenant);
    };
  }

  /** Something changed in these tables. */
  note(tenant: string, tables: readonly string[]): void {
    const audience = this.#audiences.get(tenant);
    if (!audience || tables.length === 0) return;
    for (const table of tables) audience.changed.add(table);
    audience.telling ??= setTimeout(() => {
      audience.telling = undefined;
      audience.toldAt = Date.now();
      const changed = [...audience.changed];
      audience.changed.clear();
      for (const listener of audience.listeners) listener(changed);
    }, Math.max(gatherFor, audience.toldAt + audience.listeners.size * restFor - Date.now()));
  }

  stop(): void {
    for (const { telling } of this.#audiences.values()) clearTimeout(telling);
    this.#audiences.clear();
  }
}
