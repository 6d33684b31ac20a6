import { newId } from '@vinculo/sdk/schema';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { secretOf } from '../secrets.ts';
import { type RunningServer, type Server, startServer } from '../server.ts';
import { type Bench, type Session, startBench } from '../testing/bench.ts';
import { type Company, foundCompany } from '../testing/company.ts';

let bench: Bench;
let other: RunningServer;
let firm: Company;

beforeAll(async () => {
  bench = await startBench();
  firm = await foundCompany(bench);
  // A second process on the same database.
  other = await startServer({ folder: bench.server.folder, dev: true, database: { url: bench.databaseUrl('serving') }, log: () => undefined });
}, 60_000);
afterAll(async () => {
  await other.stop();
  await bench.stop();
});

const sign = (subject: string, sid: string): Promise<string> =>
  new SignJWT({ tenant: firm.tenant, role: 'staff', sid }).setProtectedHeader({ alg: 'HS256' }).setSubject(subject).setIssuer('vinculo-development').setAudience('vinculo').setIssuedAt().setExpirationTime('600s')
    .sign(new TextEncoder().encode(secretOf(bench.server.folder, 'dev-tokens')));

async function said(server: Server, token: string): Promise<unknown> {
  const answer = await fetch(`${server.url}/v1/describe`, { headers: { authorization: `Bearer ${token}` } });
  return answer.ok ? answer.status : ((await answer.json()) as { error: { code: string } }).error.code;
}

/** What a stream of hints brings, and whether it ended. */
async function listen(server: Server, token: string): Promise<{ readonly hints: unknown[]; ended: boolean; close(): void }> {
  const closing = new AbortController();
  const response = await fetch(`${server.url}/v1/live`, { headers: { authorization: `Bearer ${token}` }, signal: closing.signal });
  const heard = { hints: [] as unknown[], ended: false, close: () => closing.abort() };
  void (async () => {
    let text = '';
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
      text += part;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const data = /^data: ?(.*)$/m.exec(text.slice(0, end))?.[1];
        if (data) heard.hints.push(JSON.parse(data));
        text = text.slice(end + 2);
      }
    }
    heard.ended = true;
  })().catch(() => undefined);
  return heard;
}

const withinFiveSeconds = { timeout: 5000, interval: 20 };
const revoke = (who: Session, body: object) => who.call('sessions/revoke', body);

describe('a sign-in that an admin ends', () => {
  it('is refused in every process from then on, and its stream ends; other sessions go on', async () => {
    const [lost, kept] = [await sign('sam', 'lost'), await sign('sam', 'kept')];
    const [streamOfLost, streamOfKept] = [await listen(other, lost), await listen(other, kept)];
    expect([await said(bench.server, lost), await said(other, lost)]).toEqual([200, 200]);
    expect((await revoke(firm.people.boss, { session: 'lost' })).status).toBe(200);
    expect([await said(bench.server, lost), await said(other, lost), await said(other, kept)]).toEqual(['revoked', 'revoked', 200]);
    await vi.waitFor(() => expect([streamOfLost.ended, streamOfKept.ended]).toEqual([true, false]), withinFiveSeconds);
    expect(await said(bench.server, await sign('sam', 'lost'))).toBe('revoked');
    streamOfKept.close();
  });

  it('may be all of a person’s: they sign in anew, and their old tokens stay refused', async () => {
    const old = await sign('sue', newId());
    const stream = await listen(bench.server, old);
    expect((await revoke(firm.people.boss, { subject: 'sue' })).status).toBe(200);
    expect(await said(other, old)).toBe('revoked');
    await vi.waitFor(() => expect(stream.ended).toBe(true), withinFiveSeconds);
    await vi.waitFor(async () => expect(await said(other, await sign('sue', newId()))).toBe(200), withinFiveSeconds);
    expect(await said(other, old)).toBe('revoked');
  });

  it('is of the admin’s tenant alone, and nobody else’s to end', async () => {
    const foreign = await bench.session({ role: 'staff', tenant: newId(), subject: 'sam' });
    expect((await revoke(foreign, { session: 'of-tom' })).status).toBe(200);
    expect(await said(other, await sign('tom', 'of-tom'))).toBe(200);
    for (const who of [firm.people.mia, firm.people.sam, firm.people.ron]) expect((await revoke(who, { subject: 'boss' })).status).toBe(403);
    expect((await revoke(firm.people.boss, { subject: '' })).status).toBe(422);
    expect((await revoke(firm.people.boss, { session: 'a', subject: 'b' })).status).toBe(422);
  });

  it('ends also when their user row is set to not active', async () => {
    const token = await sign('zoe', newId());
    const stream = await listen(other, token);
    await firm.host.push(firm.host.change('update', 'user', 'zoe', { active: false }));
    await vi.waitFor(() => expect(stream.ended).toBe(true), withinFiveSeconds);
    expect(await said(other, token)).toBe('revoked');
  });
});

describe('a change of rights', () => {
  it('is told to those it concerns, on streams of every process; they see by it at once', async () => {
    const { host, people: { tom, ada } } = firm;
    const streams = { tom: await listen(other, tom.token), ada: await listen(bench.server, ada.token) };
    const shared = await host.create('deal', { name: 'shared', pipelineId: firm.ids.deals, stageId: firm.ids.deal, ownerId: 'sam' });
    const before = (await tom.call('describe')).json as unknown as { hash: string };
    await host.create('recordTeam', { table: 'deal', recordId: shared.id, userId: 'tom' });
    await vi.waitFor(() => expect(streams.tom.hints).toContainEqual({ access: true }), withinFiveSeconds);
    expect((await tom.rows('deal', { id: shared.id })).length).toBe(1);
    expect((await tom.call('describe')).json).not.toMatchObject({ hash: before.hash });
    expect(streams.ada.hints).not.toContainEqual({ access: true });
    await host.push(host.change('update', 'user', 'tom', { role: 'readonly' }));
    await vi.waitFor(() => expect(streams.ada.hints).toContainEqual({ access: true }), withinFiveSeconds);
    expect((await tom.call('describe')).json).toMatchObject({ user: { role: 'readonly' }, tables: { deal: { update: false } } });
    streams.tom.close();
    streams.ada.close();
  });
});
