import type { FormIntake } from '../parts/form-intake.ts';
import { fieldNames, type FormFields } from './form-fields.ts';

/** Says what is wrong with what the page wrote of fields. False while it is not known which there are: those that only the backend knows it says itself. */
export function judgeFields({ entity, description }: FormIntake, fields: FormFields, warn: (text: string) => void): boolean {
  if (!entity || !description) return false;
  const known = new Set(description.tables['ticket']?.custom?.map((each) => each.name));
  for (const [name, settings] of Object.entries(fields)) {
    if (typeof settings !== 'object' || settings === null) warn(`fields.${name} has to be an object like { hidden: true }`);
    else if (name !== 'attachments' && name !== 'custom' && !Object.hasOwn(entity.fields, name) && !known.has(name)) warn(`fields.${name}: a ticket has no such field; there are ${[...fieldNames, ...known].join(', ')}`);
  }
  return true;
}
