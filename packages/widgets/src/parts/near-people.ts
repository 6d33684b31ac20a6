/** More are looked up by name and not listed in a menu. */
const most = 12;

interface Colleague {
  readonly id: string;
  readonly teamId?: string | null;
}

/** Those of many colleagues whom a menu lists: who has it now, then those of a team, then by their order. */
export function nearPeople<P extends Colleague>(people: readonly P[], ownerId: string | null | undefined, teamId: string | null | undefined): readonly P[] {
  const nearness = (person: P): number => (person.id === ownerId ? 2 : teamId && person.teamId === teamId ? 1 : 0);
  return people.length <= most ? people : people.toSorted((a, b) => nearness(b) - nearness(a)).slice(0, most);
}
