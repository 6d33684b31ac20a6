export * from './adapter.ts';
export { fingerprint } from './fingerprint.ts';
export { MemoryPresence } from './memory/memory-presence.ts';
export { MemoryTables } from './memory/memory-tables.ts';
export { type MemoryAdapterSettings, type MemoryState, fullAccess, fullCapabilities, memoryAdapter } from './memory/memory-adapter.ts';
