import type { Jobs, Soak } from './jobs.ts';
import { type Stream, openStream } from './live.ts';
import { type Asking, type Credentials, shoot } from './load.ts';
import { tokenOf } from './stand.ts';
import { people } from './tenant.ts';
import { workloadNamed } from './workloads.ts';

/** Of ten requests. */
const mix = ['push.create', 'push.update', 'push.update', 'push.update', 'follow', 'follow', 'follow', 'pull.page', 'list', 'list'] as const;
/** Milliseconds for which a token is used: it lives 15 minutes. */
const tokenLife = 5 * 60_000;

/** What a day's work is made of, at a steady rate, while streams stay open and are opened anew when their token ends. */
export async function soak({ url, around, connections, rate, streams, seconds }: Jobs['soak']['job']): Promise<Soak> {
  const credentials: Credentials = { token: await tokenOf(people.admin) };
  const renewal = setInterval(() => void tokenOf(people.admin).then((token) => (credentials.token = token)), tokenLife);
  let reopened = 0;
  let over = false;
  const open = new Set<Stream>();
  const keepOpen = async (): Promise<void> => {
    const stream: Stream = await openStream(url, await tokenOf(people.admin), {
      hint: () => undefined,
      end() {
        open.delete(stream);
        if (over) return;
        reopened++;
        void keepOpen();
      },
    });
    open.add(stream);
  };
  for (let i = 0; i < streams; i++) await keepOpen();

  let next = 0;
  // Each connection does one kind of thing; over all of them it is the mix.
  const course = (): Asking => {
    const kind = mix[next++ % mix.length]!;
    if (kind === 'follow') return follow(around.end);
    const workload = workloadNamed(kind);
    return { method: 'POST', path: `/v1/${workload.route}`, ...workload.course(around) };
  };
  try {
    const { requests, p50, p99 } = await shoot({ url, connections, seconds, rate, credentials, course });
    return { requests, p50, p99, reopened };
  } finally {
    over = true;
    clearInterval(renewal);
    for (const stream of open) stream.close();
  }
}

/** Reads what changed since it last looked. */
function follow(end: string): Asking {
  let from = end;
  return {
    method: 'POST', path: '/v1/pull',
    next: () => ({ table: 'contact', cursor: from }),
    heard({ cursor }: { readonly cursor: string }) {
      from = cursor;
    },
  };
}
