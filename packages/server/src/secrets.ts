import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A random secret that stays the same for a data folder, readable by its owner alone. Made on first use. */
export function secretOf(folder: string, name: string): string {
  const file = join(folder, 'secrets', name);
  if (!existsSync(file)) {
    mkdirSync(join(folder, 'secrets'), { recursive: true, mode: 0o700 });
    const part = `${file}.${process.pid}`;
    writeFileSync(part, randomBytes(32).toString('hex'), { mode: 0o600 });
    renameSync(part, file);
  }
  return readFileSync(file, 'utf8');
}
