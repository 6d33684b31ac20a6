import { existsSync } from 'node:fs';

/** Real data kept beside the project. A clone may lack them, and skips what asks for them; CI may not. */
export function sharedData(folder: string): { readonly url: URL; readonly missing: boolean } {
  const url = new URL(`../../../../../shared/data/${folder}/`, import.meta.url);
  return { url, missing: !existsSync(url) && process.env['CI'] !== 'true' };
}
