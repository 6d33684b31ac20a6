// What the named customers' stories are told with.

import type { Book, NewRow } from '../book.ts';
import { type Culture, cultures } from '../cultures.ts';
import { link } from '../make-activities.ts';
import { converse } from '../make-service.ts';
import { namedRecords as named } from '../named-records.ts';

export const stage = (key: string): string => `${named.dealPipelineId}-${key}`;
export const culture = (country: string): Culture => cultures.find((c) => c.country === country)!;

export function ticket(
  book: Book,
  id: string,
  contact: NewRow,
  account: NewRow | undefined,
  state: 'open',
  priority: string,
  subject: string,
  question: string,
  answer: string,
  days: number,
  productId: string,
  orderId?: string,
): void {
  const started = book.now + days * 86_400_000;
  const after = (hours: number): string =>
    new Date(Math.min(started + hours * 3_600_000, book.now - 60_000)).toISOString();
  const due = (hours: number): string => new Date(started + hours * 3_600_000).toISOString();
  const ownerId = contact.id === named.zhContactId ? 'user-yutong' : 'user-shira';
  const row = book.add(
    'ticket',
    {
      pipelineId: named.ticketPipelineId,
      stageId: `${named.ticketPipelineId}-${state}`,
      stageSince: after(1),
      subject,
      description: question,
      type: 'fault',
      status: state,
      priority,
      channel: 'form',
      ...(account ? { accountId: account.id } : {}),
      contactId: contact.id,
      productId,
      ...(orderId ? { orderId } : {}),
      queueId: 'queue-service',
      ownerId,
      slaPolicyId: priority === 'urgent' ? 'sla-urgent' : 'sla-standard',
      firstReplyDue: due(4),
      firstReplyAt: after(1),
      resolutionDue: due(priority === 'urgent' ? 8 : 48),
    },
    id,
  );
  converse(book, row, contact, question, answer, true, ownerId, after);
}

type Log = (
  kind: string,
  days: number,
  subject: string,
  body: string,
  more: Readonly<Record<string, unknown>>,
  deal?: NewRow,
  hour?: number,
) => void;

export function logger(book: Book, ownerId: string, records: readonly (readonly [string, string])[]): Log {
  return (kind, days, subject, body, more, deal, hour) => {
    const activity = book.add('activity', {
      kind,
      subject,
      ...(body === '' ? {} : { body }),
      at: book.at(days, hour ?? 8 + book.random.int(0, 14) / 2),
      done: true,
      ownerId,
      ...more,
    });
    link(book, activity, [...records, ...(deal ? [['deal', deal.id] as const] : [])]);
  };
}
