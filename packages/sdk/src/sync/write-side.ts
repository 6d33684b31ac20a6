import { isKept, keyOf } from './entry-key.ts';
import { noCache } from './no-cache.ts';
import { Outbox } from './outbox.ts';
import { Pusher } from './pusher.ts';
import type { Reading } from './reading.ts';
import type { SyncContext } from './sync-context.ts';
import { Uploads } from './uploads.ts';
import { Writing } from './writing.ts';

/** What keeps changes and files and sends them. Loaded beside the rest: no page needs it to show a record. */
export interface WriteSide {
  readonly outbox: Outbox;
  readonly writing: Writing;
  readonly pusher: Pusher;
  readonly uploads: Uploads;
  /** Whether the cache holds an entry, and a change's key: for parts that are loaded apart. */
  readonly isKept: typeof isKept;
  readonly keyOf: typeof keyOf;
  /** Sends what waits. `now`: a person asked. */
  push(options?: { readonly now: boolean }): void;
  /** Nothing may be held any more. */
  end(): void;
  /** Changes and files that no server has. */
  unsynced(): number;
}

/** @param changed told when the outbox changed */
export function writeSide(context: SyncContext, reading: Reading, changed: () => void): WriteSide {
  const outbox: Outbox = new Outbox(context.store, context.entityOf, () => {
    uploads.look();
    changed();
  });
  const writing = new Writing(context, outbox, reading);
  const uploads = new Uploads(context, outbox, writing);
  const pusher = new Pusher(context, outbox, reading, writing);
  return {
    outbox, writing, pusher, uploads, isKept, keyOf,
    push(options) {
      void pusher.kick(options);
      uploads.kick();
    },
    end() {
      writing.close();
      void uploads.close();
      outbox.drop(outbox.entries.map((e) => keyOf(e.change)));
    },
    unsynced: () => outbox.entries.length + uploads.count,
  };
}

export { noCache };
