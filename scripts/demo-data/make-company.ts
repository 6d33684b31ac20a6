import type { Book } from './book.ts';
import { cultures } from './cultures.ts';
import { namedRecords as named } from './named-records.ts';

interface DealStage {
  readonly id: string;
  readonly pipelineId: string;
  readonly category: string;
  /** How many of a hundred open deals stand here. */
  readonly open: number;
}

export interface Catalogue {
  /** The stages of deals, in their order: those of customers in China, and of all others. */
  readonly dealStages: { readonly zh: readonly DealStage[]; readonly others: readonly DealStage[] };
  readonly userIds: readonly string[];
}

const users: readonly (readonly [
  id: string,
  name: string,
  team: string,
  role: string,
  locale: string,
  timeZone: string,
])[] = [
  ['user-katarzyna', 'Katarzyna Wójcik', 'team-dach', 'sales', 'de', 'Europe/Berlin'],
  ['user-joao', 'João Pedro Sant’Anna', 'team-dach', 'sales', 'de', 'Europe/Berlin'],
  ['user-ziang', '周子昂', 'team-east', 'sales', 'zh-Hans', 'Asia/Shanghai'],
  ['user-yutong', '林雨桐', 'team-east', 'sales', 'zh-Hans', 'Asia/Shanghai'],
  ['user-misaki', '佐藤 美咲', 'team-east', 'engineer', 'ja', 'Asia/Tokyo'],
  ['user-claire', 'Claire Dubois', 'team-west', 'sales', 'fr', 'Europe/Paris'],
  ['user-lucia', 'Lucía Fernández Prat', 'team-west', 'sales', 'es', 'Europe/Madrid'],
  ['user-fiona', 'Fiona Ashworth', 'team-west', 'manager', 'en-GB', 'Europe/London'],
  ['user-priya', 'Priya Nair', 'team-gulf', 'sales', 'en-IN', 'Asia/Kolkata'],
  ['user-omar', 'عمر حداد', 'team-gulf', 'sales', 'ar', 'Asia/Dubai'],
  ['user-shira', 'Shira Yosef', 'team-service', 'service', 'en', 'Asia/Jerusalem'],
  ['user-tobias', 'Tobias Lindqvist', 'team-service', 'service', 'de', 'Europe/Berlin'],
];

const products: readonly (readonly [code: string, name: string, category: string, euros: number])[] = [
  ['CR-20', 'Cold room 20 m²', 'Cold rooms', 11_800],
  ['CR-60', 'Cold room 60 m²', 'Cold rooms', 27_400],
  ['FZ-12', 'Walk-in freezer 12 m²', 'Cold rooms', 14_200],
  ['BF-300', 'Blast freezer 300 kg/h', 'Freezing', 68_900],
  ['BF-900', 'Blast freezer 900 kg/h', 'Freezing', 142_000],
  ['CH-80', 'Chiller 80 kW', 'Cooling', 38_500],
  ['CH-250', 'Chiller 250 kW', 'Cooling', 96_300],
  ['HP-120', 'Heat pump 120 kW', 'Heating', 61_700],
  ['IM-2', 'Ice machine 2 t/d', 'Ice', 18_900],
  ['DC-25', 'Display case 2.5 m', 'Shop', 4_650],
  ['CP-55', 'Screw compressor 55 kW', 'Compressed air', 33_100],
  ['TS-1', 'Temperature sensor', 'Parts', 89],
  ['GW-4', 'Monitoring gateway', 'Parts', 640],
  ['DS-9', 'Door seal set', 'Parts', 145],
  ['FN-3', 'Evaporator fan', 'Parts', 310],
  ['SV-1', 'Service visit', 'Service', 420],
  ['SP-12', 'Service plan, 12 months', 'Service', 2_900],
];

