import type { AnyRow, Result } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import type { TimelineController } from './customer-timeline.controller.ts';

/** Somebody a mail can be sent to. */
export interface Receiver {
  /** Table, slash, id. */
  readonly value: string;
  readonly name: string;
  readonly address: string;
}

/** A mail to more is no mail of a person any more: the reference server sends to no more than 20. */
const most = 20;

interface Address {
  readonly value?: unknown;
  readonly primary?: unknown;
  readonly bouncedAt?: unknown;
}

/** The address that mail of a person goes to: the first of their own that works. */
function addressOf(row: AnyRow): string | undefined {
  const emails = row['emails'];
  const working = (Array.isArray(emails) ? (emails as readonly Address[]) : []).filter(({ value, bouncedAt }) => typeof value === 'string' && value.includes('@') && !value.includes('•') && !bouncedAt);
  const first = working.find(({ primary }) => primary === true) ?? working[0];
  return first && String(first.value);
}

/** Whom one can write to from a timeline: its contact, or the customer of its deal or ticket, or an account's people and the account itself. */
export class MailReceivers {
  readonly #controller: TimelineController;
  readonly #people: LiveController<Result<AnyRow>>;
  readonly #account: LiveController<Result<AnyRow>>;

  constructor(host: ReactiveControllerHost, controller: TimelineController) {
    this.#controller = controller;
    this.#people = new LiveController<Result<AnyRow>>(host);
    this.#account = new LiveController<Result<AnyRow>>(host);
  }

  /** Called before each drawing. `isWanted`: a mail is being written. */
  watch(isWanted: boolean): void {
    const { request, sources, description } = this.#controller;
    const { crm, subject } = request ?? {};
    const record = sources.record.rows[0];
    const [accountId, contactId] = subject?.table === 'account' ? [subject.id, undefined] : subject?.table === 'contact' ? [undefined, subject.id] : [record?.['accountId'], record?.['contactId']];
    const sends = isWanted && description.value?.mail === true;
    const [account, contact] = [typeof accountId === 'string' ? accountId : undefined, typeof contactId === 'string' ? contactId : undefined];
    this.#people.watch(sends && (account ?? contact) ? [crm, account ?? '', contact ?? ''] : undefined, () => crm!.collection('contact').query({
      where: account && contact ? { or: [{ id: contact }, { accountId: account }] } : account ? { accountId: account } : { id: contact! }, orderBy: ['name'], limit: most,
    }));
    this.#account.watch(sends && account ? [crm, account] : undefined, () => crm!.collection('account').query({ where: { id: account! }, limit: 1 }));
  }

  get list(): readonly Receiver[] {
    const of = (table: string, rows: readonly AnyRow[] = []): Receiver[] => rows.flatMap((row) => {
      const address = addressOf(row);
      return address === undefined ? [] : [{ value: `${table}/${row.id}`, name: String(row['name'] ?? ''), address }];
    });
    const { subject } = this.#controller.request ?? {};
    const record = this.#controller.sources.record.rows[0];
    const own = subject?.table === 'contact' ? subject.id : record?.['contactId'];
    // Whom it is about stands first.
    return [...of('contact', this.#people.value?.rows), ...of('account', this.#account.value?.rows)].sort((a, b) => Number(b.value === `contact/${String(own)}`) - Number(a.value === `contact/${String(own)}`)).slice(0, most);
  }
}
