import { ofTenant, type SystemTable } from '../database/system-table.ts';

/** The server itself, in nobody's name, copies the marks of all tenants to where no restore of the database takes them back. */
const anyTenant = `(select current_setting('vinculo.role', true)) = 'system' and (select current_setting('vinculo.tenant', true)) = ''`;
const policies = { own: `using (${ofTenant}) with check (${ofTenant})`, copying: `for select using (${anyTenant})` };

/** The secret with which a tenant's marks are made, so that an address cannot be looked for by who has only the marks. */
export const erasureKeyTable: SystemTable = {
  name: 'erasure_key',
  create: [`create table if not exists vinculo.erasure_key (tenant_id text collate "C" primary key, value text not null)`],
  policies,
  grants: 'select, insert, update',
};

/** One row for each id, address and number of a person who was erased: an HMAC of it. */
export const erasedTable: SystemTable = {
  name: 'erased',
  create: [`create table if not exists vinculo.erased (tenant_id text collate "C", hash text collate "C", at timestamptz(3) not null, primary key (tenant_id, hash))`],
  policies,
  grants: 'select, insert, update',
};
