import type { Result } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import { LiveController, type LiveSource } from '../base/live-controller.ts';

/** Follows the first rows of a question, and further ones when a person asks for more. What was shown stays until those are there. */
export class GrowingRows<Row> {
  readonly #host: ReactiveControllerHost;
  readonly #step: number;
  readonly #live: LiveController<Result<Row>>;
  #whose: readonly unknown[] = [];
  #limit = 0;
  #held: Result<Row> | undefined;

  /** `step`: how many rows there are at first, and how many more each time. */
  constructor(host: ReactiveControllerHost, step: number) {
    this.#host = host;
    this.#step = step;
    this.#live = new LiveController(host);
  }

  /** As a LiveController's. `of`: whose rows these are; of another there are as many as at first. */
  watch(client: unknown, of: string | undefined, make: (limit: number) => LiveSource<Result<Row>>): void {
    if (client !== this.#whose[0] || of !== this.#whose[1]) {
      this.#whose = [client, of];
      this.#limit = this.#step;
      this.#held = undefined;
    }
    this.#live.watch([client, of, this.#limit], () => make(this.#limit));
    if (this.#live.value?.status !== 'loading') this.#held = undefined;
  }

  get value(): Result<Row> | undefined { return this.#held ?? this.#live.value; }
  get rows(): readonly Row[] { return this.value?.rows ?? []; }
  /** How many are not shown; undefined where nobody knows. */
  get rest(): number | undefined {
    const total = this.value?.total;
    return total === undefined ? undefined : Math.max(0, total - this.rows.length);
  }

  showMore(): void {
    this.#held = this.value;
    this.#limit += this.#step;
    this.#host.requestUpdate();
  }
}
