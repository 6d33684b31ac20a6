import { request } from 'node:http';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Bench, type Session, startBench } from '../testing/bench.ts';

let bench: Bench;
let staff: Session;
const filesOrigin = 'https://files.example';

beforeAll(async () => {
  bench = await startBench({ filesOrigin });
  staff = await bench.session({ role: 'staff', tenant: 'files', subject: 'ana' });
}, 60_000);
afterAll(() => bench.stop());

interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Asks under a host's name, which fetch would not let one say. */
function ask(path: string, host: string, headers: Record<string, string> = {}): Promise<Answered> {
  return new Promise((done, fail) => {
    request(`${bench.server.url}${path}`, { headers: { ...headers, host } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => (text += part)).on('end', () => done({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    }).on('error', fail).end();
  });
}

async function stored(): Promise<{ readonly link: string; readonly path: string }> {
  const answer = await fetch(`${bench.server.url}/v1/blobs`, { method: 'POST', body: 'hello', headers: { authorization: `Bearer ${staff.token}`, 'content-type': 'text/plain', 'x-vinculo-name': 'hello.txt' } });
  const { id } = (await answer.json()) as { id: string };
  const shown = await fetch(`${bench.server.url}/v1/blobs/${id}`, { redirect: 'manual', headers: { authorization: `Bearer ${staff.token}` } });
  expect(shown.status).toBe(303);
  const link = shown.headers.get('location')!;
  return { link, path: link.slice(filesOrigin.length) };
}

it('leads to a file on the files’ own origin by a link without any token', async () => {
  const { link, path } = await stored();
  expect(link.startsWith(`${filesOrigin}/files/`)).toBe(true);
  expect(link).not.toContain(staff.token);
  const file = await ask(path, 'files.example');
  expect([file.status, file.text]).toEqual([200, 'hello']);
  expect(file.headers).toMatchObject({ 'content-disposition': expect.stringMatching(/^attachment;/), 'x-content-type-options': 'nosniff', 'access-control-allow-origin': '*', 'cache-control': 'no-store' });
});

it('keeps the two origins apart: no API on the files’, no files on the API’s', async () => {
  const { path } = await stored();
  expect((await ask(path, '127.0.0.1')).status).toBe(404);
  const token = { authorization: `Bearer ${staff.token}` };
  expect((await ask('/v1/describe', 'files.example', token)).status).toBe(404);
  expect((await ask('/v1/describe', '127.0.0.1', token)).status).toBe(200);
});

it('serves a link as it was signed, for a minute', async () => {
  const { path } = await stored();
  const [, , tenant, id, until, signature] = path.split('/') as [string, string, string, string, string, string];
  const other = await stored();
  for (const wrong of [`/files/other/${id}/${until}/${signature}`, `/files/${tenant}/${other.path.split('/')[3]}/${until}/${signature}`, `/files/${tenant}/${id}/${Number(until) + 60}/${signature}`, `/files/${tenant}/${id}/${until}/${'x'.repeat(43)}`, `/files/${tenant}/${id}/${until}/x`]) {
    expect([wrong, (await ask(wrong, 'files.example')).status]).toEqual([wrong, 404]);
  }
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
  try {
    expect((await ask(path, 'files.example')).status).toBe(404);
  } finally {
    vi.useRealTimers();
  }
});
