import type { AskedSituation } from './asked-field.ts';

/** Whether only the backend knows a field. */
export function isCustomField({ description, entity }: Pick<AskedSituation, 'description' | 'entity'>, field: string): boolean {
  return !Object.hasOwn(entity.fields, field) && (description.tables[entity.name]?.custom?.some((each) => each.name === field) ?? false);
}
