import type { Adapter } from '@vinculo/sdk/adapter';
import { fold } from './convert/values.ts';

export interface Known {
  readonly table: string;
  readonly id: string;
}

export type Lookup =
  | { readonly status: 'found'; readonly id: string; readonly similar?: string }
  | { readonly status: 'missing' }
  | { readonly status: 'ambiguous'; readonly count: number };

interface Names {
  readonly exact: Map<string, string[]>;
  readonly folded: Map<string, { readonly name: string; readonly id: string }[]>;
}

/** Finds records by what other rows call them: the id in their source, or their name. */
export class Directory {
  readonly #byKey = new Map<string, Known>();
  readonly #types = new Map<string, Set<string>>();
  readonly #names = new Map<string, Names>();

  /** @param type of the id: the file it comes from. */
  add(table: string, id: string, type: string, key: string): void {
    this.#byKey.set(`${type}\n${key}`, { table, id });
    let types = this.#types.get(table);
    if (!types) this.#types.set(table, (types = new Set()));
    types.add(type);
  }

  addName(table: string, id: string, name: string): void {
    let names = this.#names.get(table);
    if (!names) this.#names.set(table, (names = { exact: new Map(), folded: new Map() }));
    const same = names.exact.get(name);
    if (same?.includes(id)) return;
    if (same) same.push(id);
    else names.exact.set(name, [id]);
    const alike = names.folded.get(fold(name));
    if (alike) alike.push({ name, id });
    else names.folded.set(fold(name), [{ name, id }]);
  }

  byKey(type: string, key: string): string | undefined {
    return this.#byKey.get(`${type}\n${key}`)?.id;
  }

  /** By id, then by name, then by a name that differs only in case, spaces and signs. @param from the one file whose ids count */
  find(table: string, text: string, from?: string): Lookup {
    for (const type of from === undefined ? (this.#types.get(table) ?? []) : [from]) {
      const id = this.byKey(type, text);
      if (id !== undefined) return { status: 'found', id };
    }
    const names = this.#names.get(table);
    const exact = names?.exact.get(text);
    if (exact?.length === 1) return { status: 'found', id: exact[0]! };
    if (exact) return { status: 'ambiguous', count: exact.length };
    const alike = fold(text) === '' ? undefined : names?.folded.get(fold(text));
    if (alike?.length === 1) return { status: 'found', id: alike[0]!.id, similar: alike[0]!.name };
    return alike ? { status: 'ambiguous', count: alike.length } : { status: 'missing' };
  }

  /** Asks the backend for names that no row of this import has, so that a file can refer to what is there already. */
  async learnNames(adapter: Adapter, table: string, field: string, names: readonly string[]): Promise<void> {
    for (let i = 0; i < names.length; i += 100) {
      const answer = await adapter.query!({ table, where: { [field]: { in: names.slice(i, i + 100) } }, limit: 500 });
      for (const row of answer.rows) this.addName(table, row.id, String(row[field]));
    }
  }
}
