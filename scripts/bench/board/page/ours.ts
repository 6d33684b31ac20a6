import { createClient, type Vinculo } from '@vinculo/sdk';
import type { BoardContestant } from './contestant.ts';

let crm: Vinculo | undefined;
/** The element, which the bundle brings along (site.ts). */
let board: (HTMLElement & { client?: Vinculo }) | undefined;

/** The element over a client that holds all cards in memory, as a page that was open before. */
const ours: BoardContestant = {
  columns: '[data-stage] > .stack', card: 'li[data-deal]', idIn: 'data-deal',
  async prepare(_cards, adapter) {
    crm = createClient({ adapter, cache: 'memory', locale: 'en' });
    const client = crm;
    // They stay in memory as long as somebody looks.
    const tables = ['pipeline', 'stage', 'deal', 'account', 'contact', 'user', 'activityLink', 'activity'];
    await Promise.all(tables.map((table) => new Promise<void>((resolve) => { client.collection(table).query({ limit: 1 }).subscribe(({ status }) => { if (status === 'ready') resolve(); }); })));
    await crm.deals.aggregate({ groupBy: ['stageId'], measures: { count: { op: 'count' } } }).once();
  },
  mount(box) {
    board = document.createElement('vinculo-pipeline-board');
    if (crm) board.client = crm;
    box.append(board);
  },
  // The dialog stands there once what drags and asks has come.
  ready: () => {
    const root = board?.shadowRoot;
    return root?.querySelectorAll('[data-stage]').length === 5 && [...root.querySelectorAll('.stack')].every((each) => each.querySelector('li[data-deal]')) && root.querySelector('dialog') !== null;
  },
  root: () => board!.shadowRoot!,
};
export default ours;
