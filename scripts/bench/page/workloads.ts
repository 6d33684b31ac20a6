// The workloads. Each is written once over what a contestant can do (contestant.ts), and beside it its limit (limits.ts).
// A batch answers how long it took; whoever did not do the work makes it throw.

import {
  type Contestant,
  NotAble,
  type OpenSpec,
  type Source,
  type Store,
  type Sums,
  type WorkloadName,
  pageSize,
} from './contestant.ts';
import { deleteDatabases } from './databases.ts';
import {
  appendStrictly,
  boardByHand,
  byRank,
  ChunkedList,
  countOutbox,
  type Figures,
  ingestByHand,
  openRaw,
  readLeaf,
  sortedByHand,
  sumsByHand,
  writeLeaves,
} from './limits.ts';
import { Awaited, openLoaded, sourceOf, watched } from './watching.ts';
import {
  accountCount,
  activity,
  activityLink,
  amountOf,
  contact,
  customerOf,
  deals,
  idOf,
  numberOf,
  ownerCount,
  placeOf,
  randomNumbers,
  rankAt,
  type Row,
} from './rows.ts';

export interface Setting {
  readonly rows: number;
  /** Of one workload: `window` or `all`, how many stages, how many changes in a page ... */
  readonly variant?: string;
  /** Names what is stored on disk. */
  readonly name: string;
  /** Seconds after which loading is given up. */
  readonly patience: number;
}

/** A workload made ready for one contestant. */
export interface Prepared {
  /** Runs `count` operations and answers how many milliseconds they took, or what else is measured. */
  batch(count: number): Promise<number>;
  /** Batches are of one size that the workload sets. */
  readonly fixed?: boolean;
  /** Operations in one of `count`. */
  readonly unit?: number;
  /** How many operations there are at the most, in all. */
  readonly most?: number;
  /** The most operations of one batch. */
  readonly atOnce?: number;
  settle?(): Promise<void>;
  close(): Promise<void>;
}

export interface Workload {
  contest(contestant: Contestant, setting: Setting): Promise<Prepared>;
  /** Absent where the limit is no code of its own. */
  limit?(setting: Setting): Promise<Prepared>;
}

const shown = 50;

/**
 * So many changes of a board make a batch at the most: thousands that wait to be sent at once are the burst of W8, not a person at a board. The fastest batch
 * of them still takes a hundred times the clock's step.
 */
const movesAtOnce = 500;

/** What a window must show after a change: how many rows, which at the place that changed, and which last. */
interface Expected {
  readonly length: number;
  readonly at: number;
  readonly id: string | undefined;
  readonly rank: unknown;
  readonly last: string | undefined;
}

/** The window of the first rows, where the one at `at` is looked at more closely. */
function expectedOf(rows: readonly Row[], at: number): Expected {
  const window = rows.length > shown ? rows.slice(0, shown) : rows;
  const row = window[at];
  return { length: window.length, at, id: row?.id, rank: row?.['rank'], last: window[window.length - 1]?.id };
}

/** Costs little: the clock runs. */
function shows(rows: readonly Row[], { length, at, id, rank, last }: Expected): boolean {
  const row = rows[at];
  return rows.length === length && row?.id === id && row?.['rank'] === rank && rows[length - 1]?.id === last;
}

/** Operations that are thought out before the clock runs, some hundred at a time: what waits for its turn takes room in the processor's caches. */
async function timed<T>(
  plan: (count: number) => readonly T[],
  count: number,
  run: (some: readonly T[]) => Promise<void>,
): Promise<number> {
  let took = 0;
  for (let left = count; left > 0; left -= 256) {
    const some = plan(Math.min(256, left));
    const begin = performance.now();
    await run(some);
    took += performance.now() - begin;
  }
  return took;
}

/** Writes that are still under way are waited for after the batch. */
function keep(writing: Promise<void>[], write: void | Promise<void>): void {
  if (write) writing.push(write);
}

// ---- W1 ------------------------------------------------------------------------------------------------------------

