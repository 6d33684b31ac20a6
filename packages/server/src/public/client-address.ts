import { isIP } from 'node:net';

/**
 * Where a request came from. Each proxy adds to X-Forwarded-For the address it was called from, so with `hops` proxies of one's own the last `hops` places can be
 * believed; all before them anyone may have written.
 */
export function clientAddress(peer: string, forwarded: string | undefined, hops: number): string {
  if (hops === 0 || forwarded === undefined) return peer;
  const named = forwarded.split(',').map((part) => part.trim());
  const claimed = named.at(-hops) ?? named[0]!;
  // A proxy that writes no address: its own is all that is known.
  return isIP(claimed) ? claimed : peer;
}

/** Who counts as one: an IPv4 address, or a network of IPv6 (/64), which is what one household or server is given. */
export function networkOf(address: string): string {
  const bare = address.split('%')[0]!;
  if (isIP(bare) !== 6) return bare;
  const groups = groupsOf(bare);
  const mapped = groups.slice(0, 5).every((g) => g === 0) && groups[5] === 0xffff;
  if (mapped) return [groups[6]! >> 8, groups[6]! & 255, groups[7]! >> 8, groups[7]! & 255].join('.');
  return `${groups.slice(0, 4).map((g) => g.toString(16)).join(':')}::/64`;
}

/** The eight groups of a valid IPv6 address. */
function groupsOf(address: string): number[] {
  // URLs write every address in one way: hexadecimal, with one `::` at most.
  const [head, tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::') as [string, string | undefined];
  const read = (part: string): number[] => (part === '' ? [] : part.split(':').map((g) => Number.parseInt(g, 16)));
  const [before, after] = [read(head), read(tail ?? '')];
  return [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
}
