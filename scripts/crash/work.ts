import type { Random } from '../demo-data/random.ts';

/**
 * One change that a page is to write. Its `token` goes into the record, so that what became of it can be read off the backend's history.
 * Steps of one `group` are written as one batch.
 */
export type Step = { readonly token: string; readonly group?: number } & (
  | { readonly op: 'create'; readonly table: 'account' | 'contact'; readonly id: string; readonly accountId?: string; /** Length of its description. */ readonly length?: number }
  | { readonly op: 'update'; readonly table: 'account' | 'contact'; readonly id: string }
  /** Adds a tag to an account that all tabs write to. */
  | { readonly op: 'tag'; readonly table: 'account'; readonly id: string }
  | { readonly op: 'remove'; readonly table: 'contact'; readonly id: string }
  /** Updates one of the accounts that the page shows, whoever made it. */
  | { readonly op: 'touch'; readonly table: 'account'; readonly nth: number }
);

const mark = 'token ';

/** Accounts that are there from the start, and that all tabs write to. */
export const sharedAccounts: readonly string[] = ['shared-1', 'shared-2', 'shared-3'];

/** Changes that build on each other: records that name new ones, several changes of one record, groups, removals. */
export function work(random: Random, author: string, count: number): readonly Step[] {
  const steps: Step[] = [];
  const accounts: string[] = [];
  const contacts: string[] = [];
  const name = (): { token: string; id: string } => ({ token: `${mark}${author} ${String(steps.length).padStart(4, '0')}`, id: `${author}-${steps.length}` });
  const createAccount = (group?: number): void => {
    const { token, id } = name();
    steps.push({ token, op: 'create', table: 'account', id, ...(group === undefined ? {} : { group }) });
    accounts.push(id);
  };
  const createContact = (accountId: string, group?: number): void => {
    const { token, id } = name();
    steps.push({ token, op: 'create', table: 'contact', id, accountId, ...(group === undefined ? {} : { group }) });
    contacts.push(id);
  };
  const updateAccount = (id: string, group?: number): void => void steps.push({ token: name().token, op: 'update', table: 'account', id, ...(group === undefined ? {} : { group }) });
  while (steps.length < count) {
    const kind = random.weighted([['account', 2], ['contact', 3], ['update', 4], ['group', 1], ['tag', 1], ['touch', 1], ['remove', 0.5]] as const);
    if (kind === 'group' && count - steps.length >= 3) {
      const group = steps.length;
      createAccount(group);
      createContact(accounts.at(-1)!, group);
      updateAccount(accounts.at(-1)!, group);
    } else if (kind === 'contact' && accounts.length > 0) createContact(random.chance(0.5) ? accounts.at(-1)! : random.pick(accounts));
    else if (kind === 'update' && contacts.length > 0) {
      if (random.chance(0.5)) steps.push({ token: name().token, op: 'update', table: 'contact', id: random.pick(contacts) });
      else updateAccount(random.pick(accounts));
    } else if (kind === 'tag') steps.push({ token: name().token, op: 'tag', table: 'account', id: random.pick(sharedAccounts) });
    else if (kind === 'touch') steps.push({ token: name().token, op: 'touch', table: 'account', nth: random.int(0, 1000) });
    else if (kind === 'remove' && contacts.length > 1) {
      const id = contacts.splice(random.int(0, contacts.length - 1), 1)[0]!;
      steps.push({ token: removalToken(id), op: 'remove', table: 'contact', id });
    } else createAccount();
  }
  return steps;
}

/** A removal carries no values; each record is removed once. */
export function removalToken(id: string): string {
  return `${mark}removes ${id}`;
}

/** Tokens that a change brought: in what it set, and not in what was there before. */
export function tokensIn(set: Readonly<Record<string, unknown>>, before: Readonly<Record<string, unknown>>): readonly string[] {
  const there = new Set(Object.values(before).flat());
  return Object.values(set).flat().filter((value): value is string => typeof value === 'string' && value.startsWith(mark) && !there.has(value));
}
