import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sharedData } from '../format/shared-data.fixture.ts';
import { safeUrl } from './safe-url.ts';

const lists = sharedData('hostile');
const hostile = (name: string): string => readFileSync(new URL(name, lists.url), 'utf8');

test.each(['https://a.example/x?y#z', 'http://a.example', 'mailto:a@b.example', 'tel:+49171', 'sms:+49171', '/deals/1', 'deals', '#top', '?q=1', '//a.example/x'])('%s is kept', (url) => {
  expect(safeUrl(url)).toBe(url);
});

test.each(['javascript:alert(1)', ' JaVaScRiPt:alert(1)', 'java\nscript:alert(1)', 'java\tscript:alert(1)', '\u0001javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'blob:https://a/1', 'file:///etc/passwd', 'https://', '', undefined, null])('%j is refused', (url) => {
  expect(safeUrl(url)).toBeUndefined();
});

test.skipIf(lists.missing)('of the hostile lists nothing is let through that a browser would run', () => {
  const texts = [...hostile('xss-payload-list.txt').split('\n'), ...(JSON.parse(hostile('blns.json')) as string[])];
  expect(texts.length).toBeGreaterThan(7_000);
  const schemes = new Set(texts.flatMap((text) => {
    const url = safeUrl(text);
    return url === undefined ? [] : [new URL(url, 'https://page.example').protocol];
  }));
  for (const scheme of schemes) expect(['http:', 'https:', 'mailto:', 'tel:', 'sms:']).toContain(scheme);
  const running = texts.flatMap((text) => text.match(/(?:javascript|vbscript|data)\s*:[^"'>]*/gi) ?? []);
  expect(running.length).toBeGreaterThan(100);
  for (const text of running) expect(safeUrl(text)).toBeUndefined();
});
