export { type Faults, type Gate, type Method } from './faults.ts';
export { demoSeed } from './demo-seed.ts';
export { type MemoryBackend, type MemoryBackendOptions, type Seed, memoryBackend } from './memory-backend.ts';
