/** Deletes the IndexedDB databases whose name fits. */
export async function deleteDatabases(fits: (name: string) => boolean): Promise<void> {
  const databases = await indexedDB.databases();
  await Promise.all(
    databases.map(({ name }) => (name !== undefined && fits(name) ? deleteDatabase(name) : Promise.resolve())),
  );
}

function deleteDatabase(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error(`${name} could not be deleted`));
    request.onblocked = () => reject(new Error(`${name} is still open and cannot be deleted.`));
  });
}
