import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { outsideWorld } from './outside.ts';

let server: Server;
let port: number;
let asked: string[];

beforeAll(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(request.url!);
    if (request.url === '/redirect') response.writeHead(302, { location: `http://127.0.0.1:${port}/secret` }).end();
    else if (request.url === '/endless') {
      response.writeHead(200);
      const more = (): void => void (response.destroyed || response.write('x'.repeat(4096), () => setImmediate(more)));
      more();
    } else response.writeHead(204).end();
  });
  port = await new Promise((done) => {
    const listening = server.listen(0, () => done((listening.address() as AddressInfo).port)); // listens on TCP, so the address is one
  });
});
afterAll(() => new Promise((done) => {
  server.close(done);
  server.closeAllConnections();
}));

const world = outsideWorld(['127.0.0.1']);

it('reaches a host that the settings name, follows no redirect and waits for no endless answer', async () => {
  const url = `http://127.0.0.1:${port}`;
  expect(await world.post(`${url}/ok`, {}, 'x')).toBe(204);
  expect(await world.post(`${url}/redirect`, {}, 'x')).toBe(302);
  expect(await world.post(`${url}/endless`, {}, 'x')).toBe(200);
  expect(asked).toEqual(['/ok', '/redirect', '/endless']);
});

it.each(['127.0.0.1', '127.1', '2130706433', '0x7f000001', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '[::]', '0.0.0.0', '10.0.0.1', '172.16.3.4', '192.168.1.1', '169.254.169.254', '100.64.0.1', '[fd00::1]', '[fe80::1]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]', '224.0.0.1', '255.255.255.255'])('never connects to %s where the settings do not name it', async (host) => {
  asked = [];
  await expect(outsideWorld(['other.example']).post(`https://${host}:${port}/private`, {}, 'x')).rejects.toMatchObject({ reason: 'private' });
  expect(asked).toEqual([]);
});

it.each([['http://shop.example/', /https/], ['ftp://shop.example/', /https/], ['file:///etc/passwd', /https/], ['https://user:word@shop.example/', /password/], ['no address', /https/], [`https://shop.example/${'x'.repeat(2000)}`, /https/]])('refuses %s', async (url, why) => {
  expect(world.refusal(url)).toMatch(why);
  await expect(world.post(url, {}, 'x')).rejects.toMatchObject({ reason: 'refused' });
});
