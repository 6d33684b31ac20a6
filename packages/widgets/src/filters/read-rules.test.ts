import { deal, parseWhere } from '@vinculo/sdk/schema';
import { expect, test } from 'vitest';
import { opsOf, whereOf } from './filter-rules.ts';
import { rulesIn } from './read-rules.ts';

test('of a stored view what cannot be asked falls away', () => {
  const kindOf = (field: string): 'option' | undefined => (field === 'forecast' ? 'option' : undefined);
  expect(rulesIn([{ field: 'forecast', op: 'is', values: ['omitted'] }, { field: 'gone', op: 'is', values: [] }, { field: 'forecast', op: 'contains', values: ['x'] }, 'nonsense', null], kindOf))
    .toEqual([{ field: 'forecast', op: 'is', values: ['omitted'] }]);
  expect(rulesIn('nonsense', kindOf)).toEqual([]);
});

test('a value of another kind falls away, and with its last value the condition', () => {
  const kindOf = (field: string): 'money' | 'date' | 'option' | undefined => (({ amount: 'money', expectedClose: 'date', forecast: 'option' }) as const)[field];
  const amount = { minor: 100, currency: 'EUR' };
  expect(rulesIn([
    { field: 'amount', op: 'atLeast', values: [amount] }, { field: 'amount', op: 'atMost', values: [{ big: true }] }, { field: 'expectedClose', op: 'atLeast', values: ['soon'] },
    { field: 'expectedClose', op: 'next', values: ['many'] }, { field: 'forecast', op: 'is', values: [null, 'omitted', amount] }, { field: 'forecast', op: 'empty', values: 'x' },
  ], kindOf)).toEqual([{ field: 'amount', op: 'atLeast', values: [amount] }, { field: 'forecast', op: 'is', values: ['omitted'] }, { field: 'forecast', op: 'empty', values: [] }]);
});

test('nothing that is left of nonsense is refused by the sdk', () => {
  for (const [field, { kind }] of Object.entries(deal.fields)) {
    for (const op of opsOf(kind)) {
      if (op === 'past' || op === 'next' || op === 'last' || kind === 'json') continue;
      for (const value of [{ a: 1 }, [], null, Number.NaN, { minor: 1, currency: 'EUR' }, { raw: '1' }, 'x']) {
        const rules = rulesIn([{ field, op, values: [value] }], () => kind);
        expect(() => parseWhere(deal, whereOf(rules)), `${field} ${op} ${JSON.stringify(value)}`).not.toThrow();
      }
    }
  }
});