interface Move {
  readonly id: string;
  readonly patch: { readonly stageId: string; readonly rank: string };
  /** What the board must show then. */
  readonly expected: Expected;
}

/** Cards go in turn from below into what the board shows, and out of it to a place below. Moves are thought out before the clock runs. */
function mover(deals: readonly Row[], seed: number): (count: number) => Move[] {
  const random = randomNumbers(seed);
  const now = [...deals];
  const list = new ChunkedList(now);
  let into = false;
  const next = (): Move => {
    into = !into;
    const visible = list.first(shown);
    const last = placeOf(visible[shown - 1]!['rank'] as string);
    let n = numberOf(visible[Math.floor(random() * (shown - 1))]!.id);
    if (into) {
      do n = Math.floor(random() * now.length);
      while (placeOf(now[n]!['rank'] as string) <= last);
    }
    const before = now[n]!;
    const rank = rankAt(into ? random() * last : last + (1 - last) * (0.01 + 0.98 * random()));
    const patch = { stageId: idOf('stage', Math.floor(random() * 6)), rank };
    const after: Row = { ...before, ...patch };
    list.remove(before);
    list.insert(after);
    now[n] = after;
    const shownThen = list.first(shown);
    // Where it came in, or where the next one moved up.
    const at = Math.max(0, into ? shownThen.indexOf(after) : visible.indexOf(before));
    return { id: before.id, patch, expected: expectedOf(shownThen, at) };
  };
  return (count) => Array.from({ length: count }, next);
}

const move: Workload = {
  async contest(contestant, { rows, name, patience }) {
    const all = deals(rows);
    const store = await openLoaded(
      contestant,
      { name, durable: false, tables: { deal: [['rank']] } },
      [sourceOf('deal', all)],
      patience,
    );
    if (!store.update) throw new NotAble('no way to write one row');
    const board = await watched(store, { table: 'deal', orderBy: 'rank', limit: shown }, shown);
    const plan = mover(all, 11);
    let writing: Promise<void>[] = [];
    return {
      atOnce: movesAtOnce,
      async batch(count) {
        return timed(plan, count, async (moves) => {
          for (const { id, patch, expected } of moves) {
            board.expect((rows) => shows(rows, expected));
            keep(writing, store.update!('deal', id, patch));
            if (!board.met) await board.wait('W1');
          }
        });
      },
      async settle() {
        await Promise.all(writing);
        writing = [];
        await store.settle?.();
      },
      close: () => store.close(),
    };
  },
  limit({ rows }) {
    const board = new Awaited<readonly Row[]>();
    const all = deals(rows);
    const update = boardByHand(all, shown, board.told);
    const plan = mover(all, 11);
    return Promise.resolve({
      atOnce: movesAtOnce,
      batch(count: number) {
        return timed(plan, count, async (moves) => {
          for (const { id, patch, expected } of moves) {
            board.expect((rows) => shows(rows, expected));
            update(id, patch);
            if (!board.met) throw new Error('W1: the limit did not move the card');
          }
        });
      },
      close: () => Promise.resolve(),
    });
  },
};

// ---- W2 ------------------------------------------------------------------------------------------------------------

const ownerIndexes = [
  ['ownerId', 'rank'],
  ['accountId', 'rank'],
];

/** One board: the first deals with this value in this field. */
type Board = readonly [field: 'ownerId' | 'accountId', value: string];

const ownersBoard = (n: number): Board => ['ownerId', idOf('user', n)];

/** One deal in ten belongs to the first two owners, and to accounts that nobody looks at: their boards are full at any size, and no other board knows their deals. */
function dealsOfOwners(n: number): Row[] {
  return deals(n).map((row, i) => {
    if (i % 10 === 0)
      return { ...row, ownerId: idOf('user', (i / 10) % 2), accountId: idOf('account', accountCount + (i % accountCount)) };
    const owner = 2 + (numberOf(row['ownerId'] as string) % (ownerCount - 2));
    return { ...row, ownerId: idOf('user', owner) };
  });
}

