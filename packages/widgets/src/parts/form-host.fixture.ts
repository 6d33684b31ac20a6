import type { Vinculo } from '@vinculo/sdk';
import type { ReactiveController } from 'lit';
import { afterEach, beforeEach, vi } from 'vitest';

/** What stands in for the element of a public form: draws in the next microtask, as Lit does. */
export class FormTestHost {
  crm: Vinculo | undefined;
  pipelineId?: string;
  noDraft = false;
  id = '';
  updateComplete: Promise<boolean> = Promise.resolve(true);
  readonly drawn: Set<() => void> = new Set();
  readonly #controllers = new Set<ReactiveController>();
  #asked = false;

  later<T>(part: Promise<T>): Promise<T> { return part; }
  addController(controller: ReactiveController): void { this.#controllers.add(controller); }
  removeController(controller: ReactiveController): void { this.#controllers.delete(controller); }

  requestUpdate(): void {
    if (this.#asked) return;
    this.#asked = true;
    queueMicrotask(() => {
      this.#asked = false;
      for (const each of this.#controllers) each.hostUpdate?.();
      for (const each of this.#controllers) each.hostUpdated?.();
      for (const each of this.drawn) each();
    });
  }

  connect(): void { for (const each of this.#controllers) each.hostConnected?.(); this.requestUpdate(); }
  disconnect(): void { for (const each of this.#controllers) each.hostDisconnected?.(); }

  /** Fulfilled by the first drawing after which it holds. */
  when(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return;
        this.drawn.delete(look);
        resolve();
      };
      this.drawn.add(look);
      this.requestUpdate();
    });
  }
}

/** A tab for each test: what it keeps while it lives, and the forms that are open in it, which end with the test. */
export function aTabForEach(): { readonly kept: Map<string, string>; readonly open: { readonly crm: Vinculo; readonly host: FormTestHost }[] } {
  const kept = new Map<string, string>();
  const open: { readonly crm: Vinculo; readonly host: FormTestHost }[] = [];
  beforeEach(() => {
    kept.clear();
    vi.stubGlobal('sessionStorage', { getItem: (k: string) => kept.get(k) ?? null, setItem: (k: string, v: string) => void kept.set(k, v), removeItem: (k: string) => void kept.delete(k) });
  });
  afterEach(async () => {
    for (const { crm, host } of open.splice(0)) { host.disconnect(); await crm.close(); }
  });
  return { kept, open };
}
