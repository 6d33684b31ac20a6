import { compileWhere, deal, parseWhere, ticket, type AnyRow } from '@vinculo/sdk/schema';
import { describe, expect, test } from 'vitest';
import { type FilterRule, opsOf, whereOf } from './filter-rules.ts';

const matches = (rules: readonly FilterRule[], row: Partial<AnyRow>): boolean => compileWhere(deal, whereOf(rules))({ id: 'a', ...row });

describe('rules as a filter', () => {
  test('several values are alternatives, several rules hold together', () => {
    const rules: FilterRule[] = [{ field: 'forecast', op: 'is', values: ['committed', 'bestCase'] }, { field: 'name', op: 'contains', values: ['pump'] }];
    expect(matches(rules, { forecast: 'bestCase', name: 'Heat pump' })).toBe(true);
    expect(matches(rules, { forecast: 'omitted', name: 'Heat pump' })).toBe(false);
    expect(matches(rules, { forecast: 'bestCase', name: 'Chiller' })).toBe(false);
  });

  test('an empty field is none of the values', () => {
    const rules: FilterRule[] = [{ field: 'forecast', op: 'not', values: ['omitted'] }];
    expect([{ forecast: 'omitted' }, { forecast: 'committed' }, {}].map((row) => matches(rules, row))).toEqual([false, true, true]);
  });

  test('two rules about one field both hold', () => {
    const rules: FilterRule[] = [{ field: 'probability', op: 'atLeast', values: [20] }, { field: 'probability', op: 'atMost', values: [50] }];
    expect([10, 30, 60].map((probability) => matches(rules, { probability }))).toEqual([false, true, false]);
  });

  test('empty and filled in', () => {
    expect(matches([{ field: 'accountId', op: 'empty', values: [] }], {})).toBe(true);
    expect(matches([{ field: 'accountId', op: 'filled', values: [] }], { accountId: 'x' })).toBe(true);
    expect(matches([{ field: 'accountId', op: 'filled', values: [] }], { accountId: null })).toBe(false);
  });

  test('a rule that lacks its values asks nothing', () => {
    expect(whereOf([{ field: 'forecast', op: 'is', values: [] }])).toEqual({});
  });

  test('every rule that a field can have is understood by the sdk', () => {
    for (const [name, field] of Object.entries(ticket.fields)) {
      for (const op of opsOf(field.kind)) {
        if (op === 'past' || op === 'next' || op === 'last' || field.kind === 'json') continue;
        const value = field.kind === 'boolean' ? true : ['integer', 'number', 'percent'].includes(field.kind) ? 1 : field.kind === 'instant' ? '2026-01-01T00:00:00.000Z' : 'x';
        expect(() => parseWhere(ticket, whereOf([{ field: name, op, values: [value] }]))).not.toThrow();
      }
    }
  });
});
