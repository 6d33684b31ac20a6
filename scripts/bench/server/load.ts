import autocannon from 'autocannon';
import type { Asked, Jobs, Load } from './jobs.ts';
import { tokenOf } from './stand.ts';
import { type Course, newContact, workloadNamed } from './workloads.ts';

/** A request that is sent again and again by one connection. */
export interface Asking extends Course {
  readonly method: 'GET' | 'POST';
  readonly path: string;
}

/** What all connections send at the moment: a token lives 15 minutes, a soak longer. */
export interface Credentials {
  token: string;
}

export async function load({ url, asked, connections, seconds, warmUp }: Jobs['load']['job']): Promise<Load> {
  const { token, course } = await askingOf(asked);
  if (warmUp > 0) await shoot({ url, connections, seconds: warmUp, credentials: { token }, course });
  return shoot({ url, connections, seconds, credentials: { token }, course });
}

async function askingOf(asked: Asked): Promise<{ token: string; course: () => Asking }> {
  if ('directus' in asked) return { token: asked.token, course: asked.directus === 'insert' ? directusInsert : directusList };
  const workload = workloadNamed(asked.workload);
  return { token: await tokenOf(workload.who), course: () => ({ method: 'POST', path: `/v1/${workload.route}`, ...workload.course(asked.around) }) };
}

let inserted = 0;

/** Directus is asked for the same: its items are the same contacts. */
const directusInsert = (): Asking => ({
  method: 'POST', path: '/items/contact',
  next: () => newContact(++inserted),
  heard({ data }: { readonly data?: { readonly id?: unknown } }) {
    if (!data?.id) throw new Error('Directus did not store the contact.');
  },
});

const directusList = (): Asking => ({
  method: 'GET', path: '/items/contact?sort=name&limit=50&meta=filter_count',
  next: () => ({}),
  heard({ data, meta }: { readonly data: readonly unknown[]; readonly meta: { readonly filter_count: number } }) {
    if (data.length !== 50 || !(meta.filter_count >= 50)) throw new Error(`Directus answered ${data.length} contacts instead of 50.`);
  },
});

export interface Shot {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  readonly credentials: Credentials;
  /** Requests a second of all connections together; as many as go when absent. */
  readonly rate?: number;
  readonly course: () => Asking;
}

/** @throws Error when one request was not answered as it should */
export async function shoot({ url, connections, seconds, rate, credentials, course }: Shot): Promise<Load & { readonly requests: number }> {
  let wrong: Error | undefined;
  const done = await autocannon({
    url, connections, duration: seconds, timeout: 60, ...(rate === undefined ? {} : { overallRate: rate }),
    setupClient(client) {
      const own = course();
      client.setRequests([{
        method: own.method, path: own.path,
        setupRequest: (request) => ({ ...request, headers: { authorization: `Bearer ${credentials.token}`, 'content-type': 'application/json' }, ...(own.method === 'POST' ? { body: JSON.stringify(own.next()) } : {}) }),
        onResponse(status, body) {
          try {
            if (status !== 200) throw new Error(`${own.path} was answered ${status}: ${body}`);
            own.heard(JSON.parse(body) as never); // as the server speaks
          } catch (error) {
            wrong ??= error instanceof Error ? error : new Error(String(error));
          }
        },
      }]);
    },
  });
  if (wrong) throw wrong;
  if (done.errors > 0 || done.timeouts > 0) throw new Error(`${done.errors} requests failed, ${done.timeouts} of them in time.`);
  return { perSecond: done.requests.average, p50: done.latency.p50, p99: done.latency.p99, requests: done.requests.total };
}
