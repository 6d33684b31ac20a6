// The deal that a lead becomes, as it is asked.
import type { AnyRow, Money, VinculoError } from '@vinculo/sdk';
import type { ConvertLeadDeal, pipeline, RowOf } from '@vinculo/sdk/schema';
import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { formatLabel } from '../format/label.ts';
import { readRefusal } from './convert-refusal.ts';
import { declaredFields, entityOf, type DeclaredField } from './declared-field.ts';
import { FieldInputs } from './field-inputs.ts';
import { focusProblem, readStageInputs, stageInput, type StageInput, type StageInputsView } from './stage-inputs.ts';
import { askedBefore, type Stage } from './stage-moves.ts';

type Pipeline = RowOf<typeof pipeline>;

/** A lead as the form reads it. */
export interface Lead {
  readonly id: string;
  readonly name: string;
  readonly company?: string | null;
  readonly amount?: Money | null;
  readonly ownerId?: string | null;
  readonly campaignId?: string | null;
  readonly source?: string | null;
}

/** Where a deal may begin. */
export interface DealStages {
  readonly pipelines: readonly Pipeline[];
  readonly stages: readonly Stage[];
}

/** What was answered. */
export interface DealAnswer {
  readonly deal: ConvertLeadDeal;
  /** Asked where the stage requires one, and the lead names none. */
  readonly accountId?: string;
}

/** Filled by the conversion, of the lead or of what is asked beside. */
const filled: ReadonlySet<string> = new Set(['name', 'pipelineId', 'stageId', 'contactId', 'leadId', 'ownerId']);

/** Asks for a deal's name, stage and amount, and for what the stage requires. */
export class ConvertDeal {
  readonly #element: VinculoElement;
  readonly #inputs: FieldInputs;
  readonly #changed: () => void;
  #lead: Lead | undefined;
  #stageId: string | undefined;
  /** Whether the deal will have an account by what is chosen beside. */
  #hasAccount = false;
  /** What the backend requires in the stage, beside what is known of it here. */
  #wanted: readonly string[] = [];
  #problems: ReadonlyMap<string, string> = new Map();
  #values: Readonly<Record<string, unknown>> = {};

  /** `changed`: another stage was chosen, so that what was said of the last one is over. */
  constructor(element: VinculoElement, say: (text: string) => void, changed: () => void) {
    this.#element = element;
    this.#inputs = new FieldInputs(element, say);
    this.#changed = changed;
  }

  open(lead: Lead): void {
    this.#lead = lead;
    this.#stageId = undefined;
    this.#forget();
    this.#inputs.drop();
  }

