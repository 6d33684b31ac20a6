import type { Description } from '@vinculo/sdk';
import { openDraft, type Draft } from './draft.ts';
import { whoIs } from './who-is.ts';

/** What the page decides about one field of a form, as far as its value goes. */
interface GivenValue {
  readonly hidden?: boolean;
  readonly readonly?: boolean;
  readonly value?: unknown;
}

interface AnswersHost {
  readonly fields: Readonly<Record<string, GivenValue | undefined>>;
  readonly noDraft: boolean;
  readonly id: string;
}

/** What was typed into a form of a public page, over what the page gave, and its draft on this device. */
export class TypedAnswers {
  draftKept = false;
  readonly #host: AnswersHost;
  readonly #form: string;
  #typed: Readonly<Record<string, string>> = {};
  #draft: Draft | undefined;
  #owner = '';
  /** Who was signed in last, where that was no guest. */
  #person: string | undefined;

  /** @param form the widget, under whose name the draft is kept */
  constructor(host: AnswersHost, form: string) {
    this.#host = host;
    this.#form = form;
  }

  get isUntouched(): boolean { return Object.keys(this.#typed).length === 0; }

  /** What a field holds now: as typed, else as the page gave it, else what else it holds at first. */
  of(name: string, otherwise = ''): string {
    const given = textOf(this.#host.fields[name]?.value);
    return this.isTyped(name) ? this.#typed[name]! : given || otherwise;
  }

  /** Whether a field holds what a person typed. What the page fixed or hid, nobody did. */
  isTyped(name: string): boolean {
    const own = this.#host.fields[name];
    return !own?.readonly && !own?.hidden && this.#typed[name] !== undefined;
  }

  set(name: string, text: string): void {
    this.#typed = { ...this.#typed, [name]: text };
    this.keepDraft();
  }

  /** Forgets what was typed in these fields, so that what the page gave shows. */
  drop(names: readonly string[]): void {
    this.#typed = Object.fromEntries(Object.entries(this.#typed).filter(([name]) => !names.includes(name)));
    this.keepDraft();
  }

  /** Texts of something that was handed over, back in the fields. What is typed already stays. */
  takeBack(texts: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(texts)) if (this.#typed[name] === undefined && !this.#host.fields[name]?.hidden) this.#typed = { ...this.#typed, [name]: text };
  }

  /** Opens the draft of whoever is signed in, and takes what it holds. Answers whether somebody else was before, whose answers are gone then; those of a guest who signs in stay. */
  useDraft(description: Description | undefined): boolean {
    const isAnother = description !== undefined && this.#person !== undefined && this.#person !== personIn(description);
    if (isAnother) this.#typed = {};
    if (description) this.#person = whoIs(description) === 'guest' ? undefined : personIn(description);
    this.#open(description);
    return isAnother;
  }

  #open(description: Description | undefined): void {
    if (!description || this.#host.noDraft) {
      this.#draft = undefined;
      this.#owner = '';
      this.draftKept = false;
      return;
    }
    const owner = [this.#form, personIn(description), this.#host.id || 'form'];
    if (owner.join('/') === this.#owner) return;
    this.#owner = owner.join('/');
    this.#draft = openDraft(owner);
    const kept = this.#draft.read();
    this.#typed = { ...kept, ...this.#typed };
    this.draftKept = kept !== undefined;
  }

  keepDraft(): void {
    if (!this.#draft) return;
    const typed = Object.fromEntries(Object.entries(this.#typed).filter(([, text]) => text.trim() !== ''));
    if (Object.keys(typed).length > 0) this.draftKept = this.#draft.save(typed);
    else this.clearDraft();
  }

  clearDraft(): void {
    this.#draft?.clear();
    this.draftKept = false;
  }

  empty(): void {
    this.#typed = {};
    this.clearDraft();
  }
}

function personIn({ tenant, user }: Description): string { return `${tenant}/${user.id ?? user.contactId ?? user.role}`; }

/** What a page gave, as it would be typed: a number in its digits, a box that is ticked as `yes`. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : value === true ? 'yes' : '';
}
