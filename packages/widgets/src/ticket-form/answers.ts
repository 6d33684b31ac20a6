import type { ChosenFile } from '../parts/chosen-files.ts';
import type { FormIntake } from '../parts/form-intake.ts';
import { TypedAnswers } from '../parts/typed-answers.ts';
import type { TicketFormHost } from './form-data.ts';
import { fieldNames } from './form-fields.ts';

/** What was typed and chosen, and its draft on this device. */
export class Answers {
  files: readonly ChosenFile[] = [];
  readonly #typed: TypedAnswers;
  readonly #intake: FormIntake;

  constructor(host: TicketFormHost, intake: FormIntake) {
    this.#typed = new TypedAnswers(host, 'ticket-form');
    this.#intake = intake;
  }

  get draftKept(): boolean { return this.#typed.draftKept; }
  get isUntouched(): boolean { return this.#typed.isUntouched && this.files.length === 0; }

  /** What a field holds now: as typed, else as the page gave it, else the entity's default. */
  of(name: string): string {
    return this.#typed.of(name, name === 'priority' ? String(this.#intake.entity?.fields['priority']?.default ?? '') : '');
  }

  /** See TypedAnswers. */
  isTyped(name: string): boolean { return this.#typed.isTyped(name); }
  set(name: string, text: string): void { this.#typed.set(name, text); }
  drop(names: readonly string[]): void { this.#typed.drop(names); }

  changeFile(key: number, change: Partial<ChosenFile>): void {
    this.files = this.files.map((each) => (each.key === key ? { ...each, ...change } : each));
  }

  /** Values of a ticket that was handed over, back in the fields. What is typed already stays. @param further texts of fields that are asked beside the form's own */
  takeBack(values: Readonly<Record<string, unknown>>, further: Readonly<Record<string, string>>, files: readonly ChosenFile[]): void {
    const texts = fieldNames.flatMap((name): [string, string][] => {
      const value = values[name];
      // A phone number is stored with what was typed.
      const text = name === 'guestPhone' ? (value as { raw?: string } | undefined)?.raw : value;
      return typeof text === 'string' ? [[name, text]] : [];
    });
    this.#typed.takeBack({ ...further, ...Object.fromEntries(texts) });
    if (this.files.length === 0) this.files = files;
  }

  useDraft(): boolean {
    const isAnother = this.#typed.useDraft(this.#intake.description);
    if (isAnother) this.files = [];
    return isAnother;
  }

  keepDraft(): void { this.#typed.keepDraft(); }
  clearDraft(): void { this.#typed.clearDraft(); }

  empty(): void {
    this.#typed.empty();
    this.files = [];
  }
}
