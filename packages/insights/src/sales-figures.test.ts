import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertMinor, salesCycle, weightedMinor, winRate } from './index.ts';

/** Maven Analytics' CRM Sales Opportunities, beside the project. CI must have it. */
const export_ = fileURLToPath(new URL('../../../../shared/data/crm-sales/sales_pipeline.csv', import.meta.url));

describe('figures of a real pipeline', () => {
  it.skipIf(!existsSync(export_) && process.env['CI'] !== 'true')('reaches the published win rates and cycle', () => {
    const [, ...lines] = readFileSync(export_, 'utf8').trim().split(/\r?\n/);
    const deals = lines.map((line) => line.split(',')).map((c) => ({ stage: c[4]!, from: c[5]!, to: c[6]! }));
    const count = (stage: string): number => deals.filter((d) => d.stage === stage).length;
    const rates = winRate({ open: count('Engaging') + count('Prospecting'), won: count('Won'), lost: count('Lost') });
    expect(rates.ofClosed).toBeCloseTo(0.6315, 4);
    expect(rates.ofAll).toBeCloseTo(0.4816, 4);
    const iso = (us: string): string => { const [m, d, y] = us.split('/'); return `${y}-${m!.padStart(2, '0')}-${d!.padStart(2, '0')}`; };
    const closed = deals.filter((d) => d.stage === 'Won' || d.stage === 'Lost').map((d) => ({ startedOn: iso(d.from), closedOn: iso(d.to) }));
    const cycle = salesCycle(closed);
    expect(cycle).toMatchObject({ deals: 6711, medianDays: 45 });
    expect(cycle.meanDays).toBeCloseTo(48.0, 1);
  });

  it('has no rate and no cycle where nothing ended', () => {
    expect(winRate({ open: 3, won: 0, lost: 0 })).toEqual({ ofClosed: null, ofAll: 0 });
    expect(winRate({ open: 0, won: 0, lost: 0 })).toEqual({ ofClosed: null, ofAll: null });
    expect(salesCycle([])).toEqual({ meanDays: null, medianDays: null, deals: 0 });
  });
});

describe('weighted sums', () => {
  it('weighs each sum and rounds once', () => {
    expect(weightedMinor([{ minor: 333, probability: 50 }, { minor: 333, probability: 50 }])).toBe(333);
    expect(weightedMinor([])).toBe(0);
  });

  it('lies between nothing and the plain sum', () => {
    fc.assert(fc.property(fc.array(fc.record({ minor: fc.nat(10 ** 9), probability: fc.integer({ min: 0, max: 100 }) })), (sums) => {
      const weighted = weightedMinor(sums);
      expect(weighted).toBeGreaterThanOrEqual(0);
      expect(weighted).toBeLessThanOrEqual(sums.reduce((a, s) => a + s.minor, 0));
    }));
  });
});

describe('exchange by dated rates', () => {
  const rates = [{ from: 'EUR', to: 'CNY', on: '2026-01-01', rate: '7.5' }, { from: 'EUR', to: 'CNY', on: '2026-06-01', rate: '8' }, { from: 'EUR', to: 'JPY', on: '2026-01-01', rate: '160' }];

  it('takes the newest rate of the day or before, either way round', () => {
    expect(convertMinor({ minor: 100_00, currency: 'EUR' }, 'CNY', '2026-05-31', rates)).toBe(750_00);
    expect(convertMinor({ minor: 100_00, currency: 'EUR' }, 'CNY', '2026-06-01', rates)).toBe(800_00);
    expect(convertMinor({ minor: 800_00, currency: 'CNY' }, 'EUR', '2026-11-22', rates)).toBe(100_00);
  });

  it('minds currencies without minor units, and says when it knows no rate', () => {
    expect(convertMinor({ minor: 100_00, currency: 'EUR' }, 'JPY', '2026-11-22', rates)).toBe(16_000);
    expect(convertMinor({ minor: 100_00, currency: 'EUR' }, 'CNY', '2025-12-31', rates)).toBeUndefined();
    expect(convertMinor({ minor: 100_00, currency: 'USD' }, 'CNY', '2026-11-22', rates)).toBeUndefined();
  });
});
