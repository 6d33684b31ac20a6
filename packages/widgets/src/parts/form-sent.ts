import type { Change, FieldProblem, OutboxEntry, Vinculo } from '@vinculo/sdk';
import { isValidationError, isVinculoError } from '../base/known-error.ts';
import type { FormProblem, SentForm } from './form-sending.ts';
import { GroupOnItsWay, type Fate } from './group-on-its-way.ts';

/** How a form knows what it sent. */
interface SentKind<Problem> {
  readonly table: 'lead' | 'ticket';
  /** Whether a record that waits for a person came from such a form. */
  readonly isOurs: (patch: Change['patch']) => boolean;
  /** Puts what was sent back into the fields. */
  readonly takeBack: (group: GroupOnItsWay, outbox: readonly OutboxEntry[]) => void;
  /** What the backend said of the fields of a table, told of the fields of the form; what it said of others is in `rest`. */
  readonly problemsFrom: (table: string, problems: readonly FieldProblem[]) => { readonly own: readonly Problem[]; readonly rest: readonly string[] };
}

/** Follows a form that was sent, until it is stored: it waits and is taken back, is refused and sent again, or nobody knows and a person looks. */
export class FormSent<Problem extends FormProblem> {
  /** What was handed over last. */
  group: GroupOnItsWay | undefined;
  readonly #form: SentForm<Problem>;
  readonly #kind: SentKind<Problem>;
  /** Kept until it is stored, so that what is sent again cannot become a second record where the client mints ids. */
  #id: string | undefined;

  constructor(form: SentForm<Problem>, kind: SentKind<Problem>) {
    this.#form = form;
    this.#kind = kind;
  }

  get #outbox(): readonly OutboxEntry[] { return this.#form.intake.outbox; }
  get fate(): Fate | undefined { return this.group?.fate(this.#outbox); }
  /** Why the backend did not take it, or a part of it. */
  get refusal(): string | undefined { return this.group?.refusals(this.#outbox)[0]?.reason?.message; }
  /** Whether it waits and is not being sent at this moment: only then it can be taken back for certain. */
  get canTakeBack(): boolean { return this.#form.sending.phase === 'waiting' && !this.group!.isMoving(this.#outbox); }

  /** Hands over what `write` makes, a record of these values first, as one group. False when nothing was written. */
  send(crm: Vinculo, values: { id?: string }, write: () => void): boolean {
    const { sending, events } = this.#form;
    this.discard();
    if (this.#id !== undefined) values.id = this.#id;
    try {
      const group: GroupOnItsWay = GroupOnItsWay.send(crm, this.#kind.table, write, () => this.#changed(group), (error) => events.failed(error));
      this.group = group;
      this.#id = group.id;
    } catch (error) {
      if (!isVinculoError(error)) throw error;
      const { own, rest } = isValidationError(error) ? this.#kind.problemsFrom(error.table, error.problems) : { own: [], rest: [error.message] };
      sending.problems = own;
      if (rest.length > 0) sending.trouble = { kind: 'backend', text: rest.join(' ') };
      events.failed(error);
      return false;
    }
    sending.focus = 'outcome';
    return true;
  }

  #changed(group: GroupOnItsWay): void {
    const { sending, events, answers } = this.#form;
    if (group.row && !group.isTold) {
      group.isTold = true;
      events.submitted(group.row);
      if (group === this.group) sending.focus = 'outcome';
    }
    if (group === this.group && (group.durable || group.row)) answers.clearDraft();
    sending.redraw();
  }

  /** Called before each drawing: what was refused comes back into the form, also of an earlier life of the page. */
  takeRefusal(): void {
    const { sending, setUp, answers } = this.#form;
    if (sending.isHanding) return;
    const outbox = this.#outbox;
    if (!this.group && setUp === 'ready' && answers.isUntouched) this.group = GroupOnItsWay.parked(outbox, this.#kind.table, this.#kind.isOurs);
    const { group } = this;
    if (!group || group.isSeen) return;
    const fate = group.fate(outbox);
    if (fate === 'gone') this.group = undefined;
    if (fate !== 'refused' && fate !== 'unknown') return;
    group.isSeen = true;
    this.#id = group.id;
    this.#kind.takeBack(group, outbox);
    sending.focus = fate === 'refused' ? 'summary' : 'outcome';
    if (fate === 'refused') sending.problems = group.refusals(outbox).flatMap(({ change, reason }) => this.#kind.problemsFrom(change.table, reason?.problems ?? []).own);
  }

  /** Of what waits: it is not sent, and its values are in the form again. */
  takeBack(): void {
    if (!this.canTakeBack) return;
    const { sending, answers } = this.#form;
    this.#kind.takeBack(this.group!, this.#outbox);
    this.discard();
    answers.keepDraft();
    sending.focus = 'first';
    sending.redraw();
  }

  /** Of what nobody knows whether it arrived: a person looked, and it is not there. */
  sendAgain(): Promise<boolean> {
    if (this.#form.sending.phase !== 'unknown') return Promise.resolve(false);
    this.discard();
    return this.#form.submit();
  }

  /** A new one: after one that was sent or waits, or one of which nobody knew and that a person found to be there. */
  startAnew(): void {
    const { sending } = this.#form;
    if (sending.phase === 'unknown') this.discard();
    sending.empty();
    sending.focus = 'first';
  }

  /** Of a stored one of which a part was refused. */
  settleParts(how: 'retry' | 'discard'): void {
    for (const entry of this.group?.refusals(this.#outbox) ?? []) entry[how]();
  }

  /** Takes it out of the outbox. */
  discard(): void {
    this.group?.discard(this.#outbox);
    this.group = undefined;
  }

  /** What comes next is a new record. */
  forget(): void {
    this.group = undefined;
    this.#id = undefined;
  }
}
