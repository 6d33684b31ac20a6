import type { Group, Where } from '@vinculo/sdk/schema';
import type { Deal } from './lane-rows.ts';

/** What the rows of lanes stand for. */
export type SwimlanesBy = 'owner' | 'team';

/** Whoever may own a card. */
export interface Owner {
  readonly id: string;
  readonly name: string;
  readonly teamId?: string | null;
}

/** One row of lanes: the cards of a person, or of a team's people. `id` is empty for those of nobody. */
export interface Swim {
  readonly id: string;
  readonly name: string | undefined;
  readonly where: Where<Deal>;
}

/** Which row a card of this owner stands in. */
export function swimOf(by: SwimlanesBy, ownerId: string | null | undefined, owners: readonly Owner[]): string {
  if (by === 'owner') return ownerId ?? '';
  return owners.find((each) => each.id === ownerId)?.teamId ?? '';
}

/** The rows that have cards, by name; last the cards of nobody. `groups` are by `ownerId` too. */
export function swimsOf(by: SwimlanesBy, groups: readonly Group[], owners: readonly Owner[], teams: readonly { readonly id: string; readonly name: string }[], locale: string): Swim[] {
  const ids = new Set(groups.filter((group) => Number(group.values['count'] ?? 0) > 0).map((group) => swimOf(by, group.key['ownerId'] as string | null, owners)));
  const names: readonly { readonly id: string; readonly name: string }[] = by === 'owner' ? owners : teams;
  const { compare } = new Intl.Collator(locale);
  return [...ids].map((id): Swim => ({ id, name: names.find((each) => each.id === id)?.name, where: whereOf(by, id, owners) }))
    .sort((a, b) => Number(a.id === '') - Number(b.id === '') || compare(a.name ?? '', b.name ?? ''));
}

function whereOf(by: SwimlanesBy, id: string, owners: readonly Owner[]): Where<Deal> {
  if (by === 'owner') return { ownerId: id === '' ? null : id };
  if (id !== '') return { ownerId: { in: owners.filter((each) => each.teamId === id).map((each) => each.id) } };
  return { or: [{ ownerId: null }, { not: { ownerId: { in: owners.filter((each) => each.teamId).map((each) => each.id) } } }] };
}
