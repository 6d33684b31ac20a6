import { newId } from '@vinculo/sdk/schema';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Bench, startBench } from '../testing/bench.ts';
import { shop, visitor } from '../testing/visitor.ts';
import { doSiteKeys, type SiteKeyCommand } from './site-key-command.ts';

let bench: Bench;
let tenant: string;
beforeAll(async () => {
  bench = await startBench({ proofCost: 1 });
  tenant = newId();
}, 60_000);
afterAll(() => bench.stop());

const command = (what: SiteKeyCommand['command'], more: Partial<SiteKeyCommand> = {}): Promise<string> =>
  doSiteKeys({ command: what, tenant, name: undefined, origins: [], forms: [], key: undefined, folder: bench.server.folder, database: { url: bench.databaseUrl('serving') }, ...more });

it('makes, lists and revokes the keys of a tenant while the server runs', async () => {
  expect(await command('list')).toBe(`${tenant} has no site keys.\n`);
  const made = await command('make', { name: 'Shop', origins: [shop], forms: ['ticket', 'lead'] });
  const [key, ...told] = made.trim().split('\t');
  expect(told).toEqual(['active', 'Shop', shop, 'ticket lead']);
  expect(await command('list')).toBe(made);
  expect(await command('list', { tenant: newId() })).toMatch(/has no site keys/);
  const challenge = async (): Promise<number> => (await visitor(bench.server.url, key!).post('public/challenge', { siteKey: key, form: 'ticket' })).status;
  expect(await challenge()).toBe(200);
  await expect(command('revoke', { tenant: newId(), key: key! })).rejects.toMatchObject({ code: 'not_found' });
  expect(await command('revoke', { key: key! })).toContain(key);
  expect(await command('list')).toBe(made.replace('active', 'revoked'));
  await vi.waitFor(async () => expect(await challenge()).toBe(403), { timeout: 10_000, interval: 500 });
}, 20_000);

it.each([[{ name: 'Shop', origins: [], forms: ['ticket'] }], [{ name: 'Shop', origins: ['shop.example'], forms: ['ticket'] }], [{ name: 'Shop', origins: [shop], forms: ['order'] }], [{ origins: [shop], forms: ['lead'] }], [{ name: 'Shop\n\u001b[2J', origins: [shop], forms: ['lead'] }]])('makes none of %j', async (given) => {
  await expect(command('make', given)).rejects.toThrow(/The key does not fit at/);
  await expect(command('revoke')).rejects.toThrow(/Name the key/);
});
