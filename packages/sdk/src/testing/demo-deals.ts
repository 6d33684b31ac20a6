import type { AnyRow } from '../schema/index.ts';
import type { DemoClock } from './demo-clock.ts';

const euros = (n: number, currency = 'EUR'): object => ({ minor: currency === 'JPY' || currency === 'KRW' ? n : n * 100, currency });

export function demoPipelines(): Record<string, AnyRow[]> {
  const stage = (pipelineId: string, key: string, name: string, category: string, rank: string, more: object = {}): AnyRow => ({ id: `${pipelineId}-${key}`, pipelineId, name, category, rank, ...more });
  return {
    pipeline: [
      { id: 'pipe-new', name: 'New equipment', table: 'deal', currency: 'EUR', rank: 'a', active: true },
      { id: 'pipe-service', name: 'Service contracts', table: 'deal', currency: 'EUR', rank: 'b', active: true },
      { id: 'pipe-ticket', name: 'Tickets', table: 'ticket', rank: 'c', active: true },
      { id: 'pipe-lead', name: 'Leads', table: 'lead', rank: 'd', active: true },
    ],
    stage: [
      stage('pipe-new', 'qualify', 'Qualify', 'open', 'a', { probability: 10, rottingDays: 14 }),
      stage('pipe-new', 'discovery', 'Discovery', 'open', 'b', { probability: 25, rottingDays: 14 }),
      stage('pipe-new', 'proposal', 'Proposal', 'open', 'c', { probability: 50, rottingDays: 21 }),
      stage('pipe-new', 'negotiation', 'Negotiation', 'open', 'd', { probability: 75, rottingDays: 21, workLimit: 8 }),
      stage('pipe-new', 'contract', 'Contract', 'open', 'e', { probability: 90, requiredFields: ['amount', 'expectedClose'] }),
      stage('pipe-new', 'won', 'Won', 'won', 'f', { probability: 100 }),
      stage('pipe-new', 'lost', 'Lost', 'lost', 'g', { probability: 0, requiredFields: ['lostReason'] }),
      stage('pipe-service', 'offer', 'Offer', 'open', 'a', { probability: 60 }),
      stage('pipe-service', 'won', 'Won', 'won', 'b', { probability: 100 }),
      stage('pipe-service', 'lost', 'Lost', 'lost', 'c', { probability: 0 }),
      stage('pipe-ticket', 'open', 'Open', 'open', 'a'),
      stage('pipe-ticket', 'resolved', 'Resolved', 'won', 'b'),
      stage('pipe-ticket', 'cancelled', 'Cancelled', 'lost', 'c'),
      stage('pipe-lead', 'new', 'New', 'open', 'a'),
      stage('pipe-lead', 'contacted', 'Contacted', 'open', 'b'),
      stage('pipe-lead', 'converted', 'Converted', 'won', 'c'),
      stage('pipe-lead', 'disqualified', 'Disqualified', 'lost', 'd'),
    ],
  };
}

/** Name, account, contact, amount, currency, stage, owner, days in the stage, days to the expected close. */
type DealLine = readonly [string, string, string | null, number, string, string, string, number, number];

const dealLines: readonly DealLine[] = [
  ['Cold store, second hall', 'acc-hanseatic', 'con-amina', 184_500, 'EUR', 'negotiation', 'user-katarzyna', 8, 26],
  ['Retrofit of two cold rooms', 'acc-hanseatic', 'con-jonas', 74_500, 'EUR', 'proposal', 'user-katarzyna', 5, 40],
  ['Service plan 2027', 'acc-hanseatic', 'con-amina', 27_900, 'EUR', 'contract', 'user-katarzyna', 3, 12],
  ['Reefer fleet, 12 units', 'acc-gulf', 'con-layla', 968_000, 'AED', 'discovery', 'user-joao', 14, 70],
  ['غرف تبريد لمستودع الأدوية', 'acc-gulf', 'con-layla', 412_000, 'AED', 'proposal', 'user-joao', 9, 35],
  ['Display cases, 14 shops', 'acc-losalamos', 'con-maria', 52_300, 'EUR', 'qualify', 'user-joao', 4, 90],
  ['Walk-in freezers', 'acc-losalamos', 'con-maria', 39_900, 'EUR', 'discovery', 'user-joao', 22, 55],
  ['压缩空气与工艺冷却新厂', 'acc-hengyuan', 'con-zhang', 864_000, 'CNY', 'proposal', 'user-misaki', 11, 44],
  ['二期冷冻机组改造', 'acc-hengyuan', 'con-chen', 1_240_000, 'CNY', 'qualify', 'user-misaki', 2, 120],
  ['Group framework 2027', 'acc-hengyuan', 'con-zhang', 2_600_000, 'CNY', 'negotiation', 'user-misaki', 31, 20],
  ['備品 年間契約', 'acc-minato', 'con-tanaka', 6_200_000, 'JPY', 'contract', 'user-misaki', 6, 8],
  ['恒温恒湿試験室', 'acc-minato', 'con-tanaka', 18_400_000, 'JPY', 'discovery', 'user-misaki', 13, 75],
  ['저온 물류센터 냉동 설비', 'acc-hanbit', 'con-kim', 412_000_000, 'KRW', 'proposal', 'user-misaki', 7, 50],
  ['Monitoring, 40 sensors', 'acc-hanbit', null, 23_000_000, 'KRW', 'qualify', 'user-misaki', 1, 100],
  ['Chiller, turnkey', 'acc-kaveri', 'con-priya', 1_840_000, 'INR', 'negotiation', 'user-joao', 12, 30],
  ['Heat pump for drying line', 'acc-kaveri', 'con-priya', 975_000, 'INR', 'discovery', 'user-joao', 5, 65],
  ['Blast freezer for fish line', 'acc-lofoten', 'con-ingrid', 612_000, 'NOK', 'negotiation', 'user-katarzyna', 15, 18],
  ['Ice plant, quay 3', 'acc-lofoten', 'con-ingrid', 389_500, 'NOK', 'qualify', 'user-katarzyna', 26, 110],
  ['Spare parts contract', 'acc-wetherby', 'con-fiona', 61_200, 'GBP', 'proposal', 'user-katarzyna', 19, 33],
  ['Milk cooling, new parlour', 'acc-wetherby', 'con-fiona', 83_400, 'GBP', 'discovery', 'user-katarzyna', 10, 60],
  ['Vaccine storage, 6 sites', 'acc-losalamos', null, 148_000, 'USD', 'qualify', 'user-joao', 8, 85],
  ['Lab climate chambers', 'acc-hanseatic', null, 96_000, 'EUR', 'discovery', 'user-katarzyna', 3, 58],
  ['Test rig replacement', 'acc-hanseatic', 'con-jonas', 24_500, 'EUR', 'won', 'user-katarzyna', 12, -12],
  ['Ice rink chiller', 'acc-lofoten', 'con-ingrid', 294_800, 'NOK', 'won', 'user-katarzyna', 40, -40],
  ['Cold room doors', 'acc-wetherby', 'con-fiona', 11_500, 'GBP', 'lost', 'user-katarzyna', 51, -51],
];

