import type { AnyRow } from '../entity.ts';
import { entityNamed } from '../entities.ts';
import type { EmailItem } from '../field.ts';

/** The addresses of a row as they are written, each once; of keyed items those that `which` takes. */
export function emailsOf(row: AnyRow, which: (item: EmailItem) => boolean = () => true): string[] {
  const items = Array.isArray(row['emails']) ? (row['emails'] as readonly EmailItem[]).filter(which) : [];
  return [...new Set(items.map((item) => item.value))];
}

/** All addresses and phone numbers among the values of a row or a patch of a table, by the kinds of its fields. */
export function contactPoints(table: string, values: Readonly<Record<string, unknown>>): { readonly emails: string[]; readonly phones: string[] } {
  const emails = new Set<string>();
  const phones = new Set<string>();
  for (const [field, { kind }] of Object.entries(entityNamed(table)?.fields ?? {})) {
    // A patch may not have been checked yet: what is no address or number is left out.
    for (const item of itemsOf(values[field])) {
      if (kind === 'email' && typeof item === 'string') emails.add(item);
      else if (kind === 'emails' && typeof item !== 'string' && typeof item.value === 'string') emails.add(item.value);
      else if ((kind === 'phone' || kind === 'phones') && typeof item !== 'string' && typeof (item.e164 ?? item.raw) === 'string') phones.add(String(item.e164 ?? item.raw));
    }
  }
  return { emails: [...emails], phones: [...phones] };
}

type Loose = string | { readonly value?: unknown; readonly raw?: unknown; readonly e164?: unknown };

function itemsOf(value: unknown): Loose[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is Loose => typeof item === 'string' || (typeof item === 'object' && item !== null));
}

/** An address as it is compared: two that differ only in case are one. */
export function foldedEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** A number as it is compared: its digits. */
export function foldedPhone(phone: string): string {
  return phone.replace(/[^\d+]/g, '');
}
