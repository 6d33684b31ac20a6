import { OfflineError } from '../errors.ts';
import type { AnyRow, Entity, Phone } from '../schema/index.ts';
import { entities, hasPhones, mayEndWith, phoneMatch, phonesOf, phoneSuffix } from '../schema/index.ts';
import type { Reader } from '../store/reader.ts';
import type { Table } from '../store/table.ts';
import { TextIndex } from '../store/text-index.ts';
import type { Engine } from '../sync/engine.ts';
import type { Hit, LookupOptions, PhoneHit } from './vinculo.ts';

export { clientOver as Before } from '../client/create-client.ts';

const usualLimit = 20;

/** Rows a backend is asked for at the most, to be compared with a number here. */
const mostAsked = 200;

/** Tables whose rows have a name to be looked up by, where nobody says which. */
const usualTables: readonly string[] = ['contact', 'account', 'lead', 'deal', 'ticket'];

/** Looks records up by words and by phone numbers: in what is in memory, on disk, or by asking the backend where nothing is kept. */
export class Lookup {
  readonly #engine: Engine;
  readonly #texts = new Map<Table, TextIndex>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async text(text: string, { tables = usualTables, limit = usualLimit }: LookupOptions): Promise<readonly Hit[]> {
    if (text.trim() === '') return [];
    const found = await Promise.all(this.#served(tables).map((e) => this.#textIn(e, text, limit)));
    return found.flat().sort((a, b) => b.score - a.score).slice(0, limit);
  }

  async #textIn(e: Entity, text: string, limit: number): Promise<Hit[]> {
    const { store, reading } = this.#engine;
    const answer = reading.readsLocally(e) ? undefined : await this.#orHeld(e, () => reading.query(e, { table: e.name, where: { search: text }, limit }));
    if (answer) {
      const { rows } = answer;
      // Backends say which rows fit, not how well.
      return rows.map(({ id }, i) => hit(e, store.table(e).row(id), 1 / (i + 1))).filter((h) => h !== undefined);
    }
    const table = await this.#whole(e);
    let index = this.#texts.get(table);
    if (!index) {
      this.#texts.set(table, (index = new TextIndex(table)));
      store.route(e.name, index);
    }
    await index.ready;
    return index.search(text, limit).map(({ id, score }) => hit(e, table.row(id), score)).filter((h) => h !== undefined);
  }

  /** What the backend answers; undefined when it cannot be reached and a part of the rows is held, which is in memory then. */
  async #orHeld<T>(e: Entity, ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof OfflineError) || !this.#engine.reading.holdsPart(e)) throw error;
      await this.#whole(e);
      return undefined;
    }
  }

  /** Fulfilled when all rows that are kept of a table are in memory. They stay, and are kept up, for as long as the client lives. */
  async #whole(e: Entity): Promise<Table> {
    const { store } = this.#engine;
    const reading: Reader = this.#engine.reading;
    const table = store.table(e);
    if (table.whole) return table;
    reading.want(table, 'all');
    await new Promise<void>((resolve) => {
      const settled = (): boolean => table.whole || reading.standing(table, 'all').status !== 'loading';
      if (settled()) return resolve();
      const stop = store.onStanding(e.name, () => {
        if (!settled()) return;
        stop();
        resolve();
      });
    });
    return table;
  }

  async phone(number: string, { tables, limit = usualLimit }: LookupOptions): Promise<readonly PhoneHit[]> {
    const suffix = phoneSuffix(number);
    if (suffix === '') return [];
    const served = this.#served(tables ?? Object.keys(entities)).filter(hasPhones);
    const rows = await this.#phoneRows(served, suffix);
    const hits = rows.flatMap(([e, row]) => phonesOf(e, row).filter((phone) => mayEndWith(phone, suffix)).flatMap((phone) => phoneHit(e, row, phone, number)));
    const best = new Map<string, PhoneHit>();
    for (const h of hits.sort((a, b) => Number(b.exact) - Number(a.exact))) if (!best.has(`${h.table}/${h.id}`)) best.set(`${h.table}/${h.id}`, h);
    return [...best.values()].slice(0, limit);
  }

  async #phoneRows(served: readonly Entity[], suffix: string): Promise<(readonly [Entity, AnyRow])[]> {
    const { store, reading } = this.#engine;
    const isInMemory = (e: Entity): boolean => store.table(e).whole && !reading.holdsPart(e);
    const kept = served.every(isInMemory) ? new Map<string, readonly AnyRow[]>() : await this.#phonesOnDisk(suffix);
    const found = await Promise.all(served.map(async (e): Promise<(readonly [Entity, AnyRow])[]> => {
      const table = store.table(e);
      if (isInMemory(e)) return [...table.rows()].map((row) => [e, row] as const);
      // A backend looks for text: as one run of digits, or by the last ones where what was typed has gaps.
      if (!reading.readsLocally(e)) await this.#orHeld(e, () => Promise.all([suffix, suffix.slice(-4)].map((search) => reading.query(e, { table: e.name, where: { search }, limit: mostAsked }))));
      else if (!kept.has(e.name)) await this.#whole(e);
      const rows = new Map((kept.get(e.name) ?? []).map((row) => [row.id, row]));
      // What is in memory is newer.
      for (const row of table.rows()) rows.set(row.id, row);
      return [...rows.values()].map((row) => [e, row] as const);
    }));
    return found.flat();
  }

  /** Rows, by table, that the cache on disk holds and that may have a phone number with these last digits. */
  async #phonesOnDisk(suffix: string): Promise<ReadonlyMap<string, readonly AnyRow[]>> {
    const { context } = this.#engine.inside;
    if (context.mode !== 'disk') return new Map();
    await context.ready();
    try {
      const found = await context.cache().phones(suffix);
      return new Map(await Promise.all([...found].map(async ([table, ids]) => [table, await context.cache().get(table, [...new Set(ids)])] as const)));
    } catch (error) {
      context.storageFailed(error);
      return new Map();
    }
  }

  #served(tables: readonly string[]): Entity[] {
    const description = this.#engine.description.snapshot;
    return tables.map((name) => this.#engine.entityOf(name)).filter((e) => e !== undefined && (!description || description.tables[e.name] !== undefined)) as Entity[];
  }
}

function hit(e: Entity, row: AnyRow | undefined, score: number): Hit | undefined {
  return row && { table: e.name, id: row.id, row, score };
}

function phoneHit(e: Entity, row: AnyRow, phone: Phone, number: string): PhoneHit[] {
  const fits = phoneMatch(number, phone);
  return fits ? [{ table: e.name, id: row.id, row, phone, exact: fits === 'exact' }] : [];
}
