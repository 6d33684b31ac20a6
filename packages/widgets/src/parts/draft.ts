/** What was typed and not sent, by field. Files are not kept. */
type DraftAnswers = Readonly<Record<string, string>>;

/**
 * Keeps what was typed while the tab lives, and no longer: it holds personal data, so it goes to sessionStorage only.
 * Where the browser refuses storage nothing is kept, and `save` says so.
 */
export interface Draft {
  read(): DraftAnswers | undefined;
  /** Answers whether it was kept. */
  save(answers: DraftAnswers): boolean;
  clear(): void;
}

/** @param owner widget, tenant, user and what it is about, so that nobody reads another's draft */
export function openDraft(owner: readonly string[]): Draft {
  const key = `vinculo:draft:${owner.join('/')}`;
  return {
    read() {
      try {
        const read: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
        if (typeof read !== 'object' || read === null) return undefined;
        return Object.fromEntries(Object.entries(read).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
      } catch {
        // Storage is switched off, or something else wrote there: there is no draft.
        return undefined;
      }
    },
    save(answers) {
      try {
        sessionStorage.setItem(key, JSON.stringify(answers));
        return true;
      } catch {
        return false;
      }
    },
    clear() {
      try {
        sessionStorage.removeItem(key);
      } catch {
        // Where storage is switched off, nothing was kept.
      }
    },
  };
}
