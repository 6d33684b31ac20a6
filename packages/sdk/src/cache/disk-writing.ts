import { blobStore } from './blob-store.ts';
import type { DatabaseHandle } from './database-handle.ts';
import { dropWindows, keepWindow } from './keep-window.ts';
import type { CacheWriting } from './late-writing.ts';
import { OutboxStore } from './outbox-store.ts';
import type { SchemaVersion } from './schema-version.ts';
import { TableWriter } from './table-writer.ts';
import { WriteQueue } from './write-queue.ts';

export { browserDiskHost as Before } from './disk-host.ts';

/** What writes to the open database. */
export function diskWriting(handle: DatabaseHandle, schema: SchemaVersion): CacheWriting {
  const queue = new WriteQueue(handle, new TableWriter(schema), schema);
  const outbox = new OutboxStore(handle, queue, schema);
  /** Windows that are being kept. */
  let keeping: Promise<unknown> = Promise.resolve();
  return {
    write: (write) => queue.add({ writes: [write] }),
    room: () => queue.room(),
    append: (changes) => outbox.append(changes),
    putBack: (entries) => outbox.putBack(entries),
    update: async (entries) => void (await outbox.replace(entries, { claims: false, strict: false })),
    claim: (entries, strict) => outbox.replace(entries, { claims: true, strict }),
    withdraw: (ns) => outbox.withdraw(ns),
    settle: (ns, writes, aliases) => outbox.settle(ns, writes, aliases),
    keepWindow: (query, window) => {
      const done = keepWindow(handle, schema, query, window);
      keeping = Promise.allSettled([keeping, done]);
      return done;
    },
    dropWindows: () => handle.write(['windows'], 'relaxed', (tx) => dropWindows(tx, 'all'), false),
    blobs: blobStore(handle),
    lead: (tables) => queue.lead(tables),
    flush: () => queue.flush(),
    close: async () => {
      await keeping;
      await queue.close();
    },
  };
}
