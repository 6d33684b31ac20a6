import { protocolVersion } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import type pg from 'pg';
import { type Database, inTransaction } from '../database/connection.ts';
import { type SystemTable, tenantOnly } from '../database/system-table.ts';
import { systemIdentity } from '../identity/system-identity.ts';
import { type Log, errorDetails } from '../log.ts';

/** Clients that speak an older version of the protocol are refused. */
export const oldestProtocol = 1;

/** What says nothing of its version: clients of before it was said, and programs. */
const unsaid = 1;

/** So many days back it is told which versions clients speak. */
const daysTold = 7;
/** So often what was counted is written, in milliseconds. */
const writeEvery = 60_000;

/** How often clients of a version of the protocol asked what this server is: at each start, and when they come back. */
export const clientVersionTable: SystemTable = {
  name: 'client_version',
  create: [`create table if not exists vinculo.client_version (tenant_id text collate "C", day date default current_date, protocol integer, asked bigint not null, primary key (tenant_id, day, protocol))`],
  policies: tenantOnly,
  grants: 'select, insert, update, delete',
};

/** The version that a request names; undefined for one that is none. */
export function protocolOf(text: string | undefined): number | undefined {
  if (text === undefined) return unsaid;
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

/** Counts versions in memory, and writes them now and then: a thousand clients that come back at once are one row. */
export function clientVersions(db: Database, log: Log): { count(tenant: string, protocol: number): void; stop(): Promise<void> } {
  const counted = new Map<string, Map<number, number>>();
  const write = async (): Promise<void> => {
    const now = [...counted];
    counted.clear();
    for (const [tenant, versions] of now) {
      await inTransaction(db, systemIdentity(tenant, 'versions'), 'write', async ({ tx }) => {
        for (const [protocol, asked] of versions) {
          await sql`insert into vinculo.client_version (tenant_id, protocol, asked) values (${tenant}, ${protocol}, ${asked})
            on conflict (tenant_id, day, protocol) do update set asked = client_version.asked + excluded.asked`.execute(tx);
        }
        await sql`delete from vinculo.client_version where tenant_id = ${tenant} and day < current_date - 30`.execute(tx);
      }).catch((error: unknown) => log('warn', 'versions.lost', errorDetails(error)));
    }
  };
  const timer = setInterval(() => void write(), writeEvery);
  timer.unref();
  return {
    count(tenant, protocol) {
      const versions = counted.get(tenant) ?? new Map<number, number>();
      counted.set(tenant, versions.set(protocol, (versions.get(protocol) ?? 0) + 1));
    },
    stop: () => {
      clearInterval(timer);
      return write();
    },
  };
}

/** What a migration says of the clients of the last days. Additions cut nobody off; a release that asks for a newer protocol does. */
export async function clientsCutOff(client: pg.Client): Promise<string> {
  const { rows: there } = await client.query<{ there: boolean }>(`select to_regclass('vinculo.client_version') is not null as there`);
  const { rows } = there[0]!.there
    ? await client.query<{ protocol: number; asked: string; tenants: string }>(`select protocol, sum(asked)::text as asked, count(distinct tenant_id)::text as tenants from vinculo.client_version where day > current_date - ${daysTold} group by protocol order by protocol`)
    : { rows: [] };
  if (rows.length === 0) return `No client of the last ${daysTold} days is known. This version serves protocol ${oldestProtocol} to ${protocolVersion}.\n`;
  const lines = rows.map(({ protocol, asked, tenants }) => `  protocol ${protocol}: started ${asked} times in ${tenants} ${tenants === '1' ? 'tenant' : 'tenants'}${protocol < oldestProtocol ? ', WOULD BE CUT OFF' : ''}\n`);
  const cut = rows.some(({ protocol }) => protocol < oldestProtocol);
  return `Clients of the last ${daysTold} days:\n${lines.join('')}${cut ? `This version serves protocol ${oldestProtocol} to ${protocolVersion}: pages older than that have to be brought up to date first.\n` : 'None of them would be cut off.\n'}`;
}
