export { type LocalOptions, localAdapter } from './local-adapter.ts';
