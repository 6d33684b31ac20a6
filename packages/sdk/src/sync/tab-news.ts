import type { StoredEntry } from '../cache/cache.ts';
import type { catchUp, readAgain, takeIn } from './catch-up.ts';
import type { SyncParts } from './sync-context.ts';
import type { TabMessage } from './tabs.ts';

export { clientOver as Before } from '../client/create-client.ts';
export { refill } from './refill.ts';

/** How the disk is read again: the part that opens it has that. */
export interface CatchingUp {
  readonly catchUp: typeof catchUp;
  readonly readAgain: typeof readAgain;
  readonly takeIn: typeof takeIn;
}

/**
 * Takes in what another tab tells. Hints and the connection are the engine's own.
 * @param gap something that it told before did not come
 */
export function hearTab(parts: SyncParts, disk: CatchingUp, message: Exclude<TabMessage, { type: 'hint' | 'connection' | 'retry' | 'revoked' }>, gap: boolean): void {
  const { context, outbox, writing, local, pusher, uploads, isKept, keyOf } = parts;
  switch (message.type) {
    case 'entries': {
      // A database that was emptied since, or of which this page did not hear yet: the disk says what stands there, and what is lacking is written again and told then.
      const isElsewhere = message.database !== context.cache().database && !context.storageBroken();
      const entries = isElsewhere ? message.entries.filter((e) => !isKept(e)) : message.entries;
      if (entries.length < message.entries.length) void disk.catchUp(parts);
      const alone = entries.filter((e) => !isKept(e));
      const unheard = alone.filter((e) => !outbox.find(keyOf(e.change)));
      // It must not overtake what did not come, and is told again with that.
      if (gap && !message.again && unheard.length > 0 && context.leads()) break;
      // An earlier leader is sending them, or may have: what it hears of them may not come.
      const unsure = alone.filter((e) => (outbox.find(keyOf(e.change))?.state ?? 'waiting') === 'waiting' && (e.state === 'sending' || (message.again && unheard.includes(e))));
      // One that led before gave it another name, and had not heard that it is parked.
      const parked = entries.flatMap((e): StoredEntry[] => {
        const known = outbox.find(keyOf(e.change));
        return context.leads() && known && e.state === 'sending' && known.state !== 'sending' && known.state !== 'waiting' ? [{ ...known, change: e.change }] : [];
      });
      // It may not have heard of what goes before them. The others would not hear again that this is over.
      if (!isElsewhere && context.leads()) disk.takeIn(parts, message.under ?? []);
      disk.takeIn(parts, entries);
      if (parked.length > 0) void writing.changed(parked);
      if (context.leads()) {
        void pusher.inherit(unsure.flatMap((e) => outbox.find(keyOf(e.change)) ?? []));
        // What became of the rest that tab did not hear, nor who came since and hears of it now.
        const over = entries.map((e) => keyOf(e.change)).filter((key) => outbox.isOver(key));
        if (over.length > 0) context.tellWhen(Promise.resolve({ type: 'over', keys: over }));
        const newer = alone.flatMap((e) => {
          const known = outbox.find(keyOf(e.change));
          return known && (known.rev ?? 0) > (e.rev ?? 0) ? [known] : [];
        });
        if (newer.length > 0) context.tell({ type: 'entries', entries: newer });
      }
      for (const entry of entries) writing.answerParked(entry);
      context.push();
      break;
    }
    case 'over':
      writing.vanished(message.keys);
      break;
    case 'dropped':
      outbox.drop(message.keys);
      writing.answerDropped(message.keys);
      break;
    case 'confirmed':
      writing.hearConfirmed(message);
      break;
    case 'uploaded':
      uploads.rename(message.from, message.to);
      break;
    case 'rows':
      local.puller.take(writing.hearRows(message.write));
      if (!message.written) local.puller.doubt(message.write);
      if (message.write.whole) void local.lookFor(message.write.table);
      break;
    case 'want': {
      const e = context.entityOf(message.table);
      if (context.leads() && e) void local.puller.pull(context.store.table(e));
      break;
    }
    case 'leads':
      // The last leader may have ended between writing and telling.
      void disk.readAgain(parts);
      // The new leader cannot know.
      tellOwn(parts);
  }
}

/** Tells the leader what this page alone holds, and what it looks at: that may have been read when this page did not hear of it. */
export function tellOwn({ context, outbox, local, isKept }: SyncParts): void {
  const own = outbox.entries.filter((e) => !isKept(e) && e.n > 0 && (e.state === 'waiting' || e.state === 'sending'));
  if (own.length > 0) context.tell({ type: 'entries', entries: own, again: true });
  for (const table of local.wanted) context.tell({ type: 'want', table: table.entity.name });
}
