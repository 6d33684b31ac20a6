import { anyTenant, ofTenant, type SystemTable } from '../database/system-table.ts';

/**
 * Work that follows a change: a mail to send, a clock that runs out. It is written in the transaction of the change, so that neither is without the other.
 * The server itself, in nobody's name, sees what is due in all tenants; each job then runs in its own.
 */
export const jobTable: SystemTable = {
  name: 'job',
  create: [
    `create table if not exists vinculo.job (tenant_id text collate "C" not null, id text collate "C" not null, kind text collate "C" not null, payload jsonb not null, due_at timestamptz not null default now(),
      attempts int not null default 0, locked_until timestamptz, failed_at timestamptz, error text, created_at timestamptz not null default now(), primary key (tenant_id, id))`,
    `create index if not exists job_due on vinculo.job (due_at) where failed_at is null`,
    `create index if not exists job_due_by_kind on vinculo.job (kind, due_at) where failed_at is null`,
  ],
  policies: { own: `using (${ofTenant} or (${anyTenant})) with check (${ofTenant} or (${anyTenant}))` },
  grants: 'select, insert, update, delete',
};