/** The boards of the first two owners, then those of the others and of accounts: of `open` in all, a change of owner touches two. */
function boardsOf(open: number): Board[] {
  return Array.from({ length: open }, (_, i) =>
    i < ownerCount ? ownersBoard(i) : ['accountId', idOf('account', i - ownerCount)],
  );
}

async function openBoards(
  store: Store,
  all: readonly Row[],
  boards: readonly Board[],
): Promise<Awaited<readonly Row[]>[]> {
  const sizes = new Map<string, number>();
  for (const row of all)
    for (const field of ['ownerId', 'accountId'])
      sizes.set(row[field] as string, (sizes.get(row[field] as string) ?? 0) + 1);
  const opened: Awaited<readonly Row[]>[] = [];
  for (const [field, value] of boards)
    opened.push(
      await watched(
        store,
        { table: 'deal', where: { field, value }, orderBy: 'rank', limit: shown },
        Math.min(shown, sizes.get(value) ?? 0),
      ),
    );
  return opened;
}

/** A deal goes from the first owner to the second and back. Thought out before the clock runs. */
function ownerChanger(all: readonly Row[]): (count: number) => OwnerChange[] {
  const random = randomNumbers(13);
  const cards = [0, 1].map((n) => all.filter((row) => row['ownerId'] === idOf('user', n)).sort(byRank));
  let from = 1;
  const next = (): OwnerChange => {
    from = 1 - from;
    const to = 1 - from;
    const source = cards[from]!;
    const target = cards[to]!;
    const at = Math.floor(random() * Math.min(shown, source.length));
    const last = target.length < shown ? 1 : placeOf(target[shown - 1]!['rank'] as string);
    const patch = { ownerId: idOf('user', to), rank: rankAt(random() * last) };
    const [before] = source.splice(at, 1);
    const after: Row = { ...before!, ...patch };
    let place = target.findIndex((row) => byRank(after, row) < 0);
    if (place < 0) place = target.length;
    target.splice(place, 0, after);
    return { id: after.id, patch, from, left: expectedOf(source, at), entered: expectedOf(target, place) };
  };
  return (count) => Array.from({ length: count }, next);
}

interface OwnerChange {
  readonly id: string;
  readonly patch: { readonly ownerId: string; readonly rank: string };
  readonly from: number;
  readonly left: Expected;
  readonly entered: Expected;
}

const unrelated: Workload = {
  async contest(contestant, { rows, name, patience, variant }) {
    const all = dealsOfOwners(rows);
    const store = await openLoaded(
      contestant,
      { name, durable: false, tables: { deal: ownerIndexes } },
      [sourceOf('deal', all)],
      patience,
    );
    if (!store.update) throw new NotAble('no way to write one row');
    const boards = await openBoards(store, all, boardsOf(Number(variant)));
    const others = boards.slice(2).map((board) => ({ board, before: board.latest! }));
    const plan = ownerChanger(all);
    let writing: Promise<void>[] = [];
    return {
      atOnce: movesAtOnce,
      async batch(count) {
        const took = await timed(plan, count, async (changes) => {
          for (const { id, patch, from, left, entered } of changes) {
            const source = boards[from]!;
            const target = boards[1 - from]!;
            source.expect((told) => shows(told, left));
            target.expect((told) => shows(told, entered));
            keep(writing, store.update!('deal', id, patch));
            if (!source.met) await source.wait('W2');
            if (!target.met) await target.wait('W2');
          }
        });
        for (const { board, before } of others)
          if (board.latest!.length !== before.length || board.latest!.some((row, i) => row.id !== before[i]!.id))
            throw new Error('W2: a change touched a third board');
        return took;
      },
      async settle() {
        await Promise.all(writing);
        writing = [];
        await store.settle?.();
      },
      close: () => store.close(),
    };
  },
};

// ---- W3 ------------------------------------------------------------------------------------------------------------

interface ChangedPage {
  readonly rows: readonly Row[];
  /** The figures after it, of all stages. */
  readonly expected: ReadonlyMap<string, Figures>;
}

