/** Numbers that look random and are the same for the same seed. */
function mulberry32(seed: number): () => number {
  let a = seed | 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A schedule in which so much happens does not end by itself. */
const mostEvents = 100_000;

interface Event {
  readonly at: number;
  readonly seq: number;
  run: (() => void) | undefined;
}

/** Time that passes only when it is told to, the same for all who live in it. Everything asynchronous in a simulation is an event here. */
export class World {
  /** Milliseconds since 1970. */
  now: number = Date.UTC(2026, 10, 22);
  readonly random: () => number;
  readonly #heap: Event[] = [];
  #seq = 0;
  #happened = 0;

  constructor(seed: number) {
    this.random = mulberry32(seed);
  }

  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number {
    return Math.floor(this.random() * end);
  }

  /** Calls `run` after so many milliseconds; answers how to call it off. */
  after(milliseconds: number, run: () => void): () => void {
    const event: Event = { at: this.now + Math.max(0, milliseconds), seq: ++this.#seq, run };
    this.#push(event);
    return () => (event.run = undefined);
  }

  /** Lets time pass: everything due happens, one event after the other, each with all that follows from it at once. */
  async pass(milliseconds: number, each: () => void = () => {}): Promise<void> {
    const until = this.now + milliseconds;
    await settled();
    while (this.#heap[0] && this.#heap[0].at <= until) {
      const event = this.#pop();
      if (!event.run) continue;
      if (++this.#happened > mostEvents) throw new Error(`a storm: ${mostEvents} events, and still more`);
      this.now = event.at;
      event.run();
      await settled();
      each();
    }
    this.now = until;
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let i = heap.push(event) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!isBefore(event, heap[parent]!)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = event;
  }

  #pop(): Event {
    const heap = this.#heap;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
    return first;
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.seq < b.seq);
}

/** Everything that follows without waiting for anything has happened. */
function settled(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/** A page: whatever is to reach it goes through `deliver`. */
export class Process {
  readonly world: World;
  alive = true;
  #frozen = false;
  #held: (() => void)[] = [];

  constructor(world: World) {
    this.world = world;
  }

  deliver(run: () => void): void {
    if (!this.alive) return;
    if (this.#frozen) this.#held.push(run);
    else run();
  }

  after(milliseconds: number, run: () => void): () => void {
    return this.world.after(milliseconds, () => this.deliver(run));
  }

  get frozen(): boolean {
    return this.#frozen;
  }

  /** The page stops, as one does in a long task or when the system stops it; what reaches it waits. */
  freeze(): void {
    this.#frozen = true;
  }

  thaw(): void {
    this.#frozen = false;
    const held = this.#held;
    this.#held = [];
    for (const run of held) this.after(0, run);
  }

  /** A promise whose end reaches the page like everything else. */
  hear<T>(work: (resolve: (value: T) => void, reject: (error: unknown) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => work((value) => this.deliver(() => resolve(value)), (error) => this.deliver(() => reject(error))));
  }
}
