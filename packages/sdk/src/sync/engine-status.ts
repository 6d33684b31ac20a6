import type { VinculoError } from '../errors.ts';
import { LiveValue } from '../store/live.ts';
import type { Connection } from './connection.ts';

/** How an engine stands. */
export interface EngineStatus {
  readonly connection: Connection['state'];
  readonly error?: VinculoError;
  readonly waiting: number;
  readonly parked: number;
  readonly syncedAt?: string;
  readonly storage?: VinculoError;
  readonly notLoaded?: VinculoError;
  readonly accessCheckDue?: true;
  readonly lost?: number;
  readonly leader: boolean;
}

/** A live value that is made of others when somebody looks. */
export function lazily<T>(read: () => T): LiveValue<T> {
  return new LiveValue<T>({ read, start: () => () => {}, pending: () => false, partial: () => false, failure: () => undefined });
}
