import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '../database/connection.ts';
import { mailSettings } from '../mail/mail-settings.ts';
import { outsideWorld } from '../outside.ts';
import { createMetrics } from '../operation/metrics.ts';
import { type Bench, startBench } from '../testing/bench.ts';
import { httpApp } from './app.ts';
import { openApi } from './openapi.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
}, 60_000);
afterAll(() => bench.stop());

type Paths = Record<string, Record<string, { requestBody?: object; responses: Record<string, object> }>>;

it('describes every route, and none that is not there', async () => {
  const db = connect(bench.databaseUrl('serving'), () => undefined);
  const app = httpApp({
    db, verify: () => Promise.reject(new Error('not asked')), versions: { count: () => undefined }, met: () => undefined, presence: { ask: () => Promise.resolve([]), heard: () => undefined, listen: () => () => undefined, stop: () => undefined }, hints: { listen: () => () => undefined, stop: () => Promise.resolve() }, tenant: { currency: 'EUR', timeZone: 'UTC' },
    allowsOrigin: () => false, log: () => undefined, metrics: createMetrics(db), outside: outsideWorld([]), webPushKey: undefined, mail: mailSettings({ from: 'shop@shop.test', webhookSecret: 'a secret of the mail server', publicUrl: 'https://crm.shop.test' }, () => 'x'.repeat(32)), dev: undefined, signIn: undefined, forms: { proxyHops: 0, proofCost: 1 }, files: undefined, stopping: new AbortController().signal,
  });
  const routes = new Set(app.routes.filter((r) => r.method !== 'ALL').map((r) => `${r.method.toLowerCase()} ${r.path.replace(/:(\w+)/g, '{$1}')}`));
  const described = Object.entries(openApi()['paths'] as Paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
  expect(described.sort()).toEqual([...routes].sort());
  await db.destroy();
});

it('is served, and its schemas are schemas', async () => {
  const served = (await (await fetch(`${bench.server.url}/openapi.json`)).json()) as { openapi: string; paths: Paths };
  expect(served).toEqual(JSON.parse(JSON.stringify(openApi())));
  const ajv = new Ajv2020({ strict: false });
  for (const [path, methods] of Object.entries(served.paths)) {
    for (const { responses } of Object.values(methods)) {
      const content = (responses['200'] as { content: Record<string, { schema: object }> }).content['application/json'];
      if (content) expect([path, ajv.validateSchema(content.schema)]).toEqual([path, true]);
    }
  }
});
