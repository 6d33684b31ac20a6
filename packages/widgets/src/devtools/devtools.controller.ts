import { VinculoError, type DebugReport, type OutboxEntry, type Vinculo } from '@vinculo/sdk';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isVinculoError } from '../base/known-error.ts';

/** Follows a client's reports, and acts on its outbox. */
export class DevtoolsController implements ReactiveController {
  /** The last report, as long as it is followed; while paused the one that was last then. */
  report: DebugReport | undefined;
  paused = false;
  error: VinculoError | undefined;
  readonly #host: ReactiveControllerHost;
  #crm: Vinculo | undefined;
  #connected = false;
  #subscription: { unsubscribe(): void } | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** The client comes from a version that cannot be looked into. */
  get isTooOld(): boolean { return this.#crm !== undefined && !('debug' in this.#crm); }

  watch(crm: Vinculo | undefined): void {
    if (crm === this.#crm) return;
    this.#leave();
    this.#crm = crm;
    this.report = undefined;
    this.#enter();
  }

  hostConnected(): void {
    this.#connected = true;
    this.#enter();
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#leave();
  }

  pause(paused: boolean): void {
    this.paused = paused;
    this.#leave();
    this.#enter();
    this.#host.requestUpdate();
  }

  /** After a failure: tries to load what makes the reports again. */
  again(): void {
    this.#leave();
    this.#enter();
    this.#host.requestUpdate();
  }

  /** Tries to reach the backend now. */
  reach(): void { this.#crm?.retry(); }

  /** The waiting or parked change itself; undefined when it went meanwhile. */
  entry(key: string): OutboxEntry | undefined {
    return this.#crm?.outbox.snapshot.find(({ change }) => `${change.key[0]}#${change.key[1]}` === key);
  }

  #enter(): void {
    this.error = undefined;
    if (!this.#connected || !this.#crm || this.isTooOld || this.#subscription || (this.paused && this.report)) return;
    this.#subscription = this.#crm.debug.changes.subscribe({
      next: (report) => {
        this.report = report;
        this.#host.requestUpdate();
        // Paused before there was anything to see.
        if (this.paused) this.#leave();
      },
      error: (cause: unknown) => {
        this.#leave();
        this.error = isVinculoError(cause) ? cause : new VinculoError('fault', `The report could not be made: ${String(cause)}`, { cause });
        this.#host.requestUpdate();
      },
    });
  }

  #leave(): void {
    this.#subscription?.unsubscribe();
    this.#subscription = undefined;
  }
}
