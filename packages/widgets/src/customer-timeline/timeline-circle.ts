import type { AnyRow, Entities, RowOf, Vinculo } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import type { Belongings } from './belongings.ts';
import { belongingsOfWhole } from './belongings-of-whole.ts';
import type { TimelineSubject } from './timeline-types.ts';
import { WindowSource } from './window-source.ts';

type Contact = RowOf<Entities['contact']>;
type Affiliation = RowOf<Entities['affiliation']>;

/** Contacts of one customer whose items are shown. */
const memberLimit = 200;

/** Whose items belong to a timeline. */
export interface Circle {
  /** The account, or the contact without one; absent where only a deal's or a ticket's own items are shown. */
  readonly customer: { readonly table: 'account' | 'contact'; readonly id: string } | undefined;
  /** Of the customer, beside it. */
  readonly contactIds: readonly string[];
}

const sorted = (ids: Iterable<string>): string[] => [...new Set(ids)].sort();

/** Finds out who belongs to the whole customer that a record is of. */
export class TimelineCircle {
  /** Of a deal or a ticket that names no account: it may have one by its contact. */
  readonly #person: WindowSource<Contact>;
  readonly #members: WindowSource<Contact>;
  readonly #affiliations: WindowSource<Affiliation>;

  constructor(host: ReactiveControllerHost) {
    this.#person = new WindowSource(host);
    this.#members = new WindowSource(host);
    this.#affiliations = new WindowSource(host);
  }

  /** Undefined while it is not known. `record` is the subject's row, once it is there; `today` (YYYY-MM-DD) tells which affiliations are over. */
  watch(about: readonly unknown[], crm: Vinculo | undefined, subject: TimelineSubject | undefined, record: AnyRow | undefined, today: string): Circle | undefined {
    const named = subject?.table !== 'contact' && !record?.['accountId'] && typeof record?.['contactId'] === 'string' ? record['contactId'] : undefined;
    this.#person.watch([...about, named], [], () => crm!.contacts.query({ where: { id: named! }, limit: 1 }));
    const customer = customerOf(subject, record, this.#person.rows[0]);
    const accountId = customer?.table === 'account' ? customer.id : undefined;
    this.#members.watch([...about, accountId], [], () => crm!.contacts.query({ where: { accountId: accountId! }, limit: memberLimit }));
    this.#affiliations.watch([...about, accountId], [], () => crm!.affiliations.query({ where: { accountId: accountId! }, limit: memberLimit }));
    if (!subject || (subject.table !== 'account' && !record) || this.#person.loading) return undefined;
    if (!accountId) return { customer, contactIds: [] };
    if (!this.#members.value || this.#members.loading || this.#affiliations.loading) return undefined;
    const now = this.#affiliations.rows.filter((row) => !row.to || row.to >= today).map((row) => row.contactId);
    return { customer, contactIds: sorted([...this.#members.rows.map((row) => row.id), ...now]) };
  }

  /** What belongs to them. */
  belongings(circle: Circle, subject: TimelineSubject): Belongings { return belongingsOfWhole(circle, subject); }
}

function customerOf(subject: TimelineSubject | undefined, record: AnyRow | undefined, person: Contact | undefined): Circle['customer'] {
  if (!subject) return undefined;
  if (subject.table === 'account') return { table: 'account', id: subject.id };
  const [accountId, contactId] = [record?.['accountId'] ?? person?.accountId, record?.['contactId']];
  if (typeof accountId === 'string') return { table: 'account', id: accountId };
  if (subject.table === 'contact') return { table: 'contact', id: subject.id };
  return typeof contactId === 'string' ? { table: 'contact', id: contactId } : undefined;
}
