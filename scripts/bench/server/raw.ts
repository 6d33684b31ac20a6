// The limit: the statements of a workload as the server sends them, recorded by Postgres itself and played by pgbench on the same Postgres.

import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../program.ts';
import { ask, asOwner, databaseUrl, startServer } from './stand.ts';
import type { Around, Workload } from './workloads.ts';

/** The server works with so many connections (database/connection.ts); pgbench gets as many. */
const connections = 12;

interface Recorded {
  readonly statements: readonly string[];
  /** What the request named that each transaction must name anew. */
  readonly request: { readonly id?: string; readonly client?: string; readonly op?: string };
  /** Which contacts an update is of: each so many'th. */
  readonly step: number;
}

/** Records what a workload's request makes the server send, by a second server whose statements Postgres logs. The first request is left out: it looks for what is known afterwards. */
export async function record(folder: string, recorderFolder: string, workload: Workload, around: Around): Promise<Recorded> {
  const log = join(folder, 'postgres.log');
  await asOwner(folder, async (client) => {
    for (const setting of [`log_statement = 'all'`, `log_error_verbosity = 'default'`, `log_min_messages = 'log'`]) await client.query(`alter role vinculo_serving set ${setting}`);
  });
  try {
    const server = await startServer(recorderFolder, { url: databaseUrl(folder, 'serving') });
    try {
      const course = workload.course(around);
      course.heard(await ask<never>(server, workload.who, workload.route, course.next()));
      const from = statSync(log).size;
      const body = course.next();
      course.heard(await ask<never>(server, workload.who, workload.route, body));
      const text = readFileSync(log).subarray(from).toString();
      return { statements: statementsIn(text), request: namedBy(body), step: workload.step ?? 1 };
    } finally {
      await server.stop();
    }
  } finally {
    await asOwner(folder, (client) => client.query('alter role vinculo_serving reset all'));
  }
}

function namedBy(body: object): Recorded['request'] {
  // A push of workloads.ts has one change; other bodies have none.
  const change = (body as { changes?: readonly { key: [string, number]; id: string; op: string }[] }).changes?.[0];
  return change ? { id: change.id, client: change.key[0], op: change.op } : {};
}

/** The statements of a log, with their values in their places, in their order. Those of other connections are left out: the request has one of its own. */
function statementsIn(log: string): string[] {
  const entries = log.split(/^(?=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ \S+ \[\d+\] )/m).flatMap((entry) => {
    const found = /^\S+ \S+ \S+ \[(\d+)\] (LOG|DETAIL): {2}([\s\S]*)$/.exec(entry);
    return found ? [{ pid: found[1]!, kind: found[2]!, text: found[3]!.trimEnd().replaceAll('\n\t', '\n') }] : [];
  });
  const perProcess = new Map<string, typeof entries>();
  for (const entry of entries) (perProcess.get(entry.pid) ?? perProcess.set(entry.pid, []).get(entry.pid)!).push(entry);
  const all: string[][] = [];
  for (const own of perProcess.values()) {
    const statements: string[] = [];
    for (const [i, { kind, text }] of own.entries()) {
      const statement = kind === 'LOG' ? /^(?:statement|execute [^:]*): ([\s\S]*)$/.exec(text)?.[1] : undefined;
      if (statement === undefined) continue;
      const detail = own[i + 1]?.kind === 'DETAIL' ? own[i + 1]!.text : '';
      statements.push(withValues(statement, detail));
    }
    all.push(statements);
  }
  // Of the connections of this server that one served the request which did most.
  return all.sort((a, b) => b.length - a.length)[0] ?? [];
}

/** Puts the values of `Parameters: $1 = 'a', $2 = NULL` where the statement names them. */
function withValues(statement: string, detail: string): string {
  const values = new Map([...detail.matchAll(/\$(\d+) = ('(?:[^']|'')*'|NULL)/g)].map(([, n, value]) => [n!, value!]));
  return statement.replace(/\$(\d+)/g, (place, n: string) => values.get(n) ?? place);
}

const newIds = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/**
 * The statements as a pgbench script, each planned once: what must be new in each transaction is numbered, what is one of many is drawn. Numbers are put into
 * texts by replace(), the only thing that is added.
 */
function script({ statements, request: { id, client, op }, step }: Recorded, contacts: number, mark: string): string {
  const numbered = new Map<string, string>();
  const fresh = new Set(statements.join(' ').match(newIds));
  const drawn = op === 'update' ? id : undefined;
  for (const found of fresh) if (found !== drawn && !found.startsWith('01900000-0000-7000')) numbered.set(found, `${mark}-${numbered.size}-@number`);
  if (client !== undefined) numbered.set(client, `${mark}-@number`);
  if (drawn !== undefined) numbered.set(drawn, `${drawn.slice(0, -12)}@drawn`);
  const literal = (text: string): string => {
    // pgbench takes `:null` for a variable of its own.
    let value = text.replace(/":(?=[a-z_])/gi, '": ');
    for (const [from, to] of numbered) value = value.replaceAll(from, to);
    for (const name of ['number', 'drawn']) if (value.includes(`@${name}`)) value = `replace(${value}, '@${name}', :${name})`;
    return value;
  };
  const head = ['\\set n :n + 1', '\\set number 1000000000 * :client_id + :n', `\\set drawn 100000000000 + ${step} * random(1, ${Math.floor(contacts / step)})`];
  const text = statements.map((s) => `${s.replaceAll('\n', ' ').trim().replace(/'(?:[^']|'')*'/g, literal)};`);
  return `${[...head, ...text].join('\n')}\n`;
}

export interface Raw {
  readonly perSecond: number;
  readonly statements: number;
}

/** Transactions a second of pgbench. A string says why there are none. */
export async function raw(folder: string, name: string, recorded: Recorded, contacts: number, seconds: number): Promise<Raw | string> {
  const program = pgbench();
  if (!program) return 'pgbench is not installed';
  const file = join(folder, `${name}.pgbench.sql`);
  writeFileSync(file, script(recorded, contacts, `${name}-${Date.now()}`));
  const url = new URL(databaseUrl(folder, 'serving'));
  const { code, output } = await run(program, ['--no-vacuum', '--client', String(connections), '--jobs', '1', '--time', String(seconds), '--protocol', 'prepared', '--define', 'n=0', '--file', file, url.pathname.slice(1)], {
    env: { PGHOST: url.hostname, PGPORT: url.port, PGUSER: url.username, PGPASSWORD: url.password, PGOPTIONS: '-c TimeZone=UTC' },
  });
  const rate = /^tps = ([\d.]+)/m.exec(output)?.[1];
  if (code !== 0 || rate === undefined || /aborted/.test(output)) throw new Error(`pgbench failed with the statements of ${name} (${file}):\n${output}`);
  return { perSecond: Number(rate), statements: recorded.statements.length };
}

/** Where Debian puts it, else the one that PATH leads to. */
function pgbench(): string | undefined {
  return globSync(['/usr/lib/postgresql/*/bin/pgbench', ...(process.env['PATH'] ?? '').split(':').map((folder) => join(folder, 'pgbench'))])[0];
}
