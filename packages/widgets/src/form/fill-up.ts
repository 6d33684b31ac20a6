import type { AnyRow } from '@vinculo/sdk';
import { foldedEmail, foldedPhone } from '@vinculo/sdk/contact-points';
import { isEmpty } from '../parts/declared-field.ts';

interface Point {
  readonly value?: string;
  readonly raw?: string;
  readonly e164?: string;
  readonly primary?: boolean;
}

/** An address or a number as it is compared; undefined for any other item. */
function pointOf(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  // The items of emails and of phones; others have none of these.
  const { value, raw, e164 } = item as Point;
  return typeof value === 'string' ? foldedEmail(value) : typeof raw === 'string' ? foldedPhone(e164 ?? raw) : undefined;
}

/**
 * What was typed for a new record, as a change of one that is there already: it fills what that one lacks, and adds addresses and numbers that it does not
 * have. What it says stays as it is. Only of the fields that are named.
 */
export function fillUp(row: AnyRow, typed: Readonly<Record<string, unknown>>, fields: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(fields.flatMap((name): [string, unknown][] => {
    const [is, given] = [row[name], typed[name]];
    if (isEmpty(given)) return [];
    if (isEmpty(is)) return [[name, given]];
    if (!Array.isArray(is) || !Array.isArray(given)) return [];
    const known = new Set(is.map(pointOf));
    const added = given.flatMap((item: unknown) => {
      const point = pointOf(item);
      // The record has one that comes first.
      return point === undefined || known.has(point) ? [] : [{ ...(item as Point), primary: false }];
    });
    return added.length > 0 ? [[name, [...(is as readonly unknown[]), ...added]]] : [];
  }));
}
