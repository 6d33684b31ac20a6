import { setTimeout as wait } from 'node:timers/promises';
import type { Adapter } from '@vinculo/sdk/adapter';
import { type Change, type PushOutcome, VinculoError, newId } from '@vinculo/sdk/schema';

/** A write without what the sender adds: key, group and time. */
export type Write = Pick<Change, 'op' | 'table' | 'id' | 'patch'> & { readonly base?: Change['base'] };

interface Group {
  readonly changes: readonly Change[];
  readonly done: (outcomes: readonly PushOutcome[]) => void;
}

const batchSize = 500;
const attempts = 6;

/**
 * Sends writes in batches, in the order they were given. Writes that belong together share a batch and a group, so that a backend which can
 * stores them together or not at all. What may pass later is sent again under the same key, with growing pauses.
 */
export class ChangeSender {
  readonly #adapter: Adapter;
  readonly #client = `import:${newId()}`;
  readonly #limit: number;
  #counter = 0;
  #waiting: Group[] = [];
  #size = 0;

  constructor(adapter: Adapter) {
    this.#adapter = adapter;
    this.#limit = adapter.capabilities.push === 'single' ? 1 : batchSize;
  }

  /** @param done is told one outcome per write once they are sent. */
  async send(writes: readonly Write[], done: Group['done']): Promise<void> {
    if (this.#size > 0 && this.#size + writes.length > this.#limit) await this.flush();
    const group = writes.length > 1 ? `${this.#client}/${this.#counter}` : undefined;
    const at = new Date().toISOString();
    const changes = writes.map(({ base, ...w }): Change => ({
      ...w,
      key: [this.#client, ++this.#counter],
      base: base ?? {},
      at,
      ...(group === undefined ? {} : { group }),
    }));
    this.#waiting.push({ changes, done });
    this.#size += changes.length;
  }

  /** Sends what waits. Rejects when the backend cannot be reached or refuses the whole batch. */
  async flush(): Promise<void> {
    const groups = this.#waiting;
    this.#waiting = [];
    this.#size = 0;
    const changes = groups.flatMap((g) => g.changes);
    const step = this.#adapter.capabilities.push === 'single' ? 1 : changes.length;
    const outcomes: PushOutcome[] = [];
    for (let i = 0; i < changes.length; i += step) outcomes.push(...(await this.#push(changes.slice(i, i + step))));
    let at = 0;
    for (const { changes: own, done } of groups) {
      done(outcomes.slice(at, at + own.length));
      at += own.length;
    }
  }

  async #push(changes: readonly Change[]): Promise<readonly PushOutcome[]> {
    const settled = new Map<Change, PushOutcome>();
    for (let attempt = 1; ; attempt++) {
      const open = changes.filter((c) => !settled.has(c));
      let pause = 200 * 2 ** attempt;
      try {
        const answers = await this.#adapter.push(open);
        answers.forEach((answer, i) => {
          if (answer.status !== 'retry' || attempt === attempts) settled.set(open[i]!, answer);
          else pause = Math.max(pause, answer.after ?? 0);
        });
      } catch (error) {
        const safe = error instanceof VinculoError && error.retryable && this.#adapter.capabilities.idempotency;
        if (!safe || attempt === attempts) throw error;
      }
      if (settled.size === changes.length) return changes.map((c) => settled.get(c)!);
      await wait(pause);
    }
  }
}
