import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bench, type Session, session, startBench } from '../testing/bench.ts';
import { createServer } from '../server.ts';
import { doUpkeep } from './upkeep.ts';

let bench: Bench;
let staff: Session;
let file: string;
let said: string;
let cursor: string;
const folder = mkdtempSync(join(tmpdir(), 'vinculo-backup-'));
/** Data folders of other servers. Not inside of one another: the user that runs Postgres must come to each. */
const folders = new Map<string, string>();
const folderOf = (name: string): string => folders.get(name) ?? folders.set(name, mkdtempSync(join(tmpdir(), `vinculo-${name}-`))).get(name)!;
const accounts = ['A', '联想\t"x"\\n\n', '\\.', ''].map((name) => ({ name: name || 'empty', description: name }));

const upkeep = (command: 'backup' | 'restore' | 'migrate', of: string, name?: string, dryRun = false): Promise<string> => doUpkeep({ command, file: name, dryRun, folder: folderOf(of), database: undefined });
const pulled = async (who: Session, from: string | null): Promise<{ rows: { id: string; name: string }[]; reset?: true; cursor: string }> => (await who.call('pull', { table: 'account', cursor: from })).json as never;

beforeAll(async () => {
  bench = await startBench();
  staff = await bench.session({ role: 'staff' });
  for (const a of accounts) await staff.create('account', a);
  const gone = await staff.create('account', { name: 'gone' });
  await staff.push(staff.change('remove', 'account', gone.id));
  const pipeline = await staff.create('pipeline', { name: 'Service', table: 'ticket' });
  const stage = await staff.create('stage', { name: 'New', category: 'open', pipelineId: pipeline.id });
  await staff.create('ticket', { subject: 'One', pipelineId: pipeline.id, stageId: stage.id });
  cursor = (await pulled(staff, null)).cursor;
  file = join(folder, 'all.gz');
  said = await doUpkeep({ command: 'backup', file, dryRun: false, folder, database: { url: bench.databaseUrl('serving'), adminUrl: bench.databaseUrl('admin') } });
}, 90_000);
afterAll(async () => {
  await bench.stop();
  for (const one of [folder, ...folders.values()]) rmSync(one, { recursive: true, force: true });
});

it('brings everything to another database, in a new epoch', async () => {
  expect(said).toMatch(/^Wrote \d\d+ rows/);
  expect(await upkeep('restore', 'other', file)).toMatch(/^Restored \d\d+ rows/);
  await expect(upkeep('restore', 'other', file)).rejects.toThrow(/holds rows already/);
  const server = await createServer({ folder: folderOf('other'), dev: true, log: () => undefined });
  try {
    const other = await session(server, { role: 'staff' });
    const [here, there] = [await pulled(staff, null), await pulled(other, null)];
    expect(there.rows).toEqual(here.rows);
    expect(there.rows.map((r) => r.name)).toEqual(accounts.map((a) => a.name));
    // A cursor of before says nothing here.
    expect((await pulled(other, cursor)).reset).toBe(true);
    const [ticket] = await other.rows('ticket');
    const second = await other.create('ticket', { subject: 'Two', pipelineId: ticket!['pipelineId'], stageId: ticket!['stageId'] });
    expect([ticket!['number'], second['number']]).toEqual(['T-1001', 'T-1002']);
    expect(await other.rows('historyEntry', { recordId: ticket!.id })).toHaveLength(1);
  } finally {
    await server.stop();
  }
}, 60_000);

it('restores nothing of what is no whole backup', async () => {
  const whole = readFileSync(file);
  const [cut, other] = [join(folder, 'cut.gz'), join(folder, 'other.gz')];
  writeFileSync(cut, whole.subarray(0, whole.length - 200));
  writeFileSync(other, 'no backup');
  await expect(upkeep('restore', 'third', cut)).rejects.toThrow(/ends too early/);
  await expect(upkeep('restore', 'third', other)).rejects.toThrow(/ends too early/);
  await expect(upkeep('restore', 'third')).rejects.toThrow(/Name the file/);
  expect(await upkeep('restore', 'third', file)).toMatch(/^Restored/);
}, 60_000);

it('restores what an older version wrote, which had fewer tables', async () => {
  const parts = gunzipSync(readFileSync(file)).toString().split(/(?<=^\\\.\n)/m);
  const older = join(folder, 'older.gz');
  writeFileSync(older, gzipSync(parts.filter((part) => !part.includes('{"table":"mail_inbox"')).join('')));
  expect(parts.filter((part) => part.includes('{"table":"mail_inbox"'))).toHaveLength(1);
  expect(await upkeep('restore', 'fifth', older)).toMatch(/^Restored/);
}, 60_000);

it('says what a migration would do, and does nothing then', async () => {
  expect(await upkeep('migrate', 'fourth', undefined, true)).toMatch(/^Would run:\n[^]*create table vinculo\."account"/);
  expect(await upkeep('migrate', 'fourth', undefined, true)).toMatch(/^Would run:/);
  expect(await upkeep('migrate', 'fourth')).toMatch(/^Ran:/);
  expect(await upkeep('migrate', 'fourth', undefined, true)).toMatch(/^The database is up to date\.\n/);
}, 60_000);
