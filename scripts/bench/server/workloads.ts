// What is asked of the server, again and again, by each of the connections.

import { newId } from '@vinculo/sdk/schema';
import { contactId, people, sellers } from './tenant.ts';

/** One connection's own course of requests. */
export interface Course {
  /** The body of its next request. */
  next(): object;
  /** Looks at the answer. @throws Error when the work was not done */
  heard(answer: never): void;
}

export interface Workload {
  readonly id: string;
  readonly says: string;
  readonly route: 'push' | 'pull' | 'query';
  /** Who asks. */
  readonly who: string;
  /** Which contacts it changes: each so many'th. Any of them when absent. */
  readonly step?: number;
  /** Rows that come with each answer, where that is of interest. */
  readonly rows?: number;
  /** @param around what is known before it begins */
  course(around: Around): Course;
}

export interface Around {
  readonly contacts: number;
  /** Where a reading of all contacts ended. */
  readonly end: string;
  /** Where it stood in the middle of them. */
  readonly middle: string;
}

interface Pushed {
  readonly outcomes: readonly { readonly status: string }[];
}
interface Pulled {
  readonly rows: readonly unknown[];
  readonly cursor: string;
  readonly more: boolean;
}

const pageRows = 1000;
const listRows = 50;

/** Changes one by one, as a person makes them. */
function pushes(change: (n: number) => { readonly op: string; readonly id: string; readonly patch: object }): Course {
  const client = newId();
  let counter = 0;
  return {
    next: () => ({ changes: [{ key: [client, ++counter], table: 'contact', base: {}, at: new Date().toISOString(), ...change(counter) }] }),
    heard({ outcomes }: Pushed) {
      if (outcomes.length !== 1 || outcomes[0]!.status !== 'ok') throw new Error(`A change was not stored: ${JSON.stringify(outcomes)}`);
    },
  };
}

/** What a form of a new contact holds. */
export function newContact(n: number): Readonly<Record<string, unknown>> {
  return { name: `Ana Ruiz ${n}`, givenName: 'Ana', familyName: `Ruiz ${n}`, jobTitle: 'Buyer', description: 'Met at the fair. Wants a quote for the small series.' };
}

const any = (most: number): number => 1 + Math.floor(Math.random() * most);

const create = (who: string): Workload['course'] => () => pushes((n) => ({ op: 'create', id: newId(), patch: { ...newContact(n), ownerId: who } }));
const update = (step: number): Workload['course'] => ({ contacts }) => pushes((n) => ({ op: 'update', id: contactId(step * any(Math.floor(contacts / step))), patch: { jobTitle: `Buyer ${n}` } }));

export const workloads: readonly Workload[] = [
  { id: 'push.create', says: 'a push that makes a contact', route: 'push', who: people.admin, course: create(people.admin) },
  { id: 'push.update', says: 'a push that changes a field of a contact', route: 'push', who: people.admin, course: update(1) },
  { id: 'push.update.seller', says: 'the same by a seller, of the own contacts', route: 'push', who: people.seller, step: sellers, course: update(sellers) },
  {
    id: 'pull.nothing', says: 'a pull of contacts when nothing changed', route: 'pull', who: people.admin,
    course: ({ end }) => ({
      next: () => ({ table: 'contact', cursor: end }),
      heard({ rows, more }: Pulled) {
        if (rows.length > 0 || more) throw new Error(`Nothing had changed, and ${rows.length} rows came.`);
      },
    }),
  },
  {
    id: 'pull.page', says: `a pull of the next ${pageRows.toLocaleString('en-US')} contacts`, route: 'pull', who: people.admin, rows: pageRows,
    course({ middle }) {
      return {
        next: () => ({ table: 'contact', cursor: middle, limit: pageRows }),
        heard({ rows }: Pulled) {
          if (rows.length !== pageRows) throw new Error(`${rows.length} rows came instead of ${pageRows}.`);
        },
      };
    },
  },
  {
    id: 'list', says: `the first ${listRows} contacts by name, and how many there are`, route: 'query', who: people.admin,
    course: () => ({
      next: () => ({ table: 'contact', orderBy: ['name'], limit: listRows }),
      heard({ rows, total }: { readonly rows: readonly unknown[]; readonly total: number }) {
        if (rows.length !== listRows || !(total >= listRows)) throw new Error(`${rows.length} rows of ${total} came instead of ${listRows}.`);
      },
    }),
  },
];

export function workloadNamed(id: string): Workload {
  const found = workloads.find((w) => w.id === id);
  if (!found) throw new Error(`There is no workload ${id}. There are ${workloads.map((w) => w.id).join(', ')}.`);
  return found;
}
