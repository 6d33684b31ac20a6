import { type SystemTable, tenantOnly } from '../database/system-table.ts';

/** When each person was last given a record by a rule, as a number that grows: the one with the smallest is next. */
export const turnTable: SystemTable = {
  name: 'turn',
  create: [`create table if not exists vinculo.turn (tenant_id text collate "C" not null, rule_id text collate "C" not null, user_id text collate "C" not null, turn bigint not null, primary key (tenant_id, rule_id, user_id))`],
  policies: tenantOnly,
  grants: 'select, insert, update',
};
