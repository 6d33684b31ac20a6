import { expect, test } from 'vitest';
import { forecast, monthsFrom } from './forecast.ts';

const stages = [{ id: 'a', category: 'open' }, { id: 'w', category: 'won' }, { id: 'l', category: 'lost' }];
const group = (stageId: string, expectedClose: string | null, category: string | null, sum: Record<string, number>): { key: Record<string, string | null>; values: { sum: Record<string, number> } } => ({ key: { stageId, expectedClose, forecast: category }, values: { sum } });
const today = '2026-11-22';
const rates = [{ from: 'USD', to: 'EUR', on: '2026-11-01', rate: '0.5' }];
const months = monthsFrom(today, 3);

test('the months go over the end of the year', () => {
  expect(monthsFrom('2026-12-31', 3)).toEqual(['2026-12', '2027-01', '2027-02']);
});

test('open deals count where they are expected, by category; won ones in the first month', () => {
  const open = [
    group('a', '2026-11-30', 'committed', { EUR: 1000 }), group('a', '2026-11-02', 'committed', { EUR: 1, USD: 100 }), group('a', '2026-12-24', null, { EUR: 30 }),
    group('a', '2027-01-01', 'bestCase', { EUR: 7 }), group('a', '2027-01-02', 'omitted', { EUR: 9 }), group('a', '2027-02-01', 'bestCase', { EUR: 8 }), group('w', '2026-11-30', 'committed', { EUR: 5 }),
  ];
  const won = [group('w', null, null, { EUR: 40 }), group('l', null, null, { EUR: 50 })];
  const target = { minor: 5000, currency: 'EUR' };
  expect(forecast(open, won, stages, months, { currency: 'EUR', rates, today, targets: { '2026-12': target } })).toEqual([
    { month: '2026-11', amounts: { won: 40, committed: 1051, bestCase: 0, pipeline: 0 }, target: undefined },
    { month: '2026-12', amounts: { won: 0, committed: 0, bestCase: 0, pipeline: 30 }, target },
    { month: '2027-01', amounts: { won: 0, committed: 0, bestCase: 7, pipeline: 0 }, target: undefined },
  ]);
});

test('a missing rate is no sum', () => {
  expect(forecast([group('a', '2026-11-30', 'committed', { NOK: 1000 })], [], stages, months, { currency: 'EUR', rates, today, targets: {} })).toBeUndefined();
});
