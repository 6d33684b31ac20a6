import type { Entity } from '@vinculo/sdk';

/** The fields of an entity that name other records. */
export function referencesOf(entity: Entity): readonly string[] {
  return Object.entries(entity.fields).filter(([, { ref }]) => ref).map(([name]) => name);
}
