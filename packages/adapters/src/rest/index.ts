export { type RestOptions, restAdapter } from './rest-adapter.ts';
export type { TokenSource } from './token.ts';
