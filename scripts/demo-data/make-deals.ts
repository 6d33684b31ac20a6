import { type Book, type NewRow, type Party, money } from './book.ts';
import type { Catalogue } from './make-company.ts';
import { namedRecords as named } from './named-records.ts';
import type { Random } from './random.ts';

export interface DealStory {
  readonly deal: NewRow;
  readonly party: Party;
  readonly contact: NewRow | undefined;
  /** Days from now when it began and ended; `end` undefined while it is open. */
  readonly start: number;
  readonly end: number | undefined;
}

/** Fills in what phrases leave open. */
export function fill(text: string, random: Random, party: Party, contact: NewRow | undefined, product: NewRow): string {
  const city = random.pick(party.culture.cities).name;
  return text.replace(/\{(\w+)\}/g, (_, word: string) =>
    word === 'product'
      ? String(product['code'])
      : word === 'city'
        ? city
        : word === 'name'
          ? String(contact?.['name'] ?? party.account?.['name'] ?? '')
          : String(random.int(2, 14)),
  );
}

/** Deals over two years, with the open ones in every state of health: fresh, rotting, late, without a next step. */
export function makeDeals(book: Book, parties: readonly Party[], catalogue: Catalogue, count: number): DealStory[] {
  const { random, add } = book;
  const products = book.tables.get('product')!;
  return Array.from({ length: count }, () => {
    const party = random.pick(parties);
    const stages = catalogue.dealStages[party.culture.country === 'CN' ? 'zh' : 'others'];
    const open = stages.filter((s) => s.category === 'open');
    const [won, lost] = ['won', 'lost'].map((c) => stages.find((s) => s.category === c)!);
    const contact = random.chance(0.9) ? random.pick(party.contacts) : undefined;
    const product = random.pick(products);
    const outcome = random.weighted([
      ['open', 42],
      ['won', 36],
      ['lost', 22],
    ] as const);
    const amount = money(Math.max(400, random.logNormal(32_000, 0.95)), party.culture);
    const base = {
      pipelineId: stages[0]!.pipelineId,
      name: fill(random.pick(party.culture.phrases.deals), random, party, contact, product),
      amount,
      ownerId: party.ownerId,
      productId: product.id,
      ...(party.account ? { accountId: party.account.id } : {}),
      ...(contact ? { contactId: contact.id } : {}),
      source: random.pick(['web', 'referral', 'trade fair', 'cold call', 'existing customer']),
      ...(random.chance(0.15)
        ? {
            campaignId: party.culture.country === 'CN' ? 'campaign-zh' : random.pick(['campaign-fair', 'campaign-web']),
          }
        : {}),
      ...(random.chance(0.2) ? { tags: [random.pick(party.culture.phrases.tags)] } : {}),
    };
    const cycle = Math.max(4, random.logNormal(55, 0.7));
    if (outcome === 'open') {
      const stage = random.weighted(open.map((s) => [s, s.open] as const));
      const inStage = Math.min(120, random.logNormal(9, 1));
      const start = -(inStage + open.indexOf(stage) * random.int(5, 20));
      const deal = add('deal', {
        ...base,
        stageId: stage.id,
        stageSince: book.at(-inStage),
        startedOn: book.day(start),
        expectedClose: book.day(random.chance(0.09) ? -random.int(1, 25) : random.int(3, 150)),
        ...(stage.id.endsWith('contract')
          ? { forecast: 'committed' }
          : stage.id.endsWith('negotiation')
            ? { forecast: 'bestCase' }
            : { forecast: 'pipeline' }),
        ...(random.chance(0.15) ? { probability: random.int(1, 19) * 5 } : {}),
      });
      return { deal, party, contact, start, end: undefined };
    }
    const end = -random.int(1, 720);
    const closed = {
      ...base,
      startedOn: book.day(end - cycle),
      expectedClose: book.day(end),
      closedAt: book.at(end),
      stageSince: book.at(end),
    };
    const deal =
      outcome === 'won'
        ? add('deal', { ...closed, stageId: won!.id, lines: [line(product, amount, random)] })
        : add('deal', { ...closed, stageId: lost!.id, lostReason: random.pick(party.culture.phrases.lost) });
    if (outcome === 'won') order(book, party, contact, product, deal, amount, end);
    return { deal, party, contact, start: end - cycle, end };
  });
}

function line(product: NewRow, amount: { minor: number; currency: string }, random: Random): object {
  const quantity = random.int(1, 4);
  const units = amount.currency === 'JPY' ? amount.minor : amount.minor / 100;
  return {
    id: 'l1',
    productId: product.id,
    name: product['name'],
    quantity: String(quantity),
    unit: 'pcs',
    unitPrice: (units / quantity).toFixed(2),
    currency: amount.currency,
  };
}

function order(
  book: Book,
  party: Party,
  contact: NewRow | undefined,
  product: NewRow,
  deal: NewRow,
  total: { minor: number; currency: string },
  end: number,
): void {
  const { random, add } = book;
  add('order', {
    number: `SO-${20_001 + (book.tables.get('order')?.length ?? 0)}`,
    kind: 'order',
    dealId: deal.id,
    ...(party.account ? { accountId: party.account.id } : {}),
    ...(contact ? { contactId: contact.id } : {}),
    status: end < -40 ? 'delivered' : random.pick(['confirmed', 'in production', 'shipped']),
    orderedAt: book.at(end),
    dueDate: book.day(end + random.int(14, 60)),
    total,
    lines: [line(product, total, random)],
    ownerId: party.ownerId,
  });
}

/** Inquiries that are not deals yet, and those that never will be. */
export function makeLeads(book: Book, parties: readonly Party[], count: number): NewRow[] {
  const { random, add } = book;
  return Array.from({ length: count }, () => {
    const { culture, ownerId } = random.pick(parties);
    const sex = random.pick(['female', 'male'] as const);
    const [given, family] = [culture.faker.person.firstName(sex), culture.faker.person.lastName(sex)];
    const [stage, ended] = random.weighted([
      [['new', false], 30],
      [['contacted', false], 30],
      [['qualified', false], 15],
      [['unqualified', true], 25],
    ] as const);
    const days = -random.int(1, 120);
    return add('lead', {
      pipelineId: named.leadPipelineId,
      stageId: `${named.leadPipelineId}-${stage}`,
      stageSince: book.at(days),
      name: culture.fullName(given, family),
      givenName: given,
      familyName: family,
      company: culture.company(random, random.pick(culture.cities).name, family),
      phones: [{ id: 'p1', ...culture.phone(random), label: 'work', primary: true }],
      emails: [{ id: 'e1', value: `lead${random.int(1000, 999_999)}@anfrage.example`, primary: true }],
      source: random.pick(['web', 'trade fair', 'referral', 'campaign']),
      score: random.int(5, 95),
      ownerId,
      ...(random.chance(0.3) ? { campaignId: 'campaign-web' } : {}),
      ...(ended ? { closedAt: book.at(days), lostReason: random.pick(culture.phrases.lost) } : {}),
    });
  });
}
