import type { KeptBlob, StoredEntry } from '../cache/cache.ts';
import { AuthError, ClosedError, NotFoundError, OfflineError, StorageError, UnsupportedError, VinculoError } from '../errors.ts';
import { newId } from '../schema/index.ts';
import { blobTable, isUnsentBlob, unsentBlobId } from './named-records.ts';
import type { Outbox } from './outbox.ts';
import { heldWithGroup } from './bring-up.ts';
import type { SyncContext } from './sync-context.ts';
import type { Writing } from './writing.ts';

/** See Vinculo.upload. */
export interface UploadOptions {
  /** Ends the upload: it rejects with the signal's reason, and nothing is kept. */
  readonly signal?: AbortSignal;
  /** Told what share of the file was sent, from 0 to 1, as often as the line says so. */
  readonly progress?: (share: number) => void;
}

/** A file whose changes were taken back stays for so long, in milliseconds: a form may send it again. */
const untilForgotten = 60 * 60_000;
/** So old, in milliseconds, a file that no change names was left by a page that ended before it wrote one. */
const oldest = 24 * 60 * 60_000;

const missing: NonNullable<StoredEntry['reason']> = {
  code: 'file_missing', message: 'The file that belongs to this is no longer on this device, and was not sent before it went. Attach it again.', problems: [],
};

/**
 * Files on their way to the backend. Any tab keeps them on disk; the leading one sends those that waiting changes name. Which files wait is what the outbox says:
 * a change that names a file under the device's own id waits until that id was replaced by the backend's.
 */
export class Uploads {
  readonly #context: SyncContext;
  readonly #outbox: Outbox;
  readonly #writing: Writing;
  /** What changes named when they were last looked at. */
  #named: ReadonlySet<string> = new Set();
  /** Kept by this page, and not named by any change yet. */
  readonly #fresh = new Set<string>();
  /** How often the backend failed over a file. Others go first. */
  readonly #failures = new Map<string, number>();
  /** Call off what is planned. */
  readonly #planned = new Set<() => void>();
  #running: Promise<void> | undefined;
  #again = false;
  #closed = false;

  constructor(context: SyncContext, outbox: Outbox, writing: Writing) {
    this.#context = context;
    this.#outbox = outbox;
    this.#writing = writing;
  }

  /** Files that no backend has and somebody still wants. */
  get count(): number {
    return this.#outbox.unsentBlobs.length + this.#fresh.size;
  }

