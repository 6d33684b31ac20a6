import type { VinculoError } from '@vinculo/sdk';
import type { Where } from '@vinculo/sdk/schema';
import type { VinculoElement } from '../base/vinculo-element.ts';
import { formatLabel } from '../format/label.ts';
import type { Announcer } from '../parts/announcer.ts';
import type { FieldReader } from '../parts/field-text.ts';
import { saveFile } from '../parts/save-file.ts';
import type { Emit } from './context.ts';
import type { ListController } from './list.controller.ts';

/** Makes a file of all rows that match, with the columns on show, while the page goes on. */
export class Exporting {
  /** Rows that are in the file so far; undefined where none is made. */
  done: number | undefined;
  readonly #host: VinculoElement;
  readonly #list: ListController;
  readonly #announcer: Announcer;
  readonly #emit: Emit;
  readonly #reader: () => FieldReader;
  #stop: AbortController | undefined;

  constructor(host: VinculoElement, list: ListController, { announcer, emit, reader }: { announcer: Announcer; emit: Emit; reader: () => FieldReader }) {
    this.#host = host;
    this.#list = list;
    this.#announcer = announcer;
    this.#emit = emit;
    this.#reader = reader;
  }

  stop(): void { this.#stop?.abort(); }

  /** `where`: only these of what is on show. */
  async run(bom: boolean, where: Where = this.#list.where): Promise<void> {
    const { crm } = this.#host;
    const { entity, shown, orderBy } = this.#list;
    if (!crm || !entity || this.done !== undefined) return;
    if (!this.#emit('vinculo-record-export', { table: entity.name, where }, { cancelable: true })) return;
    const stop = (this.#stop = new AbortController());
    this.#tell(0);
    try {
      const { csvOf } = await import('./export-csv.ts');
      const include = shown.filter(({ field }) => field.ref && Object.hasOwn(entity.fields, field.name)).map(({ field }) => field.name);
      const file = await csvOf(crm, { table: entity.name, where, orderBy, include, columns: shown, reader: this.#reader(), bom, stop: stop.signal, progress: (done) => this.#tell(done) });
      const rows = this.done;
      this.#tell(undefined);
      if (stop.signal.aborted) return;
      saveFile(this.#host.ownerDocument, file, `${formatLabel(this.#host.locale, entity.pluralLabel)}.csv`);
      this.#announcer.say(this.#host.t('list.exported', { count: rows ?? 0 }));
    } catch (error) {
      this.#tell(undefined);
      this.#announcer.say(this.#host.t('list.exportFailed'));
      this.#emit('vinculo-error', error as VinculoError);
    }
  }

  #tell(done: number | undefined): void {
    this.done = done;
    this.#host.requestUpdate();
  }
}
