import type { MergedDetail } from '../deeds/deed-events.ts';
import { LateDeeds } from '../deeds/late-deeds.ts';
import { isEmpty } from '../parts/declared-field.ts';
import type { Similar } from '../parts/similar-records.ts';
import { fillUp } from './fill-up.ts';
import type { FormUseDetail } from './form-events.ts';
import type { FormHost } from './form-host.ts';

/** What can be done with a record that may be the same, beside opening it. */
export interface BesideSame {
  readonly label: string;
  readonly run: () => void;
}

/** Records that may be the same as the one in the form: in place of a new one, one that is there can be used; one that is edited can be merged with it. */
export class SameRecords {
  /** What was to be written when they were found. */
  wanted: Readonly<Record<string, unknown>> = {};
  readonly #host: FormHost;
  readonly #moved: () => void;
  readonly #deeds: LateDeeds;
  /** Records that the form came to by a merge, with the one that it was of before: what came of the merge is told of both. */
  readonly #cameFrom = new Map<string, string>();

  /** `moved`: the form is another record's from here on. */
  constructor(host: FormHost, moved: () => void) {
    this.#host = host;
    this.#moved = moved;
    const { element, form, announcer } = host;
    this.#deeds = new LateDeeds({
      element, say: (text) => announcer.say(text), emit: (name, detail, options) => this.#emit(name, detail, options),
      subject: () => {
        const { subject: { crm }, entity, row, description, status } = form;
        return crm && entity && row ? { crm, entity, row, description, status } : undefined;
      },
    });
  }

  /** What came of a merge, and what asks for it. */
  drawn(): { readonly notice: unknown; readonly dialogs: unknown } {
    const { id } = this.#host.form.subject;
    this.#deeds.entered(id === undefined ? undefined : (this.#cameFrom.get(id) ?? id));
    return { notice: this.#deeds.notice(), dialogs: this.#deeds.dialogs() };
  }

  beside(found: Similar): BesideSame | undefined {
    const { element, form } = this.#host;
    if (found.table !== form.subject.table) return undefined;
    if (form.isNew) return form.table?.update ? { label: element.t('fill.useThis'), run: () => void this.#use(found) } : undefined;
    return this.#deeds.offered.includes('merge') ? { label: element.t('deed.compare'), run: () => void this.#deeds.ask('merge', found.id) } : undefined;
  }

  async #use({ table, id, name }: Similar): Promise<void> {
    const { element, emit, announcer } = this.#host;
    if (!emit<FormUseDetail>('vinculo-record-use', { table, id }, { cancelable: true })) return;
    if (await this.#become(id)) announcer.say(element.t('fill.usesThis', { name: `\u2068${name}\u2069` }));
    // It cannot be had now: whoever has it can show it.
    else emit('vinculo-record-open', { table, id });
  }

  /** The form is that of this record from here on, with what was typed where it lacks something. Nothing is written yet. */
  async #become(id: string): Promise<boolean> {
    const { form, edit } = this.#host;
    const { crm, table, values } = form.subject;
    const row = await crm?.collection(table).get(id).catch(() => undefined);
    if (!row) return false;
    const asked = form.fields(this.#host.fields()).filter(({ declared }) => declared).map((field) => field.name);
    // What the page gave a new record does not cover what this one says.
    const own = Object.fromEntries(Object.keys(values).flatMap((field): [string, unknown][] => (isEmpty(row[field]) ? [] : [[field, row[field]]])));
    form.carry(id, { ...own, ...fillUp(row, this.wanted, asked) });
    this.#moved();
    edit(id);
    return true;
  }

  #emit<T>(name: `vinculo-${string}`, detail: T, options?: { readonly cancelable?: boolean }): boolean {
    const { form, emit } = this.#host;
    if (name === `vinculo-${form.subject.table}-merged`) {
      // The detail of this event.
      const { intoId, fromId } = detail as T & MergedDetail;
      form.similar = [];
      // The form goes on with the record that stays.
      if (fromId === form.subject.id) {
        this.#cameFrom.set(intoId, fromId);
        void this.#become(intoId);
      }
    }
    return emit<T>(name, detail, options);
  }
}
