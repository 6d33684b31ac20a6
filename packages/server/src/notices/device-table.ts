import { ofTenant, type SystemTable } from '../database/system-table.ts';

const bySystem = `(${ofTenant} and (select current_setting('vinculo.role', true)) = 'system')`;

/** Browsers that a member of staff lets the server wake (Web Push): where the browser's maker takes a message for it, and what it is sealed with. */
export const deviceTable: SystemTable = {
  name: 'device',
  create: [
    `create table if not exists vinculo.device (tenant_id text collate "C", id text collate "C", user_id text collate "C" not null, endpoint text not null, p256dh text not null, auth text not null,
      at timestamptz(3) not null default now(), primary key (tenant_id, id))`,
    `create index if not exists device_by_user on vinculo.device (tenant_id, user_id, at)`,
  ],
  policies: { own: `using ${bySystem} with check ${bySystem}` },
  grants: 'select, insert, update, delete',
};
