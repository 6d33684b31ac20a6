import { type PageWord, type Present, Whereabouts } from '../../schema/index.ts';

/** Who is where among the users of one backend in memory. */
export class MemoryPresence {
  readonly #whereabouts = new Whereabouts();
  readonly #listeners = new Set<(tables: readonly string[]) => void>();

  say(word: PageWord, now: number): void {
    const tables = new Set([...this.#whereabouts.forgetOld(now), ...this.#whereabouts.say(word, now)]);
    if (tables.size > 0) for (const listener of [...this.#listeners]) listener([...tables]);
  }

  at(table: string, ids: readonly string[], but: string, now: number): readonly Present[] {
    return this.#whereabouts.at(table, ids, but, now);
  }

  /** Returns what ends it. */
  listen(listener: (tables: readonly string[]) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
