// What reads, draws and asks for the board's filters: loaded with the first of them, or when somebody wants one.
import type { Where } from '@vinculo/sdk/schema';
import { html, type CSSResult, type ReactiveController, type TemplateResult } from 'lit';
import { askedFields, type AskedField } from '../filters/asked-fields.ts';
import { filterChips } from '../filters/filter-chips.ts';
import { FilterDialog } from '../filters/filter-dialog.ts';
import { type FilterRule, whereOf } from '../filters/filter-rules.ts';
import type { FilterSubject } from '../filters/filter-subject.ts';
import { filterStyles } from '../filters/filters.styles.ts';
import { rulesIn } from '../filters/read-rules.ts';
import { fieldsEnglish } from '../messages/en-fields.ts';
import { filterEnglish } from '../messages/en-filter.ts';
import { addEnglish } from '../messages/message.ts';
import { Announcer } from '../parts/announcer.ts';
import type { DeclaredField } from '../parts/declared-field.ts';
import { FieldInputs } from '../parts/field-inputs.ts';
import type { FieldReader } from '../parts/field-text.ts';
import { NamesOnDemand } from '../parts/names-on-demand.ts';
import { declaredFieldStyles } from '../styles/declared-field.ts';
import type { FilterHost } from './filtering.ts';
import type { Deal } from './lane-rows.ts';
import type { BoardController } from './pipeline-board.controller.ts';

export { before as Before } from '../parts/before.ts';

addEnglish(fieldsEnglish);
addEnglish(filterEnglish);

export const sheets: readonly CSSResult[] = [declaredFieldStyles, filterStyles];

/** What people look for first among cards; the rest follows as it is declared, last what the lanes say already. */
const sought = ['ownerId', 'amount', 'expectedClose', 'source', 'tags', 'forecast', 'probability', 'accountId', 'company'];
const said = ['stageId', 'pipelineId'];

/** The conditions that cards have to meet: as a filter, as chips, and the dialog that makes them. */
export class BoardFilters implements ReactiveController, FilterSubject {
  readonly host: FilterHost;
  readonly opener = '[part=filter-button], [data-menu=view]';
  readonly #board: BoardController;
  readonly #names: NamesOnDemand;
  readonly #announcer: Announcer;
  readonly #dialog: FilterDialog;
  #fields: ReadonlyMap<string, AskedField> = new Map();
  #fieldsOf: readonly unknown[] = [];
  #rules: readonly FilterRule[] = [];
  #rulesOf: readonly unknown[] = [];

  constructor(host: FilterHost, board: BoardController) {
    this.host = host;
    this.#board = board;
    this.#names = new NamesOnDemand(host);
    this.#announcer = new Announcer(host);
    this.#dialog = new FilterDialog(this, new FieldInputs(host, (text) => this.#announcer.say(text)));
    host.addController(this);
  }

  hostUpdate(): void { this.#names.watch(this.host.crm); }

  get #known(): ReadonlyMap<string, AskedField> {
    const { crm, locale } = this.host;
    if (!crm) return this.#fields;
    const { entity, table } = this.#board;
    const from = [entity, crm.description.snapshot?.tables[table], locale] as const;
    if (from.some((each, i) => each !== this.#fieldsOf[i])) {
      this.#fieldsOf = from;
      this.#fields = askedFields(...from);
    }
    return this.#fields;
  }

  get fields(): readonly AskedField[] {
    const place = ({ name }: AskedField): number => (sought.includes(name) ? sought.indexOf(name) : sought.length + said.indexOf(name) + 1);
    return [...this.#known.values()].sort((a, b) => place(a) - place(b));
  }

  field(name: string): AskedField | undefined { return this.#known.get(name); }

  choice({ name, field }: AskedField): DeclaredField {
    const few = name === 'stageId' ? this.#board.stages : name === 'pipelineId' ? this.#board.pipelines : undefined;
    return few ? { ...field, kind: 'option', options: few.map((each) => ({ value: each.id, label: { en: each.name, 'zh-Hans': each.name } })) } : field;
  }

  reader(): FieldReader {
    const { host } = this;
    return { locale: host.locale, t: (key, ...values) => host.t(key, ...values), viewer: { locale: host.locale }, nameOf: this.#names.nameOf };
  }

  get currency(): string { return this.#board.currency; }

  /** Those that can be asked: a page, another system or other rights may have set some that cannot. */
  get rules(): readonly FilterRule[] {
    const from = [this.host.filters, this.#known];
    if (from.some((each, i) => each !== this.#rulesOf[i])) {
      this.#rulesOf = from;
      this.#rules = rulesIn(this.host.filters, (name) => this.field(name)?.field.kind);
    }
    return this.#rules;
  }

  set(filters: readonly FilterRule[]): void { this.host.setView({ ...this.host.view, filters }); }

  /** A filter, and that the rules hold as well. */
  narrow(where: Where<Deal>): Where<Deal> {
    // The fields of the rules are those of the cards.
    const asked = (whereOf(this.rules).and ?? []) as readonly Where<Deal>[];
    return { ...where, and: [...(where.and ?? []), ...asked] };
  }

  open(at?: number): void { this.#dialog.open(at); }

  chips(): unknown { return filterChips(this, { open: (at) => this.open(at), clear: () => this.set([]) }); }

  dialog(): TemplateResult { return html`${this.#dialog.render()}${this.#announcer.render()}`; }
}
