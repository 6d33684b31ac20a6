import type { Entity, EntityName, Vinculo } from '@vinculo/sdk';
import { type Fields, systemFields } from '@vinculo/sdk/schema';

/** Gives declarations their words in one language. */
export type AddLabels = (entityOf: (name: EntityName) => Entity | undefined, system?: Fields) => void;

/** Fields and options are called by a client's declarations: what `add` knows them by is written there, language by language. */
export function labelClient(add: AddLabels): (crm: Vinculo) => void {
  return (crm) => add((name) => entityOf(crm, name), systemFields);
}

/** A client of another version may lack an entity, and one that was closed shows nothing any more. */
function entityOf(crm: Vinculo, name: string): Entity | undefined {
  try {
    return crm.collection(name).entity;
  } catch {
    return undefined;
  }
}
