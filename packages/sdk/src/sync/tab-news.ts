import { readAgain } from './catch-up.ts';
import type { SyncParts } from './sync-context.ts';
import type { TabMessage } from './tabs.ts';

/** Takes in what another tab tells. Hints and the connection are the engine's own. */
export function hearTab(parts: SyncParts, message: Exclude<TabMessage, { type: 'hint' | 'connection' | 'retry' | 'revoked' }>): void {
  const { context, outbox, writing, local, uploads, isKept } = parts;
  switch (message.type) {
    case 'entries':
      outbox.put(message.entries);
      for (const entry of message.entries) writing.answerParked(entry);
      context.push();
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
      local.puller.take(message.write, 'write');
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
      context.tell({ type: 'entries', entries: outbox.entries.filter((e) => !isKept(e) && e.n > 0 && e.state === 'waiting') });
      for (const table of local.wanted) context.tell({ type: 'want', table: table.entity.name });
  }
}