/** Pages of rows that others changed: other amounts, and half of them in another stage. */
function changer(all: readonly Row[], stages: number, changes: number): () => ChangedPage {
  const random = randomNumbers(17);
  const now = [...all];
  const figures = new Map<string, Figures>();
  const group = (row: Row): Figures =>
    figures.get(row['stageId'] as string) ??
    figures.set(row['stageId'] as string, { count: 0, sum: 0 }).get(row['stageId'] as string)!;
  for (const row of now) {
    group(row).count += 1;
    group(row).sum += amountOf(row);
  }
  let version = 1;
  return () => {
    version += 1;
    const changed = new Map<number, Row>();
    while (changed.size < changes) {
      const at = Math.floor(random() * now.length);
      if (changed.has(at)) continue;
      const before = now[at]!;
      const stageId = random() < 0.5 ? before['stageId'] : idOf('stage', Math.floor(random() * stages));
      const after: Row = {
        ...before,
        version: `p${version}`,
        stageId,
        amount: { minor: Math.floor(random() * 5_000_000), currency: 'CNY' },
      };
      group(before).count -= 1;
      group(before).sum -= amountOf(before);
      group(after).count += 1;
      group(after).sum += amountOf(after);
      now[at] = after;
      changed.set(at, after);
    }
    return {
      rows: [...changed.values()],
      expected: new Map([...figures].filter(([, f]) => f.count > 0).map(([stage, f]) => [stage, { ...f }])),
    };
  };
}

function samePage(sums: Sums, expected: ReadonlyMap<string, Figures>): boolean {
  for (const [stage, { count, sum }] of expected) {
    const told = sums(stage);
    if (!told || told.count !== count || told.sum !== sum) return false;
  }
  return true;
}

/** The variant is `stages/changes in a page`, and `/at once` where pages are not waited for until they are stored. */
function figuresOf(variant: string | undefined): readonly [stages: number, changes: number, atOnce: boolean] {
  const [stages, changes, atOnce] = (variant ?? '').split('/');
  return [Number(stages), Number(changes), atOnce !== undefined];
}

const sums: Workload = {
  async contest(contestant, { rows, name, patience, variant }) {
    const [stages, changes, atOnce] = figuresOf(variant);
    const all = deals(rows, stages);
    const store = await openLoaded(
      contestant,
      { name, durable: false, tables: { deal: [] } },
      [sourceOf('deal', all)],
      patience,
    );
    if (!store.watchSums || !store.pull) throw new NotAble('no live figures');
    const next = changer(all, stages, changes);
    const told = new Awaited<Sums>();
    await store.watchSums(told.told);
    return {
      unit: changes,
      async batch(count) {
        let took = 0;
        const storing: Promise<void>[] = [];
        for (let i = 0; i < count; i++) {
          const page = next();
          // Only one stage is looked at while the clock runs; the others afterwards.
          const [stage, figures] = [...page.expected][0]!;
          told.expect((sums) => sums(stage)?.sum === figures.sum && (changes > 1 || samePage(sums, page.expected)));
          let begin = 0;
          const pulled = store.pull!('deal', page.rows, () => (begin = performance.now()));
          if (!told.met) await told.wait('W3');
          took += told.at - begin;
          if (atOnce) keep(storing, pulled);
          else await pulled;
          if (!samePage(told.latest!, page.expected)) throw new Error('W3: the figures told are wrong');
        }
        await Promise.all(storing);
        return took;
      },
      settle: async () => store.settle?.(),
      close: () => store.close(),
    };
  },
  limit({ rows, variant }) {
    const [stages, changes] = figuresOf(variant);
    const all = deals(rows, stages);
    const next = changer(all, stages, changes);
    let latest: ReadonlyMap<string, Figures> = new Map();
    const pull = sumsByHand(all, (groups) => (latest = groups));
    return Promise.resolve({
      unit: changes,
      batch(count: number) {
        let took = 0;
        for (let i = 0; i < count; i++) {
          const page = next();
          const begin = performance.now();
          pull(page.rows);
          took += performance.now() - begin;
          if (!samePage((stage) => latest.get(stage), page.expected)) throw new Error('W3: the limit is wrong');
        }
        return Promise.resolve(took);
      },
      close: () => Promise.resolve(),
    });
  },
};