const dealStages = [
  { key: 'qualify', en: 'Qualify', zh: '初步接洽', category: 'open', open: 30, probability: 10, rottingDays: 14 },
  { key: 'discovery', en: 'Discovery', zh: '需求确认', category: 'open', open: 27, probability: 25, rottingDays: 21 },
  { key: 'proposal', en: 'Proposal', zh: '方案报价', category: 'open', open: 22, probability: 50, rottingDays: 21 },
  { key: 'negotiation', en: 'Negotiation', zh: '商务谈判', category: 'open', open: 14, probability: 75, rottingDays: 30 },
  {
    key: 'contract',
    en: 'Contract',
    zh: '合同签订',
    category: 'open',
    open: 7,
    probability: 90,
    rottingDays: 14,
    requiredFields: ['amount', 'expectedClose'],
  },
  { key: 'won', en: 'Won', zh: '赢单', category: 'won', open: 0, probability: 100 },
  { key: 'lost', en: 'Lost', zh: '输单', category: 'lost', open: 0, probability: 0, requiredFields: ['lostReason'] },
] as const;

type StageLine = readonly [key: string, name: string, category: 'open' | 'won' | 'lost'];

const ticketStages: readonly StageLine[] = [
  ['new', 'New', 'open'],
  ['open', 'Open', 'open'],
  ['pending', 'Waiting for customer', 'open'],
  ['resolved', 'Resolved', 'won'],
  ['cancelled', 'Cancelled', 'lost'],
];
const leadStages: readonly StageLine[] = [
  ['new', 'New', 'open'],
  ['contacted', 'Contacted', 'open'],
  ['qualified', 'Qualified', 'open'],
  ['converted', 'Converted', 'won'],
  ['unqualified', 'Not qualified', 'lost'],
];
const letter = (i: number): string => String.fromCharCode(97 + i);

/** The selling company itself: teams, people, pipelines, products, service desk, rates. */
export function makeCompany(book: Book): Catalogue {
  const { add } = book;
  for (const [id, name, region] of [
    ['team-dach', 'DACH industry', 'DACH'],
    ['team-east', '华东一组', 'East Asia'],
    ['team-west', 'Western Europe', 'West'],
    ['team-gulf', 'Gulf and India', 'South'],
    ['team-service', 'Service', 'Worldwide'],
  ] as const)
    add('team', { name, region }, id);
  for (const [id, name, teamId, role, locale, timeZone] of users)
    add('user', { name, email: `${id.slice(5)}@vinculo.example`, teamId, role, locale, timeZone, active: true }, id);

  add('pipeline', { name: 'New equipment', table: 'deal', currency: 'EUR', rank: 'a' }, named.dealPipelineId);
  add('pipeline', { name: '新设备销售', table: 'deal', currency: 'CNY', rank: 'ab' }, named.zhDealPipelineId);
  add('pipeline', { name: 'Tickets', table: 'ticket', rank: 'b' }, named.ticketPipelineId);
  add('pipeline', { name: 'Leads', table: 'lead', rank: 'c' }, named.leadPipelineId);
  const stage = (
    pipelineId: string,
    key: string,
    name: string,
    category: string,
    rank: string,
    more: object = {},
  ): string => add('stage', { name, pipelineId, category, rank, ...more }, `${pipelineId}-${key}`).id;
  const dealStagesOf = (pipelineId: string, language: 'en' | 'zh'): DealStage[] =>
    dealStages.map(({ key, en, zh, category, open, ...more }, i) => ({
      id: stage(pipelineId, key, language === 'en' ? en : zh, category, letter(i), more),
      pipelineId,
      category,
      open,
    }));
  const [others, zh] = [dealStagesOf(named.dealPipelineId, 'en'), dealStagesOf(named.zhDealPipelineId, 'zh')];
  for (const [i, [key, name, category]] of ticketStages.entries())
    stage(named.ticketPipelineId, key, name, category, letter(i));
  for (const [i, [key, name, category]] of leadStages.entries())
    stage(named.leadPipelineId, key, name, category, letter(i));

  for (const [code, name, category, euros] of products)
    add(
      'product',
      {
        name,
        code,
        category,
        price: { minor: euros * 100, currency: 'EUR' },
        cost: { minor: Math.round(euros * 62), currency: 'EUR' },
        unit: 'pcs',
        taxPercent: '19',
        active: true,
      },
      `product-${code.toLowerCase()}`,
    );
  for (const [id, name, type, from, to, budget] of [
    ['campaign-fair', 'Chillventa', 'Trade fair', -60, -56, 48_000],
    ['campaign-web', 'Energy check online', 'Web', -200, 90, 22_000],
    ['campaign-zh', '华东冷链展', 'Trade fair', -120, -117, 35_000],
  ] as const) {
    add(
      'campaign',
      {
        name,
        type,
        status: to < 0 ? 'Complete' : 'Active',
        from: book.day(from),
        to: book.day(to),
        budget: { minor: budget * 100, currency: 'EUR' },
        ownerId: 'user-fiona',
      },
      id,
    );
  }
  makeServiceDesk(book);
  for (const { currency, perEuro } of cultures) {
    if (currency === 'EUR' || book.tables.get('exchangeRate')?.some((x) => x['from'] === currency)) continue;
    for (const months of [12, 6, 1])
      add('exchangeRate', {
        from: currency,
        to: 'EUR',
        on: book.day(-30 * months),
        rate: ((1 + book.random.normal(0, 0.01)) / perEuro).toFixed(6),
      });
  }
  return { dealStages: { zh, others }, userIds: users.map(([id]) => id) };
}

