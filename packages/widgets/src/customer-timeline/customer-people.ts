import type { AnyRow, Entities, Result, RowOf } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import type { TimelineController } from './customer-timeline.controller.ts';
import type { Contact } from './timeline-sources.ts';

type Account = RowOf<Entities['account']>;

/** So many people of one customer are offered. */
const most = 20;

interface Address {
  readonly value?: unknown;
  readonly primary?: unknown;
  readonly bouncedAt?: unknown;
}

/** The address that mail of a person goes to: the first of their own that works. */
export function addressOf({ emails }: { readonly emails?: unknown }): string | undefined {
  const working = (Array.isArray(emails) ? (emails as readonly Address[]) : []).filter(({ value, bouncedAt }) => typeof value === 'string' && value.includes('@') && !value.includes('•') && !bouncedAt);
  const first = working.find(({ primary }) => primary === true) ?? working[0];
  return first && String(first.value);
}

/** The people of the customer whose timeline it is, for who writes to them or meets them: its contact, or that of its deal or ticket, those of the account, and the account; a lead by itself. */
export class CustomerPeople {
  readonly #controller: TimelineController;
  readonly #own: LiveController<Result<Contact>>;
  readonly #others: LiveController<Result<Contact>>;
  readonly #account: LiveController<Result<Account>>;

  constructor(host: ReactiveControllerHost, controller: TimelineController) {
    this.#controller = controller;
    this.#own = new LiveController<Result<Contact>>(host);
    this.#others = new LiveController<Result<Contact>>(host);
    this.#account = new LiveController<Result<Account>>(host);
  }

  /** Called before each drawing. */
  watch(isWanted: boolean): void {
    const { request, sources } = this.#controller;
    const { crm, subject } = request ?? {};
    const record = sources.record.rows[0];
    const named = (table: 'account' | 'contact'): string | undefined => {
      const id = subject?.table === table ? subject.id : record?.[`${table}Id`];
      return isWanted && typeof id === 'string' ? id : undefined;
    };
    const [account, contact] = [named('account'), named('contact')];
    this.#own.watch(contact && [crm, contact], () => crm!.contacts.query({ where: { id: contact! }, limit: 1 }));
    this.#others.watch(account && [crm, account], () => crm!.contacts.query({ where: { accountId: account! }, orderBy: ['name'], limit: most }));
    this.#account.watch(account && [crm, account], () => crm!.accounts.query({ where: { id: account! }, limit: 1 }));
  }

  /** Whom it is about stands first. */
  get contacts(): readonly Contact[] {
    const own = this.#own.value?.rows ?? [];
    return [...own, ...(this.#others.value?.rows ?? []).filter(({ id }) => id !== own[0]?.id)].slice(0, most);
  }

  /** Of a lead's timeline. */
  get lead(): AnyRow | undefined {
    const { request, sources } = this.#controller;
    return request?.subject?.table === 'lead' ? sources.record.rows[0] : undefined;
  }

  get account(): Account | undefined { return this.#account.value?.rows[0]; }
}
