import { expect, test } from 'vitest';
import { touchFrom } from './touches.ts';

const at = '2026-11-22T10:00:00.000Z';

test('a link says where somebody came from, and the page before does', () => {
  expect(touchFrom('https://shop.example/contact?utm_source=letter&utm_medium=email&utm_campaign=Spring%20sale&utm_content=top&x=1', 'https://mail.example/inbox?id=7#a', at))
    .toEqual({ source: 'letter', medium: 'email', campaignName: 'Spring sale', content: 'top', referrer: 'https://mail.example/inbox', at });
  expect(touchFrom('https://shop.example/', 'https://search.example/find?q=private+words', at)).toEqual({ source: 'search.example', medium: 'referral', referrer: 'https://search.example/find', at });
});

test.each([
  ['by themself', ''], ['from the same site', 'https://shop.example/a'], ['from what is no page', 'android-app://com.example'], ['from nonsense', '::'],
])('who came %s leaves no touch', (_, referrer) => {
  expect(touchFrom('https://shop.example/contact?utm_source=', referrer, at)).toBeUndefined();
});

test('what is too long is cut', () => {
  expect(touchFrom(`https://shop.example/?utm_source=${'x'.repeat(5000)}`, '', at)!.source).toHaveLength(300);
  // What a touch holds of it: a longer one would refuse the form.
  expect(touchFrom('https://shop.example/', `https://search.example/${'x'.repeat(5000)}`, at)!.referrer).toHaveLength(500);
});
