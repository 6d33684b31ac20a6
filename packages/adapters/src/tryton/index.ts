export { type TrytonOptions, trytonAdapter } from './tryton-adapter.ts';
export { type TrytonCredentials } from './rpc.ts';
