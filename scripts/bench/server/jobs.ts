// What the load generator is asked for, and what it answers: it is a process of its own (generator.ts).

import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Around } from './workloads.ts';

/** A request that a generator makes: of a workload of ours, or one of Directus. */
export type Asked = { readonly workload: string; readonly around: Around } | { readonly directus: 'insert' | 'list'; readonly token: string };

export interface Jobs {
  /** One kind of request, by all connections, each as soon as its last one was answered. */
  readonly load: { readonly job: { readonly url: string; readonly asked: Asked; readonly connections: number; readonly seconds: number; readonly warmUp: number }; readonly answer: Load };
  /** Open streams, and a change that all of them are told of. */
  readonly live: { readonly job: { readonly url: string; readonly clients: number; readonly changes: number; readonly around: Around }; readonly answer: Live };
  /** A mixed load at a steady rate. */
  readonly soak: { readonly job: { readonly url: string; readonly around: Around; readonly connections: number; readonly rate: number; readonly streams: number; readonly seconds: number }; readonly answer: Soak };
  /** All of a new client's first reading. */
  readonly bootstrap: { readonly job: { readonly url: string; readonly tables: readonly string[] }; readonly answer: Bootstrap };
}

export interface Load {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

export interface Live {
  readonly open: number;
  /** Milliseconds from sending a change until a client is told. */
  readonly told: { readonly p50: number; readonly p99: number };
  /** Until a client that then asks has the row. */
  readonly shown: { readonly p50: number; readonly p99: number };
}

export interface Soak {
  readonly requests: number;
  readonly p50: number;
  readonly p99: number;
  /** Streams that ended and were opened again. */
  readonly reopened: number;
}

export interface Bootstrap {
  readonly rows: number;
  readonly seconds: number;
  /** MB that live on after a collection: before the first page, and the most after any later one. */
  readonly heap: { readonly before: number; readonly most: number };
}

export interface Running<K extends keyof Jobs> {
  readonly answer: Promise<Jobs[K]['answer']>;
  /** Called each time the generator has come to a new point, as all streams being open; it goes on when it is told to. */
  point(name: string): Promise<() => void>;
}

/** Starts the generator for one job. */
export function generate<K extends keyof Jobs>(kind: K, job: Jobs[K]['job']): Running<K> {
  const child = fork(fileURLToPath(new URL('generator.ts', import.meta.url)), { execArgv: ['--conditions=source', '--expose-gc'] });
  const points = new Map<string, () => void>();
  const wait = (name: string): Promise<void> => new Promise((done) => points.set(name, done));
  const answer = new Promise<Jobs[K]['answer']>((done, fail) => {
    child.on('message', (message: { readonly point: string } | { readonly answer: Jobs[K]['answer'] } | { readonly failure: string }) => {
      if ('point' in message) points.get(message.point)?.();
      else if ('answer' in message) done(message.answer);
      else fail(new Error(message.failure));
    });
    child.once('exit', (code) => fail(new Error(`The generator ended with ${code}.`)));
  });
  answer.catch(() => undefined); // whoever waits for it is told
  child.send({ kind, job });
  return {
    answer,
    async point(name) {
      await Promise.race([wait(name), answer]);
      return () => void child.send({ goOn: name });
    },
  };
}