// ---- W4 ------------------------------------------------------------------------------------------------------------

const textFields = ['name', 'nextStep', 'source', 'description'];

/** A field and a direction for the nth subscription: none is asked for twice in a row. */
function orderOf(n: number): Order {
  return { orderBy: textFields[n % 4]!, descending: n % 8 >= 4 };
}

/** Reads each row, so that none is left to be made later. */
function readAll(rows: readonly Row[]): number {
  let length = 0;
  for (const row of rows) length += row.id.length;
  return length;
}

interface Order {
  readonly orderBy: string;
  readonly descending: boolean;
}

/** Ids in each order that was checked, by number of rows: all contestants have the same rows. */
const sortedIds = new Map<string, readonly string[]>();

function idsInOrder(all: readonly Row[], { orderBy, descending }: Order): readonly string[] {
  const key = `${all.length} ${orderBy} ${descending}`;
  const known = sortedIds.get(key) ?? sortedByHand(all, orderBy, descending).map((row) => row.id);
  sortedIds.set(key, known);
  return known;
}

function checkSorted(rows: readonly Row[], all: readonly Row[], order: Order, count: number): void {
  const expected = idsInOrder(all, order);
  if (rows.length !== count || rows.some((row, i) => row.id !== expected[i]))
    throw new Error(`W4: the rows are not in the order of ${order.orderBy}`);
}

/** Deals that were loaded once, of which each variant of W4 asks in its way. None changes them. */
interface Loaded {
  readonly all: readonly Row[];
  readonly store: Store;
  users: number;
}

const loadedOnce = new Map<string, Loaded>();

async function dealsLoaded(contestant: Contestant, { rows, name, patience }: Setting): Promise<Loaded> {
  const known = loadedOnce.get(name);
  if (known) return known;
  const all = deals(rows);
  const store = await openLoaded(
    contestant,
    { name, durable: false, tables: { deal: textFields.map((field) => [field]) } },
    [sourceOf('deal', all)],
    patience,
  );
  const loaded = { all, store, users: 0 };
  loadedOnce.set(name, loaded);
  return loaded;
}

const subscribe: Workload = {
  async contest(contestant, setting) {
    const { rows, name, variant } = setting;
    const count = variant === 'all' ? rows : shown;
    const loaded = await dealsLoaded(contestant, setting);
    const { all, store } = loaded;
    if (!store.watch) throw new NotAble('no live queries');
    loaded.users++;
    let n = 0;
    let checked = 0;
    return {
      async batch(times) {
        let took = 0;
        for (let i = 0; i < times; i++) {
          const order = orderOf(n++);
          const awaited = new Awaited<readonly Row[]>();
          awaited.expect((told) => told.length === count && readAll(told) > 0);
          const begin = performance.now();
          const stopping = store.watch!(
            { table: 'deal', ...order, ...(variant === 'all' ? {} : { limit: shown }) },
            awaited.told,
          );
          const stop = typeof stopping === 'function' ? stopping : await stopping;
          if (!awaited.met) await awaited.wait('W4');
          took += performance.now() - begin;
          if (checked++ % 16 < 8) checkSorted(awaited.latest!, all, order, count);
          stop();
        }
        return took;
      },
      settle: async () => store.settle?.(),
      async close() {
        if (--loaded.users > 0) return;
        loadedOnce.delete(name);
        await store.close();
      },
    };
  },
  limit({ rows, variant }) {
    const all = deals(rows);
    const count = variant === 'all' ? rows : shown;
    let n = 0;
    return Promise.resolve({
      batch(times: number) {
        let took = 0;
        for (let i = 0; i < times; i++) {
          const order = orderOf(n++);
          const begin = performance.now();
          const sorted = sortedByHand(all, order.orderBy, order.descending);
          const rows = count === sorted.length ? sorted : sorted.slice(0, count);
          readAll(rows);
          took += performance.now() - begin;
          if (rows.length !== count) throw new Error('W4: the limit is wrong');
        }
        return Promise.resolve(took);
      },
      close: () => Promise.resolve(),
    });
  },
};

