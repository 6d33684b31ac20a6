import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clientAddress, networkOf } from './client-address.ts';

it('believes as many places of X-Forwarded-For as there are own proxies, counted from the last', () => {
  expect(clientAddress('192.0.2.1', '198.51.100.7', 0)).toBe('192.0.2.1');
  expect(clientAddress('10.0.0.1', undefined, 1)).toBe('10.0.0.1');
  expect(clientAddress('10.0.0.1', '198.51.100.7', 1)).toBe('198.51.100.7');
  expect(clientAddress('10.0.0.1', '1.1.1.1, 2.2.2.2,198.51.100.7', 1)).toBe('198.51.100.7');
  expect(clientAddress('10.0.0.1', '1.1.1.1, 198.51.100.7, 10.0.0.2', 2)).toBe('198.51.100.7');
  expect(clientAddress('10.0.0.1', 'unknown', 1)).toBe('10.0.0.1');
});

it('gives whoever forges the header nothing: what it says before the proxies’ own places changes no address', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()), { maxLength: 5 }), fc.integer({ min: 1, max: 3 }), fc.ipV4(), (forged, hops, client) => {
    const own = [client, ...Array.from({ length: hops - 1 }, (_, i) => `10.0.0.${i}`)];
    expect(clientAddress('10.0.0.9', [...forged, ...own].join(', '), hops)).toBe(client);
  }));
});

it('counts a network of IPv6 as one', () => {
  expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:db8:1:2::9')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:0DB8:0001:0002::')).toBe('2001:db8:1:2::/64');
  expect(networkOf('2001:db8:1:3::9')).not.toBe(networkOf('2001:db8:1:2::9'));
  expect(networkOf('::1')).toBe('0:0:0:0::/64');
  expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
  expect(networkOf('::ffff:198.51.100.7')).toBe('198.51.100.7');
  expect(networkOf('198.51.100.7')).toBe('198.51.100.7');
  fc.assert(fc.property(fc.ipV6(), (address) => {
    expect(networkOf(address)).toMatch(/\/64$|^\d+\.\d+\.\d+\.\d+$/);
  }));
});
