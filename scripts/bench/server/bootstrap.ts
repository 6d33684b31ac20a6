import { restAdapter } from '@vinculo/adapters/rest';
import type { Bootstrap, Jobs } from './jobs.ts';
import { tokenOf } from './stand.ts';
import { people } from './tenant.ts';

const pageRows = 1000;

/** All pages of some tables, by the adapter that clients use. The rows are let go of: a client has them on disk by then. */
export async function bootstrap({ url, tables }: Jobs['bootstrap']['job']): Promise<Bootstrap> {
  const adapter = restAdapter({ endpoint: url, token: () => tokenOf(people.admin) });
  const collect = globalThis.gc!; // the process is started with it
  const heap = (): number => {
    collect();
    return process.memoryUsage().heapUsed / 1e6;
  };
  const before = heap();
  let most = 0;
  let rows = 0;
  let spent = 0;
  for (const table of tables) {
    let cursor: string | null = null;
    for (let more = true; more; ) {
      const began = performance.now();
      const page = await adapter.pull({ table }, cursor, pageRows);
      spent += performance.now() - began;
      if (page.more && page.rows.length === 0) throw new Error(`A page of ${table} held nothing, and more was to come.`);
      rows += page.rows.length;
      ({ cursor, more } = page);
      // The page is still held here. A look at each would cost more time than the reading.
      if ((rows / pageRows) % 10 < 1) most = Math.max(most, heap());
    }
  }
  return { rows, seconds: spent / 1000, heap: { before, most: Math.max(most, heap()) } };
}
