import { readAgain } from './catch-up.ts';
import type { SyncParts } from './sync-context.ts';
import type { TabMessage } from './tabs.ts';

/** Takes in what another tab tells. Hints and the connection are the engine's own. */
export function hearTab(parts: SyncParts, message: Exclude<TabMessage, { type: 'hint' | 'connection' | 'retry' | 'revoked' }>): void {
  const { context, outbox, writing, local, pusher, uploads, isKept, keyOf } = parts;
  switch (message.type) {
    case 'entries': {
      const unheard = message.entries.filter((e) => !isKept(e) && !outbox.find(keyOf(e.change)));
      outbox.put(message.entries);
      if (context.leads()) {
        // What an earlier leader was sending for that tab may have arrived; and what became of the rest that tab did not hear.
        void pusher.inherit(unheard.filter((e) => (message.again || e.state === 'sending') && outbox.find(keyOf(e.change))));
        const alone = message.entries.filter((e) => !isKept(e));
        const over = alone.map((e) => keyOf(e.change)).filter((key) => outbox.isOver(key));
        if (over.length > 0) context.tellWhen(Promise.resolve({ type: 'over', keys: over }));
        const newer = alone.flatMap((e) => {
          const known = outbox.find(keyOf(e.change));
          return known && (known.rev ?? 0) > (e.rev ?? 0) ? [known] : [];
        });
        if (newer.length > 0) context.tell({ type: 'entries', entries: newer });
      }
      for (const entry of message.entries) writing.answerParked(entry);
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
      writing.applyConfirmed(message);
      break;
    case 'uploaded':
      uploads.rename(message.from, message.to);
      break;
    case 'rows':
      local.puller.take(message.write);
      break;
    case 'want': {
      const e = context.entityOf(message.table);
      if (context.leads() && e) void local.puller.pull(context.store.table(e));
      break;
    }
    case 'leads':
      // The last leader may have ended between writing and telling.
      void readAgain(parts);
      // What this page alone holds, and what it looks at: the new leader cannot know.
      tellOwn(parts);
      for (const table of local.wanted) context.tell({ type: 'want', table: table.entity.name });
  }
}

/** Tells the leader of changes that this page alone holds. */
export function tellOwn({ context, outbox, isKept }: SyncParts): void {
  const own = outbox.entries.filter((e) => !isKept(e) && e.n > 0 && (e.state === 'waiting' || e.state === 'sending'));
  if (own.length > 0) context.tell({ type: 'entries', entries: own, again: true });
}
