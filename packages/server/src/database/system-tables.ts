import { turnTable } from '../automation/turn-table.ts';
import { jobTable } from '../jobs/job-table.ts';
import { revocationTable } from '../identity/revocation-table.ts';
import { movedTable, movesDroppedTable } from './moved-table.ts';
import { removalsDroppedTable } from './removals-table.ts';
import { clientVersionTable } from '../operation/client-versions.ts';
import { mailTables } from '../mail/mail-tables.ts';
import { deviceTable } from '../notices/device-table.ts';
import { webhookTables } from '../webhooks/webhook-tables.ts';
import { erasedTable, erasureKeyTable } from '../privacy/erased-table.ts';
import { rateTable, siteKeyTable, spentTable } from '../public/public-tables.ts';
import { ofSubject, ofTenant, type SystemTable, tenantOnly } from './system-table.ts';
import { type Acting, rights, rightsOn } from '../rights.ts';
import { tableNamed } from './table.ts';

const attachment = tableNamed('attachment').name;
/** Who sees every attachment sees every file, also one that none names yet. */
const seeAllFiles = (Object.keys(rights) as Acting[]).filter((a) => rightsOn(a, 'attachment')?.read === 'all').map((a) => `'${a}'`).join(', ');

/** Numbers that are given out one by one. */
const counter: SystemTable = {
  name: 'counter',
  create: [`create table if not exists vinculo.counter (tenant_id text collate "C", name text collate "C", value bigint not null, primary key (tenant_id, name))`],
  policies: tenantOnly,
  grants: 'select, insert, update',
};

/** Keys of changes that were stored, so that one sent again is answered and not stored again. */
const pushed: SystemTable = {
  name: 'pushed',
  create: [
    `create table if not exists vinculo.pushed (tenant_id text collate "C", subject text collate "C", client text collate "C", counter bigint, outcome jsonb, at timestamptz not null default now(),
    primary key (tenant_id, subject, client, counter))`,
    `create index if not exists pushed_at on vinculo.pushed (tenant_id, at)`,
  ],
  policies: {
    own: `using (${ofTenant} and subject = ${ofSubject}) with check (${ofTenant} and subject = ${ofSubject})`,
    // To remove what is seen, one has to see it.
    looking: `for select using (${ofTenant} and (select current_setting('vinculo.role', true)) = 'system')`,
    aging: `for delete using (${ofTenant} and (select current_setting('vinculo.role', true)) = 'system')`,
  },
  grants: 'select, insert, update, delete',
};

const blob: SystemTable = {
  name: 'blob',
  create: [
    `create table if not exists vinculo.blob (tenant_id text collate "C", id text collate "C", name text not null, type text not null, content bytea not null, created_by text collate "C" not null,
    created_at timestamptz(3) not null default now(), primary key (tenant_id, id))`,
    // Whether an attachment that is seen names a file. A function, so that it is planned by itself and finds the attachment by its index: within the policy, each attachment of the tenant was judged.
    `create or replace function vinculo.attached_blob(wanted text) returns boolean language plpgsql stable as $$
    begin return exists (select 1 from vinculo."${attachment}" where tenant_id = current_setting('vinculo.tenant', true) and blob_id = wanted and deleted_at is null); end $$`,
    // Whether a file was stored by who asks. A function, because the policies of files look at attachments and may not be looked at by theirs in turn.
    `create or replace function vinculo.stored_blob(blob_id text) returns boolean language sql stable as $$
    select exists (select 1 from vinculo.blob where tenant_id = current_setting('vinculo.tenant', true) and id = blob_id and created_by = nullif(current_setting('vinculo.subject', true), '')) $$`,
  ],
  policies: {
    reading: `for select using (${ofTenant} and ((select current_setting('vinculo.role', true)) in (${seeAllFiles}) or created_by = ${ofSubject}
      or vinculo.attached_blob(id)))`,
    creating: `for insert with check (${ofTenant} and created_by = ${ofSubject})`,
    // Only the server empties one, when the person it was of is erased.
    erasing: `for update using (${ofTenant} and (select current_setting('vinculo.role', true)) = 'system') with check (${ofTenant})`,
  },
  grants: 'select, insert, update',
};

/** All tables that are no entities. A room that needs one declares it beside its code and is named here. */
export const systemTables: readonly SystemTable[] = [counter, pushed, blob, jobTable, turnTable, siteKeyTable, spentTable, rateTable, movedTable, movesDroppedTable, removalsDroppedTable, clientVersionTable, revocationTable, erasureKeyTable, erasedTable, ...mailTables, ...webhookTables, deviceTable];
