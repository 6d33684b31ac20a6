import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addressWithToken, handleIn, mintHandle, tokenIn, tokenOf } from './tokens.ts';

const secret = 's'.repeat(32);

it('finds its handle in an address, however a mail server writes it, and fits before the @', () => {
  const handle = mintHandle();
  const address = addressWithToken('support@shop.example', 't', tokenOf(secret, 't', handle));
  expect(tokenIn(secret, address)).toEqual({ kind: 't', handle });
  expect(tokenIn(secret, address.toUpperCase())).toEqual({ kind: 't', handle });
  expect(addressWithToken(`${'a'.repeat(28)}@b.c`, 'b', tokenOf(secret, 'b', handle)).indexOf('@')).toBeLessThanOrEqual(64);
});

it('is worth nothing with one letter changed, for another purpose or under another secret', () => {
  const token = tokenOf(secret, 't', mintHandle());
  expect(handleIn(secret, 'u', token)).toBeUndefined();
  expect(handleIn('x'.repeat(32), 't', token)).toBeUndefined();
  fc.assert(fc.property(fc.nat(31), fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567'), (at, letter) => {
    fc.pre(token[at] !== letter);
    expect(handleIn(secret, 't', token.slice(0, at) + letter + token.slice(at + 1))).toBeUndefined();
  }));
  fc.assert(fc.property(fc.string(), (text) => handleIn(secret, 't', text) === undefined));
});

it('is another for every mail', () => {
  expect(new Set(Array.from({ length: 1000 }, mintHandle)).size).toBe(1000);
});
