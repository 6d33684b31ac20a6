import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { AnyRow, Change } from '@vinculo/sdk';
import { type Hint } from '@vinculo/sdk/adapter';
import { memoryBackend } from '@vinculo/sdk/testing';
import type { Random } from '../demo-data/random.ts';
import type { LineAnswer } from './page/line-adapter.ts';
import { removalToken, sharedAccounts, tokensIn } from './work.ts';

/** What the line does to requests, as probabilities. */
export interface Weather {
  /** Nothing passes. */
  readonly down?: boolean;
  /** The request is lost before it takes effect. */
  readonly lost?: number;
  /** It takes effect, and its answer is lost. */
  readonly unanswered?: number;
  /** It is refused with the status 503. */
  readonly busy?: number;
  /** It arrives a second time, later. */
  readonly doubled?: number;
  /** Milliseconds that it, and its answer, are under way at the most. */
  readonly slow?: number;
}

/** One change as it was applied. */
interface Applied {
  readonly token: string;
  readonly record: string;
}

interface PushSeen {
  readonly tab: string;
  readonly began: number;
  readonly tokens: readonly string[];
}

/** A backend outside of the browser, which outlives pages and browsers and takes note of all that reaches it. */
export interface CrashBackend {
  readonly url: string;
  weather: Weather;
  /** Pushes that took effect, in order. */
  readonly pushes: readonly PushSeen[];
  /** How often a tab's push came while another tab's was under way. */
  readonly overlaps: number;
  /** Under which keys each token came, and the other way round. */
  readonly keysOf: ReadonlyMap<string, ReadonlySet<string>>;
  readonly tokensOf: ReadonlyMap<string, ReadonlySet<string>>;
  /** All that was applied, by the backend's own history, in order. */
  applied(): readonly Applied[];
  rows(table: 'account' | 'contact'): readonly AnyRow[];
  /** No request is under way. */
  readonly quiet: boolean;
  /** Called after each push that took effect. */
  onPush: () => void;
  close(): Promise<void>;
}

/** @param files the page's, by path @param random decides what is lost */
export async function startBackend(files: ReadonlyMap<string, string>, random: Random, { idempotency = true }: { readonly idempotency?: boolean } = {}): Promise<CrashBackend> {
  const backend = memoryBackend({ seed: { user: [{ id: 'one', name: 'One' }], account: sharedAccounts.map((id) => ({ id, name: id, tags: [] })) }, capabilities: { idempotency } });
  const adapter = backend.adapter();
  const pushes: PushSeen[] = [];
  const keysOf = new Map<string, Set<string>>();
  const tokensOf = new Map<string, Set<string>>();
  const underWay = new Map<object, string>();
  const streams = new Set<ServerResponse>();
  let overlaps = 0;
  let open = 0;
  let weather: Weather = {};

  const note = (tab: string, changes: readonly Change[]): void => {
    const tokens: string[] = [];
    for (const change of changes) {
      const key = change.key.join('#');
      for (const token of change.op === 'remove' ? [removalToken(change.id)] : tokensIn(change.patch, change.base)) {
        tokens.push(token);
        add(keysOf, token, key);
        add(tokensOf, key, token);
      }
    }
    pushes.push({ tab, began: Date.now(), tokens });
  };

  const answer = async ({ method, args }: { readonly method: string; readonly args: readonly unknown[] }): Promise<LineAnswer> => {
    try {
      // The page's adapter calls the methods of this one by their names.
      return { value: await (adapter as unknown as Record<string, (...args: readonly unknown[]) => Promise<unknown>>)[method]!(...args) };
    } catch (error) {
      return { error: { name: (error as Error).name, message: (error as Error).message } };
    }
  };

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const tab = String(request.headers['x-tab']);
    const call = JSON.parse(await textOf(request)) as { readonly method: string; readonly args: readonly unknown[] };
    const lose = (): void => void request.socket.destroy();
    const { slow = 0, lost = 0, busy = 0, doubled = 0, unanswered = 0 } = weather;
    if (slow > 0) await wait(random.int(0, slow));
    if (weather.down || random.chance(lost)) return lose();
    if (random.chance(busy)) return void response.writeHead(503).end();
    if (call.method === 'push') {
      const isOver = (): void => void underWay.delete(request);
      if ([...underWay.values()].some((other) => other !== tab)) overlaps++;
      underWay.set(request, tab);
      response.once('close', isOver);
      note(tab, call.args[0] as readonly Change[]);
      if (random.chance(doubled)) void again(call, random.int(0, 300));
    }
    const said = JSON.stringify(await answer(call));
    if (call.method === 'push') queueMicrotask(() => backendOnPush());
    if (slow > 0) await wait(random.int(0, slow));
    if (weather.down || random.chance(unanswered)) return lose();
    response.writeHead(200, { 'content-type': 'application/json' }).end(said);
  };

  const again = async (call: Parameters<typeof answer>[0], after: number): Promise<void> => {
    open++;
    await wait(after);
    await answer(call);
    open--;
  };

  const stream = (request: IncomingMessage, response: ServerResponse): void => {
    if (weather.down) return void request.socket.destroy();
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }).write('retry: 300\n\n');
    streams.add(response);
    const stop = adapter.subscribe!((hint: Hint) => void (!weather.down && response.write(`data: ${JSON.stringify(hint)}\n\n`)), () => {});
    response.once('close', () => {
      stop();
      streams.delete(response);
    });
  };

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://page');
    if (pathname === '/call') {
      open++;
      void take(request, response).catch(() => request.socket.destroy()).finally(() => open--);
    } else if (pathname === '/hints') stream(request, response);
    else {
      const file = files.get(pathname);
      if (file === undefined) return void response.writeHead(404).end();
      response.writeHead(200, { 'content-type': pathname.endsWith('.js') ? 'text/javascript' : 'text/html; charset=utf-8', 'cache-control': 'no-store' }).end(file);
    }
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  let backendOnPush = (): void => {};

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get weather() {
      return weather;
    },
    set weather(next) {
      weather = next;
      if (next.down) for (const response of streams) response.destroy();
    },
    pushes, keysOf, tokensOf,
    get overlaps() {
      return overlaps;
    },
    get quiet() {
      return open === 0;
    },
    set onPush(listener: () => void) {
      backendOnPush = listener;
    },
    applied: () => backend.rows('historyEntry').flatMap((entry) => {
      const { op, recordId, before, after } = entry as AnyRow & { op: string; recordId: string; before: Record<string, unknown>; after: Record<string, unknown> };
      const tokens = op === 'remove' ? [removalToken(recordId)] : tokensIn(after, before);
      return tokens.map((token): Applied => ({ token, record: recordId }));
    }),
    rows: (table) => backend.rows(table),
    close: () => new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

function add(map: Map<string, Set<string>>, key: string, value: string): void {
  (map.get(key) ?? map.set(key, new Set()).get(key)!).add(value);
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  request.setEncoding('utf8');
  for await (const part of request) text += part as string;
  return text;
}
