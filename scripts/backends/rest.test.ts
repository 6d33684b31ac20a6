import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountSubject, runConformance } from '@vinculo/adapters/conformance';
import { restAdapter } from '@vinculo/adapters/rest';
import type { Adapter } from '@vinculo/sdk/adapter';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { type Server, createServer, issueDevToken } from '../../packages/server/src/index.ts';

let folder: string;
let server: Server;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vinculo-conformance-'));
  server = await createServer({ dev: true, folder, log: () => undefined });
}, 60_000);

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const adapterOf = (subject: string): Adapter => restAdapter({ endpoint: server.url, token: () => issueDevToken(folder, { role: 'staff', subject, name: subject }) });

runConformance({
  name: 'rest, over a server with its own Postgres',
  capabilities: restAdapter({ endpoint: 'http://127.0.0.1', token: () => Promise.reject(new Error('not asked')) }).capabilities,
  hooks: ['ask', 'child'],
  start: () => Promise.resolve({ adapter: adapterOf('one'), other: adapterOf('two'), subject: accountSubject }),
}, { describe, it, skip: (name, reason) => it(name, (test) => test.skip(reason)) });
