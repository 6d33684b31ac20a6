import { type AnyRow } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import { type Access, asServer, sqlState } from '../database/connection.ts';
import { prepared } from '../database/prepared.ts';
import { tableNamed } from '../database/table.ts';
import type { Role } from '../identity/identity.ts';
import { concernsPeople, noticesOf } from '../notices/notices-of.ts';
import { writeNotices } from '../notices/tell-people.ts';
import { type RecordChange, RecordStore } from '../records/record-store.ts';
import { setFields } from '../records/write.ts';
import { schedule, scheduleAll } from './due-rules.ts';
import { perform } from './perform.ts';
import { type RuleRow, awaits, isRuled, meets, rulesOver } from './rules.ts';
import { Loop, type Trouble, checkRule, problemOf, reportRule } from './rule-trouble.ts';
import { PolicyProblem, attentiveTickets, concernsClocks, heedMessage, keepClocks, scheduleClocks } from './service-level.ts';

/** So many rules may answer one another. */
const deepest = 8;
/** So often may rules be used in answer to one change of someone: two that each make what both answer would double with every step. */
const mostUses = 100;

/** So often is one person told of something in answer to one push or command. */
const mostNotices = 20;

/** A change, and how it came about. */
interface Step {
  readonly change: RecordChange;
  /** Whose change it is. */
  readonly author: Role;
  /** How many rules answered one another to bring it about. */
  readonly depth: number;
  /** What was used on what in answer to the same change of someone. */
  readonly used: Set<string>;
}

type Origin = Omit<Step, 'change'>;

/** What is known while the changes of one transaction are followed. */
interface Round {
  /** The server's own. */
  readonly access: Access;
  /** Not carried over from another system. */
  readonly isNews: boolean;
  readonly steps: Step[];
  readonly rules: Map<string, RuleRow[]>;
  readonly latest: Map<string, AnyRow | undefined>;
  /** Rules that were told of. */
  readonly told: Set<string>;
  /** Who began it all. */
  readonly by: string;
  /** How often each person was told of something. */
  readonly noticed: Map<string, number>;
  /** Tickets that a message may change. */
  attentive: ReadonlySet<string>;
}

/**
 * Does what clocks and rules ask for after changes, in their transaction: so it is done once, whichever process stores the change, and undone with it.
 * First come first served: each change, also one that a rule made, is followed before the next, by the rules in their order.
 * What is carried over from another system is no news: it only waits for its times.
 */
export async function automate(access: Access, changes: readonly RecordChange[]): Promise<void> {
  const tables = [...new Set(changes.map((c) => c.table.entity).filter(isRuled).map((e) => e.name))];
  // Most changes concern no clock and no rule; they pay for this question alone.
  if (!changes.some(concernsServer) && !(await areRuled(access, tables))) return;
  await follow(access, async (round) => {
    for (const change of changes) add(round, [change], { author: access.identity.role, depth: 0, used: new Set() });
    if (tables.length === 0) return;
    round.attentive = await attentiveTickets(round.access, changes);
    for (const name of tables) round.rules.set(name, []);
    for (const rule of await rulesOver(round.access, tables)) round.rules.get(rule.table)!.push(rule);
  });
}

async function areRuled({ tx }: Access, tables: readonly string[]): Promise<boolean> {
  if (tables.length === 0) return false;
  const { rows } = await sql<{ found: string[] | null }>`${prepared}select vinculo.ruled(${tables}::text[]) as found`.execute(tx);
  return rows[0]!.found !== null;
}

/** Whether a change is followed also where there are no rules. */
function concernsServer(change: RecordChange): boolean {
  if (concernsPeople(change)) return true;
  switch (change.table.entity.name) {
    case 'automationRule': return true;
    case 'ticketMessage': return change.op === 'create';
    case 'ticket': return concernsClocks(change) || Boolean(change.before?.['slaSince']);
    default: return false;
  }
}

/** Does what a rule asks for with a record whose time has come. */
export function automateDue(access: Access, rule: RuleRow, row: AnyRow): Promise<void> {
  return follow(access, (round) => useRule(round, rule, row, { author: 'system', depth: 0, used: new Set() }));
}

function follow(access: Access, begin: (round: Round) => Promise<void>): Promise<void> {
  return asServer(access, 'automation', async (own) => {
    const round: Round = { access: own, isNews: access.identity.app !== 'import', steps: [], rules: new Map(), latest: new Map(), told: new Set(), by: access.identity.subject, noticed: new Map(), attentive: new Set() };
    await begin(round);
    // Grows while it is gone through.
    for (const step of round.steps) await followStep(round, step);
  });
}

async function followStep(round: Round, step: Step): Promise<void> {
  const { change: { table, row, op }, change, author } = step;
  if (table.entity.name === 'automationRule') return ruleSaved(round, change);
  if (!isRuled(table.entity)) return;
  if (table.entity.name === 'ticket') {
    if (round.isNews && concernsClocks(change)) await clocks(round, step, (store) => keepClocks(store, change));
    await scheduleClocks(round.access, change);
  }
  if (round.isNews && table.entity.name === 'ticketMessage' && op === 'create' && round.attentive.has(String(row['ticketId']))) await clocks(round, step, (store) => heedMessage(store, change, author));
  if (round.isNews && concernsPeople(change)) await notices(round, step);
  for (const rule of await rulesFor(round, table.entity.name)) {
    if (rule.when === 'due') await guarded(round, rule, () => schedule(round.access, rule, change));
    else if (round.isNews && awaits(rule, change)) {
      const latest = round.latest.get(`${table.name}/${row.id}`);
      if (latest) await useRule(round, rule, latest, step);
    }
  }
}

