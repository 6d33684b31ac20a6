import type { Result } from '@vinculo/sdk';
import type { pipeline, RowOf, stage } from '@vinculo/sdk/schema';
import type { ReactiveController } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import type { VinculoElement } from '../base/vinculo-element.ts';
import type { AskedField } from '../filters/asked-fields.ts';
import type { DeclaredField } from '../parts/declared-field.ts';
import type { ListController } from './list.controller.ts';

/** The stages that records of an entity with a process move through: they are few, so they are chosen from a list. */
export class Stages implements ReactiveController {
  readonly #host: VinculoElement;
  readonly #list: ListController;
  readonly #stages: LiveController<Result<RowOf<typeof stage>>>;
  readonly #pipelines: LiveController<Result<RowOf<typeof pipeline>>>;

  constructor(host: VinculoElement, list: ListController) {
    this.#host = host;
    this.#list = list;
    this.#stages = new LiveController(host);
    this.#pipelines = new LiveController(host);
    host.addController(this);
  }

  hostUpdate(): void {
    const { crm } = this.#host;
    const { entity } = this.#list;
    const table = entity?.process ? entity.name : undefined;
    this.#pipelines.watch([crm, table], () => crm!.pipelines.query({ where: { table: table! }, orderBy: ['rank', 'name'] }));
    this.#stages.watch([crm, table], () => crm!.stages.query({ orderBy: ['rank', 'name'] }));
  }

  /** A field as it is asked for: of a stage the list of all of one process, or of each with its name. */
  choice({ name, field }: Pick<AskedField, 'name' | 'field'>, pipelineId?: unknown): DeclaredField {
    if (name !== 'stageId' || !this.#list.entity?.process) return field;
    const pipelines = (this.#pipelines.value?.rows ?? []).filter((each) => pipelineId === undefined || each.id === pipelineId);
    const options = pipelines.flatMap((each) => (this.#stages.value?.rows ?? []).filter((one) => one.pipelineId === each.id).map((one) => {
      const word = pipelines.length > 1 ? this.#host.t('list.stageOf', { stage: one.name, pipeline: each.name }) : one.name;
      return { value: one.id, label: { en: word, 'zh-Hans': word } };
    }));
    return { ...field, kind: 'option', options };
  }

  nameOf(id: string): string | undefined { return this.#stages.value?.rows.find((each) => each.id === id)?.name; }
}
