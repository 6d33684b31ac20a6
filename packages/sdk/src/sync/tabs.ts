import type { StoredEntry, TableWrite } from '../cache/cache.ts';
import type { AnyRow, FieldConflict } from '../schema/index.ts';

/** What tabs of one browser tell each other. */
export type TabMessage =
  | { readonly type: 'entries'; readonly entries: readonly StoredEntry[] }
  | { readonly type: 'dropped'; readonly keys: readonly string[] }
  | { readonly type: 'confirmed'; readonly key: string; readonly table: string; readonly previousId: string; readonly id: string; readonly row: AnyRow | null; readonly overwrote: readonly FieldConflict[] }
  | { readonly type: 'rows'; readonly write: TableWrite; readonly leader: string; readonly seq: number }
  | { readonly type: 'want'; readonly table: string }
  | { readonly type: 'hint'; readonly tables: readonly string[] | undefined }
  /** The leader lost or found the connection: look for yourself. */
  | { readonly type: 'connection' }
  | { readonly type: 'retry' };

/** What a tab is told. */
export interface TabEvents {
  readonly receive: (message: TabMessage) => void;
  /** This tab leads from now on. */
  readonly lead: () => void;
}

/** The tabs that share one cache: one of them leads (pulls and pushes), all are told what it did. */
export interface Tabs {
  send(message: TabMessage): void;
  close(): void;
}

/**
 * Joins the tabs of a database. Fulfilled when it is known whether this tab leads at once.
 */
export async function joinTabs(name: string, { receive, lead }: TabEvents): Promise<Tabs> {
  const channel = new BroadcastChannel(name);
  channel.onmessage = (event: MessageEvent<TabMessage>) => receive(event.data);
  const leaving = new AbortController();
  let leave: () => void = () => {};
  // The lock is held until the tab goes; the browser then gives it to the tab that has waited longest.
  const hold = (): Promise<void> => new Promise((resolve) => {
    leave = resolve;
    lead();
  });
  if ('locks' in navigator) {
    await new Promise<void>((known, failed) => {
      navigator.locks.request(name, { ifAvailable: true }, (lock) => {
        known();
        return lock ? hold() : wait();
      }).catch(failed);
    });
  } else lead();
  return {
    send: (message) => channel.postMessage(message),
    close: () => {
      leaving.abort();
      leave();
      channel.close();
    },
  };

  function wait(): void {
    navigator.locks.request(name, { signal: leaving.signal }, hold).catch((error: unknown) => {
      if (!leaving.signal.aborted) throw error;
    });
  }
}
