import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend, type MemoryBackend, type MemoryBackendOptions } from '@vinculo/sdk/testing';
import type { ReactiveController } from 'lit';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type FilterRule, whereOf } from '../filters/filter-rules.ts';
import { boardLateEnglish } from '../messages/en-board-late.ts';
import { boardEnglish } from '../messages/en-board.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish, message } from '../messages/message.ts';
import { BoardController, type BoardHost, type BoardState } from './pipeline-board.controller.ts';
import { pageSize } from './lane-rows.ts';
import { Moves } from './moves.ts';
import { Selection } from './selection.ts';
import { SwimRows } from './swim-rows.ts';

addEnglish({ ...moreEnglish, ...moreLateEnglish, ...boardEnglish, ...boardLateEnglish });

/** What an element does for its controllers, without drawing. */
class Host implements BoardHost {
  readonly locale = 'en';
  of: BoardHost['of'] = 'deal';
  crm: Vinculo | undefined;
  pipelineId?: string;
  mine = false;
  search = '';
  filters: readonly FilterRule[] = [];
  readonly = false;
  filter?: NonNullable<BoardHost['filter']>;
  sort?: string;
  swimlanes?: NonNullable<BoardHost['swimlanes']>;
  foldEmpty = false;
  readonly #controllers = new Set<ReactiveController>();
  #planned = false;
  constructor(crm: Vinculo) { this.crm = crm; }
  t: BoardHost['t'] = (key, ...values) => message('en', key, ...values);
  addController(each: ReactiveController): void {
    this.#controllers.add(each);
    each.hostConnected?.();
  }
  removeController(each: ReactiveController): void { this.#controllers.delete(each); }
  requestUpdate(): void {
    if (this.#planned) return;
    this.#planned = true;
    queueMicrotask(() => {
      this.#planned = false;
      for (const each of [...this.#controllers]) each.hostUpdate?.();
    });
  }
  get updateComplete(): Promise<boolean> { return Promise.resolve(true); }
  disconnect(): void { for (const each of [...this.#controllers]) each.hostDisconnected?.(); }
}

const now = Date.parse('2026-11-22T10:00:00Z');
const rates = ['AED', 'CNY', 'GBP', 'NOK', 'USD', 'INR', 'JPY', 'KRW'].map((from) => ({ id: `rate-${from}`, from, to: 'EUR', on: '2026-01-01', rate: '0.5' }));
const ends: (() => Promise<void>)[] = [];
afterEach(async () => { for (const end of ends.splice(0)) await end(); });

interface Board {
  readonly backend: MemoryBackend;
  readonly crm: Vinculo;
  readonly host: Host;
  readonly board: BoardController & { moves: Moves; swims: SwimRows };
  readonly selection: Selection;
  readonly events: { name: string; detail: unknown }[];
  cancel: boolean;
  ids(stage: string): string[];
  until(holds: () => boolean): Promise<void>;
}

async function setUp({ seed = {}, cache = 'memory', state = 'ready', before, ...options }: MemoryBackendOptions & { cache?: 'memory' | 'none'; state?: BoardState; before?: (backend: MemoryBackend) => void } = {}): Promise<Board> {
  const backend = memoryBackend({ ...options, seed: { ...demoSeed(now), exchangeRate: rates, ...seed } });
  before?.(backend);
  const crm = createClient({ adapter: backend.adapter('user-katarzyna'), cache });
  const host = new Host(crm);
  const events: Board['events'] = [];
  const controller = new BoardController(host);
  const selection = new Selection(host, controller);
  const moves = new Moves(host, controller, selection, (name, detail, { cancelable = false } = {}) => {
    events.push({ name, detail });
    return !(cancelable && set.cancel);
  });
  const board = Object.assign(controller, { moves, swims: new SwimRows(host, controller) });
  host.requestUpdate();
  ends.push(async () => { host.disconnect(); await crm.close(); });
  const set: Board = {
    backend, crm, host, board, selection, events, cancel: false,
    ids: (stage) => board.lane(`pipe-new-${stage}`)!.rows.map((each) => each.id),
    until: (holds) => vi.waitFor(() => { host.requestUpdate(); expect(holds()).toBe(true); }, { interval: 1 }),
  };
  await set.until(() => board.state === state);
  return set;
}

const count = ({ board }: Board, stage: string): number => board.figures.stages.get(`pipe-new-${stage}`)!.count;
const pushes = ({ backend }: Board): { patch: unknown }[] => backend.faults.calls.filter((call) => call.method === 'push').flatMap((call) => call.changes!);

for (const cache of ['memory', 'none'] as const) {
  describe(`a board, cache ${cache}`, () => {
    test('shows the first pipeline of deals, its lanes by rank, figures of all deals', async () => {
      const set = await setUp({ cache });
      expect(set.board.pipeline!.id).toBe('pipe-new');
      expect(set.board.lanes.map((lane) => [lane.stage.name, lane.folded])).toEqual([['Qualify', false], ['Discovery', false], ['Proposal', false], ['Negotiation', false], ['Contract', false], ['Won', true], ['Lost', true]]);
      expect(set.ids('contract')).toEqual(['deal-03', 'deal-11']);
      expect(set.board.figures.stages.get('pipe-new-contract')).toMatchObject({ count: 2, sum: { amounts: [{ minor: 2_790_000 + 6_200_000 * 100 * 0.5, currency: 'EUR' }], convertedOn: '2026-01-01' } });
      expect(set.board.figures.open.count).toBe(22);
      expect(set.board.lane('pipe-new-contract')!.customerOf(set.board.dealOf('deal-03')!)).toBe('Hanseatic Kühltechnik GmbH');
    });

    test('moves with one write of stage and rank; figures follow at once, the place is told', async () => {
      const set = await setUp({ cache });
      expect(set.board.moves.move('deal-05', 'pipe-new-negotiation', 2)).toBe(true);
      await set.until(() => set.ids('negotiation').length === 5);
      expect(set.ids('negotiation')).toEqual(['deal-01', 'deal-10', 'deal-05', 'deal-15', 'deal-17']);
      expect([count(set, 'negotiation'), count(set, 'proposal')]).toEqual([5, 4]);
      expect(set.board.moves.said!.text).toContain('is now in Negotiation, place 3 of 5');
      await set.until(() => pushes(set).length === 1 && set.crm.outbox.snapshot.length === 0);
      expect(pushes(set)[0]!.patch).toEqual({ stageId: 'pipe-new-negotiation', rank: expect.any(String) });
      expect(set.events.map((each) => each.name)).toEqual(['vinculo-deal-move', 'vinculo-deal-moved']);
    });

    test('takes a move back on undo', async () => {
      const set = await setUp({ cache });
      set.board.moves.move('deal-05', 'pipe-new-discovery');
      await set.until(() => set.backend.row('deal', 'deal-05')!['stageId'] === 'pipe-new-discovery');
      set.board.moves.said!.undo!();
      await set.until(() => set.backend.row('deal', 'deal-05')!['stageId'] === 'pipe-new-proposal' && set.ids('proposal')[1] === 'deal-05');
      expect(set.events.at(-1)).toMatchObject({ name: 'vinculo-deal-moved', detail: { fromStageId: 'pipe-new-discovery', toStageId: 'pipe-new-proposal' } });
    });

    test('follows what another user does, also under a running move', async () => {
      const set = await setUp({ cache });
      set.board.moves.pickUp('deal-05', 'keys');
      set.board.moves.hover('pipe-new-negotiation', 1);
      set.backend.update('deal', 'deal-10', { stageId: 'pipe-new-qualify' });
      await set.until(() => set.ids('negotiation').length === 3 && count(set, 'qualify') === 6);
      expect(set.board.moves.carried).toMatchObject({ deal: { id: 'deal-05' }, stageId: 'pipe-new-negotiation', place: 1 });
      set.board.moves.drop();
      await set.until(() => set.ids('negotiation').join() === 'deal-01,deal-05,deal-15,deal-17');
    });
  });
}

describe('a move', () => {
  test('is not written when the page says no', async () => {
    const set = await setUp();
    set.cancel = true;
    expect(set.board.moves.move('deal-05', 'pipe-new-negotiation')).toBe(false);
    expect(set.board.moves.said!.text).toContain('is back in Proposal');
    expect(set.crm.outbox.snapshot).toHaveLength(0);
  });

  test('asks for what the stage needs, then writes it all at once', async () => {
    const set = await setUp({ seed: { deal: demoSeed(now)['deal']!.map((each) => (each.id === 'deal-05' ? { ...each, expectedClose: null } : each)) } });
    set.board.moves.move('deal-05', 'pipe-new-contract');
    expect(set.board.moves.question).toMatchObject({ fields: ['expectedClose'], stage: { name: 'Contract' } });
    expect(set.crm.outbox.snapshot).toHaveLength(0);
    expect(set.board.moves.answer({})).toBe(false);
    expect(set.board.moves.said).toMatchObject({ tone: 'bad', text: 'Contract needs Expected close' });
    set.board.moves.move('deal-05', 'pipe-new-contract');
    set.board.moves.answer({ expectedClose: '2026-12-24' });
    await set.until(() => pushes(set).length === 1);
    expect(pushes(set)[0]!.patch).toMatchObject({ stageId: 'pipe-new-contract', expectedClose: '2026-12-24' });
  });

  test('to lost asks why, to won asks when; cancelling leaves the card', async () => {
    const set = await setUp();
    set.board.moves.move('deal-05', 'pipe-new-lost');
    expect(set.board.moves.question!.fields).toEqual(['lostReason', 'competitorId']);
    set.board.moves.cancel();
    expect(set.board.moves.question).toBeUndefined();
    set.board.moves.move('deal-05', 'pipe-new-won');
    expect(set.board.moves.question!.fields).toEqual(['closedAt']);
    set.board.moves.answer({ closedAt: '2026-11-20T12:00:00.000Z' });
    await set.until(() => set.backend.row('deal', 'deal-05')!['stageId'] === 'pipe-new-won');
    expect(set.backend.row('deal', 'deal-05')!['closedAt']).toBe('2026-11-20T12:00:00.000Z');
  });

  test('that the stage does not allow goes back and says why', async () => {
    const seed = demoSeed(now);
    const set = await setUp({ seed: { stage: seed['stage']!.map((each) => (each.id === 'pipe-new-proposal' ? { ...each, allowedTo: ['pipe-new-negotiation'] } : each)) } });
    expect(set.board.moves.move('deal-05', 'pipe-new-qualify')).toBe(false);
    expect(set.board.moves.said).toMatchObject({ tone: 'bad' });
    expect(set.board.moves.said!.text).toContain('cannot go from Proposal to Qualify');
    expect(set.crm.outbox.snapshot).toHaveLength(0);
  });

  test('that the server refuses goes back, says why and can be dropped', async () => {
    const set = await setUp();
    set.backend.faults.refuse({ table: 'deal', id: 'deal-05' }, 'quote', 'It needs an approved quote first.');
    set.board.moves.move('deal-05', 'pipe-new-negotiation');
    await set.until(() => set.board.parked.length === 1);
    expect(set.ids('proposal')).toContain('deal-05');
    await set.until(() => set.board.moves.said?.text.includes('approved quote') === true);
    expect(set.events.at(-1)).toMatchObject({ name: 'vinculo-error', detail: { code: 'quote' } });
    set.board.parked[0]!.discard();
    await set.until(() => set.board.parked.length === 0);
  });

  test('waits, marked, while the backend is away', async () => {
    const set = await setUp();
    set.backend.faults.offline();
    set.board.moves.move('deal-05', 'pipe-new-negotiation');
    await set.until(() => set.board.status?.connection === 'offline' && set.board.unsynced.has('deal-05'));
    expect(set.board.status!.waiting).toBe(1);
    expect(set.ids('negotiation')).toContain('deal-05');
  });

  test('lands where ranks leave room, which the gap shows before', async () => {
    const seed = demoSeed(now);
    const set = await setUp({ seed: { deal: seed['deal']!.map((each) => (each['stageId'] === 'pipe-new-negotiation' ? { ...each, rank: null } : each)) } });
    set.board.moves.pickUp('deal-05', 'pointer');
    set.board.moves.hover('pipe-new-negotiation', 3);
    expect(set.board.moves.carried!.place).toBe(0);
    set.board.moves.drop();
    await set.until(() => set.ids('negotiation')[0] === 'deal-05');
  });
});

describe('several cards', () => {
  test('go in one batch, one below the other, and come back together', async () => {
    const set = await setUp();
    for (const id of ['deal-05', 'deal-08', 'deal-06']) set.selection.toggle(id);
    set.board.moves.pickUp('deal-05', 'pointer');
    expect(set.board.moves.carried!.deals.map((each) => each.id)).toEqual(['deal-06', 'deal-05', 'deal-08']);
    set.board.moves.hover('pipe-new-negotiation', 1);
    // Said once the pointer rests.
    await set.until(() => set.board.moves.said!.text.includes('Moving 3 deals to Negotiation, place 2 of 7'));
    const held = set.backend.faults.hold('push');
    set.board.moves.drop();
    await set.until(() => set.ids('negotiation').join() === 'deal-01,deal-06,deal-05,deal-08,deal-10,deal-15,deal-17');
    const groups = new Set(set.crm.outbox.snapshot.map((each) => each.change.group));
    expect([set.crm.outbox.snapshot.length, groups.size, groups.has(undefined)]).toEqual([3, 1, false]);
    expect(set.selection.rows).toEqual([]);
    expect(set.events.map((each) => each.name)).toEqual([...Array.from({ length: 3 }, () => 'vinculo-deal-move'), ...Array.from({ length: 3 }, () => 'vinculo-deal-moved')]);
    held.release();
    await set.until(() => set.crm.outbox.snapshot.length === 0 && set.backend.row('deal', 'deal-08')!['stageId'] === 'pipe-new-negotiation');
    expect(set.board.moves.undo()).toBe(true);
    await set.until(() => ['deal-05', 'deal-08'].every((id) => set.backend.row('deal', id)!['stageId'] === 'pipe-new-proposal') && set.backend.row('deal', 'deal-06')!['stageId'] === 'pipe-new-qualify');
    expect(set.board.moves.undo()).toBe(false);
    expect(set.board.moves.redo()).toBe(true);
    await set.until(() => set.backend.row('deal', 'deal-06')!['stageId'] === 'pipe-new-negotiation' && set.ids('negotiation').length === 7);
    expect(set.board.moves.redo()).toBe(false);
  });

  test('that wait are taken back before they were sent', async () => {
    const set = await setUp();
    set.backend.faults.offline();
    expect(set.board.moves.moveAll(['deal-05', 'deal-08'], 'pipe-new-discovery')).toBe(true);
    await set.until(() => set.ids('discovery').includes('deal-08'));
    set.board.moves.undo();
    await set.until(() => set.crm.outbox.snapshot.length === 0 && set.ids('proposal').includes('deal-05') && set.ids('proposal').includes('deal-08'));
  });

  test('that may not go stay, and it is said why', async () => {
    const seed = demoSeed(now);
    const set = await setUp({ seed: { stage: seed['stage']!.map((each) => (each.id === 'pipe-new-proposal' ? { ...each, allowedTo: ['pipe-new-negotiation'] } : each)) } });
    expect(set.board.moves.moveAll(['deal-05', 'deal-01'], 'pipe-new-contract')).toBe(true);
    await set.until(() => set.ids('contract').includes('deal-01'));
    expect(set.ids('proposal')).toContain('deal-05');
    expect(set.board.moves.said).toMatchObject({ tone: 'bad', text: expect.stringContaining('cannot go from Proposal to Contract') });
  });

  test('are asked for what the stage needs once, and each gets what it lacks', async () => {
    const seed = demoSeed(now);
    const set = await setUp({ seed: {
      stage: seed['stage']!.map((each) => (each.id === 'pipe-new-contract' ? { ...each, requiredFields: ['nextStep'] } : each)),
      deal: seed['deal']!.map((each) => (each.id === 'deal-05' ? { ...each, nextStep: 'Visit' } : each)),
    } });
    set.board.moves.moveAll(['deal-05', 'deal-08'], 'pipe-new-contract');
    expect(set.board.moves.question).toMatchObject({ fields: ['nextStep'], deals: [{ id: 'deal-05' }, { id: 'deal-08' }] });
    expect(set.board.moves.answer({ nextStep: 'Sign' })).toBe(true);
    await set.until(() => set.backend.row('deal', 'deal-08')!['nextStep'] === 'Sign');
    expect(set.backend.row('deal', 'deal-05')).toMatchObject({ nextStep: 'Visit', stageId: 'pipe-new-contract' });
  });
});

describe('swimlanes', () => {
  test('are the owners with their cards and figures; a card that goes to another row changes its owner', async () => {
    const set = await setUp();
    set.host.swimlanes = 'owner';
    await set.until(() => set.board.swims.views.length === 3 && set.board.swims.views.every((each) => each.lanes.length === 7 && each.lanes[0]!.rows.result !== undefined));
    expect(set.board.swims.views.map((each) => [each.swim.id, each.figures.open.count])).toEqual(expect.arrayContaining([['user-katarzyna', 8], ['user-joao', 7], ['user-misaki', 7]]));
    const key = (stage: string, owner: string): string => set.board.keyOf({ stageId: `pipe-new-${stage}`, ownerId: `user-${owner}` });
    expect(set.board.lane(key('proposal', 'joao'))!.rows.map((each) => each.id)).toEqual(['deal-05']);
    set.board.moves.pickUp('deal-05', 'keys');
    set.board.moves.step({ lane: 1 });
    set.board.moves.hover(key('negotiation', 'misaki'), 1);
    set.board.moves.drop();
    await set.until(() => set.backend.row('deal', 'deal-05')!['ownerId'] === 'user-misaki');
    expect(set.backend.row('deal', 'deal-05')!['stageId']).toBe('pipe-new-negotiation');
    await set.until(() => set.board.lane(key('negotiation', 'misaki'))!.rows.map((each) => each.id).join() === 'deal-10,deal-05');
  });

  test('by team keep the owner', async () => {
    const seed = demoSeed(now);
    const set = await setUp({ seed: {
      team: [{ id: 'team-a', name: 'North' }, { id: 'team-b', name: 'South' }],
      user: seed['user']!.map((each) => ({ ...each, teamId: each.id === 'user-joao' ? 'team-b' : each.id === 'user-misaki' ? null : 'team-a' })),
    } });
    set.host.swimlanes = 'team';
    await set.until(() => set.board.swims.views.map((each) => each.swim.name).join() === 'North,South,' && set.board.swims.views.every((each) => each.lanes[0]?.rows.result));
    const { views: swims } = set.board.swims;
    expect(swims.map((each) => each.figures.open.count)).toEqual([8, 7, 7]);
    set.board.moves.pickUp('deal-05', 'keys');
    set.board.moves.hover(swims[0]!.lanes.find((each) => each.stage.id === 'pipe-new-negotiation')!.key, 0);
    expect(set.board.moves.carried!.key).toBe(swims[1]!.lanes.find((each) => each.stage.id === 'pipe-new-negotiation')!.key);
    set.board.moves.drop();
    await set.until(() => set.backend.row('deal', 'deal-05')!['stageId'] === 'pipe-new-negotiation');
    expect(set.backend.row('deal', 'deal-05')!['ownerId']).toBe('user-joao');
    // Who goes to another team takes what their cards come to along.
    set.backend.update('user', 'user-misaki', { teamId: 'team-b' });
    await set.until(() => set.board.swims.views.length === 2);
    expect(set.board.swims.views.map((each) => each.figures.open.count)).toEqual([8, 14]);
  });
});

describe('leads', () => {
  test('stand on the board by the same mechanism, under their own names', async () => {
    const set = await setUp();
    set.host.of = 'lead';
    await set.until(() => set.board.state === 'ready' && set.board.pipeline?.id === 'pipe-lead' && set.board.lane('pipe-lead-new')?.rows.length === 1);
    expect(set.board.lane('pipe-lead-new')!.customerOf(set.board.dealOf('lead-1')!)).toBe('Universitetet i Tromsø');
    expect(set.board.figures.stages.get('pipe-lead-contacted')!.count).toBe(1);
    set.board.moves.move('lead-1', 'pipe-lead-contacted');
    await set.until(() => set.backend.row('lead', 'lead-1')!['stageId'] === 'pipe-lead-contacted');
    expect(set.events.map((each) => each.name)).toEqual(['vinculo-lead-move', 'vinculo-lead-moved']);
  });

  test('that are won are converted, not merely moved', async () => {
    const set = await setUp();
    set.host.of = 'lead';
    await set.until(() => set.board.lane('pipe-lead-new')?.rows.length === 1);
    const asked: string[] = [];
    set.board.moves.convert = (lead) => void asked.push(lead.id);
    expect(set.board.moves.move('lead-1', 'pipe-lead-converted')).toBe(true);
    expect([asked, set.crm.outbox.snapshot.length]).toEqual([['lead-1'], 0]);
  });
});

describe('what is shown', () => {
  test('stands by a field where the host says so; a move keeps that order', async () => {
    const set = await setUp();
    set.host.sort = '-amount';
    const amounts = (): number[] => set.board.lane('pipe-new-qualify')!.rows.map((each) => each.amount!.minor);
    await set.until(() => amounts().join() === [...amounts()].sort((a, b) => b - a).join() && set.board.sort === '-amount');
    set.board.moves.move('deal-05', 'pipe-new-qualify', 3);
    await set.until(() => pushes(set).length === 1);
    expect(pushes(set)[0]!.patch).toEqual({ stageId: 'pipe-new-qualify' });
  });

  test('keeps to the filter of the host, and folds stages without a card where it wants that', async () => {
    const set = await setUp();
    set.host.filter = { accountId: 'acc-hanseatic' };
    set.host.foldEmpty = true;
    await set.until(() => set.board.figures.open.count === 4 && set.board.lanes.find((each) => each.stage.id === 'pipe-new-qualify')!.folded);
    expect(set.board.lanes.find((each) => each.stage.id === 'pipe-new-proposal')!.folded).toBe(false);
    set.board.fold('pipe-new-qualify', false);
    await set.until(() => !set.board.lanes.find((each) => each.stage.id === 'pipe-new-qualify')!.folded);
  });


  test('follows search and own deals, with the figures', async () => {
    const set = await setUp();
    set.host.mine = true;
    await set.until(() => set.board.figures.open.count === 8);
    set.host.search = 'retrofit';
    await set.until(() => set.board.figures.open.count === 1 && set.ids('proposal').length === 1);
    expect(set.ids('proposal')).toEqual(['deal-02']);
  });

  test('keeps to what the person filtered, with the figures of all that match; nothing is asked before the filters can be read', async () => {
    const set = await setUp();
    const { host, board, backend } = set;
    host.filters = [{ field: 'amount', op: 'atLeast', values: [{ minor: 5_000_000, currency: 'EUR' }] }, { field: 'ownerId', op: 'is', values: ['user-joao'] }];
    await set.until(() => board.state === 'loading');
    expect(board.where).toBeUndefined();
    board.filtering = { rules: host.filters, whenRead: (_, run) => run(), narrow: (where) => ({ ...where, and: [...(where.and ?? []), whereOf(host.filters)] }) };
    const open = new Set(board.stages.filter((each) => each.category === 'open').map((each) => each.id));
    const matching = backend.rows('deal').filter((row) => {
      const amount = row['amount'] as { minor: number; currency: string } | undefined;
      return open.has(String(row['stageId'])) && row['ownerId'] === 'user-joao' && amount?.currency === 'EUR' && amount.minor >= 5_000_000;
    });
    expect(matching.length).toBeGreaterThan(0);
    await set.until(() => board.state === 'ready' && board.figures.open.count === matching.length);
    expect(board.figures.open.sum.amounts).toEqual([{ minor: matching.reduce((sum, row) => sum + (row['amount'] as { minor: number }).minor, 0), currency: 'EUR' }]);
    await set.until(() => board.lanes.flatMap(({ rows }) => rows.rows.map((row) => row.id)).sort().join() === matching.map((row) => row.id).sort().join());
    // The page's own filter holds as well.
    host.filter = { accountId: 'nobody' };
    await set.until(() => board.figures.open.count === 0);
    expect(board.state).toBe('ready');
  });

  test('knows what is next for the cards in sight, and what has nothing next', async () => {
    const set = await setUp();
    const lane = set.board.lane('pipe-new-negotiation')!;
    expect(lane.nextOf('deal-01')).toBeUndefined();
    lane.drawn(set.crm, 0, 3);
    await set.until(() => lane.nextOf('deal-01')?.subject === 'Send drawings to the plant');
    set.board.lane('pipe-new-qualify')!.drawn(set.crm, 0, 4);
    await set.until(() => set.board.lane('pipe-new-qualify')!.nextOf('deal-06') === null);
    set.backend.write('activityLink', { id: 'new-1', activityId: 'act-01', table: 'deal', recordId: 'deal-06', role: 'regarding', at: '2026-11-23T09:00:00.000Z', kind: 'call', open: true });
    await set.until(() => set.board.lane('pipe-new-qualify')!.nextOf('deal-06')?.kind === 'call');
  });

  test('shows what is next after an own change, before the backend has it', async () => {
    const set = await setUp();
    const lane = set.board.lane('pipe-new-negotiation')!;
    lane.drawn(set.crm, 0, 3);
    await set.until(() => lane.nextOf('deal-01')?.subject === 'Send drawings to the plant');
    const idOf = (subject: string): string => set.backend.rows('activity').find((row) => row['subject'] === subject)!.id;
    const held = set.backend.faults.hold('push');
    const moved = set.crm.activities.update(idOf('Send drawings to the plant'), { dueAt: '2027-02-01T09:00:00.000Z' });
    await set.until(() => lane.nextOf('deal-01')?.subject === 'Call about the revised quote');
    const done = set.crm.activities.update(idOf('Call about the revised quote'), { done: true });
    await set.until(() => lane.nextOf('deal-01')?.subject === 'Meeting on site');
    expect(set.backend.row('activity', idOf('Call about the revised quote'))!['done']).toBe(false);
    held.release();
    await Promise.all([moved.synced, done.synced]);
    await set.until(() => lane.nextOf('deal-01')?.subject === 'Meeting on site');
  });

  test('is followed in the lane a card came from, and in its own once that one shows others', async () => {
    const set = await setUp();
    const [lane, other] = [set.board.lane('pipe-new-negotiation')!, set.board.lane('pipe-new-qualify')!];
    const ask = vi.spyOn(set.crm.activityLinks, 'query');
    const asked = (): number => ask.mock.calls.length;
    lane.drawn(set.crm, 0, 3);
    other.drawn(set.crm, 0, 4);
    await set.until(() => lane.nextOf('deal-01')?.subject === 'Send drawings to the plant' && other.nextOf('deal-06') === null);
    const before = asked();
    set.board.moves.move('deal-01', 'pipe-new-qualify');
    await set.until(() => set.ids('qualify').includes('deal-01') && set.board.unsynced.size === 0);
    other.drawn(set.crm, 0, set.ids('qualify').length - 1);
    expect(asked()).toBe(before);
    set.backend.write('activityLink', { id: 'new-1', activityId: 'unseen', table: 'deal', recordId: 'deal-01', role: 'regarding', at: '2026-01-02T09:00:00.000Z', kind: 'call', open: true });
    await set.until(() => other.nextOf('deal-01')?.at.startsWith('2026-01-02') === true);
    // The lane that asked for it goes.
    set.board.fold('pipe-new-negotiation', true);
    lane.leave();
    await set.until(() => asked() > before);
    set.backend.write('activityLink', { id: 'new-2', activityId: 'unseen', table: 'deal', recordId: 'deal-01', role: 'regarding', at: '2026-01-01T09:00:00.000Z', kind: 'call', open: true });
    await set.until(() => other.nextOf('deal-01')?.at.startsWith('2026-01-01') === true);
  });

  test('goes with a card that is moved while offline', async () => {
    const set = await setUp();
    const [lane, other] = [set.board.lane('pipe-new-negotiation')!, set.board.lane('pipe-new-qualify')!];
    lane.drawn(set.crm, 0, 3);
    other.drawn(set.crm, 0, 4);
    await set.until(() => lane.nextOf('deal-01')?.subject === 'Send drawings to the plant' && other.nextOf('deal-06') === null);
    set.backend.faults.offline();
    set.crm.retry();
    await set.until(() => set.board.status?.connection === 'offline');
    expect(set.board.moves.move('deal-01', 'pipe-new-qualify')).toBe(true);
    await set.until(() => set.ids('qualify').includes('deal-01'));
    // The new card is asked for in its new lane, where nothing of it can be had now.
    other.drawn(set.crm, 0, set.ids('qualify').length - 1);
    await set.until(() => set.board.unsynced.has('deal-01'));
    for (let turn = 0; turn < 20; turn++) await new Promise((done) => { setImmediate(done); });
    expect(other.nextOf('deal-01')).toMatchObject({ subject: 'Send drawings to the plant' });
    expect(other.nextOf('deal-06')).toBeNull();
  });

  test('is a window that grows near its end, while figures are of all', async () => {
    const seed = demoSeed(now);
    const many = Array.from({ length: 400 }, (_, i) => ({ id: `m${i}`, name: `Deal ${i}`, pipelineId: 'pipe-new', stageId: 'pipe-new-qualify', rank: `b${String(i).padStart(4, '0')}`, amount: { minor: 100, currency: 'EUR' } }));
    const set = await setUp({ seed: { deal: [...seed['deal']!, ...many] } });
    const lane = set.board.lane('pipe-new-qualify')!;
    expect([lane.rows.length, lane.more, count(set, 'qualify')]).toEqual([pageSize, true, 405]);
    lane.drawn(set.crm, 30, pageSize - 1);
    expect(lane.rows).toHaveLength(pageSize);
    await set.until(() => lane.rows.length === 2 * pageSize);
  });

  test('is empty, forbidden, unsupported or failed by what the backend says', async () => {
    await setUp({ seed: { deal: [] }, state: 'empty' });
    await setUp({ before: (backend) => void backend.faults.forbid('deal'), state: 'forbidden' });
    await setUp({ seed: { pipeline: [] }, state: 'no-pipeline' });
    const set = await setUp({ before: (backend) =>  backend.faults.authFail(), state: 'error' });
    expect(set.board.error).toMatchObject({ code: 'auth' });
    set.host.crm = undefined;
    await set.until(() => set.board.state === 'no-client');
  });

  test('offers nothing that may not be done', async () => {
    const set = await setUp({ before: (backend) => backend.restrict('deal', { update: false, fields: { amount: 'hidden' } }) });
    await set.until(() => !set.board.may('update') && !set.board.has('amount'));
    expect(set.board.may('create')).toBe(true);
    expect(set.board.moves.pickUp('deal-05', 'keys')).toBe(false);
  });

  describe('over a backend that does not hold every field', () => {
    const without = ['rank', 'expectedClose', 'ownerId', 'tags', 'closedAt', 'lostReason'];
    const poor = (): Promise<Board> => setUp({ before: (backend) => backend.restrict('deal', { without }) });

    test('moves with the stage alone, and says the stage', async () => {
      const set = await poor();
      await set.until(() => !set.board.sets('rank'));
      set.board.moves.pickUp('deal-05', 'keys');
      const { place } = set.board.moves.carried!;
      set.board.moves.step({ place: 1 });
      expect(set.board.moves.carried!.place).toBe(place);
      set.board.moves.hover('pipe-new-discovery', 2);
      expect(set.board.moves.said!.text).toMatch(/to Discovery$/);
      expect(set.board.moves.drop()).toBe(true);
      expect(set.board.moves.said!.text).toMatch(/is now in Discovery$/);
      await set.until(() => pushes(set).length === 1 && set.crm.outbox.snapshot.length === 0);
      expect(pushes(set)[0]!.patch).toEqual({ stageId: 'pipe-new-discovery' });
      expect(set.backend.row('deal', 'deal-05')!['stageId']).toBe('pipe-new-discovery');
    });

    test('asks for nothing that it cannot keep', async () => {
      const set = await poor();
      await set.until(() => !set.board.has('lostReason'));
      set.backend.update('stage', 'pipe-new-lost', { requiredFields: ['expectedClose'] });
      await set.until(() => set.board.stageOf('pipe-new-lost')!.requiredFields?.length === 1);
      set.board.moves.move('deal-05', 'pipe-new-lost');
      expect(set.board.moves.question).toBeUndefined();
      await set.until(() => pushes(set).length === 1);
      expect(pushes(set)[0]!.patch).toEqual({ stageId: 'pipe-new-lost' });
    });

    test('adds a deal with what it holds', async () => {
      const set = await poor();
      await set.until(() => !set.board.has('ownerId'));
      set.board.moves.create(set.board.stageOf('pipe-new-qualify')!, { name: 'Ice machine' });
      await set.until(() => set.backend.rows('deal').some((each) => each['name'] === 'Ice machine'));
      expect(Object.keys(pushes(set)[0]!.patch as object).filter((each) => without.includes(each))).toEqual([]);
    });
  });

  test('offers no move to whom the stage is for reading, and no question about a field that is', async () => {
    const set = await setUp({ before: (backend) => backend.restrict('deal', { fields: { rank: 'read', lostReason: 'read', closedAt: 'read' } }) });
    await set.until(() => !set.board.sets('rank') && set.board.has('rank'));
    expect(set.board.moves.move('deal-05', 'pipe-new-lost')).toBe(true);
    await set.until(() => pushes(set).length === 1);
    expect(pushes(set)[0]!.patch).toEqual({ stageId: 'pipe-new-lost' });
    set.backend.restrict('deal', { fields: { stageId: 'read' } });
    await set.until(() => !set.board.mayMove);
    expect(set.board.moves.pickUp('deal-01', 'keys')).toBe(false);
  });

  test('has a new deal on top of its stage', async () => {
    const set = await setUp();
    set.board.moves.create(set.board.stageOf('pipe-new-qualify')!, { name: 'Ice machine', amount: { minor: 900_00, currency: 'EUR' } });
    await set.until(() => set.board.dealOf(set.ids('qualify')[0]!)?.name === 'Ice machine');
    expect(set.events.map((each) => each.name)).toEqual(['vinculo-deal-create', 'vinculo-deal-created']);
    await set.until(() => set.crm.outbox.snapshot.length === 0);
    expect(set.backend.rows('deal').find((each) => each['name'] === 'Ice machine')).toMatchObject({ ownerId: 'user-katarzyna', stageId: 'pipe-new-qualify' });
  });

  test('changes with the pipeline', async () => {
    const set = await setUp();
    set.board.choosePipeline('pipe-service');
    await set.until(() => set.board.stages.length === 3 && set.board.lanes[0]!.stage.name === 'Offer');
    expect(set.board.lane('pipe-new-qualify')).toBeUndefined();
  });
});

test('says no figures before its stages are known, to which they are counted', async () => {
  const backend = memoryBackend({ seed: { ...demoSeed(now), exchangeRate: rates } });
  const adapter = backend.adapter('user-katarzyna');
  let go: (() => void) | undefined;
  const held = new Promise<void>((done) => { go = done; });
  const crm = createClient({ adapter: { ...adapter, query: async (...asked) => {
    if (asked[0].table === 'stage') await held;
    return adapter.query!(...asked);
  } }, cache: 'none' });
  const host = new Host(crm);
  ends.push(async () => { host.disconnect(); await crm.close(); });
  const board = new BoardController(host);
  host.requestUpdate();
  await vi.waitFor(() => { host.requestUpdate(); expect(board.groups.length).toBeGreaterThan(0); }, { interval: 1, timeout: 5_000 });
  expect([board.isCounted, board.state, board.figures.open.count]).toEqual([false, 'loading', 0]);
  go!();
  await vi.waitFor(() => { host.requestUpdate(); expect([board.isCounted, board.figures.open.count]).toEqual([true, 22]); }, { interval: 1, timeout: 5_000 });
});
