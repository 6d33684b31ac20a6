import type { Present, RecordPresence, Vinculo } from '@vinculo/sdk';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';

type Doing = Present['doing'];

/** Follows which colleagues are at records now, and says where this page is. While its tab is hidden nobody sits before it: it is nowhere, and asks nothing. */
export class OthersHere implements ReactiveController {
  readonly #live: LiveController<readonly Present[]>;
  #crm: Vinculo | undefined;
  #presence: RecordPresence | undefined;
  #table = '';
  #ids: readonly string[] = [];
  #at: readonly [id: string, doing: Doing] | undefined;
  #said: readonly [table: string, id: string] | undefined;
  #isShown = true;

  constructor(host: ReactiveControllerHost) {
    this.#live = new LiveController(host);
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#look);
    this.#look();
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#look);
    this.#isShown = false;
    this.#follow();
  }

  /**
   * Called before each drawing.
   * @param crm undefined where nobody is to be shown: of customers
   * @param at where this page is, and what is done there; a list is nowhere
   */
  watch(crm: Vinculo | undefined, table: string, ids: readonly string[], at?: readonly [id: string, doing: Doing]): void {
    if (crm !== this.#crm) {
      this.#at = undefined;
      this.#follow();
      this.#crm = crm;
      this.#presence = undefined;
      // A backend that does not tell, or a part that is not loaded: the page goes on without it.
      if (crm) void this.#load(crm).catch(() => {});
    }
    this.#table = table;
    this.#ids = ids;
    this.#at = at;
    this.#follow();
  }

  of(id: string): readonly Present[] { return (this.#live.value ?? []).filter((each) => each.id === id); }

  async #load(crm: Vinculo): Promise<void> {
    const presence = await crm.presence();
    if (crm !== this.#crm) return;
    this.#presence = presence;
    this.#follow();
  }

  readonly #look = (): void => {
    this.#isShown = document.visibilityState !== 'hidden';
    this.#follow();
  };

  #follow(): void {
    const presence = this.#presence;
    const said = this.#said;
    const at = this.#isShown && presence ? this.#at : undefined;
    this.#said = at && [this.#table, at[0]];
    if (said && (said[0] !== this.#said?.[0] || said[1] !== this.#said[1])) presence?.say(said[0], said[1]);
    if (at) presence?.say(this.#table, ...at);
    const asked = this.#isShown && this.#ids.length > 0 ? presence : undefined;
    this.#live.watch([asked, this.#table, this.#ids.join(' ')], () => asked!.at(this.#table, this.#ids));
  }
}
