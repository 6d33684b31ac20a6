/** What the host allows. */
export interface FileRules {
  /** As of `<input type=file accept>`: `image/*,application/pdf,.log`. Empty: anything. */
  readonly accept: string;
  readonly maxBytes: number;
  readonly maxFiles: number;
}

export type FileRefusal = 'type' | 'size' | 'empty' | 'count';

/** A file that a person added. */
export interface ChosenFile {
  readonly key: number;
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  /** Absent where the content is stored already and the page no longer holds it. */
  readonly file?: File;
  readonly state: 'ready' | 'refused' | 'uploading' | 'uploaded' | 'failed';
  readonly refusal?: FileRefusal;
  /** Of one that is being uploaded: what share of it was sent, in hundredths, where that is known. */
  readonly percent?: number | undefined;
  /** Ends its upload. */
  readonly cancel?: (() => void) | undefined;
  /** Where the backend stored the content. */
  readonly blobId?: string;
}

let keys = 0;

function isAccepted({ accept }: FileRules, { name, type }: { readonly name: string; readonly type: string }): boolean {
  const words = accept.split(',').map((word) => word.trim().toLowerCase()).filter(Boolean);
  if (words.length === 0) return true;
  const [file, kind] = [name.toLowerCase(), type.toLowerCase()];
  return words.some((word) => (word.startsWith('.') ? file.endsWith(word) : word.endsWith('/*') ? kind.startsWith(word.slice(0, -1)) : kind === word));
}

/** The list with new files behind, each judged. A refused one stays to be seen until it is taken out. */
export function withFiles(files: readonly ChosenFile[], added: readonly File[], rules: FileRules): readonly ChosenFile[] {
  const next = [...files];
  for (const file of added) {
    const taken = next.filter((each) => each.state !== 'refused').length;
    const refusal: FileRefusal | undefined = !isAccepted(rules, file) ? 'type' : file.size > rules.maxBytes ? 'size' : file.size === 0 ? 'empty' : taken >= rules.maxFiles ? 'count' : undefined;
    next.push({ key: ++keys, name: file.name, type: file.type, bytes: file.size, file, state: refusal ? 'refused' : 'ready', ...(refusal ? { refusal } : {}) });
  }
  return next;
}

/** Takes a file out; its upload ends. Too many were refused only for their number: when others go, they may come in. */
export function withoutFile(files: readonly ChosenFile[], key: number, rules: FileRules): readonly ChosenFile[] {
  files.find((each) => each.key === key)?.cancel?.();
  let left = rules.maxFiles;
  return files.filter((each) => each.key !== key).map((each): ChosenFile => {
    if (each.state === 'refused' && each.refusal !== 'count') return each;
    if (left-- <= 0) return each;
    if (each.state !== 'refused') return each;
    const { refusal: _, ...rest } = each;
    return { ...rest, state: 'ready' };
  });
}

/** A file whose content the backend holds already. */
export interface StoredContent {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly blobId: string;
}

export function storedFile(content: StoredContent): ChosenFile {
  return { ...content, key: ++keys, state: 'uploaded' };
}
