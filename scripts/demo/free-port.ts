import { createServer } from 'node:net';

/** The first port from `from` on that nobody listens on; says which ones were taken. */
export async function freePort(from: number, taken: (port: number) => void = () => {}): Promise<number> {
  for (let port = from; port < from + 200; port++) {
    if (await isFree(port)) return port;
    taken(port);
  }
  throw new Error(`No free port from ${from} to ${from + 199}. Free one, or choose others with --port.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