  #forget(): void {
    this.#wanted = [];
    this.#problems = new Map();
    this.#values = {};
  }

  // ---- what is asked -----------------------------------------------------------------------------------------------

  /** What this sign-in may give a deal. */
  get #fields(): readonly DeclaredField[] {
    const { crm } = this.#element;
    const deal = entityOf(crm, 'deal');
    return deal ? declaredFields(deal, crm!.description.snapshot?.tables['deal'], { forNew: true }).filter(({ name, editable, declared }) => editable && declared && !filled.has(name)) : [];
  }

  #stage({ pipelines, stages }: DealStages): Stage | undefined {
    const listed = pipelines.flatMap(({ id }) => stages.filter(({ pipelineId }) => pipelineId === id));
    return listed.find(({ id }) => id === this.#stageId) ?? listed[0];
  }

  #asked(stage: Stage | undefined): readonly StageInput[] {
    const { crm } = this.#element;
    const lead = this.#lead;
    const entity = entityOf(crm, 'deal');
    if (!entity || !lead) return [];
    const fields = this.#fields;
    // What stands in for a value that the conversion fills in.
    const given = Object.fromEntries([...filled].map((name) => [name, name === 'ownerId' ? lead.ownerId : 'given']));
    const row: AnyRow = { ...given, id: '', pipelineId: stage?.pipelineId, amount: 'asked', campaignId: lead.campaignId, source: lead.source, ...(this.#hasAccount ? { accountId: 'given' } : {}) };
    const required = stage ? askedBefore(entity, row, undefined, stage, (name) => fields.some((each) => each.name === name)) : [];
    const needsAmount = stage?.requiredFields?.includes('amount') === true || this.#wanted.includes('amount');
    const names = new Set(['amount', ...required, ...this.#wanted]);
    return [...names].flatMap((name): StageInput[] => {
      const field = fields.find((each) => each.name === name);
      return field ? [{ key: `convert-${name}`, field, value: name === 'amount' ? lead.amount : undefined, required: name !== 'amount' || needsAmount }] : [];
    });
  }

  get #view(): StageInputsView {
    const element = this.#element;
    return {
      locale: element.locale, t: element.t.bind(element), viewer: { locale: element.locale }, nameOf: () => undefined, inputs: this.#inputs,
      currency: element.crm?.description.snapshot?.currency ?? 'EUR', label: (field) => formatLabel(element.locale, field.label),
    };
  }

  /** @param hasAccount whether the deal will have an account by what is chosen beside */
  render(lead: Lead, on: DealStages, hasAccount: boolean): TemplateResult {
    this.#hasAccount = hasAccount;
    const element = this.#element;
    const view = this.#view;
    const name = entityOf(element.crm, 'deal')?.fields['name'];
    const choose = (event: Event): void => {
      this.#stageId = (event.currentTarget as HTMLSelectElement).value;
      this.#forget();
      this.#changed();
    };
    return html`<div class="field"><label for="convert-name">${name ? formatLabel(element.locale, name.label) : element.t('field.name')}</label><input class="input" id="convert-name" name="name" required .defaultValue=${lead.company || lead.name}></div>
      <div class="field"><label for="convert-stage">${element.t('board.convertStage')}</label><select class="input" id="convert-stage" name="stage" required @change=${choose}>${repeat(on.pipelines, ({ id }) => id, (each) => html`<optgroup label=${each.name}>${
        repeat(on.stages.filter((stage) => stage.pipelineId === each.id), ({ id }) => id, (stage) => html`<option value=${stage.id}>${stage.name}</option>`)}</optgroup>`)}</select></div>
      ${repeat(this.#asked(this.#stage(on)), ({ key }) => key, (input) => stageInput(view, input, this.#problems.get(input.field.name)))}`;
  }

  // ---- what was answered -------------------------------------------------------------------------------------------

  /** Whether all that is asked was answered; what is amiss is shown else. */
  check(form: HTMLFormElement, on: DealStages): boolean {
    const { values, problems } = readStageInputs(this.#view, this.#asked(this.#stage(on)), form);
    this.#values = values;
    this.#problems = problems;
    this.#element.requestUpdate();
    return problems.size === 0;
  }

  /** Undefined where there is no stage to begin in. */
  answer(form: FormData, on: DealStages): DealAnswer | undefined {
    const stage = this.#stage(on);
    if (!stage) return undefined;
    const { amount, accountId, ...values } = this.#values;
    return {
      deal: {
        name: String(form.get('name')), pipelineId: stage.pipelineId, stageId: stage.id, ...(Object.keys(values).length > 0 ? { values } : {}),
        // The kind of the field says the shape. Left out, it is the lead's.
        ...(amount ? { amount: amount as Money } : amount === null && this.#lead?.amount ? { amount: null } : {}),
      },
      ...(typeof accountId === 'string' ? { accountId } : {}),
    };
  }

  /** What a person reads of a refusal; what can be answered is marked, and asked where it was not. Undefined where the backend alone has words for it. */
  refused(error: VinculoError, on: DealStages): string | undefined {
    const stage = this.#stage(on);
    const view = this.#view;
    const refusal = readRefusal(view, error, { entity: entityOf(this.#element.crm, 'deal'), fields: this.#fields, stage: stage?.name ?? '' });
    this.#wanted = [...new Set([...this.#wanted, ...refusal.wanted])];
    this.#problems = refusal.problems;
    this.#element.requestUpdate();
    void this.#focusProblem(stage);
    return refusal.text;
  }

  /** What is asked anew has to be drawn first. */
  async #focusProblem(stage: Stage | undefined): Promise<void> {
    await this.#element.updateComplete;
    const form = this.#element.renderRoot.querySelector('dialog[open] form');
    if (form) focusProblem(this.#view, this.#asked(stage), this.#problems, form);
  }
}
