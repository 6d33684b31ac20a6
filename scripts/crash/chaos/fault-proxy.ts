import { createServer, connect as open, type AddressInfo, type Socket } from 'node:net';

/**
 * How the line is. `out` and `in`: what the client sends, or what it is sent, vanishes. `both`: both vanish, and connections stand. `refuse`: connections are
 * reset. `half`: connections are taken and nobody is behind them. `fail`: every request is answered 503. `cut`: answers end in the middle.
 */
export type Line = 'clear' | 'out' | 'in' | 'both' | 'refuse' | 'half' | 'fail' | 'cut';

export const faults: readonly Exclude<Line, 'clear'>[] = ['out', 'in', 'both', 'refuse', 'half', 'fail', 'cut'];

export interface FaultProxy {
  readonly url: string;
  readonly line: Line;
  /** From now on, also for connections that stand. On a clear line connections that lost something are reset: a real one would have noticed by then. */
  set(line: Line): void;
  stop(): Promise<void>;
}

const unavailable = 'HTTP/1.1 503 Service Unavailable\r\naccess-control-allow-origin: *\r\ncontent-type: text/plain\r\ncontent-length: 4\r\nconnection: close\r\n\r\nbusy';

/** A line to a server that can go wrong in the ways in which lines do. @param port of the server, on this machine */
export async function faultProxy(port: number): Promise<FaultProxy> {
  let line: Line = 'clear';
  const spoilt = new Set<Socket>();
  const all = new Set<Socket>();

  const server = createServer((client) => {
    all.add(client);
    client.on('error', () => undefined).on('close', () => void all.delete(client));
    if (line === 'refuse') return void client.resetAndDestroy();
    if (line === 'half') return void spoilt.add(client.resume());
    const upstream = open(port, '127.0.0.1');
    upstream.on('error', () => client.resetAndDestroy()).on('close', () => client.destroy());
    client.on('close', () => upstream.destroy());
    client.on('data', (chunk) => {
      if (line === 'fail') return void client.end(unavailable);
      if (line === 'out' || line === 'both' || line === 'half') return void spoilt.add(client);
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (line === 'in' || line === 'both' || line === 'half') return void spoilt.add(client);
      if (line !== 'cut') return void client.write(chunk);
      client.write(chunk.subarray(0, chunk.length >> 1), () => client.destroy());
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port: own } = server.address() as AddressInfo; // listens on TCP, so the address is one

  return {
    url: `http://127.0.0.1:${own}`,
    get line() {
      return line;
    },
    set(next) {
      line = next;
      if (next === 'refuse') for (const client of all) client.resetAndDestroy();
      if (next !== 'clear') return;
      for (const client of spoilt) client.resetAndDestroy();
      spoilt.clear();
    },
    stop: () => new Promise((done) => {
      server.close(() => done());
      for (const client of all) client.destroy();
    }),
  };
}
