/** Rows that are picked: some by their ids, or all that match but some. Plain state; the list draws and asks. */
export class Selection {
  /** All that match are picked, also those that were never in sight; the ids are those left out. */
  all = false;
  #ids = new Set<string>();
  /** Where a range begins: the row that was picked last. */
  anchor: string | undefined;

  get ids(): ReadonlySet<string> { return this.#ids; }
  get isEmpty(): boolean { return !this.all && this.#ids.size === 0; }
  has(id: string): boolean { return this.#ids.has(id) !== this.all; }

  /** How many are picked; undefined where all are and it is not known how many match. */
  count(matching: number | undefined): number | undefined {
    if (!this.all) return this.#ids.size;
    return matching === undefined ? undefined : Math.max(0, matching - this.#ids.size);
  }

  set(id: string, picked: boolean): void {
    if (picked !== this.all) this.#ids.add(id);
    else this.#ids.delete(id);
    this.anchor = id;
  }

  toggle(id: string): void { this.set(id, !this.has(id)); }

  /** A range takes over what its first row is. */
  range(ids: readonly string[], picked: boolean): void {
    const { anchor } = this;
    for (const id of ids) this.set(id, picked);
    this.anchor = anchor;
  }

  pickAll(): void {
    this.clear();
    this.all = true;
  }

  clear(): void {
    this.all = false;
    this.#ids = new Set();
    this.anchor = undefined;
  }
}
