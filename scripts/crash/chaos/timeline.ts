import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { ChaosPulse } from './page-api.ts';

/** By what a process is called in the columns: where its tree begins. */
type Programs = Readonly<Record<string, number | undefined>>;

interface Moment {
  readonly at: number;
  readonly line: string;
  readonly online: number;
  /** Of all pages together. */
  readonly pulse: Omit<ChaosPulse, 'online'>;
  /** Seconds of processor time so far, by program. */
  readonly cpu: Readonly<Record<string, number>>;
}

const columns = ['second', 'line', 'online', 'waiting', 'made', 'pushes', 'failed', 'sent', 'answered', 'ms each', 'pulls', 'failed', 'rows', 'ms each', 'others', 'cpu'];
const ticksPerSecond = 100;

/**
 * Looks once a second at what pages do and what the programs take, for whoever wants to know what holds changes back.
 * @returns what ends it and answers a line for each second. Processor time is known on Linux alone.
 */
export function timeline(pages: readonly Page[], programs: () => Programs, line: () => string): () => Promise<readonly string[]> {
  const moments: Moment[] = [];
  const began = Date.now();
  const over = new AbortController();
  const looking = (async () => {
    while (!over.signal.aborted) {
      const pulses = await Promise.all(pages.map((page) => page.evaluate(() => globalThis.chaosPage.pulse())));
      const names = Object.keys(pulses[0]!).filter((name) => name !== 'online') as (keyof Moment['pulse'])[];
      const pulse = Object.fromEntries(names.map((name) => [name, pulses.reduce((sum, p) => sum + p[name], 0)])) as unknown as Moment['pulse']; // the same names, added up
      moments.push({ at: Date.now() - began, line: line(), online: pulses.filter((p) => p.online).length, pulse, cpu: cpuOf(programs()) });
      await wait(1000, undefined, { signal: over.signal }).catch(() => undefined);
    }
  })();
  return async () => {
    over.abort();
    await looking;
    return [columns.map((name) => name.padStart(8)).join(' '), ...moments.slice(1).map((now, i) => row(moments[i]!, now))];
  };
}

function row(was: Moment, { at, line, online, pulse, cpu }: Moment): string {
  const seconds = (at - was.at) / 1000;
  const per = (name: keyof Moment['pulse']): number => Math.round((pulse[name] - was.pulse[name]) / seconds);
  const each = (all: keyof Moment['pulse'], calls: keyof Moment['pulse']): number => Math.round((pulse[all] - was.pulse[all]) / Math.max(1, pulse[calls] - was.pulse[calls]));
  const shares = Object.entries(cpu).map(([name, used]) => `${name} ${((used - (was.cpu[name] ?? used)) / seconds).toFixed(2)}`);
  return [
    (at / 1000).toFixed(1), line, online, pulse.waiting, per('made'), per('pushes'), per('pushesFailed'), per('sent'), per('answered'), each('pushMs', 'pushes'),
    per('pulls'), per('pullsFailed'), per('rows'), each('pullMs', 'pulls'), per('others'),
  ].map((value) => String(value).padStart(8)).join(' ') + `  ${shares.join(' ')}`;
}

/** Of each program with all that it started; `proxy` is this process, and `browser` what else it started. */
function cpuOf(programs: Programs): Record<string, number> {
  const children = new Map<number, number[]>();
  const used = new Map<number, number>();
  for (const name of process.platform === 'linux' ? readdirSync('/proc') : []) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    try {
      // The name may hold spaces and brackets; what follows does not.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
      const parent = Number(fields[1]);
      (children.get(parent) ?? children.set(parent, []).get(parent)!).push(pid);
      used.set(pid, (Number(fields[11]) + Number(fields[12])) / ticksPerSecond);
    } catch {
      // It ended meanwhile.
    }
  }
  const roots = new Set(Object.values(programs));
  const below = (pid: number): number => (children.get(pid) ?? []).filter((child) => !roots.has(child)).reduce((sum, child) => sum + all(child), 0);
  const all = (pid: number): number => (used.get(pid) ?? 0) + below(pid);
  const known = Object.entries(programs).flatMap(([name, pid]) => (pid === undefined ? [] : [[name, all(pid)] as const]));
  return { ...Object.fromEntries(known), proxy: used.get(process.pid) ?? 0, browser: below(process.pid) };
}
