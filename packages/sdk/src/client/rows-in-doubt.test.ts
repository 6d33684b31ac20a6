import { expect, it, vi } from 'vitest';
import { memoryBackend } from '../testing/index.ts';
import { createClient } from './create-client.ts';

it('asks for all the rows together of which an answer and a reading say different things', async () => {
  const ids = Array.from({ length: 120 }, (_, i) => `a${String(i).padStart(3, '0')}`);
  const backend = memoryBackend({ seed: { account: ids.map((id) => ({ id, name: id })) } });
  const ana = createClient({ adapter: backend.adapter('ana'), cache: 'memory' });
  const accounts = ana.accounts.query({ orderBy: ['id'] });
  accounts.subscribe();
  await vi.waitFor(() => expect(accounts.snapshot.complete).toBe(true));

  const answer = backend.faults.hold('push', { answers: true });
  ana.batch(() => {
    for (const id of ids) ana.accounts.update(id, { industry: 'steel' });
  });
  await answer.arrived();
  const li = backend.adapter('li');
  const theirs = li.push(ids.map((id, i) => ({ key: ['li', i + 1], op: 'update', table: 'account', id, patch: { website: 'https://a.example' }, base: {}, at: new Date().toISOString() })));
  await answer.arrived(2);
  await vi.waitFor(() => expect(accounts.snapshot.rows.every((row) => row.website === 'https://a.example')).toBe(true));
  const before = backend.faults.calls.length;
  answer.release();
  await theirs;
  await vi.waitFor(() => expect(ana.status.snapshot.waiting).toBe(0));
  await vi.waitFor(() => expect(backend.faults.calls.slice(before).filter(({ method }) => method === 'get').length).toBeGreaterThan(0));
  await vi.waitFor(() => expect(accounts.snapshot.rows.every((row) => row.industry === 'steel' && row.website === 'https://a.example')).toBe(true));
  expect(backend.faults.calls.slice(before).filter(({ method }) => method === 'get').length).toBeLessThanOrEqual(3);
  await ana.close();
});
