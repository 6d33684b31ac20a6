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

/** What a backend keeps of its own in a table, and lets visitors write. */
export const ownFieldsOf = (table: 'lead' | 'ticket'): DemoOptions => ({ before: (backend) => backend.restrict(table, { custom: [
  { name: 'machine', kind: 'option', label: { en: 'Machine', 'zh-Hans': '设备', ar: 'الجهاز' }, options: [{ value: 'ice', label: { en: 'Ice machine', 'zh-Hans': '制冰机', ar: 'آلة ثلج' } }, { value: 'room', label: { en: 'Cold room', 'zh-Hans': '冷库', ar: 'غرفة تبريد' } }] },
  { name: 'units', kind: 'integer', label: { en: 'How many', 'zh-Hans': '数量', ar: 'العدد' }, help: { en: 'Machines of this kind', 'zh-Hans': '同类设备的台数', ar: 'أجهزة من هذا النوع' } },
  { name: 'site', kind: 'url', label: { en: 'Website', 'zh-Hans': '网站', ar: 'الموقع' } },
  { name: 'contract', kind: 'boolean', label: { en: 'We have a service contract', 'zh-Hans': '已有维保合同', ar: 'لدينا عقد صيانة' } },
] }) });
