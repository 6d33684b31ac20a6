import { expect } from '@open-wc/testing';
import { fetchTelling } from './fetch-telling.ts';

// Whatever the address answers: a request with a body reaches it.
const address = new URL('/nothing-takes-this', location.href).href;

describe('a file that tells how far it is', () => {
  it('tells shares that rise to all of it, and answers as fetch does', async () => {
    const blob = new Blob([new Uint8Array(3_000_000)]);
    const told: number[] = [];
    const request = new Request(address, { method: 'POST', body: blob, headers: { 'content-type': 'application/octet-stream', 'x-own': '1' } });
    const [answer, expected] = await Promise.all([fetchTelling(blob, (share) => void told.push(share))(request), fetch(address, { method: 'POST', body: 'x' })]);
    expect(answer.status).to.equal(expected.status);
    expect(await answer.text()).to.equal(await expected.text());
    expect(answer.headers.get('content-type')).to.equal(expected.headers.get('content-type'));
    expect(told.length).to.be.greaterThan(0);
    expect(told).to.deep.equal([...told].sort((a, b) => a - b));
    expect(told.at(-1)).to.equal(1);
  });

  it('ends when it is cut short, with the reason, before and on its way', async () => {
    const blob = new Blob([new Uint8Array(3_000_000)]);
    const reason = new Error('taken out');
    const ended = new AbortController();
    const request = (signal: AbortSignal): Request => new Request(address, { method: 'POST', body: blob, signal });
    const failure = (signal: AbortSignal): Promise<unknown> => fetchTelling(blob, () => ended.abort(reason))(request(signal)).then(() => 'answered', (error: unknown) => error);
    expect(await failure(AbortSignal.abort(reason))).to.equal(reason);
    expect(await failure(ended.signal)).to.equal(reason);
  });

  it('fails as fetch does where nobody answers', async () => {
    const request = new Request('http://127.0.0.1:9/', { method: 'POST', body: 'x' });
    const failure = await fetchTelling(new Blob(['x']), () => undefined)(request).then(() => 'answered', (error: unknown) => error);
    expect(failure).to.be.instanceOf(TypeError);
  });
});
