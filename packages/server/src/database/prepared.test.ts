import { expect, it } from 'vitest';
import { preparation } from './prepared.ts';

const marked = (n: number): string => `/* prepared */ select ${n}`;
const named = (prepare: ReturnType<typeof preparation>, text: string): string[] => Array.from({ length: 30 }, () => prepare(text, []).name).filter((name) => name !== undefined);

it('names a marked statement once it is used often, always by the same name, and no two alike', () => {
  const prepare = preparation();
  const [first, second] = [named(prepare, marked(1)), named(prepare, marked(2))];
  expect(first.length).toBe(21);
  expect(new Set(first).size).toBe(1);
  expect(first[0]).not.toBe(second[0]);
});

it('names nothing else, and no more than a hundred', () => {
  const prepare = preparation();
  expect(named(prepare, 'select 1')).toEqual([]);
  const names = Array.from({ length: 3000 }, (_, n) => named(prepare, marked(n))).flat();
  expect(new Set(names).size).toBe(100);
});
