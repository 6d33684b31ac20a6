import { newId } from '@vinculo/sdk/schema';
import pg from 'pg';
import { vi } from 'vitest';
import type { MailOptions } from '../mail/mail-settings.ts';
import { type Bench, type Session, startBench } from './bench.ts';
import { type MailCatcher, startMailCatcher } from './mail-catcher.ts';
import { processOf } from './service-desk.ts';

/** What the server's mail route is told by the mail server. */
export const mailSecret = 'a secret of the mail server';

/** A server whose mail goes to a catcher. */
export interface MailBench {
  readonly bench: Bench;
  readonly catcher: MailCatcher;
  stop(): Promise<void>;
}

export async function startMailBench(more: Partial<MailOptions> = {}): Promise<MailBench> {
  const catcher = await startMailCatcher();
  const bench = await startBench({ mail: { smtpUrl: catcher.url, from: 'Shop <help@shop.test>', webhookSecret: mailSecret, ...more } });
  return {
    bench, catcher,
    async stop() {
      await bench.stop();
      await catcher.stop();
    },
  };
}

/** A tenant that takes mail: a pipeline, a queue with an address, and Ana, who is its team. */
export interface MailDesk {
  readonly tenant: string;
  readonly staff: Session;
  readonly guest: Session;
  /** What a new ticket must hold. */
  readonly ticket: { readonly pipelineId: string; readonly stageId: string; readonly queueId: string; readonly subject: string };
  readonly address: string;
  readonly ana: string;
  /** Waits until no mail is left to be sent. */
  sent(): Promise<void>;
}

/** @param address of the queue @param agent Ana's address */
export async function mailDesk(bench: Bench, address: string, agent: string): Promise<MailDesk> {
  const tenant = newId();
  const ana = newId();
  const staff = await bench.session({ role: 'staff', tenant, subject: ana, app: 'intranet' });
  const guest = await bench.session({ role: 'guest', tenant, subject: 'guest-1' });
  const { id: teamId } = await staff.create('team', { name: 'Service' });
  await staff.create('user', { name: 'Ana Ruiz', email: agent, teamId }, ana);
  const begun = await processOf(staff, 'ticket');
  const { id: queueId } = await staff.create('queue', { name: 'Support', teamId, email: address });
  return {
    tenant, staff, guest, address, ana, ticket: { ...begun, queueId, subject: 'Pump leaks' },
    sent: () => vi.waitFor(async () => {
      const left = await waiting(bench, tenant);
      if (left > 0) throw new Error(`${left} mails are not sent yet`);
    }, { timeout: 15_000, interval: 50 }),
  };
}

async function waiting(bench: Bench, tenant: string): Promise<number> {
  const client = new pg.Client(bench.databaseUrl('admin'));
  await client.connect();
  const { rows } = await client.query<{ count: string }>(`select count(*) from vinculo.job where tenant_id = $1 and kind = 'mail.send' and failed_at is null`, [tenant]);
  await client.end();
  return Number(rows[0]!.count);
}
