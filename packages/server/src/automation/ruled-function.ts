/** Which of some entities have rules in force. It looks with the eyes of the server: whoever makes a change need not see the rules that answer it. */
export const ruledFunction: string = `create or replace function vinculo.ruled(p_tables text[]) returns text[] language plpgsql as $$
  declare
    v_role text := current_setting('vinculo.role', true);
    v_found text[];
  begin
    perform set_config('vinculo.role', 'system', true);
    select array_agg(distinct r."table") into v_found from vinculo.automation_rule as r where r."table" = any(p_tables) and r.active and r.deleted_at is null;
    perform set_config('vinculo.role', v_role, true);
    return v_found;
  end $$`;
