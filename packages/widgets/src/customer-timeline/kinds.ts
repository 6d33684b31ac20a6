import type { IconName } from '../parts/icon.ts';
import type { Group } from './timeline-types.ts';

const groupOfKind: Readonly<Record<string, Group>> = {
  call: 'calls', email: 'email', message: 'messages', meeting: 'meetings', visit: 'meetings', event: 'meetings', task: 'tasks', note: 'notes',
};

const knownKinds = Object.keys(groupOfKind);

/** In the order of the chips. */
export const groups: readonly Group[] = ['calls', 'email', 'messages', 'meetings', 'tasks', 'notes', 'orders', 'tickets', 'changes', 'other'];

const activityGroups: ReadonlySet<Group> = new Set<Group>(['calls', 'email', 'messages', 'meetings', 'tasks', 'notes', 'other']);

export function isActivityGroup(group: Group): boolean {
  return activityGroups.has(group);
}

export function groupOf(kind: string): Group {
  return groupOfKind[kind] ?? 'other';
}

const icons: Readonly<Record<string, IconName>> = {
  call: 'phone', email: 'mail', message: 'chat', meeting: 'calendar', event: 'calendar', visit: 'person', task: 'check', note: 'note', letter: 'mail', form: 'note',
};

export function iconOf(kind: string): IconName {
  return icons[kind] ?? 'clock';
}

/** The condition on `kind` that lets only these groups through; undefined lets all through. */
export function kindCondition(chosen: ReadonlySet<Group>): { readonly kind: { readonly in: readonly string[] } } | { readonly or: readonly object[] } | undefined {
  if ([...activityGroups].every((group) => chosen.has(group))) return undefined;
  const named = { kind: { in: knownKinds.filter((kind) => chosen.has(groupOfKind[kind]!)) } };
  return chosen.has('other') ? { or: [named, { not: { kind: { in: knownKinds } } }] } : named;
}
