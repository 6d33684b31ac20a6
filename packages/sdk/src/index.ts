export { createClient } from './client/create-client.ts';
export type * from './client/vinculo.ts';
export * from './errors.ts';
export type * from './schema/index.ts';
