// What the workloads work on: deals, contacts, activities and their links, made from a seed, the same in every run.

/** A row as it is stored: its id and its fields. */
export interface Row {
  readonly id: string;
  readonly [field: string]: unknown;
}

export type TableName = 'deal' | 'contact' | 'activity' | 'activityLink';

/** Numbers from 0 up to 1, the same sequence for the same seed (mulberry32, Tommy Ettinger, public domain). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const families = [
  '王',
  '李',
  '张',
  '刘',
  '陈',
  '杨',
  'Zhao',
  'Müller',
  'Schmidt',
  'García',
  'Okafor',
  'Smith',
  'Johnson',
  'Rossi',
  'Nguyễn',
];
const givens = [
  '伟',
  '芳',
  '秀英',
  '敏',
  '静',
  '丽',
  '强',
  'Anna',
  'Ben',
  'Chiara',
  'David',
  'Emeka',
  'Sofía',
  'Thu',
  'Yara',
];
const companies = [
  'Sun Hardware',
  '华兴机械',
  'Nordwind Logistik',
  'Blue Harbour Foods',
  '东方电子',
  'Acme Tools',
  'Delta Prints',
  '长江纺织',
];
const steps = ['Send the offer', '约客户演示', 'Call the buyer', '确认合同', 'Wait for the budget', 'Visit the plant'];
const sources = ['Trade fair', '官网', 'Referral', 'Campaign', '老客户介绍', 'Cold call'];
const kinds = ['call', 'email', 'meeting', 'visit', 'note', 'message'];
const subjects = [
  'Offer discussed',
  '价格谈判',
  'Delivery date asked',
  '回访',
  'Invoice question',
  'Product demonstration',
];

const tableCodes: Readonly<Record<string, number>> = {
  deal: 1,
  contact: 2,
  activity: 3,
  activityLink: 4,
  user: 5,
  account: 6,
  stage: 7,
  pipeline: 8,
};

/** The id of the nth record of a table: UUIDv7 in form, ascending with n as those made one after another are. */
export function idOf(table: string, n: number): string {
  const hex = n.toString(16).padStart(11, '0');
  return `0190${hex.slice(0, 4)}-${hex.slice(4, 8)}-7${tableCodes[table]!}${hex.slice(8, 9)}0-8000-${hex.padStart(12, '0')}`;
}

/** The number of a record, from its id. */
export function numberOf(id: string): number {
  return parseInt(id.slice(-12), 16);
}

/** Places on a board are fixed-length texts, so that they sort as the numbers they stand for (0 up to 1). */
export function rankAt(place: number): string {
  return Math.floor(place * 36 ** 10)
    .toString(36)
    .padStart(10, '0');
}

export function placeOf(rank: string): number {
  return parseInt(rank, 36) / 36 ** 10;
}

export const ownerCount = 160;
export const accountCount = 40;

/** Text that no other row has in this field. */
function uniqueText(random: () => number, words: readonly string[], n: number): string {
  return `${words[Math.floor(random() * words.length)]!} ${Math.floor(random() * 1e9).toString(36)}-${n.toString(36)}`;
}

const day = (n: number): string => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000).toISOString().slice(0, 10);
const moment = (seconds: number): string => new Date(Date.UTC(2024, 0, 1) + seconds * 1000).toISOString();

/** n deals on one board. @param stages into how many stages they fall */
export function deals(n: number, stages = 6): Row[] {
  const random = randomNumbers(7);
  return Array.from({ length: n }, (_, i) => ({
    id: idOf('deal', i),
    version: '1',
    createdAt: moment(i),
    updatedAt: moment(i),
    createdBy: null,
    updatedBy: null,
    pipelineId: idOf('pipeline', 1),
    stageId: idOf('stage', Math.floor(random() * stages)),
    stageSince: moment(i),
    rank: rankAt(random()),
    name: uniqueText(random, companies, i),
    nextStep: uniqueText(random, steps, i),
    source: uniqueText(random, sources, i),
    description: uniqueText(random, subjects, i),
    accountId: idOf('account', Math.floor(random() * accountCount)),
    ownerId: idOf('user', Math.floor(random() * ownerCount)),
    amount: { minor: Math.floor(random() * 5_000_000), currency: 'CNY' },
    probability: Math.floor(random() * 20) * 5,
    expectedClose: day(Math.floor(random() * 365)),
    forecast: 'pipeline',
  }));
}

// A million of these are made while a clock runs (W5), the same for every contestant: what many share is made once.
const owners = Array.from({ length: ownerCount }, (_, n) => idOf('user', n));
const suppliers = Array.from({ length: 5000 }, (_, n) => idOf('account', n));

/** The nth contact. */
export function contact(n: number): Row {
  const random = randomNumbers(1000 + n);
  const made = moment(n);
  const family = families[Math.floor(random() * families.length)]!;
  const given = givens[Math.floor(random() * givens.length)]!;
  const digits = String(Math.floor(random() * 1e8)).padStart(8, '0');
  return {
    id: idOf('contact', n),
    version: '1',
    createdAt: made,
    updatedAt: made,
    createdBy: null,
    updatedBy: null,
    name: `${family}${given} ${Math.floor(random() * 1e9).toString(36)}-${n.toString(36)}`,
    givenName: given,
    familyName: family,
    locale: family < 'z' ? 'en' : 'zh-Hans',
    jobTitle: 'Buyer',
    accountId: suppliers[n % suppliers.length]!,
    valueClass: 'potential',
    ownerId: owners[n % ownerCount]!,
    emails: [{ id: 'e1', value: `c${n}@example.com`, label: 'work', primary: true }],
    phones: [{ id: 'p1', raw: `+86 138 ${digits}`, e164: `+86138${digits}`, label: 'mobile', primary: true }],
    tags: n % 3 === 0 ? ['wholesale'] : [],
    lastContactAt: moment(n * 13),
  };
}

/** The nth activity in order of time: calls, letters and visits of all customers, one after the other. */
export function activity(n: number): Row {
  const random = randomNumbers(5_000_000 + n);
  const at = moment(n * 60);
  return {
    id: idOf('activity', n),
    version: '1',
    createdAt: at,
    updatedAt: at,
    createdBy: null,
    updatedBy: null,
    kind: kinds[Math.floor(random() * kinds.length)]!,
    subject: subjects[Math.floor(random() * subjects.length)]!,
    body: 'They asked for the delivery date and for a better price; we promised an answer by Friday. 客户希望周五前得到答复。',
    at,
    done: true,
    direction: random() < 0.5 ? 'in' : 'out',
    ownerId: owners[Math.floor(random() * ownerCount)]!,
    seconds: Math.floor(random() * 900),
  };
}

/** Whom the nth activity concerns: one of `customers` customers, in no order. */
export function customerOf(n: number, customers: number): number {
  return Math.floor(randomNumbers(9_000_000 + n)() * customers);
}

/** The link of the nth activity to its customer. */
export function activityLink(n: number, customers: number): Row {
  return {
    id: idOf('activityLink', n),
    version: '1',
    createdAt: moment(n * 60),
    updatedAt: moment(n * 60),
    createdBy: null,
    updatedBy: null,
    activityId: idOf('activity', n),
    table: 'contact',
    recordId: idOf('contact', customerOf(n, customers)),
    role: 'regarding',
    at: moment(n * 60),
    kind: kinds[n % kinds.length]!,
    open: false,
  };
}

/** The amount of a deal in minor units, of a whole or a flat row. */
export function amountOf(row: Row): number {
  return typeof row['amount'] === 'number' ? row['amount'] : (row['amount'] as { minor: number }).minor;
}
