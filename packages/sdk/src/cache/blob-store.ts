import type { BlobStore, KeptBlob } from './cache.ts';
import { answerOf } from './database.ts';
import type { DatabaseHandle } from './database-handle.ts';

export function blobStore(handle: DatabaseHandle): BlobStore {
  return {
    keep: (blob) => handle.write(['blobs'], 'strict', async (tx) => void (await answerOf(tx.objectStore('blobs').put(blob))), false),
    // Only such records stand in this store.
    read: (id) => handle.read(['blobs'], (tx) => answerOf(tx.objectStore('blobs').get(id)) as Promise<KeptBlob | undefined>),
    keptBefore: async (at) => (await handle.read(['blobs'], (tx) => answerOf(tx.objectStore('blobs').index('at').getAllKeys(IDBKeyRange.upperBound(at, true))))).map(String),
    sent: (alias) => handle.write(['blobs', 'aliases'], 'strict', async (tx) => {
      tx.objectStore('blobs').delete(alias.from);
      await answerOf(tx.objectStore('aliases').put(alias));
    }),
    drop: (ids) => handle.write(['blobs'], 'relaxed', async (tx) => {
      await Promise.all(ids.map((id) => answerOf(tx.objectStore('blobs').delete(id))));
    }),
  };
}
