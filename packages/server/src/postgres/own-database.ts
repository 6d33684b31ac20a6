import { secretOf } from '../secrets.ts';
import { startEmbedded } from './embedded.ts';

/** The Postgres in a data folder, running. */
export interface OwnDatabase {
  /** As the serving role. */
  readonly url: string;
  readonly adminUrl: string;
  stop(): Promise<unknown>;
}

export async function ownDatabase(folder: string): Promise<OwnDatabase> {
  const postgres = await startEmbedded(folder);
  const url = new URL(postgres.adminUrl);
  url.username = 'vinculo_serving';
  url.password = secretOf(folder, 'postgres-serving');
  return { adminUrl: postgres.adminUrl, url: url.href, stop: () => postgres.stop() };
}
