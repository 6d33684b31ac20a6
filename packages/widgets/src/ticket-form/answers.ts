import type { ChosenFile } from '../parts/chosen-files.ts';
import { openDraft, type Draft } from '../parts/draft.ts';
import type { TicketFormData, TicketFormHost } from './form-data.ts';
import { fieldNames, type FieldName } from './form-fields.ts';

/** What was typed and chosen, and its draft on this device. */
export class Answers {
  files: readonly ChosenFile[] = [];
  draftKept = false;
  readonly #host: TicketFormHost;
  readonly #data: TicketFormData;
  #typed: Readonly<Record<string, string>> = {};
  #draft: Draft | undefined;
  #owner = '';

  constructor(host: TicketFormHost, data: TicketFormData) {
    this.#host = host;
    this.#data = data;
  }

  get isUntouched(): boolean { return Object.keys(this.#typed).length === 0 && this.files.length === 0; }

  /** What a field holds now: as typed, else as the page gave it, else the entity's default. */
  of(name: FieldName): string {
    const own = this.#host.fields[name];
    const given = typeof own?.value === 'string' ? own.value : '';
    if (own?.readonly || own?.hidden) return given;
    return this.#typed[name] ?? (given || (name === 'priority' ? String(this.#data.entity?.fields['priority']?.default ?? '') : ''));
  }

  set(name: FieldName, text: string): void {
    this.#typed = { ...this.#typed, [name]: text };
    this.keepDraft();
  }

  /** Forgets what was typed in these fields, so that what the page gave shows. */
  drop(names: readonly string[]): void {
    this.#typed = Object.fromEntries(Object.entries(this.#typed).filter(([name]) => !names.includes(name)));
    this.keepDraft();
  }

  changeFile(key: number, change: Partial<ChosenFile>): void {
    this.files = this.files.map((each) => (each.key === key ? { ...each, ...change } : each));
  }

  /** Values of a ticket that was handed over, back in the fields. What is typed already stays. */
  takeBack(values: Readonly<Record<string, unknown>>, files: readonly ChosenFile[]): void {
    for (const name of fieldNames) {
      const value = values[name];
      // A phone number is stored with what was typed.
      const text = name === 'guestPhone' ? (value as { raw?: string } | undefined)?.raw : value;
      if (typeof text === 'string' && this.#typed[name] === undefined && !this.#host.fields[name]?.hidden) this.#typed = { ...this.#typed, [name]: text };
    }
    if (this.files.length === 0) this.files = files;
  }

  /** Opens the draft of whoever is signed in, and takes what it holds. */
  useDraft(): void {
    const { description } = this.#data;
    if (!description || this.#host.noDraft) {
      this.#draft = undefined;
      this.#owner = '';
      this.draftKept = false;
      return;
    }
    const owner = ['ticket-form', description.tenant, description.user.id ?? description.user.role, this.#host.id || 'form'];
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
    this.files = [];
    this.clearDraft();
  }
}
