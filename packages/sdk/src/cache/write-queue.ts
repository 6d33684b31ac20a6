import { StorageError } from '../errors.ts';
import type { TableWrite } from './cache.ts';
import type { StoreName } from './database.ts';
import type { DatabaseHandle } from './database-handle.ts';
import type { Fold } from './fold.ts';
import { dropWindows, hiddenBy } from './keep-window.ts';
import type { SchemaVersion } from './schema-version.ts';
import { faultOf, storageError } from './storage-fault.ts';
import { recordOf } from './table-reader.ts';
import type { TableWriter } from './table-writer.ts';

/** Rows that one transaction writes at the most, where the outbox is not part of it: it would keep new entries waiting. */
const mostRows = 10_000;
const mostRowsBesideOutbox = 2000;
/** Who writes more than this waits for the disk: what is pulled must not pile up in memory. */
const mostWaiting = 20_000;
/** Pages of so many rows, which are not the last ones, wait for more, so long in milliseconds: a run should hold many rows. */
const manyRows = 500;
const lingering = 40;
/** How long it is quiet before folding begins, in milliseconds. */
const quiet = 200;
/** Rows that one step folds, and writes: where nothing else is to be done, and where the page draws frame after frame. */
const stepRows = 5000;
const stepRowsBetweenFrames = 500;
/** Who has so much time before the next frame draws none now, in milliseconds: of a display of 60 Hz a frame takes 17. */
const noFrame = 20;
/** A page that draws all the time is asked so often whether it still does, and folds a little so often, in milliseconds. */
const lookAgain = 100;
const drawingLong = 1000;

const foldPart = (): Promise<typeof import('./fold.ts')> => import('./fold.ts');

/** What is to be written together. */
interface Work {
  readonly writes: readonly TableWrite[];
  /** What is done with the stores `outbox` and `aliases`. Must bear to be repeated. */
  readonly outbox?: (tx: IDBTransaction) => Promise<void>;
  /** On disk, not only handed to the system, when it is done. */
  readonly strict?: boolean;
  /** Any page may do it; all else is for the one that leads, if this page ever did. */
  readonly anyone?: boolean;
}

interface Waiting extends Work {
  readonly rows: number;
  resolve(): void;
  reject(error: unknown): void;
}

/** Writes to the database in the order of the calls, several in one transaction where they wait, and folds when there is nothing else to do. */
export class WriteQueue {
  readonly #handle: DatabaseHandle;
  readonly #writer: TableWriter;
  readonly #schema: SchemaVersion;
  readonly #waiting: Waiting[] = [];
  #rows = 0;
  #running: Promise<void> | undefined;
  /** The newest of what was to be written. */
  #last: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #roomFor: (() => void)[] = [];
  /** Why rows are no longer written: with a gap in what was pulled, a later cursor would be a lie. */
  #stopped: StorageError | undefined;
  /** Folds only where this page leads. */
  #leads = false;
  readonly #touched = new Set<string>();
  #fold: Fold | undefined;

  constructor(handle: DatabaseHandle, writer: TableWriter, schema: SchemaVersion) {
    this.#handle = handle;
    this.#writer = writer;
    this.#schema = schema;
  }

