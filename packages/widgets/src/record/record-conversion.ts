import { VinculoError } from '@vinculo/sdk';
import { nothing, type TemplateResult } from 'lit';
import { LatePart } from '../base/late-part.ts';
import { mayRun } from '../deeds/offered-deeds.ts';
import type { ConvertForm, Lead } from '../parts/convert-form.ts';
import type { Stage } from '../parts/stage-moves.ts';
import type { RecordHost } from './record-view.ts';

/** A lead becomes a customer. What asks is loaded when somebody wants to. */
export class RecordConversion {
  readonly #host: RecordHost;
  readonly #say: (text: string) => void;
  readonly #form: LatePart<ConvertForm>;

  constructor(host: RecordHost, say: (text: string) => void) {
    this.#host = host;
    this.#say = say;
    this.#form = new LatePart(host.element, async () => {
      const part = host.element.dress(await host.element.later(import('../parts/convert-form.ts')));
      return new part.ConvertForm({ element: host.element, emit: host.emit, say });
    }, () => false);
  }

  /** Whether the record is a lead that this sign-in can convert. */
  get #isPossible(): boolean {
    const { row, entity, description } = this.#host.source;
    return entity?.name === 'lead' && row !== undefined && !row['convertedAt'] && !row['erasedAt'] && !this.#host.options().readonly && mayRun(description, 'lead', 'convertLead');
  }

  /** For the menu: it needs the backend. */
  get isOffered(): boolean { return this.#isPossible && this.#host.source.status?.connection === 'online'; }

  /** Whether a move is asked as a conversion: a lead that is won becomes a customer. */
  takes(to: Stage): boolean { return to.category === 'won' && this.#isPossible; }

  async ask(): Promise<void> {
    const { element, source, emit } = this.#host;
    const { row } = source;
    if (!row) return;
    try {
      const form = await this.#form.load();
      // Another record may be shown by now. The table says the shape of the row.
      if (source.row?.id === row.id) form.open(source.row as AnyLead);
    } catch (cause) {
      emit<VinculoError>('vinculo-error', new VinculoError('load', 'What converts a lead could not be loaded. Check the connection, and that the page serves all files of the package.', { retryable: true, cause }));
      this.#say(element.t('state.cutOff'));
    }
  }

  close(): void { this.#form.part?.close(); }

  dialog(): TemplateResult | typeof nothing { return this.#form.part?.render() ?? nothing; }
}

type AnyLead = NonNullable<RecordHost['source']['row']> & Lead;
