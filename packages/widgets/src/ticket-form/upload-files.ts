import { VinculoError, type Vinculo } from '@vinculo/sdk';
import type { Answers } from './answers.ts';

/** Stores the files that are not stored yet, one after the other. Answers why one was not; undefined when all are. */
export async function uploadFiles(crm: Vinculo, answers: Answers, changed: () => void): Promise<VinculoError | undefined> {
  const show = (key: number, change: Parameters<Answers['changeFile']>[1]): void => {
    answers.changeFile(key, change);
    changed();
  };
  for (const { key, name, file, blobId } of answers.files) {
    // One may have been taken out meanwhile.
    if (!file || blobId !== undefined || !answers.files.some((each) => each.key === key)) continue;
    show(key, { state: 'uploading' });
    try {
      show(key, { blobId: await crm.upload(file, name), state: 'uploaded' });
    } catch (error) {
      show(key, { state: 'failed' });
      return error instanceof VinculoError ? error : new VinculoError('upload', `The file ${name} was not uploaded: ${String(error)}`, { cause: error });
    }
  }
  return undefined;
}
