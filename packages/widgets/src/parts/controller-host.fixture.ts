import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { vi } from 'vitest';

/** A host without a DOM, for controllers. */
export interface TestHost extends ReactiveControllerHost {
  /** Fulfilled when `holds` does. */
  soon(holds: () => boolean): Promise<void>;
  connect(): void;
  disconnect(): void;
}

/** A host that is nothing but a redraw: each request draws once, in a microtask, as an element does. */
export function testHost(draw: () => void): TestHost {
  const controllers: ReactiveController[] = [];
  let asked = false;
  const drawNow = (): void => {
    asked = false;
    for (const each of controllers) each.hostUpdate?.();
    draw();
    for (const each of controllers) each.hostUpdated?.();
  };
  return {
    addController: (each) => void controllers.push(each), removeController: () => {}, updateComplete: Promise.resolve(true),
    requestUpdate() {
      if (asked) return;
      asked = true;
      queueMicrotask(drawNow);
    },
    soon: (holds) => vi.waitFor(() => { drawNow(); if (!holds()) throw new Error('not yet'); }, { interval: 5, timeout: 3000 }),
    connect() {
      for (const each of controllers) each.hostConnected?.();
      drawNow();
    },
    disconnect() { for (const each of controllers) each.hostDisconnected?.(); },
  };
}
