import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Real exports kept beside the project, in `../shared/data`. A clone may lack them; CI may not. */
export function sharedData(folder: string): { readonly path: string; readonly missing: boolean } {
  const path = fileURLToPath(new URL(`../../../shared/data/${folder}`, import.meta.url));
  const missing = !existsSync(path);
  if (missing && process.env['CI'] === 'true') throw new Error(`${path} is not there, and CI needs it.`);
  if (missing) process.stderr.write(`skipped: ${path} is not there\n`);
  return { path, missing };
}
