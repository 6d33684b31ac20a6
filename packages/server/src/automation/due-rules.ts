import { fieldOf } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import type { Access } from '../database/connection.ts';
import { target } from '../database/statements.ts';
import { snakeCase, tableNamed } from '../database/table.ts';
import { callOff, enqueue } from '../jobs/jobs.ts';
import type { RecordChange } from '../records/record-store.ts';
import { type RuleRow, dueFieldOf, dueOf, entityOf } from './rules.ts';

/** What waits for a time of a record to come. `time` is the record's value then: where it has another one by now, another job waits for that. */
export interface DueJob {
  readonly ruleId: string;
  readonly recordId: string;
  readonly time: string;
}

const kind = 'automation.due';

/** Has a rule look at a changed record when its time comes; what is long past is not looked at any more. */
export async function schedule(access: Access, rule: RuleRow, { op, before, row }: RecordChange): Promise<void> {
  const was = before && dueOf(rule, before);
  const is = op === 'remove' ? undefined : dueOf(rule, row);
  if (was?.time === is?.time) return;
  const id = `rule:${rule.id}:${row.id}`;
  const isPast = is && Date.parse(is.time) <= Date.parse(access.now) && is.at <= access.now;
  if (is && !isPast) await enqueue(access, { id, kind, payload: { ruleId: rule.id, recordId: row.id, time: is.time } satisfies DueJob, dueAt: is.at });
  else if (was) await callOff(access, id);
}

/** Has a rule that is new or was changed look at every record whose time is still to come. */
export async function scheduleAll(access: Access, rule: RuleRow): Promise<void> {
  const { tx, identity } = access;
  const field = dueFieldOf(rule);
  const time = sql.id(snakeCase(field));
  const text = fieldOf(entityOf(rule), field)!.kind === 'date' ? sql`${time}::text` : sql`to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const moment = sql`(${time}::timestamp at time zone 'UTC')`;
  const at = sql`${fieldOf(entityOf(rule), field)!.kind === 'date' ? moment : time} + make_interval(mins => ${rule.offsetMinutes ?? 0}::int)`;
  await sql`insert into vinculo.job (tenant_id, id, kind, payload, due_at)
    select ${identity.tenant}, 'rule:' || ${rule.id} || ':' || id, ${kind}, jsonb_build_object('ruleId', ${rule.id}::text, 'recordId', id, 'time', ${text}), ${at}
    from ${target(tableNamed(rule.table))} where deleted_at is null and greatest(${time}, ${at}) > now()
    on conflict (tenant_id, id) do update set payload = excluded.payload, due_at = excluded.due_at, attempts = 0, failed_at = null, error = null, locked_until = null`.execute(tx);
}
