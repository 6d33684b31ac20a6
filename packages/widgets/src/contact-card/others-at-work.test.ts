import type { AggregateResult, AnyRow, Result } from '@vinculo/sdk';
import { expect, test } from 'vitest';
import type { Link, Stage } from './card-rows.ts';
import { othersAtWork } from './others-at-work.ts';

const now = new Date('2026-11-19T13:30:00Z');
const deals = (...groups: readonly (readonly [stageId: string, ownerId: string | null, count: number])[]): AggregateResult => ({ status: 'ready', complete: true, groups: groups.map(([stageId, ownerId, count]) => ({ key: { stageId, ownerId }, values: { count } })) });
const result = <T,>(rows: readonly unknown[], related: readonly AnyRow[] = []): Result<T> => ({ rows: rows as readonly T[], total: rows.length, complete: true, status: 'ready', related: { activity: new Map(related.map((row) => [row.id, row])) } });
const stages = result<Stage>([{ id: 'open', category: 'open' }, { id: 'won', category: 'won' }]);
const links = (...activities: readonly Readonly<Record<string, unknown>>[]): Result<Link> => result<Link>(activities.map((_, i) => ({ id: `l${i}`, activityId: `a${i}` })), activities.map((each, i) => ({ id: `a${i}`, done: true, ...each })));
const seen = (known: Partial<Parameters<typeof othersAtWork>[0]>): ReturnType<typeof othersAtWork> => othersAtWork({ ownerId: 'mei', team: [], deals: undefined, stages, links: [], now, ...known });

test('whoever has an open deal with somebody else’s customer is told, with how many', () => {
  expect(seen({ deals: deals(['open', 'tom', 2], ['open', 'mei', 1], ['won', 'ann', 3], ['open', null, 1]) })).toEqual([{ userId: 'tom', deals: 2 }]);
});

test('so is whoever met or called it within 30 days or is going to; mail is not counted', () => {
  const at = (days: number): string => new Date(now.getTime() + days * 86_400_000).toISOString();
  expect(seen({ links: [links({ kind: 'call', at: at(-31), ownerId: 'tom' }, { kind: 'email', at: at(-1), ownerId: 'ann' })] })).toEqual([]);
  expect(seen({ links: [links({ kind: 'call', at: at(-29), ownerId: 'tom' }), links({ kind: 'visit', at: at(3), done: false, ownerId: 'tom' })] })).toEqual([{ userId: 'tom', deals: 0, contact: { kind: 'visit', at: at(3) } }]);
});

test('who was taken into the team is no other, and one alone with nobody’s customer is none either', () => {
  expect(seen({ team: ['tom'], deals: deals(['open', 'tom', 2]) })).toEqual([]);
  expect(seen({ ownerId: null, deals: deals(['open', 'tom', 2]) })).toEqual([]);
  expect(seen({ ownerId: null, deals: deals(['open', 'tom', 2], ['open', 'ann', 1]) }).map(({ userId }) => userId)).toEqual(['tom', 'ann']);
});
