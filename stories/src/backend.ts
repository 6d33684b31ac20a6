import { createClient, type ClientOptions, type Description, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend, type MemoryBackendOptions } from '@vinculo/sdk/testing';

/** A backend of its own for one story, and a client signed in to it. */
export interface Demo {
  readonly backend: MemoryBackend;
  readonly crm: Vinculo;
}

export interface DemoOptions extends MemoryBackendOptions {
  /** Who is signed in, where the backend shall say something else than the first user of the seed. */
  readonly as?: Description['user'];
  /** Spoils or adds before the client asks. */
  readonly before?: (backend: MemoryBackend) => void;
  readonly client?: Partial<ClientOptions>;
}

/** The demo company's book, around today. */
export function demo({ as, before, client, ...options }: DemoOptions = {}): Demo {
  const backend = memoryBackend({ seed: demoSeed(Date.now()), ...options });
  before?.(backend);
  const adapter = backend.adapter();
  const signedIn = as ? { ...adapter, describe: async (signal?: AbortSignal): Promise<Description> => ({ ...(await adapter.describe(signal)), user: as }) } : adapter;
  return { backend, crm: createClient({ adapter: signedIn, ...client }) };
}
