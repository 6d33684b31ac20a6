import { type EntityName, entities } from '@vinculo/sdk/schema';
import type { PipelineMap } from './import-map.ts';
import { fold } from './convert/values.ts';
import { idFrom } from './record-id.ts';

interface Stage {
  readonly id: string;
  readonly name: string;
  readonly category: 'open' | 'won' | 'lost';
  readonly probability?: number;
}

/** A row made beside those of the files, under an id that is the same every time. */
export interface MadeRow {
  readonly table: string;
  readonly id: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const wonWords = /won|converted|success|成交|赢|转化|gewonnen|gagn|ganad/i;
const lostWords = /lost|junk|unqualified|dead|disqualified|abandon|输|流失|无效|verloren|perdu|perdid/i;
const doneWords = /clos|resolved|solved|complete|已解决|已关闭|erledigt/i;

/** The pipeline that an import makes for a table, and the stages its rows name. */
export class ImportedPipeline {
  readonly id: string;
  readonly #table: EntityName;
  readonly #map: PipelineMap;
  readonly #system: string;
  readonly #stages = new Map<string, Stage>();
  /** Stages that rows named and the map did not. */
  readonly added: string[] = [];

  constructor(system: string, table: EntityName, map: PipelineMap | undefined) {
    this.#system = system;
    this.#table = table;
    this.#map = map ?? { name: `${system}: ${entities[table].pluralLabel.en.toLowerCase()}`, stages: [] };
    this.id = idFrom('pipeline', system, table);
    for (const stage of this.#map.stages) this.#add(stage);
  }

  /** The stage of a name; one that the map does not know becomes a stage of its own, at the end of its kind. */
  stage(text: string): Stage {
    const name = text.trim() || this.#first()?.name || 'New';
    const known = this.#stages.get(fold(name) || name);
    if (known) return known;
    this.added.push(name);
    return this.#add({ name, category: this.#guessCategory(name) });
  }

  /** The category of one of its stages. */
  categoryOf(stageId: string): string {
    return [...this.#stages.values()].find((s) => s.id === stageId)?.category ?? 'open';
  }

  #first(): Stage | undefined {
    return [...this.#stages.values()].find((s) => s.category === 'open');
  }

  #guessCategory(name: string): Stage['category'] {
    if (lostWords.test(name)) return 'lost';
    if (wonWords.test(name) || (this.#table === 'ticket' && doneWords.test(name))) return 'won';
    return 'open';
  }

  #add(stage: PipelineMap['stages'][number]): Stage {
    const made: Stage = { id: idFrom('stage', this.#system, this.#table, fold(stage.name) || stage.name), ...stage };
    this.#stages.set(fold(stage.name) || stage.name, made);
    return made;
  }

  /** The pipeline and its stages as rows: open ones first, then won, then lost. */
  rows(currency: string): MadeRow[] {
    const ordered = (['open', 'won', 'lost'] as const).flatMap((c) =>
      [...this.#stages.values()].filter((s) => s.category === c),
    );
    return [
      {
        table: 'pipeline',
        id: this.id,
        values: {
          name: this.#map.name,
          table: this.#table,
          ...(this.#table === 'deal' ? { currency } : {}),
          rank: 'm',
        },
      },
      ...ordered.map((s, i) => ({
        table: 'stage',
        id: s.id,
        values: {
          name: s.name,
          pipelineId: this.id,
          category: s.category,
          rank: String(i + 1).padStart(4, '0'),
          ...(s.category === 'open'
            ? s.probability === undefined
              ? {}
              : { probability: s.probability }
            : { probability: s.category === 'won' ? 100 : 0 }),
        },
      })),
    ];
  }
}