  /** See Vinculo.upload. */
  async upload(blob: Blob, name: string, { signal, progress }: UploadOptions = {}): Promise<string> {
    signal?.throwIfAborted();
    const { adapter, mode, opened, storageBroken, storageFailed } = this.#context;
    if (this.#closed) throw new ClosedError();
    if (!adapter.upload) throw new UnsupportedError(`The backend (${adapter.name}) does not store files.`);
    await opened();
    if (mode !== 'disk' || storageBroken()) return this.#sendNow(blob, name, signal, progress);
    try {
      return await this.#keep(blob, name, signal);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      // What is smaller than this file may still fit.
      if (error.code !== 'quota') storageFailed(error);
      return this.#sendNow(blob, name, signal, progress).catch((offline: unknown) => {
        if (!(offline instanceof OfflineError)) throw offline;
        throw new StorageError(`The file ${name} (${blob.size} bytes) could not be kept on this device, and the server cannot be reached. Free disk space, or attach it when there is a connection.`, error, error.code);
      });
    }
  }

  async #sendNow(blob: Blob, name: string, until: AbortSignal | undefined, progress: UploadOptions['progress']): Promise<string> {
    await this.#context.ready();
    until?.throwIfAborted();
    return this.#context.connection.call('upload', (closed) => this.#context.adapter.upload!(blob, name, until ? AbortSignal.any([closed, until]) : closed, progress));
  }

  async #keep(blob: Blob, name: string, until: AbortSignal | undefined): Promise<string> {
    const { adapter, cache, host } = this.#context;
    const content = await blob.arrayBuffer().catch((cause: unknown) => {
      throw new VinculoError('unreadable', `The file ${name} cannot be read: it was moved, changed or closed since it was chosen. Choose it again.`, { cause });
    });
    until?.throwIfAborted();
    // An adapter without a backend has no other place for files: they stay where they are, under an id for good.
    const id = adapter.attach ? newId(host.now()) : unsentBlobId(host.now());
    const kept: KeptBlob = { id, name, type: blob.type, at: host.now(), content };
    try {
      await cache().blobs.keep(kept);
    } catch (error) {
      if (!(error instanceof StorageError) || error.code !== 'emptied') throw error;
      // The database is another one by now, and as good.
      this.#context.storageFailed(error);
      await cache().blobs.keep(kept);
    }
    if (until?.aborted) {
      await cache().blobs.drop([id]).catch(this.#context.storageFailed);
      throw until.reason;
    }
    if (!adapter.attach) this.#fresh.add(id);
    return id;
  }

  /** See Vinculo.download. */
  async download(blobId: string): Promise<Blob> {
    const { adapter, connection, mode, opened, ready, store } = this.#context;
    await opened();
    const id = store.resolve(blobTable, blobId);
    const kept = mode === 'disk' && (adapter.attach || isUnsentBlob(id)) ? await this.#read(id) : undefined;
    if (kept) return blobOf(kept);
    if (isUnsentBlob(id)) throw new NotFoundError(blobTable, blobId);
    if (!adapter.download) throw new UnsupportedError(`The backend (${adapter.name}) does not give files back.`);
    await ready();
    return connection.call('download', (signal) => adapter.download!(id, signal));
  }

  /** @throws StorageError, of which the status tells by then */
  async #read(id: string): Promise<KeptBlob | undefined> {
    try {
      return await this.#context.cache().blobs.read(id);
    } catch (error) {
      this.#context.storageFailed(error);
      throw error;
    }
  }

  /** Sends what can be sent. Of the leader. */
  kick(): void {
    this.#again = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      // Asked for between its last look and its end.
      if (this.#again && this.#works) this.kick();
    });
  }

  async #run(): Promise<void> {
    while (this.#again && this.#works) {
      this.#again = false;
      const due = [...this.#outbox.unsentBlobs].sort((a, b) => (this.#failures.get(a) ?? 0) - (this.#failures.get(b) ?? 0));
      for (const id of due) if (!(await this.#send(id))) break;
    }
  }

  get #works(): boolean {
    return !this.#closed && this.#context.leads();
  }

  /** Answers whether it is worth going on with others. */
  async #send(id: string): Promise<boolean> {
    const { adapter, cache, connection, storageFailed, store, tell } = this.#context;
    const known = store.resolve(blobTable, id);
    if (known !== id) {
      // Written in a tab that had not heard of it.
      await this.#writing.changed(this.rename(id, known));
      this.#context.push();
      return true;
    }
    const isWanted = (): boolean => this.#outbox.naming(id).some((e) => e.state === 'waiting');
    if (!isWanted()) return true;
    if (connection.state !== 'online' && connection.state !== 'connecting') return false;
    let to: string;
    try {
      const kept = await this.#read(id);
      if (!this.#works) return false;
      if (!kept) {
        // Whoever sent it may have ended before it told.
        const sent = (await cache().loadAliases()).find((alias) => alias.table === blobTable && alias.from === id);
        if (!sent) return await this.#refuse(id, missing);
        store.alias(blobTable, id, sent.to);
        return await this.#send(id);
      }
      if (!isWanted()) return true;
      to = await connection.call('upload', (signal) => adapter.upload!(blobOf(kept), kept.name, signal));
    } catch (error) {
      return this.#failed(id, error);
    }
    await cache().blobs.sent({ table: blobTable, from: id, to }).catch(storageFailed);
    // Another tab leads by now, and sends it by itself.
    if (!this.#works) return false;
    const renamed = this.rename(id, to);
    tell({ type: 'uploaded', from: id, to });
    await this.#writing.changed(renamed);
    this.#context.push();
    return true;
  }

  async #failed(id: string, error: unknown): Promise<boolean> {
    if (this.#closed || error instanceof ClosedError || error instanceof StorageError) return false;
    // The connection took note of it; when it is back all is sent that waits.
    if (error instanceof AuthError) return false;
    if (error instanceof VinculoError && !error.retryable) return this.#refuse(id, { code: error.code, message: error.message, problems: [] });
    this.#failures.set(id, (this.#failures.get(id) ?? 0) + 1);
    if (!(error instanceof VinculoError)) console.error('Vinculo: sending a file failed; it stays in the outbox.', error);
    return false;
  }

  /** The file will not get there: parks the changes that name it, and what must not go without them. */
  async #refuse(id: string, reason: NonNullable<StoredEntry['reason']>): Promise<boolean> {
    const naming = this.#outbox.naming(id).filter((e) => e.state === 'waiting');
    const all = this.#context.adapter.capabilities.atomic ? new Set(naming.flatMap((e) => this.#outbox.together(e))) : new Set(naming);
    await this.#writing.changed([...all].filter((e) => e.state === 'waiting').map((e) => ({ ...e, state: 'refused', reason: naming.includes(e) ? reason : heldWithGroup })));
    return true;
  }

  /** The backend has the file: changes name it by its id. Answers those that did not. */
  rename(from: string, to: string): readonly StoredEntry[] {
    this.#context.store.alias(blobTable, from, to);
    this.#fresh.delete(from);
    this.#failures.delete(from);
    return this.#outbox.rename(blobTable, from, to);
  }

  /** The outbox changed: files that no change names any more are forgotten after a while. */
  look(): void {
    if (!this.#outbox.namesBlobs && this.#named.size === 0) return;
    const { unsentBlobs } = this.#outbox;
    const { host, store } = this.#context;
    const before = this.#named;
    this.#named = new Set(unsentBlobs);
    for (const id of unsentBlobs) this.#fresh.delete(id);
    const left = [...before].filter((id) => !this.#named.has(id) && store.resolve(blobTable, id) === id);
    if (left.length === 0) return;
    const callOff = host.after(untilForgotten, () => {
      this.#planned.delete(callOff);
      void this.#forget(left);
    });
    this.#planned.add(callOff);
  }

  /** Forgets what pages left that ended before they wrote a change. Of the leader. */
  async forgetOld(): Promise<void> {
    try {
      const old = await this.#context.cache().blobs.keptBefore(this.#context.host.now() - oldest);
      await this.#forget(old.filter(isUnsentBlob));
    } catch (error) {
      this.#context.storageFailed(error);
    }
  }

  async #forget(ids: readonly string[]): Promise<void> {
    const gone = ids.filter((id) => !this.#named.has(id) && !this.#fresh.has(id));
    if (!this.#works || gone.length === 0) return;
    await this.#context.cache().blobs.drop(gone).catch(this.#context.storageFailed);
  }

  /** Fulfilled when nothing is under way any more. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const callOff of this.#planned) callOff();
    await this.#running;
  }
}

function blobOf({ content, type }: KeptBlob): Blob {
  return new Blob([content], { type });
}
