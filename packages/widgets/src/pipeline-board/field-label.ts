import type { Entity } from '@vinculo/sdk/schema';
import { formatLabel } from '../format/label.ts';

/** The name of a field for people; the field's own name where the declarations do not know it. */
export function fieldLabel(locale: string, entity: Entity, name: string): string {
  const field = entity.fields[name];
  return field ? formatLabel(locale, field.label) : name;
}
