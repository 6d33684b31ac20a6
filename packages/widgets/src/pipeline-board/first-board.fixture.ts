import { createClient, type Vinculo } from '@vinculo/sdk';
import { demoSeed, memoryBackend } from '@vinculo/sdk/testing';
import { fixtureSync, html, waitUntil } from '@open-wc/testing';
import type { LiveSource } from '../base/live-controller.ts';
import { asSoonAs } from '../parts/as-soon-as.fixture.ts';
import './vinculo-pipeline-board.ts';
import type { PipelineBoard } from './pipeline-board.ts';

let crm: Vinculo;

/** Before the test of a file what a board shows is known, so that its first drawing has it; after it the client ends. */
export function knownBefore(): void {
  before(async () => {
    crm = createClient({ adapter: memoryBackend({ seed: demoSeed(Date.now()) }).adapter('user-joao') });
    const asked: readonly LiveSource<{ readonly status: string }>[] = [crm.pipelines.query(), crm.stages.query(), crm.exchangeRates.query(), crm.deals.query({ include: ['accountId', 'contactId', 'ownerId'] }), crm.deals.aggregate({ measures: { count: { op: 'count' } } })];
    for (const each of asked) each.subscribe(() => {});
    await waitUntil(() => asked.every(({ snapshot }) => snapshot.status === 'ready'), 'the data', { timeout: 5_000 });
  });
  after(() => crm.close());
}

/** One card of it. */
export const card = (board: PipelineBoard): HTMLElement => board.shadowRoot!.querySelector<HTMLElement>('li[data-deal="deal-05"]')!;

/** A board at the moment of its first drawing with cards. */
export async function firstDrawn(): Promise<PipelineBoard> {
  const box = fixtureSync<HTMLElement>(html`<div lang="en"></div>`);
  box.style.setProperty('width', '1200px');
  const board = document.createElement('vinculo-pipeline-board');
  board.setAttribute('pipeline-id', 'pipe-new');
  board.client = crm;
  box.append(board);
  await asSoonAs(board.shadowRoot!, () => board.shadowRoot!.querySelector('li[data-deal="deal-05"]') !== null);
  return board;
}
