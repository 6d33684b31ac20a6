import type { Vinculo } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';

interface Subject {
  readonly crm: Vinculo | undefined;
  readonly table: string;
  readonly id: string | undefined;
}

/** Which record is shown for the one that the host asked for: itself, or the one it was merged into. What finds that out is in merged-into.ts. */
export class MergeTrail<S extends Subject> {
  readonly #host: ReactiveControllerHost;
  #asked: S | undefined;
  #trail: readonly string[] = [];

  constructor(host: ReactiveControllerHost) { this.#host = host; }

  /** What the host asks for, under the id where it is now. */
  now(asked: S): S {
    const last = this.#asked;
    if (asked.id !== last?.id || asked.table !== last?.table || asked.crm !== last?.crm) this.#trail = [];
    this.#asked = asked;
    const id = this.#trail.at(-1);
    return id === undefined ? asked : { ...asked, id };
  }

  get askedId(): string | undefined { return this.#asked?.id; }

  /** The ids on the way to the record that is shown, the one that was asked for first; empty where that is shown itself. */
  get from(): readonly string[] { return this.#trail.length > 0 ? [this.#asked!.id!, ...this.#trail.slice(0, -1)] : []; }

  /** Goes on with the last of these; with none, with the one that was asked for. */
  follow(trail: readonly string[]): void {
    if (trail.join(' ') === this.#trail.join(' ')) return;
    this.#trail = trail;
    // This is called while the host is drawn.
    void this.#host.updateComplete.then(() => this.#host.requestUpdate());
  }
}
