import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AnyRow, type Change, type PushOutcome, newId } from '@vinculo/sdk/schema';
import pg from 'pg';
import { type DevClaims, issueDevToken } from '../identity/dev-identity.ts';
import { secretOf } from '../secrets.ts';
import { type RunningServer, type Server, type ServerOptions, startServer } from '../server.ts';
import { fitsOpenApi } from './fits-openapi.ts';

/** What the server answered. */
export interface Answer {
  readonly status: number;
  // What a test reads from an answer is what it asserts on.
  readonly json: { readonly [key: string]: never };
}

/** A signed-in client of the protocol. */
export interface Session {
  readonly token: string;
  call(route: string, body?: unknown): Promise<Answer>;
  push(...changes: Change[]): Promise<PushOutcome[]>;
  /** Creates a row that must be accepted. */
  create(table: string, patch: Readonly<Record<string, unknown>>, id?: string): Promise<AnyRow>;
  /** All rows of a query that must be answered. */
  rows(table: string, where?: object, more?: object): Promise<AnyRow[]>;
  change(op: Change['op'], table: string, id: string, patch?: Readonly<Record<string, unknown>>, more?: Partial<Change>): Change;
}

export interface Bench {
  readonly server: RunningServer;
  session(claims: DevClaims): Promise<Session>;
  /** Postgres as the server sees it, or as its superuser. */
  databaseUrl(as: 'serving' | 'admin'): string;
  /** A connection as Postgres' superuser, which ends with the bench. */
  admin(): Promise<pg.Client>;
  stop(): Promise<void>;
}

/** A server with the development identity on a Postgres of its own, in a folder that goes with it. */
export async function startBench(options: ServerOptions = {}): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'vinculo-'));
  const server = await startServer({ dev: true, folder, log: () => undefined, ...options });
  const admins: pg.Client[] = [];
  return {
    server,
    session: (claims) => session(server, claims),
    databaseUrl: (as) => databaseUrl(folder, as),
    async admin() {
      const client = new pg.Client(databaseUrl(folder, 'admin'));
      await client.connect();
      admins.push(client);
      return client;
    },
    async stop() {
      await Promise.all(admins.map((client) => client.end()));
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function databaseUrl(folder: string, as: 'serving' | 'admin'): string {
  const port = readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[3];
  return `postgres://vinculo_${as}:${secretOf(folder, `postgres-${as}`)}@127.0.0.1:${port}/postgres`;
}

export async function session(server: Server, claims: DevClaims): Promise<Session> {
  const token = await issueDevToken(server.folder, claims);
  const client = newId();
  let counter = 0;
  const self: Session = {
    token,
    async call(route, body) {
      const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
      const response = await fetch(`${server.url}/v1/${route}`, { ...init, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } });
      const json = (await response.json()) as Answer['json'];
      fitsOpenApi(body === undefined ? 'get' : 'post', `/v1/${route}`, response.status, json);
      return { status: response.status, json };
    },
    async push(...changes) {
      const { status, json } = await self.call('push', { changes });
      if (status !== 200) throw new Error(`push: ${status} ${JSON.stringify(json)}`);
      return json['outcomes']!;
    },
    async create(table, patch, id = newId()) {
      const [outcome] = await self.push(self.change('create', table, id, patch));
      if (outcome?.status !== 'ok') throw new Error(`create ${table}: ${JSON.stringify(outcome)}`);
      return outcome.row!;
    },
    async rows(table, where, more) {
      const { status, json } = await self.call('query', { table, where, ...more });
      if (status !== 200) throw new Error(`query: ${status} ${JSON.stringify(json)}`);
      return json['rows']!;
    },
    change: (op, table, id, patch = {}, more = {}) => ({ key: [client, ++counter], op, table, id, patch, base: {}, at: new Date().toISOString(), ...more }),
  };
  return self;
}
