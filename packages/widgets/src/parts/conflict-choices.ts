import type { FieldConflict, OutboxEntry } from '@vinculo/sdk';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

type Side = 'mine' | 'theirs';

/** Which fields of conflicts a person has chosen for. When all of a change are decided, it is sent or forgotten. */
export class ConflictChoices implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #chosen = new Map<string, Map<string, Side>>();

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void { this.#chosen.clear(); }

  /** The fields of a conflict that nobody chose for yet. */
  open(entry: OutboxEntry): readonly FieldConflict[] {
    return (entry.fields ?? []).filter(({ field }) => !this.#chosen.get(entry.change.key.join())?.has(field));
  }

  choose(entry: OutboxEntry, field: string, side: Side): void {
    const key = entry.change.key.join();
    const chosen = this.#chosen.get(key) ?? new Map<string, Side>();
    this.#chosen.set(key, chosen.set(field, side));
    this.#host.requestUpdate();
    if (this.open(entry).length > 0) return;
    this.#chosen.delete(key);
    const theirs = (entry.fields ?? []).filter((each) => chosen.get(each.field) === 'theirs');
    if (theirs.length === 0) entry.retry();
    // A change may hold more fields than those in conflict; only one that holds nothing else can be forgotten.
    else if (theirs.length === Object.keys(entry.change.patch).length) entry.discard();
    else entry.edit(Object.fromEntries(theirs.map((each) => [each.field, each.theirs ?? null])));
  }
}
