import type { Group } from '@vinculo/sdk/schema';
import { describe, expect, test } from 'vitest';
import { boardFigures } from './figures.ts';

const stages = [
  { id: 'a', category: 'open', probability: 10 },
  { id: 'b', category: 'open', probability: 50 },
  { id: 'w', category: 'won', probability: 100 },
];
const group = (stageId: string, probability: number | null, count: number, sum: Record<string, number>): Group => ({ key: { stageId, probability }, values: { count, sum } });

describe('figures of a board', () => {
  test('weigh each deal by its own probability, else by its stage', () => {
    const { stages: by, open } = boardFigures([group('a', null, 2, { EUR: 1000_00 }), group('a', 60, 1, { EUR: 500_00 }), group('w', null, 3, { EUR: 9 })], stages, 'EUR', [], '2026-11-22');
    expect(by.get('a')).toMatchObject({ count: 3, sum: { amounts: [{ minor: 1500_00, currency: 'EUR' }] }, weighted: { amounts: [{ minor: 100_00 + 300_00, currency: 'EUR' }] }, share: 100, shareOf: 'amount' });
    expect(by.get('b')).toMatchObject({ count: 0, sum: { amounts: [{ minor: 0, currency: 'EUR' }] }, share: 0 });
    expect(open.count).toBe(3);
  });

  test('convert by the latest rate of the day, in either direction, when every rate is known', () => {
    const rates = [
      { from: 'EUR', to: 'NOK', on: '2026-11-20', rate: '10' },
      { from: 'EUR', to: 'NOK', on: '2026-11-30', rate: '99' },
      { from: 'JPY', to: 'EUR', on: '2026-11-19', rate: '0.005' },
      { from: 'JPY', to: 'EUR', on: '2026-01-01', rate: '7' },
    ];
    const { stages: by, currencies } = boardFigures([group('a', null, 1, { EUR: 100_00, NOK: 500_00 }), group('b', null, 1, { JPY: 20_000 })], stages, 'EUR', rates, '2026-11-22');
    expect(by.get('a')!.sum).toEqual({ amounts: [{ minor: 150_00, currency: 'EUR' }], more: 0, convertedOn: '2026-11-19' });
    expect(by.get('b')!.sum.amounts).toEqual([{ minor: 100_00, currency: 'EUR' }]);
    expect(by.get('a')!.share).toBeCloseTo(60);
    expect(currencies).toEqual(['EUR', 'JPY', 'NOK']);
  });

  test('stand side by side, never added, when a rate is missing', () => {
    const { stages: by } = boardFigures([group('a', null, 4, { EUR: 100_00, NOK: 500_00, GBP: 900_00, JPY: 3 }), group('b', null, 1, { GBP: 5 })], stages, 'EUR', [], '2026-11-22');
    expect(by.get('a')!.sum).toEqual({ amounts: [{ minor: 100_00, currency: 'EUR' }, { minor: 900_00, currency: 'GBP' }], more: 2 });
    expect(by.get('a')).toMatchObject({ share: 80, shareOf: 'count' });
  });

  test('say nothing of a currency whose last amount was emptied', () => {
    const { stages: by, currencies } = boardFigures([group('a', null, 2, { EUR: 100_00, AED: 0 }), group('b', null, 1, { AED: 0 })], stages, 'EUR', [], '2026-11-22');
    expect(by.get('a')).toMatchObject({ sum: { amounts: [{ minor: 100_00, currency: 'EUR' }], more: 0 }, share: 100, shareOf: 'amount' });
    expect(by.get('b')!.sum.amounts).toEqual([{ minor: 0, currency: 'EUR' }]);
    expect(currencies).toEqual(['EUR']);
  });
});
