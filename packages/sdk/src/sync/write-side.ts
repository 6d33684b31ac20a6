import type { LiveValue } from '../store/live.ts';
import { whereNow } from '../store/where-now.ts';
import { isKept, keyOf, moves } from './entry-key.ts';
import { noCache } from './no-cache.ts';
import { Outbox } from './outbox.ts';
import { Pusher } from './pusher.ts';
import type { Reading } from './reading.ts';
import type { SyncContext } from './sync-context.ts';
import { Uploads } from './uploads.ts';
import { Writing } from './writing.ts';

export { clientOver as Before } from '../client/create-client.ts';

/** How long a command waits for another tab to send what it may need, in milliseconds. */
const longestFlush = 5000;

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
  /** Sends what can be sent, so that a command finds it. @param status tells when it may have been */
  flush(status: LiveValue<unknown>): Promise<void>;
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
  context.store.whereNow = whereNow;
  return {
    outbox, writing, pusher, uploads, isKept, keyOf,
    push(options) {
      void pusher.kick(options);
      uploads.kick();
    },
    async flush(status) {
      if (context.leads()) return pusher.kick();
      // Another tab sends. What it cannot send now would be refused to the command too.
      const waits = new Set(outbox.entries.filter(moves).map((e) => keyOf(e.change)));
      const isLeft = (): boolean => context.connection.state === 'online' && outbox.entries.some((e) => waits.has(keyOf(e.change)) && moves(e));
      if (!isLeft()) return;
      let stop = (): void => {};
      await new Promise<void>((done) => {
        // What still waits then waits for something else.
        const callOff = context.host.after(longestFlush, done);
        const looking = status.subscribe(() => isLeft() || done());
        stop = () => {
          callOff();
          looking.unsubscribe();
        };
      });
      stop();
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
