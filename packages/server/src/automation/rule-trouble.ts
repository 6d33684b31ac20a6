import { compileWhere, fieldOf, resolveNow, type Where } from '@vinculo/sdk/schema';
import { tableNamed } from '../database/table.ts';
import type { RecordStore } from '../records/record-store.ts';
import { setFields } from '../records/write.ts';
import { readActions } from './actions.ts';
import { type RuleRow, dueFieldOf, entityOf } from './rules.ts';

/** A rule that was about to answer its own doing. */
export class Loop extends Error {}

/** Why a rule did not work. */
export interface Trouble {
  readonly message: string;
  readonly isLoop: boolean;
}

/** A rule is told of once a minute: every change that it fails for would wait for the one before to write here. */
const pause = 60_000;
const longest = 500;
const rules = tableNamed('automationRule');

/** Writes on a rule why it did not work. */
export async function reportRule(store: RecordStore, { id, failedAt, stoppedAt }: RuleRow, { message, isLoop }: Trouble): Promise<void> {
  const { now } = store.access;
  const told = isLoop ? stoppedAt : failedAt;
  if (told && Date.parse(now) - Date.parse(told) < pause) return;
  const row = await store.rows.get(rules, id);
  if (row) await setFields(store, rules, row, { lastError: message.slice(0, longest), failedAt: now, ...(isLoop ? { stoppedAt: now } : {}) });
}

/** Looks a rule through that was saved: what was told of it before counts no more, what is wrong with it is told at once. */
export async function checkRule(store: RecordStore, rule: RuleRow): Promise<void> {
  const problem = problemOf(rule, store.access.now) ?? null;
  const row = await store.rows.get(rules, rule.id);
  if (!row || ((row['lastError'] ?? null) === problem && !row['stoppedAt'])) return;
  await setFields(store, rules, row, { lastError: problem, failedAt: problem === null ? null : store.access.now, stoppedAt: null });
}

/** What is wrong with a rule, as far as it can be told without a record. */
export function problemOf(rule: RuleRow, now: string): string | undefined {
  try {
    const e = entityOf(rule);
    compileWhere(e, resolveNow(e, (rule.where ?? {}) as Where, Date.parse(now)));
    const { assign } = readActions(rule.actions);
    if (rule.when === 'due') dueFieldOf(rule);
    const unknown = [...(rule.changed ?? []), ...(assign?.skill === undefined ? [] : [assign.skill])].find((field) => !fieldOf(e, field));
    return unknown === undefined ? undefined : `${e.name} has no field “${unknown}”.`;
  } catch (error) {
    if (error instanceof TypeError) return error.message; // WhereError is one
    throw error;
  }
}
