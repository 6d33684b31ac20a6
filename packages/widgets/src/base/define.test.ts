import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { define, version } from './define.ts';

test('the version told to pages is the package’s', () => {
  expect(version).toBe((JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }).version);
});

test('without a DOM it only says the tag', () => {
  expect(define('contact-card', class {} as CustomElementConstructor)).toBe('vinculo-contact-card');
});
