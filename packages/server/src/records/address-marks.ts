import { type AnyRow, type Change, type EmailItem, entityNamed, foldedEmail } from '@vinculo/sdk/schema';
import type { Identity } from '../identity/identity.ts';
import { actingAs, rightsOn } from '../rights.ts';

/**
 * A change with the marks of addresses (`verified`, `bouncedAt`) as they stand, whatever its author says of them. Tickets follow a verified address and mail
 * does not follow a bounced one, so only who may write every ticket anyway (admins, the host's own services, the server) says which ones are.
 */
export function withMarksThatStand(identity: Identity, change: Change, current: AnyRow | undefined): Change {
  if (rightsOn(actingAs(identity), 'ticket')?.update === 'all') return change;
  const lists = Object.entries(entityNamed(change.table)?.fields ?? {}).filter(([name, { kind }]) => kind === 'emails' && Array.isArray(change.patch[name]));
  if (lists.length === 0) return change;
  const marked = lists.map(([name]) => {
    const stand = new Map(itemsOf(current?.[name]).map((item) => [foldedEmail(item.value), item]));
    // The patch was not checked yet: what is no address is refused when it is.
    return [name, (change.patch[name] as readonly unknown[]).map((item) => (isItem(item) ? marksOf(item, stand.get(foldedEmail(item.value))) : item))];
  });
  return { ...change, patch: { ...change.patch, ...Object.fromEntries(marked) } };
}

function marksOf({ verified: _verified, bouncedAt: _bounced, ...item }: EmailItem, stands: EmailItem | undefined): EmailItem {
  return { ...item, ...(stands?.verified === undefined ? {} : { verified: stands.verified }), ...(stands?.bouncedAt === undefined ? {} : { bouncedAt: stands.bouncedAt }) };
}

function itemsOf(value: unknown): readonly EmailItem[] {
  return Array.isArray(value) ? value.filter(isItem) : [];
}

function isItem(value: unknown): value is EmailItem {
  return typeof value === 'object' && value !== null && 'value' in value && typeof value.value === 'string';
}
