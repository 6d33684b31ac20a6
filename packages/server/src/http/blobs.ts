import { NotFoundError, newId } from '@vinculo/sdk/schema';
import { sql } from 'kysely';
import { type Database, inTransaction } from '../database/connection.ts';
import type { Identity } from '../identity/identity.ts';

export interface StoredBlob {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

export function storeBlob(db: Database, identity: Identity, { name, type, content }: StoredBlob): Promise<string> {
  return inTransaction(db, identity, 'write', async ({ tx }) => {
    const id = newId();
    await sql`insert into vinculo.blob (tenant_id, id, name, type, content, created_by) values (${identity.tenant}, ${id}, ${name}, ${type}, ${content}, ${identity.subject})`.execute(tx);
    return id;
  });
}

/** @throws NotFoundError also for a file this user may not see */
export function loadBlob(db: Database, identity: Identity, id: string): Promise<StoredBlob> {
  return inTransaction(db, identity, 'read', async ({ tx }) => {
    const { rows } = await sql<StoredBlob>`select name, type, content from vinculo.blob where id = ${id}`.execute(tx);
    if (!rows[0]) throw new NotFoundError('blob', id);
    return rows[0];
  });
}
