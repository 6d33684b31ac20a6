import type { TrytonRpc } from './rpc.ts';
import { sharedWork } from './shared-work.ts';
import type { Setting } from './table.ts';

interface CompanyRecord {
  readonly timezone?: string | null;
  readonly 'currency.'?: { readonly code: string; readonly digits: number } | null;
}

/** What is learned of a database once per session. */
export interface KnownSetting extends Setting {
  readonly timeZone: string;
}

export class SettingReader {
  readonly #rpc: TrytonRpc;
  readonly #personCategory: string;
  #known: Promise<KnownSetting> | undefined;
  readonly #countries = new Map<string, Promise<number | undefined>>();

  constructor(rpc: TrytonRpc, personCategory: string) {
    this.#rpc = rpc;
    this.#personCategory = personCategory;
  }

  get(signal?: AbortSignal): Promise<KnownSetting> {
    this.#known ??= this.#read().catch((error: unknown) => {
      this.#known = undefined;
      throw error;
    });
    return sharedWork(this.#known, signal);
  }

  /** The same, with the category for persons, which is made where it is missing. */
  async withPersons(signal?: AbortSignal): Promise<KnownSetting> {
    const known = await this.get(signal);
    if (known.personCategory !== undefined) return known;
    const found = await this.#findCategory(known, signal);
    const personCategory = found ?? (await this.#rpc.call<number[]>('model.party.category.create', [[{ name: this.#personCategory }], known.context], signal))[0];
    this.#known = Promise.resolve({ ...known, personCategory });
    return this.#known;
  }

  async #findCategory(known: Pick<KnownSetting, 'context'>, signal: AbortSignal | undefined): Promise<number | undefined> {
    return (await this.#rpc.call<number[]>('model.party.category.search', [[['name', '=', this.#personCategory], ['parent', '=', null]], 0, 1, null, known.context], signal))[0];
  }

  async #read(): Promise<KnownSetting> {
    const context = await this.#rpc.context();
    const company = typeof context['company'] === 'number'
      ? (await this.#rpc.call<CompanyRecord[]>('model.company.company.read', [[context['company']], ['timezone', 'currency.code', 'currency.digits'], context]))[0] : undefined;
    const currency = company?.['currency.'];
    return {
      context, currency: currency?.code ?? 'EUR', currencyDigits: currency?.digits ?? 2, personCategory: await this.#findCategory({ context }, undefined),
      timeZone: company?.timezone ?? 'UTC',
      country: (code) => {
        const known = this.#countries.get(code) ?? this.#rpc.call<number[]>('model.country.country.search', [[['code', '=', code]], 0, 1, null, context]).then((ids) => ids[0]);
        this.#countries.set(code, known);
        known.catch(() => this.#countries.delete(code));
        return known;
      },
    };
  }
}
