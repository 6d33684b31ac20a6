import type { Adapter } from '@vinculo/sdk/adapter';
import { generate } from '../demo-data/generate.ts';
import { loadDemo } from '../demo-data/load-demo.ts';

export { namedRecords as wellKnown } from '../demo-data/named-records.ts';

/** Fills an empty database with generated data and says how it goes. */
export async function loadGenerated(adapter: Adapter, size: 'small' | 'medium', say: (text: string) => void): Promise<void> {
  const started = Date.now();
  say(`Filling in demo data (${size === 'small' ? '1,000' : '10,000'} deals) …`);
  let last = '';
  const rows = await loadDemo(adapter, generate({ size }), (done, table) => {
    if (table !== last) say(`  ${String(done).padStart(7)} rows, ${table}`);
    last = table;
  });
  say(`${rows.toLocaleString('en')} rows in ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
