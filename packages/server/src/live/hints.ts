import pg from 'pg';
import { setTimeout as wait } from 'node:timers/promises';
import { type Log, errorDetails } from '../log.ts';
import { clientConfig } from '../database/connection.ts';
import type { Identity } from '../identity/identity.ts';
import { type Concerned, concerns } from './concerned.ts';

/** In which tables something changed; anywhere when it does not say. `access`: what the listener may see or do may have changed. */
export interface Hint {
  readonly tables?: readonly string[];
  readonly access?: true;
}

/** Who listens. */
type Hearer = Pick<Identity, 'tenant' | 'subject' | 'contactId'>;

type Listener = (hint: Hint) => void;

/** What a commit tells: in which tenant which tables changed, and by which transaction. */
interface Told {
  readonly tenant: string;
  readonly tables: readonly string[];
  readonly concerned?: readonly Concerned[];
  readonly xid: string;
}

/** Tells listeners of a tenant that tables changed, whichever server process stored the change. */
export interface Hints {
  /** Returns a function that ends it. */
  listen(who: Hearer, listener: Listener): () => void;
  stop(): Promise<void>;
}

const pause = 25;

/**
 * Listens for commits, with one connection of its own that is renewed when it breaks.
 * @param others what else is told on this connection, by its channel
 */
export async function startHints(url: string, log: Log, others: Readonly<Record<string, (payload: string) => void>> = {}): Promise<Hints> {
  const listeners = new Map<string, Map<Listener, Hearer>>();
  let waiting: Told[] = [];
  let client: pg.Client | undefined;
  const stopped = new AbortController();
  let telling = false;

  const tell = (tenant: string, tables: readonly string[], concerned: readonly Concerned[]): void => {
    // Whose rights changed looks everywhere anew; the others where something changed.
    for (const [listener, who] of listeners.get(tenant) ?? []) {
      if (concerned.length > 0 && concerns(concerned, who)) listener({ access: true });
      else if (tables.length > 0) listener({ tables });
    }
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
        for (const tenant of new Set(ready.map((t) => t.tenant))) {
          const told = ready.filter((t) => t.tenant === tenant);
          tell(tenant, [...new Set(told.flatMap((t) => t.tables))], told.flatMap((t) => t.concerned ?? []));
        }
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
    next.on('notification', ({ channel, payload }) => {
      if (channel !== 'vinculo') return others[channel]?.(payload!);
      waiting.push(JSON.parse(payload!) as Told); // written by this server's own statement
      void passOn();
    });
    next.on('error', () => undefined); // followed by end
    await next.connect();
    next.on('end', () => void reopen());
    for (const channel of ['vinculo', ...Object.keys(others)]) await next.query(`listen ${channel}`);
    client = next;
  };

  const reopen = async (): Promise<void> => {
    client = undefined;
    for (let delay = 100; !stopped.signal.aborted; delay = Math.min(delay * 2, 5000)) {
      try {
        await open();
        waiting = [];
        // What was told meanwhile is unknown: everyone looks for themselves.
        for (const heard of listeners.values()) for (const listener of heard.keys()) listener({ access: true });
        return;
      } catch (error) {
        log('warn', 'hints.disconnected', errorDetails(error));
        await wait(delay, undefined, { ref: false });
      }
    }
  };

  await open();
  return {
    listen(who, listener) {
      const { tenant } = who;
      (listeners.get(tenant) ?? listeners.set(tenant, new Map()).get(tenant)!).set(listener, who);
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
