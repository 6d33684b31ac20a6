import { existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type Random, random as seeded } from '../demo-data/random.ts';
import { type CrashBackend, startBackend, type Weather } from './backend.ts';
import { type CrashBrowser, launch, openTab, type Storage, type Tab } from './browser.ts';
import type { PageState, Told } from './page/page-api.ts';
import { work } from './work.ts';

const changesPerTab = 500;
const tabNames = ['a', 'b'] as const;

type Death = 'browser' | 'tab a' | 'tab b' | 'both tabs';

export interface Round {
  readonly seed: number;
  readonly storage: Storage;
  /** What was done, for whoever reads why it failed. */
  readonly story: readonly string[];
  /** Changes that were reported as durable before the page that wrote them ended, or later. */
  readonly acknowledged: number;
  readonly applied: number;
  /** What should not be. */
  readonly problems: readonly string[];
}

/** Kills tabs and browsers over changes that wait and changes that are being sent, and looks what became of them. Everything but the machine's timing follows from the seed. */
export async function crashRound(program: string, files: ReadonlyMap<string, string>, seed: number, storage: Storage): Promise<Round> {
  const random = seeded(seed);
  const profile = mkdtempSync(join(tmpdir(), 'vinculo-crash-'));
  const backend = await startBackend(files, seeded(seed + 1));
  const scene = new Scene(program, profile, storage, backend);
  try {
    await scene.play(random);
    return { seed, storage, story: scene.story, acknowledged: scene.durable.size, applied: backend.applied().length, problems: scene.problems };
  } finally {
    await scene.end();
    await backend.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

class Scene {
  readonly story: string[] = [];
  readonly #began = Date.now();
  readonly durable = new Set<string>();
  readonly synced = new Set<string>();
  /** What the pages' outboxes held when they were given up. */
  #left: readonly string[] = [];
  readonly problems: string[] = [];
  readonly #program: string;
  readonly #profile: string;
  readonly #storage: Storage;
  readonly #backend: CrashBackend;
  readonly #tabs = new Map<string, Tab>();
  #browser: CrashBrowser | undefined;
  #generation = 0;
  /** How often a tab was told to write: what it makes then has names of its own. */
  #written = 0;
  /** Looked at whenever a change was told of or sent. */
  #waiting: { readonly is: () => boolean; readonly go: () => void }[] = [];

  constructor(program: string, profile: string, storage: Storage, backend: CrashBackend) {
    this.#program = program;
    this.#profile = profile;
    this.#storage = storage;
    this.#backend = backend;
    backend.onPush = () => this.#look();
  }

  async play(random: Random): Promise<void> {
    await this.#open();
    // Most rounds begin without a network, so that all waits; some send while they write.
    const offline = random.chance(0.6);
    this.#sky(offline ? { down: true } : rough(random));
    for (const name of tabNames) this.#write(name, random, changesPerTab);
    const acknowledged = random.chance(0.3) ? 2 * changesPerTab : random.int(1, 2 * changesPerTab);
    await this.#until(`${acknowledged} durable`, () => this.durable.size >= acknowledged, 6_000);
    await this.#die(random);
    for (let deaths = random.int(0, 2); deaths > 0; deaths--) {
      this.#sky(random.chance(0.2) ? { down: true } : rough(random));
      this.#hurry();
      if (random.chance(0.5)) this.#write(random.pick(tabNames), random, random.int(20, 100));
      const sent = this.#backend.pushes.length + random.int(1, 6);
      const moment = random.int(0, 1500);
      await this.#until(random.chance(0.7) ? `push ${sent}` : `${moment} ms`, () => this.#backend.pushes.length >= sent, moment);
      await this.#die(random);
    }
    this.#sky({});
    await this.#settle();
    this.#note('settled');
    this.#judge();
    await this.#judgeDisk();
  }

  async #open(): Promise<void> {
    this.#browser ??= await launch(this.#program, this.#profile, this.#storage);
    for (const name of tabNames) {
      if (this.#tabs.has(name)) continue;
      this.#tabs.set(name, await openTab(this.#browser.context, `${this.#backend.url}/now/`, `${name}${++this.#generation}`, (told) => this.#told(told)));
    }
  }

  #told({ token, what, code }: Told): void {
    if (what === 'durable') this.durable.add(token);
    if (what === 'synced') this.synced.add(token);
    if (what === 'failed' && code !== 'outcome_unseen') this.problems.push(`${token} was given up: ${code}`);
    this.#look();
  }

  #note(what: string): void {
    this.story.push(`${Date.now() - this.#began} ms: ${what}`);
  }

  #sky(weather: Weather): void {
    this.#backend.weather = weather;
    this.#note(JSON.stringify(weather));
  }

  #write(name: string, random: Random, count: number): void {
    const tab = this.#tabs.get(name)!;
    const steps = work(random, `${tab.name}.${++this.#written}`, count);
    const waits = random.chance(0.5);
    this.#note(`${tab.name} writes ${count}${waits ? ', a few at a time' : ''}`);
    // It may end before it has written them.
    tab.page.evaluate(([steps, waits]) => globalThis.crashPage.write(steps, waits), [steps, waits] as const).catch((error: unknown) => {
      if (this.#tabs.get(name) === tab) this.problems.push(`${tab.name} could not write: ${String(error)}`);
    });
  }

  #look(): void {
    const [ready, not] = [this.#waiting.filter((w) => w.is()), this.#waiting.filter((w) => !w.is())];
    this.#waiting = not;
    for (const { go } of ready) go();
  }

  async #until(what: string, is: () => boolean, longest: number): Promise<void> {
    this.#note(`until ${what}`);
    const heard = new Promise<void>((go) => void this.#waiting.push({ is, go }));
    this.#look();
    await Promise.race([heard, wait(longest)]);
  }

  async #die(random: Random): Promise<void> {
    const death = random.weighted([['browser', 4], ['tab a', 2], ['tab b', 2], ['both tabs', 1]] as const satisfies readonly (readonly [Death, number])[]);
    this.#note(`${death} dies at ${this.durable.size} durable, ${this.#backend.applied().length} applied`);
    if (death === 'browser') {
      this.#tabs.clear();
      await this.#browser!.kill();
      this.#browser = undefined;
    } else {
      const dying = tabNames.filter((name) => death === 'both tabs' || death.endsWith(name)).map((name) => [name, this.#tabs.get(name)!] as const);
      for (const [name] of dying) this.#tabs.delete(name);
      await Promise.all(dying.map(([, tab]) => tab.crash()));
      for (const [, tab] of dying) await tab.page.close();
    }
    await this.#open();
  }

  /** A connection that failed is tried again after seconds, then longer; here a person asks at once. */
  #hurry(): void {
    for (const tab of this.#tabs.values()) tab.page.evaluate(() => globalThis.crashPage.retry()).catch(() => {});
  }

  async #states(): Promise<readonly PageState[]> {
    return Promise.all([...this.#tabs.values()].map((tab) => tab.page.evaluate(() => globalThis.crashPage.state())));
  }

  /** Waits until nothing is under way any more, and both pages show what the backend has. */
  async #settle(): Promise<void> {
    let states: readonly PageState[] = [];
    let different: readonly string[] = [];
    // After failures a page waits up to 30 s before it sends again, also where single calls went through meanwhile and it says that it is online.
    this.#hurry();
    // What a tab wrote that died before it told of it is found within 30 s, too.
    const longest = Date.now() + 60_000;
    while (Date.now() < longest) {
      states = await this.#states();
      if (states.some((s) => s.connection !== 'online')) this.#hurry();
      const still = this.#backend.quiet && states.every((s) => isShown(s) && s.outbox.length === 0);
      if (still) different = await this.#differences();
      if (still && different.length === 0) return;
      await wait(50);
    }
    this.#left = states.flatMap((s) => s.outbox);
    this.problems.push(...different, ...states.map((s, i) => `${tabNames[i]} did not settle: ${JSON.stringify({ ...s, outbox: s.outbox.slice(0, 5) })}`));
  }

  /** Where a page shows other rows than the backend has. */
  async #differences(): Promise<readonly string[]> {
    const found: string[] = [];
    for (const [name, tab] of this.#tabs) {
      const shown = await tab.page.evaluate(() => globalThis.crashPage.rows());
      for (const table of ['account', 'contact'] as const) {
        const theirs = new Map(this.#backend.rows(table).map((row) => [row.id, row]));
        for (const row of shown[table]) {
          if (!isDeepStrictEqual(row, theirs.get(row.id))) found.push(`${name} shows ${JSON.stringify(row)}, the backend has ${JSON.stringify(theirs.get(row.id))}`);
          theirs.delete(row.id);
        }
        for (const id of theirs.keys()) found.push(`${name} lacks ${table} ${id}`);
      }
    }
    return found;
  }

  #judge(): void {
    const { keysOf, tokensOf } = this.#backend;
    const applied = this.#backend.applied();
    const counts = new Map<string, number>();
    for (const { token } of applied) counts.set(token, (counts.get(token) ?? 0) + 1);
    const fate = (token: string): string => (this.#left.some((line) => line.startsWith(`${token} `)) ? 'waits still' : 'lost');
    for (const token of this.durable) if (!counts.has(token)) this.problems.push(`${fate(token)}: ${token} was durable and was never applied; it was ${keysOf.has(token) ? 'sent' : 'not sent'}`);
    for (const token of this.synced) if (!counts.has(token)) this.problems.push(`lost: ${token} was said to be synced and was never applied`);
    for (const [token, count] of counts) if (count > 1) this.problems.push(`doubled: ${token} was applied ${count} times`);
    for (const [token, keys] of keysOf) if (keys.size > 1) this.problems.push(`doubled: ${token} was sent under the keys ${[...keys].join(', ')}`);
    for (const [key, tokens] of tokensOf) if (tokens.size > 1) this.problems.push(`one key, ${key}, for ${[...tokens].join(', ')}`);
    this.#judgeOrder(applied);
  }

  /** Changes of one record by one tab are applied in the order they were written. */
  #judgeOrder(applied: ReturnType<CrashBackend['applied']>): void {
    const last = new Map<string, string>();
    for (const { token, record } of applied) {
      const [author, number] = token.split(' ').slice(1);
      if (number === undefined || author === 'removes') continue;
      const line = `${record} by ${author}`;
      if ((last.get(line) ?? '') > number) this.problems.push(`out of order: ${token} of ${record} came after ${last.get(line)}`);
      last.set(line, number);
    }
  }

  /** What is on disk, read by a page without a network, is what the backend has. */
  async #judgeDisk(): Promise<void> {
    for (const tab of this.#tabs.values()) await tab.page.evaluate(() => globalThis.crashPage.close());
    for (const tab of this.#tabs.values()) await tab.page.close();
    this.#tabs.clear();
    this.#sky({ down: true });
    await this.#open();
    const longest = Date.now() + 10_000;
    let states: readonly PageState[];
    let different: readonly string[];
    // The window that was shown last is there before the rest.
    for (;;) {
      states = await this.#states();
      different = await this.#differences();
      if ((states.every(isShown) && different.length === 0) || Date.now() > longest) break;
      await wait(30);
    }
    this.problems.push(...different.map((d) => `from disk: ${d}`));
    if (!states.every(isShown)) this.problems.push(`from disk: ${states.flatMap((s) => s.shows).join()} instead of rows`);
    const waiting = states.flatMap((s) => s.outbox);
    if (waiting.length > 0) this.problems.push(`still in the outbox on disk: ${waiting.slice(0, 3).join('; ')}`);
    if (!keptAs(this.#profile, this.#storage)) this.problems.push(`the browser did not keep its data by ${this.#storage}`);
  }

  async end(): Promise<void> {
    this.#tabs.clear();
    await this.#browser?.kill();
  }
}

const isShown = ({ shows }: PageState): boolean => shows.every((status) => status === 'ready' || status === 'stale');

function rough(random: Random): Weather {
  return random.pick<Weather>([
    {},
    { lost: 0.2, slow: 30 },
    { unanswered: 0.3, slow: 30 },
    { busy: 0.3, doubled: 0.3 },
    { lost: 0.1, unanswered: 0.15, busy: 0.1, doubled: 0.3, slow: 60 },
  ]);
}

/** Whether the profile holds a database of this kind. */
function keptAs(profile: string, storage: Storage): boolean {
  const folders = globSync(join(profile, '**', 'IndexedDB'));
  const has = (pattern: string): boolean => folders.some((folder) => existsSync(folder) && globSync(join(folder, pattern)).length > 0);
  return storage === 'leveldb' ? has('**/*.leveldb/CURRENT') : has('**/*.{db,sqlite,sqlite3}') || has('**/*-wal');
}
