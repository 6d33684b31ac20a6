import { ForbiddenError, type PageWord, type Present, type Whereabout, Whereabouts } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import { type Database, inTransaction } from '../database/connection.ts';
import { target } from '../database/statements.ts';
import { tableNamed } from '../database/table.ts';
import type { Identity } from '../identity/identity.ts';
import { readable } from '../reading/query.ts';
import { PresenceListeners } from './presence-listeners.ts';

/** The channel by which the processes of one database tell each other where pages are. */
export const presenceChannel = 'vinculo_presence';
/** How often it is looked whether somebody was silent for too long, in milliseconds. */
const sweepEvery = 5000;

interface Told extends PageWord {
  readonly tenant: string;
}

/** Who of the staff is at which record now. It stands in the memory of each process alone, and is told to the others by the database: no row is written. */
export interface Presence {
  /** Notes where a page is, and answers which others are at the records it asks for: only of records that `identity` may see. @throws ForbiddenError for all but staff */
  ask(identity: Identity, asked: { readonly page: string; readonly at: readonly Whereabout[]; readonly of: readonly { readonly table: string; readonly ids: readonly string[] }[] }): Promise<readonly Present[]>;
  /** What another process, or this one, told. */
  heard(payload: string): void;
  /** Is told in which tables somebody came, left, or began or ended writing, soonest where `subject` is at the same record. Returns a function that ends it. */
  listen(tenant: string, subject: string, listener: (tables: readonly string[]) => void): () => void;
  stop(): void;
}

export function startPresence(db: Database): Presence {
  const tenants = new Map<string, Whereabouts>();
  const listeners = new PresenceListeners();
  const take = ({ tenant, ...word }: Told): void => {
    const all = tenants.get(tenant) ?? tenants.set(tenant, new Whereabouts()).get(tenant)!;
    // Before it is taken up: after that nobody knows what the page left.
    const near = all.beside(word);
    listeners.note(tenant, all.say(word, Date.now()), near);
    if (all.isEmpty) tenants.delete(tenant);
  };
  const sweep = setInterval(() => {
    for (const [tenant, all] of tenants) {
      listeners.note(tenant, all.forgetOld(Date.now()));
      if (all.isEmpty) tenants.delete(tenant);
    }
  }, sweepEvery).unref();

  return {
    async ask(identity, { page, at, of }) {
      if (identity.role !== 'staff') throw new ForbiddenError('Who is at a record is told to staff alone.');
      const { seen, name } = await inSight(db, identity, [...at, ...of.flatMap(({ table, ids }) => ids.map((id) => ({ table, id })))]);
      const there = at.filter(({ table, id }) => seen.has(`${table}/${id}`));
      const { tenant, subject } = identity;
      const told: Told = { tenant, userId: subject, name, page, at: there };
      const was = tenants.get(tenant)?.knows(subject, page) ?? false;
      take(told);
      // A page that only looks from afar, as a list does, is no news to the others.
      if (was || there.length > 0) await sql`select pg_notify(${presenceChannel}, ${JSON.stringify(told)})`.execute(db);
      const all = tenants.get(tenant);
      return of.flatMap(({ table, ids }) => all?.at(table, ids.filter((id) => seen.has(`${table}/${id}`)), subject, Date.now()) ?? []);
    },
    heard: (payload) => take(JSON.parse(payload) as Told), // written by this server's own statement
    listen: (tenant, subject, listener) => listeners.listen(tenant, subject, listener),
    stop() {
      clearInterval(sweep);
      listeners.stop();
    },
  };
}

/** Which of these records someone may see, and what colleagues call them. @throws UnknownTableError, NotServedError */
async function inSight(db: Database, identity: Identity, records: readonly { readonly table: string; readonly id: string }[]): Promise<{ readonly seen: ReadonlySet<string>; readonly name: string }> {
  const tables = new Map<string, Set<string>>();
  for (const { table, id } of records) (tables.get(table) ?? tables.set(table, new Set()).get(table)!).add(id);
  for (const table of tables.keys()) readable(identity, table);
  return inTransaction(db, identity, 'read', async ({ tx }) => {
    const seen = new Set<string>();
    for (const [table, ids] of tables) {
      const { rows } = await sql<{ id: string }>`select id from ${target(tableNamed(table))} where id = any(${[...ids]}::text[]) and deleted_at is null`.execute(tx);
      for (const { id } of rows) seen.add(`${table}/${id}`);
    }
    const { rows } = await sql<{ name: string | null }>`select name from ${target(tableNamed('user'))} where id = ${identity.subject} and deleted_at is null`.execute(tx);
    return { seen, name: (rows[0]?.name ?? identity.name).slice(0, 200) };
  });
}
