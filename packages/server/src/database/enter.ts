import { duties } from '../identity/duty.ts';
import { sharedTables } from '../rights-rules.ts';
import { tableNamed } from './table.ts';

const table = (name: string): string => `vinculo."${tableNamed(name).name}"`;
const judgedByFacts = `('manager', 'sales', 'agent')`;

/**
 * Begins a transaction's work for someone: what row-level security goes by is set for the length of the transaction. Of staff it looks up what they are there
 * for: the role of their user row, once the tenant has named an admin; a role that is none of ours may only read. Until then, and for staff without a user row,
 * the token's word stands. It looks with the eyes of the server, and tells whether the sign-in was withdrawn. `facts` are short forms of what
 * the rules are judged by: another one means other rows.
 */
export const enterFunction: string = `create or replace function vinculo.enter(p_tenant text, p_role text, p_subject text, p_contact text, p_session text, p_issued double precision)
  returns table (now timestamptz(3), acting text, gone boolean, facts jsonb) language plpgsql as $$
  declare
    v_acting text := p_role;
    v_gone boolean := false;
    v_facts jsonb := '{}';
    v_user record;
    v_teams text[];
    v_became text[];
    v_fact record;
  begin
    perform set_config('vinculo.tenant', p_tenant, true), set_config('vinculo.subject', p_subject, true), set_config('vinculo.contact', p_contact, true),
      set_config('vinculo.command', '', true), set_config('vinculo.role', 'system', true);
    if p_role <> 'system' then
      v_gone := exists (select 1 from vinculo.revocation as r where r.tenant_id = p_tenant
        and ((r.kind = 'session' and r.name = p_session) or (r.kind = 'subject' and r.name = p_subject and r.before > to_timestamp(p_issued))));
    end if;
    if p_role = 'staff' then
      select u.role, u.team_id, u.deleted_at is not null or not coalesce(u.active, true) as gone into v_user from ${table('user')} as u where u.tenant_id = p_tenant and u.id = p_subject;
      if found then
        v_gone := v_gone or v_user.gone;
        -- Also one who left: the tenant does not fall open with its last admin.
        if exists (select 1 from ${table('user')} as u where u.tenant_id = p_tenant and u.role = 'admin') then
          v_acting := case when v_user.role in (${duties.map((d) => `'${d}'`).join(', ')}) then v_user.role else 'readonly' end;
        end if;
      end if;
    elsif p_role = 'customer' then
      if exists (select 1 from ${table('contact')} as c where c.tenant_id = p_tenant and c.id = p_contact and c.deleted_at is not null) then
        with recursive became as (select p_contact collate "C" as id
          union select m.record_id from ${table('mergeRecord')} as m join became on m.from_id = became.id where m.tenant_id = p_tenant and m."table" = 'contact' and m.undone_at is null and m.deleted_at is null)
        select array_agg(c.id) into v_became from ${table('contact')} as c join became on became.id = c.id where c.tenant_id = p_tenant and c.deleted_at is null;
        -- Nobody, or more than one: who they are cannot be told.
        if array_length(v_became, 1) = 1 then
          perform set_config('vinculo.contact', v_became[1], true);
          v_facts := jsonb_build_object('contact', v_became[1]);
        else
          v_gone := true;
        end if;
      end if;
    end if;
    if v_acting in ${judgedByFacts} then
      with recursive tree as (
        select t.id from ${table('team')} as t where t.tenant_id = p_tenant and t.id = v_user.team_id and t.deleted_at is null
        union select t.id from ${table('team')} as t join tree on t.parent_id = tree.id where t.tenant_id = p_tenant and t.deleted_at is null)
      select array_agg(tree.id order by tree.id) into v_teams from tree;
      for v_fact in
        select 'team' as name, array_agg(u.id order by u.id) as list from ${table('user')} as u where u.tenant_id = p_tenant and u.team_id = v_user.team_id
        union all select 'below', array_agg(u.id order by u.id) from ${table('user')} as u where u.tenant_id = p_tenant and u.team_id = any(v_teams)
        union all select 'queues', array_agg(q.id order by q.id) from ${table('queue')} as q where q.tenant_id = p_tenant and q.team_id = any(v_teams) and q.deleted_at is null
        union all select 'regions', array_agg(distinct t.region order by t.region) from ${table('team')} as t where t.tenant_id = p_tenant and t.id = any(v_teams) and t.region is not null
        union all select 'shared_' || wanted.kind, array_agg(m.record_id order by m.record_id) from unnest(array[${sharedTables.map((t) => `'${t}'`).join(', ')}]) as wanted (kind)
          left join ${table('recordTeam')} as m on m.tenant_id = p_tenant and m.user_id = p_subject and m."table" = wanted.kind and m.deleted_at is null
            and coalesce(m."from" <= current_date, true) and coalesce(m."to" >= current_date, true) group by wanted.kind
      loop
        perform set_config('vinculo.' || v_fact.name, coalesce(array_remove(v_fact.list, null), '{}')::text, true);
        v_facts := v_facts || jsonb_build_object(v_fact.name, left(md5(coalesce(array_remove(v_fact.list, null), '{}')::text), 12));
      end loop;
    end if;
    perform set_config('vinculo.role', v_acting, true);
    return query select pg_catalog.now()::timestamptz(3), v_acting, v_gone, v_facts;
  end $$`;
