import { expect, it } from 'vitest';
import { addressOrder } from './address.ts';

it('asks the parts of an address in the order of its country', () => {
  expect(addressOrder('en', { country: 'DE', city: 'Hamburg' }, 'US')).toEqual(['street', 'postcode', 'city', 'region', 'country']);
  expect(addressOrder('de', { country: 'US' }, 'DE')).toEqual(['street', 'city', 'region', 'postcode', 'country']);
  expect(addressOrder('de', { country: 'HU' }, 'DE')).toEqual(['city', 'street', 'postcode', 'region', 'country']);
});

it('goes from the large to the small where the address or, of a new one, the language does', () => {
  const largeFirst = ['country', 'postcode', 'region', 'city', 'street'];
  expect(addressOrder('zh-CN', {}, 'CN')).toEqual(largeFirst);
  expect(addressOrder('de', { country: 'CN', street: '南京西路1266号' }, 'DE')).toEqual(largeFirst);
  expect(addressOrder('zh-CN', { country: 'CN', street: '1266 Nanjing Road West' }, 'CN')[0]).toBe('street');
  expect(addressOrder('en', {}, 'CN')[0]).toBe('street');
});

it('goes by the home country where none is said, and knows every part whatever is written there', () => {
  expect(addressOrder('en-US', {}, 'US')).toEqual(['street', 'city', 'region', 'postcode', 'country']);
  for (const country of ['AE', 'HK', 'SG', 'XX', '']) expect([...addressOrder('en', { country }, undefined)].sort()).toEqual(['city', 'country', 'postcode', 'region', 'street']);
});
