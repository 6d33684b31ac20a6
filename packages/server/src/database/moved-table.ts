import { rightsOn, staffActings } from '../rights.ts';
import { condition, sees, sightColumns } from './policies.ts';
import { ofTenant, type SystemTable } from './system-table.ts';
import { type Table, snakeCase, tables } from './table.ts';

const asSystem = `(select current_setting('vinculo.role', true)) = 'system'`;
const kinds = new Map([...tables.values()].map((t) => [t.entity.name, new Map(t.fields.map((f) => [f.field, f.kind]))] as const));

/** A field of a row as it stood before it changed. */
function before(table: Table): (field: string) => string {
  return (field) => {
    if (field === 'id') return 'p_id';
    const kind = kinds.get(table.entity.name)!.get(field);
    if (kind === 'addresses') return `(p_before -> '${snakeCase(field)}')`;
    return kind === 'boolean' ? `(p_before ->> '${snakeCase(field)}')::boolean` : `(p_before ->> '${snakeCase(field)}')`;
  };
}

/** Whether a move concerns someone: they saw the row before, or see it now. A function, so that of all these conditions only the one that is met is planned. */
function concerned(): string {
  const ofDuty = staffActings.map((duty) => {
    const ways = [...tables.values()].flatMap((table) => {
      const r = rightsOn(duty, table.entity.name);
      return !r || r.read === 'all' ? [] : [`when '${table.entity.name}' then return ${condition(r.read, before(table))} or ${sees(table.entity.name, 'p_id')};`];
    });
    return ways.length === 0 ? '' : `if current_setting('vinculo.role', true) = '${duty}' then case p_table ${ways.join(' ')} else return false; end case; end if;`;
  });
  return `create or replace function vinculo.move_concerns(p_table text, p_id text, p_before jsonb) returns boolean language plpgsql stable as $$ begin ${ofDuty.join(' ')} return false; end $$`;
}

/**
 * Rows that changed in what decides who sees them: another owner, another queue. The row itself tells those who see it now; that those who saw it before lost it
 * stands here, in the order of the changes.
 */
export const movedTable: SystemTable = {
  name: 'moved',
  ofDatabase: true,
  create: [
    `create table if not exists vinculo.moved (tenant_id text collate "C" not null, changed_xid xid8 not null default pg_current_xact_id(), changed_seq bigint not null default nextval('vinculo.change_seq'),
      "table" text collate "C" not null, id text collate "C" not null, before jsonb not null, at timestamptz not null default now(), primary key (tenant_id, changed_xid, changed_seq))`,
    `alter table vinculo.moved add column if not exists at timestamptz not null default now()`,
    `create index if not exists moved_at on vinculo.moved (tenant_id, at)`,
    // Of addresses only what territories go by is noted: what somebody asks to be erased must not live on here.
    `create or replace function vinculo.note_move() returns trigger language plpgsql as $$
    declare was jsonb := to_jsonb(old);
    begin
      if jsonb_typeof(was -> 'addresses') = 'array' then
        was := jsonb_set(was, '{addresses}', (select coalesce(jsonb_agg(jsonb_build_object('region', a -> 'region', 'country', a -> 'country')), '[]') from jsonb_array_elements(was -> 'addresses') as a));
      end if;
      insert into vinculo.moved (tenant_id, "table", id, before) select new.tenant_id, tg_argv[0], new.id, jsonb_object_agg(k, was -> k) from unnest(tg_argv[1:]) as k;
      return null;
    end $$`,
    concerned(),
  ],
  policies: {
    noting: `for insert with check (${ofTenant})`, reading: `for select using (${ofTenant} and vinculo.move_concerns("table", id, before))`,
    looking: `for select using (${ofTenant} and ${asSystem})`, dropping: `for delete using (${ofTenant} and ${asSystem})`,
  },
  grants: 'select, insert, delete',
};

/** Up to which transaction moves are gone: who last looked before its end reads anew. */
export const movesDroppedTable: SystemTable = {
  name: 'moves_dropped',
  ofDatabase: true,
  create: [`create table if not exists vinculo.moves_dropped (tenant_id text collate "C" primary key, changed_xid xid8 not null)`],
  policies: { reading: `for select using (${ofTenant})`, noting: `for insert with check (${ofTenant} and ${asSystem})`, moving: `for update using (${ofTenant} and ${asSystem})` },
  grants: 'select, insert, update',
};

/** Notes the moves of a table's rows. */
export function noteMoves(table: Table): string[] {
  const on = `on vinculo."${table.name}"`;
  const columns = sightColumns(table);
  const changed = columns.map((c) => `old."${c}" is distinct from new."${c}"`).join(' or ');
  return [
    `drop trigger if exists note_move ${on}`,
    ...(columns.length === 0 ? [] : [`create trigger note_move after update ${on} for each row when (${changed}) execute function vinculo.note_move(${[table.entity.name, 'created_by', ...columns].map((c) => `'${c}'`).join(', ')})`]),
  ];
}