// ---- W5 ------------------------------------------------------------------------------------------------------------

/** Rows by tens: one contact, ten activities. `rows` counts the activities. */
function customersAndActivities(rows: number): readonly Source[] {
  return [
    { table: 'contact', count: rows / 10, row: contact },
    { table: 'activity', count: rows, row: activity },
  ];
}

const ingest: Workload = {
  contest(contestant, { rows, name, patience }) {
    const sources = customersAndActivities(rows);
    const spec: OpenSpec = { name, durable: true, tables: { contact: [['name']], activity: [['at']] } };
    const wanted = sources.reduce((sum, source) => sum + source.count, 0);
    return Promise.resolve({
      fixed: true,
      async batch() {
        await contestant.wipe(spec);
        const begin = performance.now();
        const store = await contestant.open(spec);
        const loaded = await store.load(sources, begin + patience * 1000);
        await store.close();
        const took = performance.now() - begin;
        if (loaded === 0) throw new NotAble(`over ${patience} s`);
        await checkIngested(contestant, spec, loaded < wanted ? undefined : rows);
        // Whoever is slow stopped early: its time is that of the rows it took in.
        return (took / loaded) * 1000;
      },
      close: () => contestant.wipe(spec),
    });
  },
  limit({ rows, name }) {
    const sources = customersAndActivities(rows);
    const wanted = sources.reduce((sum, source) => sum + source.count, 0);
    return Promise.resolve({
      fixed: true,
      async batch() {
        await deleteDatabases((known) => known === name);
        const begin = performance.now();
        const loaded = await ingestByHand(name, sources);
        const took = performance.now() - begin;
        if (loaded !== wanted) throw new Error('W5: the limit is wrong');
        return (took / loaded) * 1000;
      },
      close: () => deleteDatabases((known) => known === name),
    });
  },
};

/** Opened again, what was taken in is there. @param rows how many activities, where all were taken in */
async function checkIngested(contestant: Contestant, spec: OpenSpec, rows: number | undefined): Promise<void> {
  const store = await contestant.open(spec);
  if (!store.watch) throw new NotAble('no live queries');
  const first = await watched(
    store,
    { table: 'contact', orderBy: 'id', limit: shown },
    rows === undefined ? shown : Math.min(shown, rows / 10),
  );
  // Who says that all were taken in without counting them is counted after.
  if (rows !== undefined && store.stored) {
    const [contacts, activities] = [await store.stored('contact'), await store.stored('activity')];
    if (contacts !== rows / 10 || activities !== rows)
      throw new Error(`W5: ${contacts} contacts and ${activities} activities are on disk`);
  }
  if (first.latest!.some((row, i) => row.id !== idOf('contact', i)))
    throw new Error('W5: what was taken in did not outlive the client');
  await store.close();
}

// ---- W7 ------------------------------------------------------------------------------------------------------------

const linksPerCustomer = 10;

