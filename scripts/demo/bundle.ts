import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../program.ts';

const folder = 'packages/widgets/cdn';
const stamp = '.cache/demo/bundle';

/** The script that pages paste, built when a source changed since the last time. Answers its folder. */
export async function widgetBundle(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of globSync(['packages/{sdk,adapters,widgets,insights}/src/**/*.ts', 'packages/{sdk,adapters,widgets,insights}/package.json', 'packages/widgets/vite.config.ts', 'pnpm-lock.yaml']).sort()) hash.update(file).update(readFileSync(file));
  const wanted = hash.digest('hex');
  if (!existsSync(join(folder, 'vinculo.js')) || !existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    const { code, output } = await run('vite', ['build', '--config', 'vite.config.ts', '--logLevel', 'warn'], { cwd: 'packages/widgets' });
    if (code !== 0) throw new Error(`The widgets could not be built.\n${output}`);
    mkdirSync('.cache/demo', { recursive: true });
    writeFileSync(stamp, wanted);
  }
  return folder;
}
