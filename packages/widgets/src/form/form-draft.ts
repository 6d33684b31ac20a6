import { openDraft, type Draft } from '../parts/draft.ts';
import { isEmpty } from '../parts/declared-field.ts';

/** What a field holds now, and what it held at first. */
export interface FieldNow {
  readonly name: string;
  readonly first: unknown;
  readonly now: unknown;
}

type Values = Readonly<Record<string, unknown>>;
interface Kept {
  readonly first: Values;
  readonly now: Values;
}

const same = (a: unknown, b: unknown): boolean => (isEmpty(a) && isEmpty(b)) || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
const isValues = (read: unknown): read is Values => typeof read === 'object' && read !== null && !Array.isArray(read);

/** What was typed for a record and not written, on this device for as long as the tab lives. */
export class FormDraft {
  /** Something is kept. */
  isKept = false;
  #draft: Draft | undefined;
  #owner = '';

  /** Whose it is from here on; undefined: nothing is kept. Answers whether it was another one's before. */
  belongTo(owner: readonly string[] | undefined): boolean {
    const name = owner?.join('/') ?? '';
    if (name === this.#owner) return false;
    this.#owner = name;
    this.#draft = owner && openDraft(owner);
    this.isKept = false;
    return true;
  }

  /** What was typed before, of fields that hold at first what they held then: what somebody else changed since is not covered. */
  take(first: Values): Values {
    const { first: then, now } = this.#read();
    const taken = Object.fromEntries(Object.entries(now).filter(([name]) => same(then[name], first[name])));
    this.isKept = Object.keys(taken).length > 0;
    return taken;
  }

  #read(): Kept {
    try {
      const read: unknown = JSON.parse(this.#draft?.read()?.['typed'] ?? 'null');
      if (isValues(read) && isValues(read['first']) && isValues(read['now'])) return { first: read['first'], now: read['now'] };
    } catch {
      // What is no JSON was not written here.
    }
    return { first: {}, now: {} };
  }

  /** Keeps what differs from what fields held at first. */
  keep(fields: readonly FieldNow[]): void {
    const changed = fields.filter(({ first, now }) => !same(first, now));
    if (changed.length === 0) return this.clear();
    const by = (side: 'first' | 'now'): Values => Object.fromEntries(changed.map((each) => [each.name, each[side]]));
    this.isKept = this.#draft?.save({ typed: JSON.stringify({ first: by('first'), now: by('now') }) }) ?? false;
  }

  clear(): void {
    this.#draft?.clear();
    this.isKept = false;
  }
}
