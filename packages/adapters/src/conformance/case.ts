import type { Capabilities } from '@vinculo/sdk/adapter';
import type { Bench } from './bench.ts';
import type { ConformanceHost } from './host.ts';

/** One thing that the contract asks of an adapter. */
export interface ConformanceCase {
  readonly name: string;
  /** Why a host need not pass it; undefined when it must. */
  readonly skip?: (capabilities: Capabilities, hooks: NonNullable<ConformanceHost['hooks']>) => string | undefined;
  readonly run: (bench: Bench) => Promise<void>;
}

export const unlessWritable = (c: Capabilities): string | undefined => (c.push === 'none' ? 'read-only' : undefined);
