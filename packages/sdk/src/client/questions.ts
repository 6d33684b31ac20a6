import type { Entity } from '../schema/index.ts';
import type { LiveRows, LiveValue } from '../store/live.ts';
import type { GroupsResult } from '../store/rows-result.ts';
import type { Store } from '../store/store.ts';

type Live = LiveRows | LiveValue<GroupsResult>;

interface Question {
  readonly where?: object;
}

interface Asked {
  key: string;
  readonly live: WeakRef<Live>;
  /** Goes on by the new ids, where the question names records whose ids were replaced. */
  readonly follow: () => void;
}

/** The questions asked of one entity. Equal ones share one answer for as long as somebody listens. */
export class Questions {
  readonly #entity: Entity;
  readonly #store: Store;
  readonly #closed: AbortSignal;
  readonly #asked = new Map<string, Asked>();
  readonly #unheld = new FinalizationRegistry<Asked>((asked) => {
    if (this.#asked.get(asked.key) === asked) this.#asked.delete(asked.key);
  });

  /** @param closed ends all answers */
  constructor(e: Entity, store: Store, closed: AbortSignal) {
    this.#entity = e;
    this.#store = store;
    this.#closed = closed;
    store.onAlias(() => {
      for (const { follow } of [...this.#asked.values()]) follow();
    });
  }

  /**
   * @param answer makes the live answer to a question, or, where one is given, has that one answer it from now on. The question is a copy: what its author
   * changes afterwards would no longer be what the key says
   */
  ask<Q extends Question, L extends Live>(kind: string, question: Q, answer: (question: Q, live?: L) => L): L {
    const text = JSON.stringify(this.#named(question));
    // A kind has one type of answers.
    const known = this.#asked.get(kind + text)?.live.deref() as L | undefined;
    if (known) return known;
    // What was checked is plain data.
    let own = JSON.parse(text) as Q;
    const made = answer(own);
    made.endWith(this.#closed);
    const live = new WeakRef(made);
    const follow = (): void => {
      const target = live.deref();
      const next = this.#named(own);
      if (!target || next === own) return;
      this.#asked.delete(asked.key);
      own = next;
      asked.key = kind + JSON.stringify(own);
      this.#asked.set(asked.key, asked);
      answer(own, target);
    };
    const asked: Asked = { key: kind + text, live, follow };
    this.#asked.set(asked.key, asked);
    this.#unheld.register(made, asked);
    return made;
  }

  #named<Q extends Question>(question: Q): Q {
    const { whereNow } = this.#store;
    if (!this.#store.renamed || !whereNow) return question;
    const where = whereNow(this.#entity, question.where, (table, id) => this.#store.resolve(table, id));
    return where === question.where ? question : { ...question, where };
  }
}
