import { afterEach, expect, it, vi } from 'vitest';
import { fetchTelling } from './fetch-telling.ts';

afterEach(() => void vi.unstubAllGlobals());

/** A line that answers with this status, and nothing more. */
function answering(status: number): void {
  vi.stubGlobal('XMLHttpRequest', class extends EventTarget {
    readonly upload = new EventTarget();
    readonly status = status;
    readonly statusText = '';
    readonly response = new Blob([]);
    open(): void {}
    setRequestHeader(): void {}
    abort(): void {}
    getAllResponseHeaders(): string {
      return '';
    }
    send(): void {
      queueMicrotask(() => this.dispatchEvent(new Event('load')));
    }
  });
}

const send = (): Promise<Response> => fetchTelling(new Blob(['x']), () => undefined)(new Request('https://crm.example/v1/blobs', { method: 'POST', body: 'x' }));

it('answers also where the answer has no content', async () => {
  answering(204);
  expect((await send()).status).toBe(204);
});

it('fails as fetch does where the answer is none', async () => {
  answering(999);
  await expect(send()).rejects.toBeInstanceOf(TypeError);
});
