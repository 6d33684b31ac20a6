import type { ReactiveController, ReactiveControllerHost } from 'lit';

const ticking = new Set<() => void>();
let timer: ReturnType<typeof setTimeout> | undefined;

function schedule(): void {
  timer = setTimeout(() => {
    for (const each of ticking) each();
    if (ticking.size > 0) schedule();
  }, 60_000 - (Date.now() % 60_000));
}

/** Redraws its host at each full minute, so that "2 min ago" stays true. One timer serves all elements. Between full minutes `now` is the same object: rows that show it need not be drawn again. */
export class Clock implements ReactiveController {
  now: Date = new Date();
  #host: ReactiveControllerHost;
  #tick = (): void => {
    this.now = new Date();
    this.#host.requestUpdate();
  };

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.now = new Date();
    ticking.add(this.#tick);
    if (ticking.size === 1) schedule();
  }

  hostDisconnected(): void {
    ticking.delete(this.#tick);
    if (ticking.size === 0) clearTimeout(timer);
  }
}
