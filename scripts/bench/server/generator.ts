// The load generator, as a process of its own. It shares the machine's cores with the server and its database.

import type { Jobs } from './jobs.ts';
import { bootstrap } from './bootstrap.ts';
import { live } from './live.ts';
import { load } from './load.ts';
import { soak } from './soak.ts';

export type Pause = (point: string) => Promise<void>;

const works: { readonly [K in keyof Jobs]: (job: Jobs[K]['job'], pause: Pause) => Promise<Jobs[K]['answer']> } = { bootstrap, live, load, soak };

/** Says where it stands, and waits until it is told to go on. */
const pause: Pause = (point) => new Promise((done) => {
  process.on('message', function heard(message: { readonly goOn?: string }) {
    if (message.goOn !== point) return;
    process.off('message', heard);
    done();
  });
  process.send!({ point }); // a forked process has it
});

process.once('message', ({ kind, job }: { readonly kind: keyof Jobs; readonly job: never }) => {
  void works[kind](job, pause)
    .then((answer) => ({ answer }), (error: unknown) => ({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }))
    .then((message) => process.send!(message, () => process.exit(0)));
});
