import { VinculoError, type PhoneHit, type Vinculo } from '@vinculo/sdk';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isVinculoError } from '../base/known-error.ts';
import { RecordNames } from '../parts/record-names.ts';

/** Whom a number may belong to. */
const tables = ['contact', 'account', 'lead'] as const;
const most = 20;

export type PopState = 'noClient' | 'idle' | 'looking' | 'none' | 'one' | 'many' | 'error';

/** Finds out whose number it is. Of several calls only the last one counts. */
export class CallerController implements ReactiveController {
  /** As the call brought it. */
  number = '';
  error: VinculoError | undefined;
  /** Undefined until the answer came. */
  #hits: readonly PhoneHit[] | undefined;
  #chosen: PhoneHit | undefined;
  /** Somebody said that it is none of those who have the number. */
  #isNoneOfThem = false;
  #crm: Vinculo | undefined;
  #asked = '';
  #asking = 0;
  readonly #host: ReactiveControllerHost;
  readonly #names: RecordNames;
  readonly #shown: (hits: readonly PhoneHit[]) => void;

  constructor(host: ReactiveControllerHost, shown: (hits: readonly PhoneHit[]) => void) {
    this.#host = host;
    this.#shown = shown;
    this.#names = new RecordNames(host);
    host.addController(this);
  }

  hostConnected(): void {}

  /** Called before each drawing. */
  watch(crm: Vinculo | undefined): void {
    // A number that came before the client waits for it; another client has other records.
    if (crm !== this.#crm) this.#asked = '';
    this.#crm = crm;
    if (crm && this.number && this.#asked !== this.number) void this.#ask(crm);
    const firms = this.hits.flatMap(({ row }) => (typeof row['accountId'] === 'string' ? [row['accountId']] : []));
    this.#names.watch(crm, new Map([['account', new Set(firms)]]));
  }

  /** Looks for whom a number belongs to; an empty one ends it. */
  pop(number: string): void {
    this.number = number.trim();
    this.#asked = '';
    this.#asking++;
    this.#hits = undefined;
    this.#chosen = undefined;
    this.#isNoneOfThem = false;
    this.error = undefined;
    if (this.#crm && this.number) void this.#ask(this.#crm);
    this.#host.requestUpdate();
  }

  async #ask(crm: Vinculo): Promise<void> {
    const { number } = this;
    this.#asked = number;
    const asking = ++this.#asking;
    const isLast = (): boolean => asking === this.#asking;
    try {
      const hits = await crm.lookupPhone(number, { tables, limit: most });
      if (!isLast()) return;
      // Who has it with country and all comes before whom it may only resemble.
      this.#hits = hits.some((each) => each.exact) ? hits.filter((each) => each.exact) : hits;
      this.#shown(this.#hits);
    } catch (error) {
      if (!isLast()) return;
      this.error = isVinculoError(error) ? error : new VinculoError('lookup', String(error), { cause: error });
    }
    this.#host.requestUpdate();
  }

  get state(): PopState {
    if (!this.#crm) return 'noClient';
    if (!this.number) return 'idle';
    if (this.error) return 'error';
    if (!this.#hits) return 'looking';
    return this.caller ? 'one' : this.#hits.length === 0 || this.#isNoneOfThem ? 'none' : 'many';
  }

  get hits(): readonly PhoneHit[] { return this.#hits ?? []; }
  /** The one it is, or that was chosen of several. */
  get caller(): PhoneHit | undefined { return this.#chosen ?? (this.hits.length === 1 ? this.hits[0] : undefined); }
  /** Whether one of several was chosen, and the others are there to go back to. */
  get isChosen(): boolean { return this.#chosen !== undefined; }

  choose(hit: PhoneHit | undefined): void {
    this.#chosen = hit;
    this.#host.requestUpdate();
  }

  /** It is none of those who have the number; `false` goes back to them. */
  noneOfThem(isSo: boolean): void {
    this.#isNoneOfThem = isSo;
    this.#host.requestUpdate();
  }

  /** Who was made for the number, or was given it, is the caller from here on. */
  made(hit: PhoneHit): void {
    this.#hits = [hit];
    this.#chosen = undefined;
    this.#isNoneOfThem = false;
    this.#host.requestUpdate();
  }

  retry(): void {
    this.#crm?.retry();
    this.pop(this.number);
  }

  /** The company of a contact or a lead. */
  companyOf({ table, row }: PhoneHit): string | undefined {
    if (table === 'lead') return typeof row['company'] === 'string' ? row['company'] : undefined;
    return typeof row['accountId'] === 'string' ? this.#names.name('account', row['accountId']) : undefined;
  }
}
