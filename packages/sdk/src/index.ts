export { createClient } from './client/create-client.ts';
export type * from './client/debug-report.ts';
export type * from './client/vinculo.ts';
export * from './errors.ts';
export type * from './schema/index.ts';
export { now, type Now } from './schema/now.ts';
export { WhereError } from './schema/where.ts';
export { applySteps, type RowStep } from './store/steps.ts';