const timeline: Workload = {
  async contest(contestant, { rows, name, patience }) {
    const customers = rows / linksPerCustomer;
    const spec: OpenSpec = { name, durable: true, tables: { activityLink: [['recordId', 'at']] } };
    const loaded = await openLoaded(
      contestant,
      spec,
      [{ table: 'activityLink', count: rows, row: (n) => activityLink(n, customers) }],
      patience,
    );
    if (!loaded.timeline) throw new NotAble('no query by customer');
    await loaded.calm?.();
    // Opened again: nothing was read of any customer.
    await loaded.close();
    const store = await contestant.open(spec);
    const expected = new Map<number, number>();
    for (let n = 0; n < rows; n++) {
      const customer = customerOf(n, customers);
      expected.set(customer, (expected.get(customer) ?? 0) + 1);
    }
    const order = shuffled(customers, 23);
    let at = 0;
    return {
      most: customers,
      async batch(count) {
        let took = 0;
        for (let i = 0; i < count; i++) {
          const customer = order[at++ % customers]!;
          const recordId = idOf('contact', customer);
          const begin = performance.now();
          const links = await store.timeline!(recordId);
          took += performance.now() - begin;
          const inOrder = links.every(
            (link, k) =>
              link['recordId'] === recordId && (k === 0 || (links[k - 1]!['at'] as string) >= (link['at'] as string)),
          );
          if (!inOrder || links.length !== Math.min(shown, expected.get(customer) ?? 0))
            throw new Error(`W7: the timeline is wrong: ${links.length} links of ${expected.get(customer) ?? 0}`);
        }
        return took;
      },
      close: async () => {
        await store.close();
        await contestant.wipe(spec);
      },
    };
  },
  async limit({ rows, name }) {
    const customers = rows / linksPerCustomer;
    const links = Array.from({ length: rows }, (_, n) => activityLink(n, customers)).sort((a, b) =>
      a['recordId'] === b['recordId']
        ? (a['at'] as string) < (b['at'] as string)
          ? 1
          : -1
        : (a['recordId'] as string) < (b['recordId'] as string)
          ? -1
          : 1,
    );
    await deleteDatabases((known) => known === name);
    await writeLeaves(name, 'activityLink', links);
    const leafOf = new Map<string, number>();
    links.forEach(
      (link, i) =>
        !leafOf.has(link['recordId'] as string) && leafOf.set(link['recordId'] as string, Math.floor(i / 500)),
    );
    const db = await openRaw(name);
    const order = shuffled(customers, 23);
    let at = 0;
    return {
      most: customers,
      async batch(count) {
        let took = 0;
        for (let i = 0; i < count; i++) {
          const recordId = idOf('contact', order[at++ % customers]!);
          const leaf = leafOf.get(recordId);
          if (leaf === undefined) continue;
          const begin = performance.now();
          const rows = (await readLeaf(db, 'activityLink', leaf))
            .filter((row) => row['recordId'] === recordId)
            .slice(0, shown);
          took += performance.now() - begin;
          if (rows.length === 0) throw new Error('W7: the limit is wrong');
        }
        return took;
      },
      close: async () => {
        db.close();
        await deleteDatabases((known) => known === name);
      },
    };
  },
};

function shuffled(count: number, seed: number): number[] {
  const random = randomNumbers(seed);
  const out = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const k = Math.floor(random() * (i + 1));
    [out[i], out[k]] = [out[k]!, out[i]!];
  }
  return out;
}

// ---- W8 ------------------------------------------------------------------------------------------------------------

const burstSize = 1000;

function edit(
  random: () => number,
  n: number,
): { readonly id: string; readonly patch: { readonly nextStep: string; readonly probability: number } } {
  return {
    id: idOf('deal', n),
    patch: { nextStep: `Call again ${Math.floor(random() * 1e9)}`, probability: Math.floor(random() * 20) * 5 },
  };
}

