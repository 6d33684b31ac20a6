import { UnsupportedError, VinculoError } from '../errors.ts';
import { type Description, type Doing, newId, type Present, type Whereabout } from '../schema/index.ts';
import { LiveValue } from '../store/live.ts';
import type { Engine } from '../sync/engine.ts';
import type { Live, RecordPresence } from './vinculo.ts';

export { clientOver as Before } from '../client/create-client.ts';

/** What was said counts for 50 seconds at the backend; so often it is said again, in milliseconds. */
const sayEvery = 20_000;
/** Where no hints flow it is asked so often; where they flow, and after an own word, no more often than this. */
const lookEvery = 5000;
const restAfter = 1000;
const mostPlaces = 5;
const mostIds = 200;

const nobody: readonly Present[] = [];

interface Watch {
  readonly table: string;
  readonly ids: readonly string[];
  readonly live: LiveValue<readonly Present[]>;
  value: readonly Present[];
}

/** Asks who else is there for as long as somebody listens or this page is somewhere; all that is wanted of a page goes in one question. */
export class Attendance implements RecordPresence {
  readonly #engine: Engine;
  readonly #page = newId();
  readonly #watches = new Set<Watch>();
  readonly #own = new Map<string, Whereabout>();
  /** Tables of which the backend says nothing to this sign-in. */
  readonly #refused = new Set<string>();
  /** The backend was told that this page is somewhere. */
  #isKnown = false;
  #callOff: (() => void) | undefined;
  /** Grows with each reason to ask. */
  #reasons = 0;
  /** When the question that is planned will be asked, and when the last one was. */
  #due = Infinity;
  #askedAt = -Infinity;
  #isAsking = false;
  #isOver = false;

  constructor(engine: Engine) {
    this.#engine = engine;
    const { adapter } = engine.inside.context;
    if (!adapter.presence || !adapter.capabilities.presence) throw new UnsupportedError(`The backend (${adapter.name}) does not tell who else is at a record.`);
    engine.onHint = (tables, presence) => {
      // Where hints began to flow anew, or rights changed, anything may be otherwise.
      if (tables === undefined || [...this.#watches].some((watch) => presence?.includes(watch.table))) this.#soon();
    };
    let rights: Description | undefined;
    const subscription = engine.description.subscribe((now) => {
      // Other rights, other tables. What is known first changes nothing.
      if (rights !== undefined && this.#refused.size > 0) {
        this.#refused.clear();
        this.#soon();
      }
      rights = now;
    });
    engine.closed.addEventListener('abort', () => {
      this.#isOver = true;
      this.#callOff?.();
      subscription.unsubscribe();
    });
  }

  at(table: string, ids: readonly string[]): Live<readonly Present[]> {
    const watch: Watch = {
      table, ids, value: nobody,
      live: new LiveValue<readonly Present[]>({
        read: () => watch.value,
        start: () => {
          this.#watches.add(watch);
          this.#soon();
          return () => {
            this.#watches.delete(watch);
            watch.value = nobody;
          };
        },
        pending: () => false, partial: () => false, failure: () => undefined,
      }),
    };
    watch.live.endWith(this.#engine.closed);
    return watch.live;
  }

  say(table: string, id: string, doing?: Doing): void {
    const place = `${table}/${id}`;
    if (this.#own.get(place)?.doing === doing) return;
    this.#own.delete(place);
    if (doing) this.#own.set(place, { table, id, doing });
    if (this.#own.size > mostPlaces) for (const first of [...this.#own.keys()].slice(0, 1)) this.#own.delete(first);
    this.#soon();
  }

  /** At once, or as soon as the rest after the last question is over. */
  #soon(): void {
    this.#reasons++;
    this.#plan(Math.max(0, this.#askedAt + restAfter - this.#engine.host.now()));
  }

  #plan(wait: number): void {
    const at = this.#engine.host.now() + wait;
    if (this.#isOver || at >= this.#due) return;
    this.#callOff?.();
    this.#due = at;
    this.#callOff = this.#engine.host.after(wait, () => {
      this.#due = Infinity;
      void this.#ask();
    });
  }

  async #ask(): Promise<void> {
    const at = [...this.#own.values()].filter(({ table }) => !this.#refused.has(table));
    const of = this.#wanted();
    if (this.#isOver || this.#isAsking || (of.length === 0 && at.length === 0 && !this.#isKnown)) return;
    this.#isAsking = true;
    this.#askedAt = this.#engine.host.now();
    const { adapter } = this.#engine.inside.context;
    const reasons = this.#reasons;
    let present = nobody;
    try {
      // What comes of it says nothing of the connection: a page goes on without it.
      present = await adapter.presence!({ page: this.#page, at, of }, this.#engine.closed);
      this.#isKnown = at.length > 0;
    } catch (error) {
      if (!this.#isOver && isFinal(error)) {
        this.#isKnown = false;
        if (await this.#sortOut([...of, ...at.map(({ table, id }) => ({ table, ids: [id] }))])) this.#reasons++;
      }
    }
    this.#isAsking = false;
    this.#tell(present);
    this.#plan(reasons !== this.#reasons ? restAfter : this.#watches.size > 0 && !adapter.capabilities.live ? lookEvery : sayEvery);
  }

  /** The question will be refused again: each table is asked for by itself, and those that are refused are left out from now on. Answers whether there are any. */
  async #sortOut(asked: readonly { readonly table: string; readonly ids: readonly string[] }[]): Promise<boolean> {
    const { adapter } = this.#engine.inside.context;
    const tables = [...new Set(asked.map(({ table }) => table))];
    const [only] = tables;
    if (only !== undefined && tables.length === 1) this.#refused.add(only);
    else for (const table of tables) {
      const ids = [...new Set(asked.flatMap((each) => (each.table === table ? each.ids : [])))].slice(0, mostIds);
      try {
        // A page of its own, which is nowhere: where this one is stays said.
        await adapter.presence!({ page: newId(), at: [], of: [{ table, ids }] }, this.#engine.closed);
      } catch (error) {
        if (this.#isOver) return false;
        if (isFinal(error)) this.#refused.add(table);
      }
    }
    return tables.some((table) => this.#refused.has(table));
  }

  /** All that is watched and not refused, by table. */
  #wanted(): { readonly table: string; readonly ids: readonly string[] }[] {
    const tables = new Map<string, Set<string>>();
    let room = mostIds;
    for (const { table, ids } of this.#watches) {
      if (this.#refused.has(table)) continue;
      const all = tables.get(table) ?? tables.set(table, new Set()).get(table)!;
      for (const id of ids) if (room > 0 && !all.has(id)) {
        all.add(id);
        room--;
      }
    }
    return [...tables].map(([table, ids]) => ({ table, ids: [...ids] }));
  }

  #tell(present: readonly Present[]): void {
    for (const watch of [...this.#watches]) {
      const value = present.filter(({ table, id }) => table === watch.table && watch.ids.includes(id));
      if (JSON.stringify(value) === JSON.stringify(watch.value)) continue;
      watch.value = value;
      watch.live.tell();
    }
  }
}

/** Whom it is not for, and what the backend does not know, is not asked for again. Else the next question may be answered. */
function isFinal(error: unknown): boolean {
  if (!(error instanceof VinculoError)) console.error('Vinculo: asking who else is at a record failed.', error);
  return !(error instanceof VinculoError) || (!error.retryable && error.code !== 'auth');
}