/** Uses a rule on a record if it meets the condition: once in answer to one change of someone. */
async function useRule(round: Round, rule: RuleRow, row: AnyRow, { depth, used }: Origin): Promise<void> {
  const use = `${rule.id}/${row.id}`;
  await guarded(round, rule, async () => {
    if (!meets(rule, row, round.access.now)) return;
    const again = used.has(use);
    if (used.size >= mostUses && !again) throw new Loop(`Rules were used ${mostUses} times in answer to one change; it was left out for the ${rule.table} ${row.id}.`);
    used.add(use);
    const table = tableNamed(rule.table);
    const made = await inSavepoint(round, rule.id, async (store) => {
      await perform(store, rule, table, row, again);
      if (store.changes.length === 0) return;
      if (again) throw new Loop(`It would change the ${rule.table} ${row.id} again and again, by its own changes.`);
      if (depth >= deepest) throw new Loop(`It would be number ${deepest + 1} of rules that answer one another, with the ${rule.table} ${row.id}.`);
    });
    add(round, made, { author: 'system', depth: depth + 1, used });
  });
}

/** What is wrong with a rule is told on the rule, and stops nobody's change. */
async function guarded(round: Round, rule: RuleRow, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (isContention(error)) throw error;
    await tell(round, rule, error);
  }
}

async function tell(round: Round, rule: RuleRow, error: unknown): Promise<void> {
  const trouble: Trouble = { message: error instanceof Error ? error.message : String(error), isLoop: error instanceof Loop };
  const what = `${rule.id} ${trouble.isLoop}`;
  if (round.told.has(what)) return;
  round.told.add(what);
  await inSavepoint(round, 'automation', (store) => reportRule(store, rule, trouble));
}

async function clocks(round: Round, { depth, used }: Origin, work: (store: RecordStore) => Promise<void>): Promise<void> {
  try {
    add(round, await inSavepoint(round, 'sla', work), { author: 'system', depth, used });
  } catch (error) {
    if (!(error instanceof PolicyProblem)) throw error;
    await inSavepoint(round, 'sla', async (store) => {
      const policies = tableNamed('slaPolicy');
      const policy = await store.rows.get(policies, error.policyId);
      if (policy && policy['problem'] !== error.message) await setFields(store, policies, policy, { problem: error.message });
    });
  }
}

/** Tells people what concerns them. Who takes over a whole book is told of its first records alone. */
async function notices(round: Round, { change, author, depth }: Step): Promise<void> {
  await inSavepoint(round, 'notice', async (store) => {
    const found = await noticesOf(store, change, author, depth === 0 ? round.by : undefined);
    await writeNotices(store, found.filter(({ userId }) => {
      const often = (round.noticed.get(userId) ?? 0) + 1;
      round.noticed.set(userId, often);
      return often <= mostNotices;
    }));
  });
}

/** A rule that was saved is looked through at once, and one that waits for a time begins to wait. */
async function ruleSaved(round: Round, { op, row }: RecordChange): Promise<void> {
  if (op === 'remove') return;
  const rule = row as unknown as RuleRow; // as its declaration says
  await inSavepoint(round, 'automation', (store) => checkRule(store, rule));
  if (rule.active && rule.when === 'due' && problemOf(rule, round.access.now) === undefined) await scheduleAll(round.access, rule);
}

async function rulesFor(round: Round, table: string): Promise<readonly RuleRow[]> {
  const known = round.rules.get(table);
  if (known) return known;
  const rules = await rulesOver(round.access, [table]);
  round.rules.set(table, rules);
  return rules;
}

function add(round: Round, changes: readonly RecordChange[], origin: Origin): void {
  for (const change of changes) {
    round.latest.set(`${change.table.name}/${change.row.id}`, change.op === 'remove' ? undefined : change.row);
    round.steps.push({ change, ...origin });
  }
}

/** All of `work` or nothing of it. */
async function inSavepoint(round: Round, cause: string, work: (store: RecordStore) => Promise<void>): Promise<readonly RecordChange[]> {
  const { access } = round;
  const store = new RecordStore(access, cause);
  await sql`savepoint automation`.execute(access.tx);
  try {
    await work(store);
    await store.tell();
  } catch (error) {
    // The whole transaction is tried again then.
    if (!isContention(error)) await sql`rollback to savepoint automation`.execute(access.tx);
    throw error;
  }
  await sql`release savepoint automation`.execute(access.tx);
  return store.changes;
}

/** Two transactions in each other's way: to be tried again as a whole. */
function isContention(error: unknown): boolean {
  return ['40001', '40P01', '55P03'].includes(sqlState(error) ?? '');
}
