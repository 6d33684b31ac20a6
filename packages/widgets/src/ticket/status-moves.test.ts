import { entities } from '@vinculo/sdk/schema';
import { expect, it } from 'vitest';
import { stageMove, statusMove } from './status-moves.ts';
import type { Stage, TicketRow } from './ticket-rows.ts';

const now = '2026-11-19T11:20:00.000Z';
const stage = (id: string, category: Stage['category'], more: Partial<Stage> = {}): Stage => ({ id, name: id, pipelineId: 'p', category, ...more });
const ticket: TicketRow = { id: 't', subject: 'Leak', pipelineId: 'p', stageId: 'open', status: 'open', priority: 'normal' };
const move = (status: 'open' | 'pending' | 'resolved' | 'closed', stages: readonly Stage[], row = ticket): ReturnType<typeof statusMove> => statusMove(entities.ticket, row, stages, status, now);

it('takes a ticket that ends into a stage that has ended, and one that goes on back into an open one', () => {
  const stages = [stage('open', 'open'), stage('done', 'won'), stage('cancelled', 'lost')];
  expect(move('pending', stages).patch).toEqual({ status: 'pending' });
  expect(move('resolved', stages)).toEqual({ patch: { status: 'resolved', stageId: 'done' }, asks: [], blocked: false });
  expect(move('open', stages, { ...ticket, status: 'resolved', stageId: 'done' }).patch).toEqual({ status: 'open', stageId: 'open' });
  expect(move('closed', stages, { ...ticket, status: 'resolved', stageId: 'done' }).patch).toEqual({ status: 'closed' });
});

it('goes where the process leads, and says where it does not', () => {
  const first = stage('open', 'open', { allowedTo: ['checked'] });
  expect(move('resolved', [first, stage('done', 'won'), stage('checked', 'won')]).patch['stageId']).toBe('checked');
  expect(move('resolved', [first, stage('done', 'won')]).blocked).toBe(true);
  expect(move('pending', [first, stage('done', 'won')]).blocked).toBe(false);
});

it('asks for what the stage requires, unless the ticket has it', () => {
  const stages = [stage('open', 'open'), stage('done', 'won', { requiredFields: ['resolution'] })];
  expect(move('resolved', stages)).toMatchObject({ asks: ['resolution'], blocked: false });
  expect(move('resolved', stages, { ...ticket, resolution: 'New fan' }).asks).toEqual([]);
  expect(move('resolved', [...stages, stage('other', 'won')]).patch['stageId']).toBe('other');
});

it('lets the state alone where stages are not known', () => {
  expect(move('closed', [])).toEqual({ patch: { status: 'closed' }, asks: [], blocked: false });
});

it('has the state follow a stage that is chosen', () => {
  const stages = [stage('open', 'open'), stage('waits', 'open'), stage('cancelled', 'lost')];
  expect(stageMove(entities.ticket, ticket, stages, stages[1]!, now).patch).toEqual({ stageId: 'waits' });
  expect(stageMove(entities.ticket, ticket, stages, stages[2]!, now).patch).toEqual({ status: 'resolved', stageId: 'cancelled' });
});
