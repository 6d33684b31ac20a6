import { openDraft, type Draft } from '../parts/draft.ts';

/** Who is written to: the customer, or colleagues. */
export type Kind = 'reply' | 'note';

/** Who typed nothing for so long writes no more, in milliseconds: a draft that was left is no answer that is under way. */
const pausedAfter = 60_000;

/** What is typed, of both kinds. It stays with the tab until it is sent. */
export class TypedReply {
  kind: Kind = 'reply';
  #text: Readonly<Record<Kind, string>> = { reply: '', note: '' };
  /** Of saved replies: what is still to be filled in. */
  #open: readonly string[] = [];
  /** When the newest message came as one began to write. */
  #begunAfter: string | undefined;
  /** When something was last typed into the reply, in milliseconds. */
  #typedAt = 0;
  #draft: Draft | undefined;
  #of = '';

  of(kind: Kind): string { return this.#text[kind]; }

  /** An answer to the customer is under way; a note is in nobody's way. */
  get isWriting(): boolean { return this.#text.reply.trim() !== '' && Date.now() - this.#typedAt < pausedAfter; }

  /** What of saved replies stands in the reply as it came. */
  get open(): readonly string[] { return this.#open.filter((each) => this.#text.reply.includes(each)); }

  /** Since when one writes; undefined where nothing is typed. */
  begunAfter(kind: Kind): string | undefined { return this.#text[kind].trim() ? this.#begunAfter : undefined; }

  /** Another ticket has another draft. Answers whether it is another; `newest` is when its last message came. */
  resume(owner: readonly string[], newest: string): boolean {
    if (owner.join('/') === this.#of) return false;
    this.#of = owner.join('/');
    this.#draft = openDraft(owner);
    const kept = this.#draft.read();
    this.#text = { reply: kept?.['reply'] ?? '', note: kept?.['note'] ?? '' };
    this.kind = kept?.['kind'] === 'note' ? 'note' : 'reply';
    this.#begunAfter = newest;
    this.#open = [];
    this.#typedAt = 0;
    return true;
  }

  set(kind: Kind, text: string, newest: string): void {
    if (!this.#text[kind].trim()) this.#begunAfter = newest;
    this.#text = { ...this.#text, [kind]: text };
    if (kind === 'reply') this.#typedAt = Date.now();
    this.#keep();
  }

  /** Words of a saved reply that a person has to fill in. */
  toFillIn(open: readonly string[]): void { this.#open = [...this.#open, ...open]; }

  /** It was sent. */
  sent(kind: Kind): void {
    this.#text = { ...this.#text, [kind]: '' };
    this.#open = [];
    this.#keep();
  }

  #keep(): void {
    if (this.#text.reply.trim() || this.#text.note.trim()) this.#draft?.save({ ...this.#text, kind: this.kind });
    else this.#draft?.clear();
  }
}
