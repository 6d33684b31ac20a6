/** A record that was chosen. */
export interface Ref {
  readonly table: string;
  readonly id: string;
}

const most = 30;

// Tables and ids of records, for one person of this browser; nothing of what they hold.
const keyOf = (userId: string): string => `vinculo:chosen:${userId}`;

/** What a person chose in this browser, newest first, also before this page. Empty where nothing is kept. */
export function chosenBefore(userId: string): readonly Ref[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(userId)) ?? '[]');
    return (Array.isArray(kept) ? (kept as readonly unknown[]) : []).flatMap((each) => {
      const [, table, id] = /^(\w+)\/(.+)$/.exec(String(each)) ?? [];
      return table && id ? [{ table, id }] : [];
    });
  } catch {
    // Storage may be switched off, or hold what is none of ours: then this page alone is remembered.
    return [];
  }
}

/** Keeps that a person chose a record. */
export function noteChosen(userId: string, { table, id }: Ref): void {
  const rest = chosenBefore(userId).filter((each) => each.table !== table || each.id !== id);
  try {
    localStorage.setItem(keyOf(userId), JSON.stringify([{ table, id }, ...rest].slice(0, most).map((each) => `${each.table}/${each.id}`)));
  } catch {
    // Storage may be switched off or full: the page remembers it as long as it is open.
  }
}
