import { ofTenant, type SystemTable } from '../database/system-table.ts';

const bySystem = `(${ofTenant} and (select current_setting('vinculo.role', true)) = 'system')`;
const systemOnly = { own: `using ${bySystem} with check ${bySystem}` };

/**
 * Who is told of changes outside. `user_id` is the member of staff whose rights say what is told. Whoever stores a change looks which of them wait for it;
 * nobody but the server writes here.
 */
const webhook: SystemTable = {
  name: 'webhook',
  create: [
    `create table if not exists vinculo.webhook (tenant_id text collate "C", id text collate "C", url text not null, tables text[] not null, events text[] not null, user_id text collate "C" not null, active boolean not null default true,
      stopped text, failing_since timestamptz(3), created_at timestamptz(3) not null default now(), created_by text collate "C" not null, primary key (tenant_id, id))`,
  ],
  policies: { ...systemOnly, looking: `for select using (${ofTenant})` },
  grants: 'select, insert, update, delete',
};

/** What is signed with. After a change both the new and the old one, until the old one's time is over. */
const webhookSecret: SystemTable = {
  name: 'webhook_secret',
  create: [`create table if not exists vinculo.webhook_secret (tenant_id text collate "C", webhook_id text collate "C", secret text collate "C", until timestamptz(3), created_at timestamptz(3) not null default now(), primary key (tenant_id, webhook_id, secret))`],
  policies: systemOnly,
  grants: 'select, insert, update, delete',
};

/** What became of each event that was sent, or tried: which record, never what stands in it. */
const webhookDelivery: SystemTable = {
  name: 'webhook_delivery',
  create: [
    `create table if not exists vinculo.webhook_delivery (tenant_id text collate "C", webhook_id text collate "C", id text collate "C", event jsonb not null, state text not null, attempts int not null, problem text,
      at timestamptz(3) not null default now(), primary key (tenant_id, webhook_id, id))`,
    `create index if not exists webhook_delivery_at on vinculo.webhook_delivery (tenant_id, at)`,
  ],
  policies: systemOnly,
  grants: 'select, insert, update, delete',
};

export const webhookTables: readonly SystemTable[] = [webhook, webhookSecret, webhookDelivery];
