import { VinculoError } from '@vinculo/sdk';
import { nothing, type TemplateResult } from 'lit';
import type { MenuItem } from '../parts/menu.ts';
import type { MessageKey } from '../messages/message.ts';
import type { DeedHost } from './deed-subject.ts';
import { offeredDeeds, type Deed } from './offered-deeds.ts';
import type { RecordDeeds } from './record-deeds.ts';

const words = { claim: 'deed.claim', handOver: 'deed.handOver', giveBack: 'deed.giveBack', merge: 'deed.merge', export: 'deed.export', erase: 'deed.erase' } as const satisfies Readonly<Record<Deed, MessageKey>>;
const mark = 'deed:';

/** What can be done with a whole record, offered in a menu. What asks and does it is loaded with the first of them. */
export class LateDeeds {
  readonly #host: DeedHost;
  #loaded: RecordDeeds | undefined;
  #of: string | undefined;

  constructor(host: DeedHost) {
    this.#host = host;
  }

  /** Called before each drawing with the record that the page asked for: what was told of another one is not told of this one. */
  entered(id: string | undefined): void {
    if (id === this.#of) return;
    this.#of = id;
    this.#loaded?.forget();
  }

  get offered(): readonly Deed[] {
    const subject = this.#host.subject();
    return offeredDeeds(subject?.description, subject?.entity, subject?.row);
  }

  /** For a menu, whose choice `chosen` takes. */
  get items(): readonly MenuItem[] { return this.offered.map((deed) => ({ value: mark + deed, label: this.#host.element.t(words[deed]) })); }

  /** Does what was chosen from the menu. False where that was something else. */
  chosen(value: string): boolean {
    const deed = this.offered.find((each) => mark + each === value);
    if (deed) void this.ask(deed);
    return deed !== undefined;
  }

  /** `otherId`: the record to merge with. */
  async ask(deed: Deed, otherId?: string): Promise<void> {
    const { element, emit, say, subject } = this.#host;
    const id = subject()?.row.id;
    try {
      const part = await element.later(import('./record-deeds.ts'));
      element.dress(part);
      this.#loaded ??= new part.RecordDeeds(this.#host);
      // Another record may be shown by now.
      if (subject()?.row.id === id) this.#loaded.ask(deed, otherId);
    } catch (cause) {
      emit<VinculoError>('vinculo-error', new VinculoError('load', 'What asks about a record could not be loaded. Check the connection, and that the page serves all files of the package.', { retryable: true, cause }));
      say(element.t('state.cutOff'));
    }
    element.requestUpdate();
  }

  /** What came of the last one. */
  notice(): TemplateResult | typeof nothing { return this.#loaded?.notice() ?? nothing; }
  dialogs(): TemplateResult | typeof nothing { return this.#loaded?.dialogs() ?? nothing; }
}