const durable: Workload = {
  async contest(contestant, { rows, name, patience, variant }) {
    const spec: OpenSpec = { name, durable: true, tables: { deal: [] }, strict: true };
    const store = await openLoaded(contestant, spec, [sourceOf('deal', deals(rows))], patience);
    if (!store.updateDurably || !store.updateAllDurably) throw new NotAble('no strict durability');
    const random = randomNumbers(29);
    return {
      ...(variant === 'burst' ? { fixed: true } : {}),
      async batch(count) {
        // No record twice in a burst.
        const edits = Array.from({ length: variant === 'burst' ? burstSize : count }, (_, i) =>
          edit(random, variant === 'burst' ? i : Math.floor(random() * rows)),
        );
        const begin = performance.now();
        if (variant === 'burst') await store.updateAllDurably!('deal', edits);
        else for (const { id, patch } of edits) await store.updateDurably!('deal', id, patch);
        return performance.now() - begin;
      },
      settle: async () => store.settle?.(),
      close: async () => {
        await store.close();
        await contestant.wipe(spec);
      },
    };
  },
  async limit({ rows, name, variant }) {
    await deleteDatabases((known) => known === name);
    const db = await openRaw(name);
    const random = randomNumbers(29);
    let appended = 0;
    const record = (): unknown => {
      const { id, patch } = edit(random, Math.floor(random() * rows));
      return {
        state: 'waiting',
        change: {
          key: ['1b671a64-40d5-491e-99b0-da01ff1f3341', ++appended],
          op: 'update',
          table: 'deal',
          id,
          patch,
          base: { nextStep: 'Call the buyer', probability: 5 },
          baseVersion: '1',
          at: new Date().toISOString(),
        },
      };
    };
    return {
      ...(variant === 'burst' ? { fixed: true } : {}),
      async batch(count) {
        const begin = performance.now();
        if (variant === 'burst') await appendStrictly(db, Array.from({ length: burstSize }, record));
        else for (let i = 0; i < count; i++) await appendStrictly(db, [record()]);
        const took = performance.now() - begin;
        if ((await countOutbox(db)) !== appended) throw new Error('W8: the limit is wrong');
        return took;
      },
      close: async () => {
        db.close();
        await deleteDatabases((known) => known === name);
      },
    };
  },
};

// ---- W9 ------------------------------------------------------------------------------------------------------------

/** How long the page was kept from doing anything else, at the longest, while `work` went on, in milliseconds. */
async function longestTask(work: () => Promise<void>): Promise<number> {
  const channel = new MessageChannel();
  let last = performance.now();
  let longest = 0;
  let over = false;
  const beat = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!over) channel.port2.postMessage(0);
  };
  channel.port1.onmessage = beat;
  channel.port2.postMessage(0);
  await work();
  // What is put off until later belongs to it.
  await new Promise((resolve) => setTimeout(resolve, 300));
  over = true;
  beat();
  channel.port1.close();
  return longest;
}

const pullUnderQueries: Workload = {
  async contest(contestant, { rows, name, patience }) {
    const all = deals(rows);
    const store = await openLoaded(
      contestant,
      { name, durable: true, tables: { deal: [...ownerIndexes, ...textFields.map((field) => [field]), ['rank']] } },
      [sourceOf('deal', all)],
      patience,
    );
    if (!store.pull || !store.watch) throw new NotAble('no live queries');
    await openBoards(store, all, boardsOf(15));
    for (const orderBy of textFields) await watched(store, { table: 'deal', orderBy, limit: shown }, shown);
    const newest = await watched(store, { table: 'deal', orderBy: 'rank', limit: shown }, shown);
    const random = randomNumbers(31);
    let version = 1;
    return {
      fixed: true,
      batch() {
        version += 1;
        const changed = new Map<string, Row>();
        while (changed.size < pageSize) {
          const row = all[Math.floor(random() * rows)]!;
          changed.set(row.id, {
            ...row,
            version: `w${version}`,
            ownerId: idOf('user', Math.floor(random() * ownerCount)),
            nextStep: `${version} ${row['nextStep'] as string}`,
            rank: rankAt(random()),
          });
        }
        // One of them comes first of all, so that it can be seen that the page arrived.
        const [first] = changed.values();
        const rank = rankAt(random() * 1e-9);
        changed.set(first!.id, { ...changed.get(first!.id)!, rank });
        return longestTask(async () => {
          newest.expect((told) => told.some((row) => row.id === first!.id && row['rank'] === rank));
          const pulled = store.pull!('deal', [...changed.values()], () => {});
          if (!newest.met) await newest.wait('W9');
          await pulled;
        });
      },
      settle: async () => store.settle?.(),
      close: () => store.close(),
    };
  },
};

export const workloads: Readonly<Partial<Record<WorkloadName, Workload>>> = {
  move,
  unrelated,
  sums,
  subscribe,
  ingest,
  timeline,
  durable,
  pullUnderQueries,
};
