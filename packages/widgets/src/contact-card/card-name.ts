import { formatName } from '../format/name.ts';
import type { CardRow } from './card-rows.ts';

/** The name as its culture writes it. */
export function nameOf(record: CardRow): string {
  return formatName({ display: record.name, given: record.givenName, family: record.familyName }, record.locale);
}
