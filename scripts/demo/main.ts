// npm run demo [-- OPTIONS]: a server, data and three host pages. See options.ts.

import { basename, join } from 'node:path';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { restAdapter } from '@vinculo/adapters/rest';
import type { Adapter } from '@vinculo/sdk/adapter';
import { createServer, issueDevToken, type Server, SettingsError } from '@vinculo/server';
import { run } from '../program.ts';
import { widgetBundle } from './bundle.ts';
import { checkDemo } from './check/check-demo.ts';
import { freePort } from './free-port.ts';
import { loadGenerated, wellKnown } from './generated.ts';
import { hostPages } from './host-pages.ts';
import { type RunningHost, serveHost } from './host-server.ts';
import { type DemoOptions, readOptions, usage } from './options.ts';
import { pickCast } from './stage.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** What was started, to be stopped in the opposite order, whatever happened. */
const running: { stop(): Promise<unknown> }[] = [];
let stopping: Promise<void> | undefined;

function stopAll(): Promise<void> {
  return (stopping ??= (async () => {
    for (const part of running.splice(0).reverse()) await part.stop();
  })());
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    say(usage);
    return 0;
  }
  const bundle = await widgetBundle();
  const server = await startServer(options);
  const adapter = restAdapter({ endpoint: server.url, token: () => issueDevToken(server.folder, { role: 'staff', subject: 'demo-setup', name: 'Demo set-up' }) });
  if (!(await load(options, server, adapter))) return 1;

  const cast = await pickCast(adapter, options.import === undefined ? wellKnown : {});
  const hosts: Record<string, RunningHost> = {};
  let port = options.port;
  for (const page of hostPages(cast, server, bundle)) {
    port = await freePort(port, (taken) => say(`Port ${taken} is taken; trying the next one.`));
    hosts[page.name] = await serveHost({ ...page, port });
    running.push({ stop: () => hosts[page.name]!.close() });
    port++;
  }
  say('');
  for (const [name, host] of Object.entries(hosts)) say(`${name.padEnd(14)} ${host.address}`);
  say(`${'API'.padEnd(14)} ${server.url}/v1`);
  if (options.check) return (await checkDemo({ adapter, cast, hosts, say, export: options.import })) ? 0 : 1;
  say(`\nDevelopment token (staff, 15 minutes):\n${await issueDevToken(server.folder, { role: 'staff', subject: cast.seller?.id ?? 'staff', name: String(cast.seller?.['name'] ?? 'Staff') })}`);
  say('\nCtrl-C ends it; the data is kept for the next start.');
  await new Promise<void>((resolve) => (onSignal = resolve));
  return 0;
}

let onSignal: () => void = () => {};

async function startServer({ import: from, size, fresh }: DemoOptions): Promise<Server> {
  const folder = join('.cache', 'demo', from === undefined ? size : `import-${basename(from)}`);
  if (fresh) await empty(folder);
  const port = await freePort(8787, (taken) => say(`Port ${taken} is taken; trying the next one.`));
  const server = await createServer({ folder, dev: true, port, currency: from === undefined ? 'EUR' : 'USD', log: (level, event, details) => level !== 'info' && !stopping && say(`server: ${event} ${JSON.stringify(details ?? {})}`) });
  running.push(server);
  return server;
}

/** Throws the data of the last start away, unless a server still works on it. */
async function empty(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  const last = await createServer({ folder, dev: true, log: () => {} });
  await last.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Fills an empty database; leaves one with data as it is, but for an export that is read again. */
async function load(options: DemoOptions, server: Server, adapter: Adapter): Promise<boolean> {
  if (options.import !== undefined) {
    const { code } = await run(process.execPath, ['--conditions=source', 'scripts/import/main.ts', options.import, '--to', server.url], { show: true });
    if (code !== 0) say('The import failed; see above.');
    return code === 0;
  }
  // A fill that was cut short is taken up where it ended: rows that are there stay.
  const filled = join(server.folder, 'filled');
  if (existsSync(filled)) {
    say('The data of the last start is kept (--fresh begins anew).');
    return true;
  }
  await loadGenerated(adapter, options.size, say);
  writeFileSync(filled, '');
  return true;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    onSignal();
    // While things are still starting, what has started is stopped; a second signal changes nothing.
    void stopAll().then(() => process.exit(signal === 'SIGINT' ? 130 : 143));
  });
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof SettingsError) return error.message;
  return error instanceof TypeError || ('code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) ? `${error.message}\n\n${usage}` : (error.stack ?? error.message);
}

void main()
  .catch((error: unknown) => {
    process.stderr.write(`demo: ${wordsOf(error)}\n`);
    return 1;
  })
  .then(async (code) => {
    await stopAll();
    process.exit(code);
  });
