import type { Belongings } from './belongings.ts';
import type { Circle } from './timeline-circle.ts';
import type { TimelineSubject } from './timeline-types.ts';

/** Of the whole customer that a record is of. */
export function belongingsOfWhole({ customer, contactIds }: Circle, subject: TimelineSubject): Belongings {
  const logged = new Set([subject.id, ...(customer ? [customer.id] : []), ...contactIds]);
  return {
    key: [customer?.table, customer?.id, ...contactIds].join(' '),
    customer: customer && customerCondition(customer, contactIds),
    history: { table: { in: [...new Set(['account', 'contact', subject.table])] }, recordId: oneOf([...logged]) },
    links: (deals, tickets) => {
      const concerned = concernedBy([[subject.table, [subject.id]], [customer?.table ?? 'contact', customer ? [customer.id] : []], ['contact', contactIds], ['deal', deals], ['ticket', tickets]]);
      const parts = [...concerned].map(([table, ids]) => ({ table, recordId: oneOf([...ids]) }));
      return { where: parts.length === 1 ? parts[0]! : { or: parts }, width: [...concerned.values()].reduce((sum, ids) => sum + ids.size, 0), isScattered: parts.length > 1 };
    },
  };
}

const oneOf = (ids: readonly string[]): string | { in: readonly string[] } => (ids.length === 1 ? ids[0]! : { in: ids });

/** The records whose activities are shown, by table. */
function concernedBy(records: readonly (readonly [table: string, ids: readonly string[]])[]): Map<string, Set<string>> {
  const concerned = new Map<string, Set<string>>();
  for (const [table, ids] of records) if (ids.length > 0) concerned.set(table, new Set([...(concerned.get(table) ?? []), ...[...ids].sort()]));
  return concerned;
}

/** Of orders, deals and tickets, which name a customer by accountId or contactId. */
function customerCondition({ table, id }: NonNullable<Circle['customer']>, contactIds: readonly string[]): object {
  if (table === 'contact') return { contactId: id };
  return contactIds.length > 0 ? { or: [{ accountId: id }, { contactId: { in: contactIds } }] } : { accountId: id };
}