  /** Fulfilled when it is committed. */
  add(work: Work): Promise<void> {
    const pages = work.writes.some((w) => w.cursor !== undefined || w.anew !== undefined);
    const passes = this.#stopped?.code === 'quota' ? !pages : this.#stopped?.code === 'fenced' && work.anyone;
    if (this.#stopped && !passes) return Promise.reject(this.#stopped);
    const rows = work.writes.reduce((sum, w) => sum + w.rows.length + w.removed.length, 0);
    const done = new Promise<void>((resolve, reject) => this.#waiting.push({ ...work, rows, resolve, reject }));
    this.#last = done.catch(() => {});
    this.#rows += rows;
    clearTimeout(this.#idle);
    const more = rows >= manyRows && !work.writes.some((w) => w.whole || w.anew?.last);
    if (work.outbox || !more || this.#rows >= mostRows) this.#start();
    else this.#timer ??= setTimeout(() => this.#start(), lingering);
    return done;
  }

  /** Fulfilled when all that waits now is written, or could not be. */
  async flush(): Promise<void> {
    if (this.#waiting.length > 0) this.#start();
    await this.#last;
  }

  room(): Promise<void> {
    return this.#rows < mostWaiting ? Promise.resolve() : new Promise((resolve) => this.#roomFor.push(resolve));
  }

  /** This page leads from now on; what stopped the rows of an earlier lead no longer counts. */
  lead(tables: readonly string[]): void {
    this.#leads = true;
    this.#stopped = undefined;
    this.#writer.forget();
    for (const table of tables) this.#touched.add(table);
    this.#planFolding();
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running ??= this.#run();
  }

  async #run(): Promise<void> {
    // Whoever called holds the promise before anything ends.
    await Promise.resolve();
    try {
      while (this.#waiting.length > 0) await this.#writeSome();
    } finally {
      this.#running = undefined;
    }
    this.#planFolding();
  }

  async #writeSome(): Promise<void> {
    const batch = this.#nextBatch();
    try {
      await this.#commit(batch);
      for (const work of batch) work.resolve();
    } catch (error) {
      this.#fail(batch, error instanceof StorageError ? error : storageError(faultOf(error), error));
    }
    this.#rows -= batch.reduce((sum, work) => sum + work.rows, 0);
    if (this.#rows < mostWaiting) for (const go of this.#roomFor.splice(0)) go();
  }

  /** From the front: rows alone, or few rows beside what concerns the outbox. */
  #nextBatch(): Waiting[] {
    const batch: Waiting[] = [];
    let rows = 0;
    let outbox = false;
    for (const work of this.#waiting) {
      if (work.anyone !== (batch[0] ?? work).anyone) break;
      const joins = work.outbox !== undefined;
      if (batch.length > 0 && rows + work.rows > (outbox || joins ? mostRowsBesideOutbox : mostRows)) break;
      batch.push(work);
      rows += work.rows;
      outbox ||= joins;
    }
    this.#waiting.splice(0, batch.length);
    return batch;
  }

  #fail(batch: readonly Waiting[], error: StorageError): void {
    this.#writer.forget();
    this.#fold = undefined;
    // What an emptied database lacks is known to whoever is told; the rest was meant for what is gone.
    const lost = error.code === 'emptied' ? [...batch, ...this.#waiting.splice(0)] : batch;
    if (lost !== batch) this.#rows = batch.reduce((sum, work) => sum + work.rows, 0);
    if (error.code !== 'emptied') this.#stopped = error;
    for (const work of lost) work.reject(error);
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    const byTable = new Map<string, TableWrite[]>();
    for (const write of batch.flatMap((work) => work.writes).flatMap((w) => standing(w, this.#handle.database) ?? [])) {
      (byTable.get(write.table) ?? byTable.set(write.table, []).get(write.table)!).push(write);
    }
    const stores: StoreName[] = [];
    if (byTable.size > 0) stores.push('runs', 'progress', 'places', 'phones');
    // Windows that show what goes, go with it.
    const hidden = hiddenBy([...byTable.values()].flat());
    if (hidden) stores.push('windows');
    if (batch.some((work) => work.outbox)) stores.push('outbox', 'aliases');
    const durability = batch.some((work) => work.strict) ? 'strict' : 'relaxed';
    await this.#withRoom(() => this.#handle.write(stores, durability, async (tx) => {
      for (const { outbox } of batch) await outbox?.(tx);
      for (const [table, writes] of byTable) await this.#writer.write(tx, table, writes);
      if (hidden) await dropWindows(tx, hidden);
    }, !batch[0]!.anyone));
    for (const table of byTable.keys()) this.#touched.add(table);
  }

  /** Kept windows are a comfort: when space runs out they go first. */
  async #withRoom(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if ((error as StorageError).code !== 'quota') throw error;
      this.#writer.forget();
      await this.#handle.write(['windows'], 'relaxed', (tx) => dropWindows(tx, 'all'));
      await work();
    }
  }

  // ---- folding -----------------------------------------------------------------------------------------------------

  #planFolding(): void {
    clearTimeout(this.#idle);
    if (!this.#leads || this.#stopped || (this.#touched.size === 0 && !this.#fold)) return;
    this.#lookForTime(this.#fold ? 0 : quiet, performance.now());
  }

  /** Folds when the page has time for it, or would have none for long. Writes go first; they plan the folding again. */
  #lookForTime(wait: number, since: number): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => {
      if (this.#running || this.#waiting.length > 0) return;
      whenIdle((time) => {
        if (this.#running || this.#waiting.length > 0 || !this.#leads) return;
        if (time > noFrame) this.#running = this.#foldSome(stepRows);
        else if (performance.now() - since < drawingLong) this.#lookForTime(lookAgain, since);
        else this.#running = this.#foldSome(stepRowsBetweenFrames);
      });
    }, wait);
    (this.#idle as { unref?: () => void }).unref?.();
  }

  /** @param rows about so many */
  async #foldSome(rows: number): Promise<void> {
    await Promise.resolve();
    try {
      if (!this.#fold) await this.#findFold();
      else if (await this.#handle.write(['runs', 'progress', 'places'], 'relaxed', (tx) => this.#fold!.step(tx, rows))) this.#fold = undefined;
    } catch {
      // Runs beside the base are as good, only slower to read; the next write says what is wrong.
      this.#fold = undefined;
      this.#touched.clear();
    } finally {
      this.#running = undefined;
    }
    if (this.#waiting.length > 0) this.#start();
    else this.#planFolding();
  }

  async #findFold(): Promise<void> {
    const [table] = this.#touched;
    if (table === undefined) return;
    // Nobody waits for it: it is loaded when there is something to fold.
    const { Fold, joinRuns, planOf } = await foldPart();
    await this.#handle.write(['runs', 'progress'], 'relaxed', async (tx) => {
      const record = await recordOf(tx, table);
      const plan = record && planOf(record);
      if (plan === 'join') await joinRuns(tx, table, this.#schema);
      if (plan === 'fold') this.#fold = new Fold(record!, this.#schema);
      this.#touched.delete(table);
    });
  }

  /** Writes what waits; nothing is folded any more. */
  async close(): Promise<void> {
    this.#leads = false;
    clearTimeout(this.#idle);
    await this.flush();
    while (this.#running) await this.#running;
    clearTimeout(this.#timer);
    clearTimeout(this.#idle);
  }
}

/** A write whose database was emptied since its reading began says how far rows reach that are no longer there: it is none, or only its rows. */
function standing(write: TableWrite, database: string): TableWrite | undefined {
  if (write.on === undefined || write.on === database) return write;
  if (write.anew) return undefined;
  const { cursor: _cursor, whole: _whole, ...rows } = write;
  return rows;
}

/** Tells how much time there is before the next frame, in milliseconds. */
function whenIdle(work: (time: number) => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback((deadline) => work(deadline.timeRemaining()), { timeout: 1000 });
  else work(Infinity);
}
