import type { Vinculo } from '@vinculo/sdk';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

// The context protocol of the Web Components Community Group, for one context: who needs a client asks by an event, and the nearest provider around
// it answers. Other libraries speak it too (@lit/context), and other versions of this package on the same page.

// The type is what @lit/context reads a context's value from; nothing of it is there at run time.
type ClientContext = symbol & { readonly __context__: Vinculo };

/** The client that `<vinculo-provider>` gives to every widget inside it. The symbol is the same for all bundles on a page. */
export const clientContext: ClientContext = Symbol.for('vinculo.client.v1') as ClientContext;

/** Is told the client, and each later one; `stop` ends that. */
type Take = (client: Vinculo | undefined, stop?: () => void) => void;

/** What both events say. */
class ContextEvent extends Event {
  readonly context: unknown = clientContext;
  readonly contextTarget: Element;
  constructor(type: string, contextTarget: Element) {
    super(type, { bubbles: true, composed: true });
    this.contextTarget = contextTarget;
  }
}

class ContextRequest extends ContextEvent {
  readonly subscribe: boolean = true;
  readonly callback: Take;
  constructor(from: Element, callback: Take) {
    super('context-request', from);
    this.callback = callback;
  }
}

/** Whether an event is about the client, and comes from another element. */
function concerns(host: Element, event: Event): event is ContextRequest {
  // Other libraries' events have these fields too.
  const { context, contextTarget } = event as ContextEvent;
  return context === clientContext && (contextTarget ?? event.composedPath()[0]) !== host;
}

type Host = ReactiveControllerHost & Element;

/** Asks for the client of the nearest provider, and again when another provider comes: its script may load after a widget's. */
export class ClientConsumer implements ReactiveController {
  value: Vinculo | undefined;
  readonly #host: Host;
  readonly #changed: () => void;
  #stop: (() => void) | undefined;

  /** `changed` is told each answer; it may be that there is a provider and no client yet. */
  constructor(host: Host, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
    host.addController(this);
  }

  hostConnected(): void {
    // Caught on its way down: a provider may keep the word of another one inside it to itself.
    this.#host.ownerDocument.addEventListener('context-provider', this.#hear, true);
    this.#ask();
  }

  hostDisconnected(): void {
    this.#host.ownerDocument.removeEventListener('context-provider', this.#hear, true);
    this.#stop?.();
    this.#stop = undefined;
  }

  readonly #hear = (event: Event): void => { if (concerns(this.#host, event)) this.#ask(); };

  readonly #take: Take = (client, stop) => {
    // A nearer provider took over.
    if (this.#stop !== stop) this.#stop?.();
    this.#stop = stop;
    this.value = client;
    this.#changed();
  };

  #ask(): void { this.#host.dispatchEvent(new ContextRequest(this.#host, this.#take)); }
}

/** Gives a client to whoever asks for one inside an element. */
export class ClientProvider implements ReactiveController {
  readonly #host: Host;
  readonly #takers = new Map<Take, { readonly from: Element; readonly stop: () => void }>();
  #client: Vinculo | undefined;

  constructor(host: Host) {
    this.#host = host;
    host.addEventListener('context-request', (event) => { if (concerns(host, event)) this.#answer(event); });
    host.addEventListener('context-provider', (event) => {
      if (!concerns(host, event)) return;
      event.stopPropagation();
      // Whoever is nearer to that one goes over to it.
      for (const [take, { from }] of [...this.#takers]) from.dispatchEvent(new ContextRequest(from, take));
    });
    host.addController(this);
  }

  hostConnected(): void { this.#host.dispatchEvent(new ContextEvent('context-provider', this.#host)); }

  give(client: Vinculo | undefined): void {
    if (client === this.#client) return;
    this.#client = client;
    for (const [take, { stop }] of this.#takers) take(client, stop);
  }

  #answer(event: ContextRequest): void {
    event.stopPropagation();
    const { callback, subscribe, contextTarget } = event;
    if (!subscribe) return callback(this.#client);
    const known = this.#takers.get(callback) ?? { from: contextTarget ?? event.composedPath()[0], stop: () => void this.#takers.delete(callback) };
    this.#takers.set(callback, known);
    callback(this.#client, known.stop);
  }
}
