import { ofTenant, type SystemTable } from '../database/system-table.ts';

const asSystem = `(select current_setting('vinculo.role', true)) = 'system'`;
/** Whoever asks has no part in these: only the server itself reads and writes them. */
const systemOnly = { own: `using (${ofTenant} and ${asSystem}) with check (${ofTenant} and ${asSystem})` };

/** Keys that pages carry openly, and the secret that is signed with in each one's name. */
export const siteKeyTable: SystemTable = {
  name: 'site_key',
  create: [`create table if not exists vinculo.site_key (tenant_id text collate "C", id text collate "C", name text not null, origins text[] not null, forms text[] not null, secret text not null,
    active boolean not null default true, created_at timestamptz(3) not null default now(), created_by text collate "C" not null, primary key (tenant_id, id))`],
  policies: {
    ...systemOnly,
    // Which origins may call is asked before it is known for whom.
    origins: `for select using (${asSystem} and (select current_setting('vinculo.tenant', true)) = '')`,
  },
  grants: 'select, insert, update',
};

/** What counts once: proofs of work, and guests who became customers. A row goes when its time is over. */
export const spentTable: SystemTable = {
  name: 'spent',
  create: [
    `create table if not exists vinculo.spent (tenant_id text collate "C", id text collate "C", until timestamptz not null, primary key (tenant_id, id))`,
    `create index if not exists spent_until on vinculo.spent (tenant_id, until)`,
  ],
  policies: systemOnly,
  grants: 'select, insert, update, delete',
};

/** How far limits are used up. `full_at` is the moment at which nothing of it is used any more. */
export const rateTable: SystemTable = {
  name: 'rate',
  create: [
    `create table if not exists vinculo.rate (tenant_id text collate "C", name text collate "C", full_at timestamptz not null, step interval not null, span interval not null, primary key (tenant_id, name))`,
    `create index if not exists rate_full on vinculo.rate (tenant_id, full_at)`,
  ],
  policies: systemOnly,
  grants: 'select, insert, update, delete',
};
