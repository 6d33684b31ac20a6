import type { Book, NewRow, Party } from './book.ts';
import { fill } from './make-deals.ts';
import { namedRecords as named } from './named-records.ts';

/** Tickets with their conversations: most solved, some waiting, a few late. */
export function makeTickets(book: Book, parties: readonly Party[], count: number): void {
  const { random, add } = book;
  const products = book.tables.get('product')!;
  for (let i = 0; i < count; i++) {
    const party = random.pick(parties);
    const contact = random.pick(party.contacts);
    const product = random.pick(products);
    const [subject, question, answer] = random
      .pick(party.culture.phrases.tickets)
      .map((t) => fill(t, random, party, contact, product)) as [string, string, string];
    const state = random.weighted([
      ['new', 12],
      ['open', 16],
      ['pending', 10],
      ['resolved', 55],
      ['closed', 7],
    ] as const);
    const ended = state === 'resolved' || state === 'closed';
    const days = ended ? -random.int(2, 400) : -random.logNormal(2, 0.9);
    const priority = random.weighted([
      ['low', 15],
      ['normal', 60],
      ['high', 18],
      ['urgent', 7],
    ] as const);
    const opened = Date.parse(book.at(days));
    const started = Math.min(opened, book.now - 600_000);
    const after = (hours: number): string =>
      new Date(Math.min(started + hours * 3_600_000, book.now - 60_000)).toISOString();
    const due = (hours: number): string => new Date(started + hours * 3_600_000).toISOString();
    const urgent = priority === 'urgent';
    const solved = after(random.logNormal(20, 0.8));
    const ownerId =
      state === 'new'
        ? undefined
        : party.culture.country === 'CN'
          ? 'user-yutong'
          : random.pick(['user-shira', 'user-tobias']);
    const ticket = add('ticket', {
      pipelineId: named.ticketPipelineId,
      stageId: `${named.ticketPipelineId}-${state === 'closed' ? 'resolved' : state}`,
      stageSince: ended ? solved : after(random.next()),
      ...(ended
        ? { closedAt: solved, resolvedAt: solved, cause: random.pick(['wear', 'operation', 'delivery', 'settings']) }
        : {}),
      subject,
      description: question,
      type: random.pick(['fault', 'question', 'order', 'invoice']),
      status: state,
      priority,
      channel: random.pick(['form', 'email', 'phone']),
      ...(party.account ? { accountId: party.account.id } : {}),
      contactId: contact.id,
      productId: product.id,
      queueId: party.culture.country === 'CN' ? 'queue-east' : 'queue-service',
      ...(ownerId ? { ownerId } : {}),
      slaPolicyId: urgent ? 'sla-urgent' : 'sla-standard',
      firstReplyDue: due(urgent ? 0.5 : 4),
      resolutionDue: due(urgent ? 8 : 48),
      ...(state === 'new' ? {} : { firstReplyAt: after(random.logNormal(1.5, 0.8)) }),
    });
    converse(book, ticket, contact, question, answer, state !== 'new', ownerId, after);
  }
}

export function converse(
  book: Book,
  ticket: NewRow,
  contact: NewRow,
  question: string,
  answer: string,
  answered: boolean,
  ownerId: string | undefined,
  after: (hours: number) => string,
): void {
  book.add('ticketMessage', {
    ticketId: ticket.id,
    body: question,
    at: after(0),
    fromContactId: contact.id,
    channel: 'form',
    internal: false,
  });
  if (!answered || !ownerId) return;
  book.add('ticketMessage', {
    ticketId: ticket.id,
    body: answer,
    at: after(2),
    fromUserId: ownerId,
    channel: 'email',
    internal: false,
  });
}
