import { ofTenant, type SystemTable } from '../database/system-table.ts';

/**
 * Sign-ins that were withdrawn: one session by its name, or all of a subject that began before a moment.
 */
export const revocationTable: SystemTable = {
  name: 'revocation',
  create: [
    `create table if not exists vinculo.revocation (tenant_id text collate "C" not null, kind text collate "C" not null check (kind in ('session', 'subject')), name text collate "C" not null,
      before timestamptz not null, by text collate "C" not null, primary key (tenant_id, kind, name))`,
  ],
  policies: { admins: `using (${ofTenant} and (select current_setting('vinculo.role', true)) in ('system', 'staff', 'admin')) with check (${ofTenant} and (select current_setting('vinculo.role', true)) in ('system', 'staff', 'admin'))` },
  grants: 'select, insert, update, delete',
};
