import { NotFoundError, newId } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import { type Access, type Database, inTransaction } from '../database/connection.ts';
import type { Identity } from '../identity/identity.ts';
import { typeToKeep } from './file-kind.ts';

export interface StoredBlob {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

export async function storeBlob(db: Database, identity: Identity, blob: StoredBlob): Promise<string> {
  return (await inTransaction(db, identity, 'write', (access) => insertBlob(access, blob))).id;
}

/** Stores a file in a transaction that goes on. What its sender says of its type is not believed: see file-kind.ts; `type` is what it is kept under. @throws BadRequest `file_type` */
export async function insertBlob({ tx, identity }: Access, { name, type: declared, content }: StoredBlob): Promise<{ readonly id: string; readonly type: string }> {
  const type = await typeToKeep(identity, content, declared);
  const id = newId();
  await sql`insert into vinculo.blob (tenant_id, id, name, type, content, created_by) values (${identity.tenant}, ${id}, ${name}, ${type}, ${content}, ${identity.subject})`.execute(tx);
  return { id, type };
}

/** @throws NotFoundError also for a file this user may not see */
export function loadBlob(db: Database, identity: Identity, id: string): Promise<StoredBlob> {
  return inTransaction(db, identity, 'read', async ({ tx }) => {
    const { rows } = await sql<StoredBlob>`select name, type, content from vinculo.blob where id = ${id}`.execute(tx);
    if (!rows[0]) throw new NotFoundError('blob', id);
    return rows[0];
  });
}

/** Whether this user may see a file. @throws NotFoundError where not */
export function checkBlob(db: Database, identity: Identity, id: string): Promise<void> {
  return inTransaction(db, identity, 'read', async ({ tx }) => {
    const { rows } = await sql`select 1 from vinculo.blob where id = ${id}`.execute(tx);
    if (!rows[0]) throw new NotFoundError('blob', id);
  });
}
