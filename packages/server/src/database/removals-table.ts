import { ofTenant, type SystemTable } from './system-table.ts';

const asSystem = `(select current_setting('vinculo.role', true)) = 'system'`;

/** Up to which transaction removals of a table are gone for good: whose cursor is older reads anew. */
export const removalsDroppedTable: SystemTable = {
  name: 'removals_dropped',
  ofDatabase: true,
  create: [
    `create table if not exists vinculo.removals_dropped (tenant_id text collate "C", "table" text collate "C", changed_xid xid8 not null, primary key (tenant_id, "table"))`,
    // The serving role itself may delete no record. Whoever owns the function may: it looks at nothing but what was removed in the tenant of the server at work.
    `create or replace function vinculo.drop_removals(wanted text, before timestamptz, at_most integer) returns integer language plpgsql security definer set search_path = pg_catalog as $$
    declare dropped integer; latest xid8;
    begin
      if current_setting('vinculo.role', true) is distinct from 'system' then raise exception 'Only the server itself drops removals.'; end if;
      execute format('with gone as (delete from vinculo.%1$I where tenant_id = $1 and id in (select id from vinculo.%1$I where tenant_id = $1 and deleted_at < $2 order by deleted_at limit $3 for update skip locked) returning changed_xid)
        select count(*)::integer, (select changed_xid from gone order by changed_xid desc limit 1) from gone', wanted) into dropped, latest using current_setting('vinculo.tenant', true), before, at_most;
      if dropped > 0 then
        insert into vinculo.removals_dropped (tenant_id, "table", changed_xid) values (current_setting('vinculo.tenant', true), wanted, latest)
          on conflict (tenant_id, "table") do update set changed_xid = greatest(removals_dropped.changed_xid, excluded.changed_xid);
      end if;
      return dropped;
    end $$`,
    `revoke execute on function vinculo.drop_removals from public`,
  ],
  policies: { reading: `for select using (${ofTenant})`, noting: `for insert with check (${ofTenant} and ${asSystem})`, moving: `for update using (${ofTenant} and ${asSystem})` },
  grants: 'select',
};
