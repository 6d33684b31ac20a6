/** What somebody does at a record: they have it open, or they write an answer to it. */
export type Doing = 'looking' | 'writing';

/** Where a page is. */
export interface Whereabout {
  readonly table: string;
  readonly id: string;
  readonly doing: Doing;
}

/** Somebody who is at a record now. */
export interface Present extends Whereabout {
  readonly userId: string;
  readonly name: string;
}

/** What one page of somebody says of itself. */
export interface PageWord {
  readonly userId: string;
  readonly name: string;
  readonly page: string;
  readonly at: readonly Whereabout[];
}

interface Page extends PageWord {
  readonly until: number;
}

/** So long, in milliseconds, counts what a page said. Pages that go on say it again in time; one that fell over is forgotten. */
const wordLasts = 50_000;
/** Pages of one person that are kept; of more the oldest words go. */
const mostPages = 20;

const place = (table: string, id: string): string => `${table}/${id}`;

/** Who is where in one tenant, as their pages said lately. Kept in memory alone: it is worth nothing a minute later. */
export class Whereabouts {
  /** By person, then by page, the oldest word first. */
  readonly #people = new Map<string, Map<string, Page>>();
  /** Which pages are at a record. */
  readonly #at = new Map<string, Set<Page>>();

  /** Takes up what a page says; it replaces what that page said before. Answers the tables in which that changes something for others. */
  say(word: PageWord, now: number): readonly string[] {
    const { userId, page, at } = word;
    const pages = this.#people.get(userId) ?? new Map<string, Page>();
    const before = pages.get(page);
    const changed = new Set<string>();
    if (before) this.#drop(before, pages);
    if (at.length > 0) {
      const said: Page = { ...word, until: now + wordLasts };
      pages.set(page, said);
      this.#people.set(userId, pages);
      for (const { table, id } of at) (this.#at.get(place(table, id)) ?? this.#at.set(place(table, id), new Set()).get(place(table, id))!).add(said);
      const [oldest] = pages.values();
      if (pages.size > mostPages && oldest) for (const { table } of this.#drop(oldest, pages)) changed.add(table);
    }
    const had = before?.at ?? [];
    const same = (a: Whereabout, b: Whereabout): boolean => a.table === b.table && a.id === b.id && a.doing === b.doing;
    for (const each of had) if (!at.some((other) => same(each, other))) changed.add(each.table);
    for (const each of at) if (!had.some((other) => same(each, other))) changed.add(each.table);
    return [...changed];
  }

  /** Who but one person is at these records: each once per record, as the page of theirs that does most. */
  at(table: string, ids: readonly string[], but: string, now: number): readonly Present[] {
    return [...new Set(ids)].flatMap((id) => {
      const found = new Map<string, Present>();
      for (const { userId, name, at, until } of this.#at.get(place(table, id)) ?? []) {
        if (userId === but || until <= now) continue;
        for (const each of at) {
          if (each.table !== table || each.id !== id || found.get(userId)?.doing === 'writing') continue;
          found.set(userId, { table, id, doing: each.doing, userId, name });
        }
      }
      return [...found.values()];
    });
  }

  /** Which other people are at a record where this page is, or says that it is. */
  beside({ userId, page, at }: PageWord): readonly string[] {
    const places = [...at, ...(this.#people.get(userId)?.get(page)?.at ?? [])];
    const pages = places.flatMap(({ table, id }) => [...(this.#at.get(place(table, id)) ?? [])]);
    return [...new Set(pages.map((other) => other.userId))].filter((other) => other !== userId);
  }

  /** Forgets who said nothing for too long. Answers the tables that this concerns. */
  forgetOld(now: number): readonly string[] {
    const changed = new Set<string>();
    for (const pages of [...this.#people.values()]) for (const page of [...pages.values()]) if (page.until <= now) for (const { table } of this.#drop(page, pages)) changed.add(table);
    return [...changed];
  }

  /** Whether a page is anywhere, as far as it said. */
  knows(userId: string, page: string): boolean {
    return this.#people.get(userId)?.has(page) ?? false;
  }

  get isEmpty(): boolean {
    return this.#people.size === 0;
  }

  #drop(page: Page, pages: Map<string, Page>): readonly Whereabout[] {
    pages.delete(page.page);
    if (pages.size === 0) this.#people.delete(page.userId);
    for (const { table, id } of page.at) {
      const there = this.#at.get(place(table, id));
      there?.delete(page);
      if (there?.size === 0) this.#at.delete(place(table, id));
    }
    return page.at;
  }
}
