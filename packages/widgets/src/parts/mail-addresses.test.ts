import { expect, it } from 'vitest';
import { isMailAddress, typedAddresses } from './mail-addresses.ts';

it('takes what was typed apart, whatever stands between, each address once', () => {
  expect(typedAddresses(' a@b.test, C@d.test;a@B.test\n c@e.test，f@g.test ')).toEqual(['a@b.test', 'C@d.test', 'c@e.test', 'f@g.test']);
  expect(typedAddresses(' , ')).toEqual([]);
});

it('knows an address', () => {
  for (const right of ['a@b.test', 'o’neill+x@sub.example.com', '李@例子.公司']) expect(isMailAddress(right), right).toBe(true);
  for (const wrong of ['a', 'a@b', 'a@@b.test', 'Fan <a@b.test>', 'a b@c.test', 'a@b.test\r\nBcc:c@d.test']) expect(isMailAddress(wrong), wrong).toBe(false);
});
