import { VinculoError, type Vinculo } from '@vinculo/sdk';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isVinculoError } from '../base/known-error.ts';
import type { TokenSource } from './token.ts';

/** Where the client comes from. */
export interface ProviderSettings {
  readonly client: Vinculo | undefined;
  readonly endpoint: string | undefined;
  readonly siteKey: string | undefined;
  readonly cache: 'none' | 'memory' | 'disk';
  readonly locale: string | undefined;
  /** Read again for each token, so that a new callback needs no new client. */
  readonly tokens: () => TokenSource;
}

/** Who is told. */
export interface ProviderEvents {
  give(client: Vinculo | undefined): void;
  ready(client: Vinculo): void;
  failed(error: VinculoError): void;
}

/** How long a client that is not needed any more may go on sending what waits, in milliseconds. */
const longestGoodbye = 5_000;

/** Decides which client the widgets get, and opens and closes the own one. */
export class ProviderController implements ReactiveController {
  #host: ReactiveControllerHost & { readonly isConnected: boolean };
  #events: ProviderEvents;
  #own: { readonly client: Vinculo; readonly key: string } | undefined;
  #given: Vinculo | undefined;
  #wanted: string | undefined;
  #status: { unsubscribe(): void } | undefined;

  constructor(host: ReactiveControllerHost & { readonly isConnected: boolean }, events: ProviderEvents) {
    this.#host = host;
    this.#events = events;
    host.addController(this);
  }

  hostConnected(): void { this.#host.requestUpdate(); }

  hostDisconnected(): void {
    // Moving an element within the page takes it out and puts it in again: that is no reason to close.
    queueMicrotask(() => { if (!this.#host.isConnected) this.#leave(); });
  }

  /** Called after every change of a setting. */
  use(settings: ProviderSettings): void {
    if (!this.#host.isConnected) return;
    const { client, endpoint, siteKey, cache } = settings;
    const key = client || !endpoint ? undefined : JSON.stringify([endpoint, cache, ...(siteKey ? [siteKey] : [])]);
    if (key === undefined) {
      this.#wanted = undefined;
      this.#closeOwn();
      this.#give(client);
    } else if (this.#own?.key === key) {
      this.#wanted = key;
      this.#give(this.#own.client);
    } else if (this.#wanted !== key) {
      this.#wanted = key;
      this.#closeOwn();
      void this.#open(key, settings);
    }
  }

  async #open(key: string, settings: ProviderSettings): Promise<void> {
    try {
      // Pages that bring their own client do not load this.
      const { openRestClient } = await import('./rest-client.ts');
      if (this.#wanted !== key) return;
      this.#own = { client: openRestClient(settings), key };
      this.#give(this.#own.client);
    } catch (cause) {
      if (this.#wanted !== key) return;
      this.#wanted = undefined;
      this.#events.failed(isVinculoError(cause) ? cause : new VinculoError('client', `The client for ${settings.endpoint} could not be opened. ${String(cause)}`, { cause }));
    }
  }

  #give(client: Vinculo | undefined): void {
    if (client === this.#given) return;
    this.#status?.unsubscribe();
    this.#given = client;
    this.#events.give(client);
    if (!client) return;
    this.#events.ready(client);
    // Each new try makes an error of its own; what went wrong is told once until it goes right.
    let told: string | undefined;
    this.#status = client.status.subscribe(({ error }) => {
      if (error && error.code !== told) this.#events.failed(error);
      told = error?.code;
    });
  }

  #leave(): void {
    this.#wanted = undefined;
    this.#status?.unsubscribe();
    this.#given = undefined;
    this.#events.give(undefined);
    this.#closeOwn();
  }

  #closeOwn(): void {
    const own = this.#own?.client;
    this.#own = undefined;
    if (!own) return;
    if (own === this.#given) this.#give(undefined);
    // What was written just before a change of page should still arrive.
    void sent(own).then(() => own.close());
  }
}

function sent(client: Vinculo): Promise<void> {
  if (client.status.snapshot.waiting === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      subscription.unsubscribe();
      resolve();
    };
    const timer = setTimeout(done, longestGoodbye);
    const subscription = client.status.subscribe(({ waiting }) => { if (waiting === 0) queueMicrotask(done); });
  });
}