/** What one unit was worth in euros. */
const euroRates = { AED: '0.2496', CNY: '0.1293', GBP: '1.1604', NOK: '0.0857', USD: '0.9167', INR: '0.0103', JPY: '0.00594', KRW: '0.000634' };

export function demoDeals({ at, day }: DemoClock): Record<string, AnyRow[]> {
  const deals = dealLines.map(([name, accountId, contactId, amount, currency, stage, ownerId, since, close], i): AnyRow => ({
    id: `deal-${String(i + 1).padStart(2, '0')}`, name, accountId, contactId, amount: euros(amount, currency), pipelineId: 'pipe-new', stageId: `pipe-new-${stage}`, ownerId,
    rank: `a${String(i + 1).padStart(3, '0')}`, stageSince: at(-since), closedAt: stage === 'won' || stage === 'lost' ? at(-since) : null, lostReason: stage === 'lost' ? 'price' : null,
    expectedClose: day(close), startedOn: day(-since - 20), forecast: stage === 'contract' ? 'committed' : stage === 'negotiation' ? 'bestCase' : 'pipeline', tags: [], createdAt: at(-since - 20),
  }));
  return {
    exchangeRate: Object.entries(euroRates).map(([from, rate]) => ({ id: `rate-${from}`, from, to: 'EUR', on: day(-1), rate })),
    product: [
      { id: 'prod-hp160', name: 'Heat pump HP-160', code: 'HP-160', category: 'Heat pumps', price: euros(31_500), cost: euros(19_800), unit: 'pc', taxPercent: '19', active: true },
      { id: 'prod-install', name: 'Installation, 5 days', code: 'INST-5', category: 'Services', price: euros(11_500), unit: 'pc', taxPercent: '19', active: true },
    ],
    deal: deals.map((d, i) => (i === 1 ? { ...d, productId: 'prod-hp160', lines: [
      { id: 'l1', productId: 'prod-hp160', name: 'Heat pump HP-160', quantity: '2', unit: 'pc', unitPrice: '31500.00', currency: 'EUR' },
      { id: 'l2', productId: 'prod-install', name: 'Installation, 5 days', quantity: '1', unitPrice: '11500.00', currency: 'EUR' }] } : d)),
    dealParty: [
      { id: 'dp-1', dealId: 'deal-01', contactId: 'con-amina', role: 'decisionMaker' },
      { id: 'dp-2', dealId: 'deal-01', contactId: 'con-jonas', role: 'user' },
      { id: 'dp-3', dealId: 'deal-01', accountId: 'acc-polar', role: 'competitor' },
    ],
    recordTeam: [{ id: 'rt-1', table: 'deal', recordId: 'deal-01', userId: 'user-misaki', role: 'engineer' }],
    lead: [
      { id: 'lead-1', name: 'Håkon Lie', givenName: 'Håkon', familyName: 'Lie', company: 'Universitetet i Tromsø', source: 'trade fair', score: 62, pipelineId: 'pipe-lead', stageId: 'pipe-lead-new', stageSince: at(-1), ownerId: 'user-katarzyna', emails: [{ id: 'le1', value: 'hakon@uit.example' }], createdAt: at(-1) },
      { id: 'lead-2', name: 'Agnieszka Nowak', givenName: 'Agnieszka', familyName: 'Nowak', company: 'Łódzkie Zakłady Chłodnicze', source: 'web form', score: 35, pipelineId: 'pipe-lead', stageId: 'pipe-lead-contacted', stageSince: at(-6), ownerId: 'user-katarzyna', createdAt: at(-9) },
    ],
    order: [
      { id: 'ord-1', number: '10-48213', kind: 'order', accountId: 'acc-hanseatic', contactId: 'con-amina', dealId: 'deal-23', status: 'delivered', orderedAt: at(-13), dueDate: day(-3), total: { minor: 1_294_000, currency: 'EUR' }, ownerId: 'user-katarzyna', createdAt: at(-13) },
      { id: 'ord-2', number: '10-48377', kind: 'order', accountId: 'acc-kaveri', contactId: 'con-priya', status: 'confirmed', orderedAt: at(-4), dueDate: day(20), total: { minor: 72_640_000, currency: 'INR' }, ownerId: 'user-joao', createdAt: at(-4) },
    ],
  };
}
