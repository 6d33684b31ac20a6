import { VinculoError } from '../errors.ts';
import type { Entity } from '../schema/index.ts';
import type { Reader, Standing } from './reader.ts';
import type { Store } from './store.ts';

/** A question the backend answers, asked again whenever it hints that the answer may have changed. One question at a time is under way. */
export class RemoteAnswer<T> {
  standing: Standing = { status: 'loading' };
  readonly #entity: Entity;
  readonly #store: Store;
  readonly #reader: Reader;
  readonly #question: () => Promise<T>;
  readonly #take: (answer: T, asked: number) => void;
  readonly #changed: () => void;
  #answered = false;
  /** From one start to its end. What an earlier one asked for is no answer any more. */
  #run: object | undefined;
  /** The run whose question is under way. */
  #asking: object | undefined;
  #again = false;

  /**
   * @param take told of an answer, and in which tick of the store it was asked for
   * @param changed told when the answer or its standing changed
   */
  constructor(entity: Entity, store: Store, reader: Reader, question: () => Promise<T>, take: (answer: T, asked: number) => void, changed: () => void) {
    this.#entity = entity;
    this.#store = store;
    this.#reader = reader;
    this.#question = question;
    this.#take = take;
    this.#changed = changed;
  }

  start(): () => void {
    this.#run = {};
    this.#answered = false;
    this.standing = { status: 'loading' };
    const stops = [
      this.#store.onStanding(this.#entity.name, () => this.#reconsider()),
      this.#reader.onHint(this.#entity.name, (again) => void (again && !this.standing.error ? undefined : this.ask())),
    ];
    void this.ask();
    return () => {
      this.#run = undefined;
      this.standing = { status: 'loading' };
      for (const stop of stops) stop();
    };
  }

  /** What was answered stands as well as the connection does. */
  #reconsider(): void {
    if (!this.#answered || this.standing.error !== undefined) return;
    const now = this.#reader.judge(undefined);
    if (now.status === this.standing.status) return;
    this.standing = now;
    this.#changed();
  }

  async ask(): Promise<void> {
    const run = this.#run;
    if (!run) return;
    if (this.#asking === run) {
      this.#again = true;
      return;
    }
    this.#asking = run;
    while (this.#run === run) {
      this.#again = false;
      try {
        const asked = this.#store.tick;
        const answer = await this.#question();
        if (this.#run !== run) return;
        this.#take(answer, asked);
        this.#answered = true;
        this.standing = this.#reader.judge(undefined);
      } catch (error) {
        if (this.#run !== run) return;
        this.standing = this.#failed(error);
      }
      const again = this.#again;
      if (!again) this.#asking = undefined;
      this.#changed();
      if (!again) return;
    }
  }

  #failed(error: unknown): Standing {
    const known = error instanceof VinculoError ? error : new VinculoError('fault', `Asking for ${this.#entity.pluralLabel.en.toLowerCase()} failed: ${String(error)}`, { cause: error });
    // What was shown stays shown; only its standing changes.
    return this.#answered && known.retryable ? { status: 'stale' } : this.#reader.judge(known);
  }
}
