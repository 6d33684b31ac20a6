import pg from 'pg';
import { setTimeout as wait } from 'node:timers/promises';
import { type Log, errorDetails } from '../log.ts';
import { clientConfig } from '../database/connection.ts';

/** In which tables something changed; anywhere when it does not say. */
export interface Hint {
  readonly tables?: readonly string[];
}

export type Listener = (hint: Hint) => void;

/** What a commit tells: in which tenant which tables changed, and by which transaction. */
interface Told {
  readonly tenant: string;
  readonly tables: readonly string[];
  readonly xid: string;
}

/** Tells listeners of a tenant that tables changed, whichever server process stored the change. */
export interface Hints {
  /** Returns a function that ends it. */
  listen(tenant: string, listener: Listener): () => void;
  stop(): Promise<void>;
}

const pause = 25;

/** Listens for commits, with one connection of its own that is renewed when it breaks. */
export async function startHints(url: string, log: Log): Promise<Hints> {
  const listeners = new Map<string, Set<Listener>>();
  let waiting: Told[] = [];
  let client: pg.Client | undefined;
  const stopped = new AbortController();
  let telling = false;

  const tell = (tenant: string, hint: Hint): void => {
    for (const listener of listeners.get(tenant) ?? []) listener(hint);
  };

  /** Passes on what pulls already show: a pull keeps a commit back while an older transaction runs, and a hint before that would be for nothing. */
  const passOn = async (): Promise<void> => {
    if (telling) return;
    telling = true;
    try {
      while (waiting.length > 0 && !stopped.signal.aborted) {
        // Gone while it connects anew, which tells everybody.
        if (!client) return;
        const { rows } = await client.query<{ xmin: string }>('select pg_snapshot_xmin(pg_current_snapshot())::text as xmin');
        const horizon = BigInt(rows[0]!.xmin);
        const ready = waiting.filter((t) => BigInt(t.xid) < horizon);
        waiting = waiting.filter((t) => BigInt(t.xid) >= horizon);
        const byTenant = new Map<string, Set<string>>();
        for (const { tenant, tables } of ready) for (const t of tables) (byTenant.get(tenant) ?? byTenant.set(tenant, new Set()).get(tenant)!).add(t);
        for (const [tenant, tables] of byTenant) tell(tenant, { tables: [...tables] });
        if (waiting.length > 0) await wait(pause, undefined, { ref: false });
      }
    } catch (error) {
      log('warn', 'hints.delayed', errorDetails(error)); // the connection broke: connecting anew tells everybody
    } finally {
      telling = false;
    }
  };

  const open = async (): Promise<void> => {
    const next = new pg.Client(clientConfig(url));
    next.on('notification', ({ payload }) => {
      waiting.push(JSON.parse(payload!) as Told); // written by this server's own statement
      void passOn();
    });
    next.on('error', () => undefined); // followed by end
    await next.connect();
    next.on('end', () => void reopen());
    await next.query('listen vinculo');
    client = next;
  };

  const reopen = async (): Promise<void> => {
    client = undefined;
    for (let delay = 100; !stopped.signal.aborted; delay = Math.min(delay * 2, 5000)) {
      try {
        await open();
        waiting = [];
        // What was told meanwhile is unknown: everyone looks for themselves.
        for (const tenant of listeners.keys()) tell(tenant, {});
        return;
      } catch (error) {
        log('warn', 'hints.disconnected', errorDetails(error));
        await wait(delay, undefined, { ref: false });
      }
    }
  };

  await open();
  return {
    listen(tenant, listener) {
      (listeners.get(tenant) ?? listeners.set(tenant, new Set()).get(tenant)!).add(listener);
      return () => {
        listeners.get(tenant)?.delete(listener);
        if (listeners.get(tenant)?.size === 0) listeners.delete(tenant);
      };
    },
    async stop() {
      stopped.abort();
      listeners.clear();
      await client?.end();
    },
  };
}
