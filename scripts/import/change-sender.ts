import { setTimeout as wait } from 'node:timers/promises';
import type { Adapter } from '@vinculo/sdk/adapter';
import { type Change, type PushOutcome, VinculoError, newId } from '@vinculo/sdk/schema';

/** A write without what the sender adds: its key and its time. */
export type Write = Pick<Change, 'op' | 'table' | 'id' | 'patch'> & { readonly base?: Change['base'] };

/** Stores writes in order and answers one outcome each. Rejects when the backend cannot be reached or refuses a whole batch. */
export type Send = (writes: readonly Write[]) => Promise<readonly PushOutcome[]>;

/** How many writes go in one request. */
export const batchSize = 500;
const attempts = 6;

/**
 * A sender to one backend, in batches. What may pass later is sent again under the same key, with growing pauses. Writes are not grouped: a
 * server stores a run of single changes far faster than as many small transactions, and the order of writing makes up for it (write-rows.ts).
 */
export function changeSender(adapter: Adapter): Send {
  const client = `import:${newId()}`;
  const limit = adapter.capabilities.push === 'single' ? 1 : batchSize;
  let counter = 0;
  return async (writes) => {
    const at = new Date().toISOString();
    const changes = writes.map(({ base, ...w }): Change => ({ ...w, key: [client, ++counter], base: base ?? {}, at }));
    const outcomes: PushOutcome[] = [];
    for (let i = 0; i < changes.length; i += limit) {
      outcomes.push(...(await pushUntilSettled(adapter, changes.slice(i, i + limit))));
    }
    return outcomes;
  };
}

async function pushUntilSettled(adapter: Adapter, changes: readonly Change[]): Promise<readonly PushOutcome[]> {
  const settled = new Map<Change, PushOutcome>();
  for (let attempt = 1; ; attempt++) {
    const open = changes.filter((c) => !settled.has(c));
    let pause = 100 * 2 ** attempt;
    try {
      const answers = await adapter.push(open);
      answers.forEach((answer, i) => {
        if (answer.status !== 'retry' || attempt === attempts) settled.set(open[i]!, answer);
        else pause = Math.max(pause, answer.after ?? 0);
      });
    } catch (error) {
      const safe = error instanceof VinculoError && error.retryable && adapter.capabilities.idempotency;
      if (!safe || attempt === attempts) throw error;
    }
    if (settled.size === changes.length) return changes.map((c) => settled.get(c)!);
    await wait(pause);
  }
}

/** Why a write was not stored; undefined where it was. */
export function refusal(outcome: PushOutcome | undefined): string | undefined {
  if (!outcome) return 'the backend gave no answer for it';
  if (outcome.status === 'ok') return undefined;
  return outcome.status === 'conflict'
    ? `someone else changed ${outcome.fields.map((f) => f.field).join(', ')}`
    : outcome.message;
}

/** An earlier run that was cut short has stored it already. */
export function isThere(outcome: PushOutcome | undefined): boolean {
  return outcome?.status === 'rejected' && outcome.code === 'exists';
}