function makeServiceDesk({ add, day }: Book): void {
  const hours = Object.fromEntries([1, 2, 3, 4, 5].map((weekday) => [weekday, [['08:00', '17:00']]]));
  add(
    'businessCalendar',
    {
      name: 'Berlin office',
      timeZone: 'Europe/Berlin',
      hours,
      holidays: ['2026-12-25', '2026-12-26', '2027-01-01'],
      validUntil: day(400),
    },
    'calendar-berlin',
  );
  add(
    'businessCalendar',
    {
      name: '苏州办公室',
      timeZone: 'Asia/Shanghai',
      hours,
      holidays: ['2026-10-01', '2026-10-02', '2027-02-06'],
      makeUpDays: ['2026-09-27', '2026-10-10'],
      validUntil: day(200),
    },
    'calendar-suzhou',
  );
  add(
    'slaPolicy',
    {
      name: 'Standard',
      priority: 'normal',
      firstReplyMinutes: 240,
      resolutionMinutes: 2880,
      calendarId: 'calendar-berlin',
    },
    'sla-standard',
  );
  add(
    'slaPolicy',
    {
      name: 'Urgent',
      priority: 'urgent',
      firstReplyMinutes: 30,
      resolutionMinutes: 480,
      calendarId: 'calendar-berlin',
    },
    'sla-urgent',
  );
  add(
    'queue',
    { name: 'Service desk', teamId: 'team-service', slaPolicyId: 'sla-standard', email: 'service@vinculo.example' },
    'queue-service',
  );
  add(
    'queue',
    { name: '华东服务', teamId: 'team-east', slaPolicyId: 'sla-standard', email: 'fuwu@vinculo.example' },
    'queue-east',
  );
  const replies = [
    ['Ask for the serial number', 'Please send us the serial number; it is on the name plate inside the door.', 'en'],
    ['Technician is on the way', 'A technician is on the way and will call you half an hour before.', 'en'],
    ['Seriennummer erfragen', 'Bitte nennen Sie uns die Seriennummer; sie steht auf dem Typenschild in der Tür.', 'de'],
    ['询问序列号', '请提供设备序列号，在门内侧的铭牌上。', 'zh-Hans'],
    ['工程师已出发', '工程师已出发，到达前半小时会电话联系您。', 'zh-Hans'],
  ] as const;
  for (const [name, body, locale] of replies)
    add('savedReply', { name, body, locale, scope: 'reply', teamId: 'team-service' });
  const answers = [
    ['The compressor stops after a few minutes', 'Most often the condenser is dusty. Switch the unit off, take the grille off and brush the fins clean. Leave 10 cm of air behind the unit. If it still stops after an hour, write to us with the code on the display.', 'en'],
    ['The door does not close tightly', 'Warm the seal with a hair dryer and press it into its groove. If there is still a gap, we send a new seal: tell us the serial number.', 'en'],
    ['Der Kompressor schaltet nach wenigen Minuten ab', 'Meist ist der Verflüssiger verstaubt. Gerät ausschalten, Gitter abnehmen, Lamellen abbürsten. Hinter dem Gerät 10 cm Luft lassen.', 'de'],
    ['压缩机运行几分钟后停机', '多数情况是冷凝器积灰：请先断电，取下格栅，用软刷清洁翅片，设备后方留出10厘米散热空间。一小时后仍停机，请把显示屏上的代码发给我们。', 'zh-Hans'],
  ] as const;
  for (const [name, body, locale] of answers) add('savedReply', { name, body, locale, public: true });
}
