import { VinculoError, type Vinculo } from '@vinculo/sdk';
import { isVinculoError } from '../base/known-error.ts';
import type { ChosenFile } from './chosen-files.ts';

/** Files that are to be stored, and who is told how they stand. */
export interface FilesToUpload {
  readonly list: () => readonly ChosenFile[];
  readonly change: (key: number, change: Partial<ChosenFile>) => void;
}

/** Stores the files that are not stored yet, one after the other. Answers why one was not; undefined when all are. One that is taken out meanwhile is no failure. */
export async function uploadFiles(crm: Vinculo, { list, change }: FilesToUpload): Promise<VinculoError | undefined> {
  const isThere = (key: number): boolean => list().some((each) => each.key === key);
  for (const { key, name, file, blobId } of list()) {
    if (!file || blobId !== undefined || !isThere(key)) continue;
    const ended = new AbortController();
    let percent = 0;
    const progress = (share: number): void => {
      const now = Math.floor(share * 100);
      if (now === percent) return;
      percent = now;
      change(key, { percent });
    };
    change(key, { state: 'uploading', percent: undefined, cancel: () => ended.abort() });
    try {
      change(key, { blobId: await crm.upload(file, name, { signal: ended.signal, progress }), state: 'uploaded', cancel: undefined });
    } catch (error) {
      if (ended.signal.aborted) continue;
      change(key, { state: 'failed', cancel: undefined });
      return isVinculoError(error) ? error : new VinculoError('upload', `The file ${name} was not uploaded: ${String(error)}`, { cause: error });
    }
  }
  return undefined;
}

/** How many files are still to be stored. */
export function filesToSend(files: readonly ChosenFile[]): number {
  return files.filter(({ file, blobId, state }) => file && blobId === undefined && state !== 'refused').length;
}
