import { newId } from '@vinculo/sdk/schema';
import type { DevClaims } from '../identity/dev-identity.ts';
import type { Bench, Session } from './bench.ts';

/** What a new record of a process must hold. */
export interface Begun {
  readonly pipelineId: string;
  readonly stageId: string;
}

/** A pipeline of a table with a first stage. */
export async function processOf(staff: Session, table: string): Promise<Begun> {
  const { id: pipelineId } = await staff.create('pipeline', { name: table, table });
  return { pipelineId, stageId: (await staff.create('stage', { name: 'New', category: 'open', pipelineId })).id };
}

/** A tenant of its own with somebody of its staff, and where its tickets begin. */
export interface ServiceDesk {
  readonly tenant: string;
  readonly staff: Session;
  readonly desk: Begun;
}

export async function serviceDesk(bench: Bench, claims: Partial<DevClaims> = {}): Promise<ServiceDesk> {
  const tenant = newId();
  const staff = await bench.session({ role: 'staff', tenant, subject: 'ana', ...claims });
  return { tenant, staff, desk: await processOf(staff, 'ticket') };
}
