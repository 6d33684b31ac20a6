import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { sql } from 'kysely';
import type { AddressInfo } from 'node:net';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { type Database, inTransaction } from '../database/connection.ts';
import { systemIdentity } from '../identity/system-identity.ts';

/** What is counted, for Prometheus. Labels are routes, statuses and kinds alone: never a tenant, a person or what was written. */
export interface Metrics {
  readonly registry: Registry;
  readonly requests: Histogram<'method' | 'route' | 'status'>;
  readonly outcomes: Counter<'status'>;
  readonly streams: Gauge;
}

const nobody = systemIdentity('', 'metrics');

export function createMetrics(db: Database): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const jobs = new Gauge({
    name: 'vinculo_jobs', help: 'Jobs that wait, and jobs that were given up.', labelNames: ['kind', 'state'], registers,
    async collect() {
      const { rows } = await inTransaction(db, nobody, 'read', ({ tx }) => sql<{ kind: string; state: string; count: number }>`select kind, case when failed_at is null then 'waiting' else 'failed' end as state, count(*) as count
        from vinculo.job group by 1, 2`.execute(tx));
      jobs.reset();
      for (const { kind, state, count } of rows) jobs.set({ kind, state }, count);
    },
  });
  return {
    registry,
    requests: new Histogram({ name: 'vinculo_request_seconds', help: 'How long requests took.', labelNames: ['method', 'route', 'status'], buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10], registers }),
    outcomes: new Counter({ name: 'vinculo_changes_total', help: 'Changes that were pushed, by what became of them.', labelNames: ['status'], registers }),
    streams: new Gauge({ name: 'vinculo_live_streams', help: 'Open streams of hints.', registers }),
  };
}

/** Serves them on an address of their own, so that the one that faces the internet says nothing of it. */
export async function serveMetrics({ registry }: Metrics, host: string, port: number): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const app = new Hono();
  app.get('/metrics', async (c) => c.text(await registry.metrics(), 200, { 'content-type': registry.contentType }));
  const http = createAdaptorServer({ fetch: app.fetch });
  const address = await new Promise<AddressInfo>((done, fail) => {
    http.once('error', fail).listen(port, host, () => done(http.address() as AddressInfo)); // listens on TCP, so the address is one
  });
  return {
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}/metrics`,
    stop: () => new Promise((done) => {
      http.close(() => done());
      if ('closeAllConnections' in http) http.closeAllConnections();
    }),
  };
}
