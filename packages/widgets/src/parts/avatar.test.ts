import { expect, test } from 'vitest';
import { hueOf } from './avatar.ts';

const few = ['Katarzyna Wójcik', 'João Pedro Sant’Anna', '周子昂', '林雨桐', '佐藤 美咲', 'Fiona Ashworth', 'Priya Nair', 'عمر حداد'];

test('a few colleagues do not share one hue', () => {
  expect(new Set(few.map(hueOf)).size).toBeGreaterThanOrEqual(4);
});

test('names of two and three characters spread over all six hues', () => {
  const counts = [0, 0, 0, 0, 0, 0];
  for (const family of '王李张刘陈杨赵黄周吴') for (const first of '伟芳娜秀英敏静丽强磊') for (const second of ['', '军', '洋']) counts[hueOf(family + first + second)]!++;
  expect(counts.reduce((a, b) => a + b)).toBe(300);
  for (const count of counts) expect(count).toBeGreaterThan(25);
});
