import type { Book, NewRow, Party } from './book.ts';
import { money } from './book.ts';
import { type City, type Culture, cultures } from './cultures.ts';
import { hashOf } from '../import/record-id.ts';

/** Who looks after customers of a country. */
const ownersOf: Readonly<Record<string, readonly string[]>> = {
  DE: ['user-katarzyna', 'user-joao'],
  CN: ['user-ziang', 'user-yutong'],
  JP: ['user-misaki'],
  GB: ['user-fiona'],
  US: ['user-fiona'],
  ES: ['user-lucia'],
  FR: ['user-claire'],
  IN: ['user-priya'],
  AE: ['user-omar'],
};
const industries = ['Food', 'Dairy', 'Fish', 'Logistics', 'Pharma', 'Machinery', 'Retail', 'Brewing'];

function emailItem(value: string, label = 'work'): object {
  return { id: hashOf([value]).slice(0, 10), value, label, primary: true };
}

function address(book: Book, culture: Culture, city: City): object {
  const { random } = book;
  const n = random.int(1, 180);
  const street =
    culture.country === 'CN'
      ? `${random.pick(city.streets)}${n}号`
      : culture.country === 'JP'
        ? `${random.pick(city.streets)}-${random.int(1, 20)}-${random.int(1, 9)}`
        : ['GB', 'US', 'FR', 'IN'].includes(culture.country)
          ? `${n} ${random.pick(city.streets)}`
          : `${random.pick(city.streets)} ${n}`;
  return {
    id: hashOf([street, String(random.next())]).slice(0, 10),
    label: 'work',
    primary: true,
    street,
    city: city.name,
    ...(city.region ? { region: city.region } : {}),
    postcode: city.postcode,
    country: culture.country,
  };
}

function person(book: Book, culture: Culture): { given: string; family: string; name: string } {
  const { faker } = culture;
  const sex = book.random.pick(['female', 'male'] as const);
  const given = faker.person.firstName(sex);
  const family = faker.person.lastName(sex);
  return { given, family, name: culture.fullName(given, family) };
}

/** A mailbox name: Latin letters of the name, or a number where the script has none. */
function mailbox(book: Book, { given, family }: { given: string; family: string }): string {
  const latin = (text: string): string =>
    text
      .normalize('NFD')
      .replace(/[^A-Za-z]/g, '')
      .toLowerCase();
  const local = [latin(given).slice(0, 1), latin(family)].filter((p) => p !== '').join('.');
  return local.length > 2 ? local : `m${book.random.int(1000, 99_999)}`;
}

/** Companies with their people, and people without a company, of several cultures. */
export function makeCustomers(book: Book, count: number): Party[] {
  for (const { faker } of cultures) faker.seed(book.random.int(0, 2 ** 31 - 1));
  const parties: Party[] = [];
  const usedNames = new Set<string>();
  for (let i = 0; i < count; i++) {
    const culture = book.random.weighted(cultures.map((c) => [c, c.share] as const));
    const ownerId = book.random.pick(ownersOf[culture.country]!);
    const parentAccount = book.random.chance(0.06)
      ? parties.findLast((p) => p.culture === culture && p.account)?.account
      : undefined;
    parties.push(
      book.random.chance(0.1)
        ? alone(book, culture, ownerId, i)
        : company(book, culture, ownerId, i, parentAccount, usedNames),
    );
  }
  return parties;
}

function company(
  book: Book,
  culture: Culture,
  ownerId: string,
  n: number,
  parent: NewRow | undefined,
  usedNames: Set<string>,
): Party {
  const { random, add } = book;
  const city = random.pick(culture.cities);
  const head = person(book, culture);
  let name = culture.company(random, city.name, head.family);
  for (let tries = 0; usedNames.has(name) && tries < 5; tries++)
    name = culture.company(random, random.pick(culture.cities).name, person(book, culture).family);
  usedNames.add(name);
  const domain = `kunde${n}.example`;
  const size = random.logNormal(90, 1.1);
  const roles = random.weighted([
    [['customer'], 60],
    [['prospect'], 30],
    [['customer', 'dealer'], 7],
    [['competitor'], 1],
    [['supplier'], 2],
  ] as const);
  const account = add('account', {
    name,
    kind: 'organisation',
    roles,
    industry: random.pick(industries),
    website: `https://${domain}`,
    employees: Math.max(3, Math.round(size)),
    annualRevenue: money(size * 140_000, culture),
    yearFounded: random.int(1921, 2022),
    phones: [{ id: 'p1', ...culture.phone(random), label: 'work', primary: true }],
    emails: [emailItem(`info@${domain}`)],
    addresses: [address(book, culture, city)],
    ownerId,
    tags: random.chance(0.4) ? [random.pick(culture.phrases.tags)] : [],
    ...(parent ? { parentId: parent.id } : {}),
  });
  const contacts = Array.from({ length: 1 + Math.min(5, Math.floor(random.logNormal(1.4, 0.6))) }, (_, i) =>
    contact(book, culture, ownerId, domain, account.id, i === 0),
  );
  return { culture, account, contacts, ownerId };
}

/** A person who buys for themselves. */
function alone(book: Book, culture: Culture, ownerId: string, n: number): Party {
  return {
    culture,
    account: undefined,
    contacts: [contact(book, culture, ownerId, `post${n}.example`, undefined, true)],
    ownerId,
  };
}

function contact(
  book: Book,
  culture: Culture,
  ownerId: string,
  domain: string,
  accountId: string | undefined,
  first: boolean,
): NewRow {
  const { random, add } = book;
  const who = person(book, culture);
  const jobTitle = random.pick(culture.titles);
  const row = add('contact', {
    name: who.name,
    givenName: who.given,
    familyName: who.family,
    locale: culture.locale,
    ownerId,
    emails: [emailItem(`${mailbox(book, who)}@${domain}`)],
    phones: [{ id: 'p1', ...culture.phone(random), label: random.chance(0.5) ? 'mobile' : 'work', primary: true }],
    valueClass: random.weighted([
      ['high', 12],
      ['potential', 28],
      ['secondary', 35],
      ['low', 25],
    ]),
    tags: random.chance(0.25) ? [random.pick(culture.phrases.tags)] : [],
    ...(accountId ? { accountId, jobTitle } : { addresses: [address(book, culture, random.pick(culture.cities))] }),
    ...(culture.country === 'CN' && random.chance(0.6)
      ? { socials: [{ id: 's1', network: 'wechat', handle: `wx_${random.int(10_000, 99_999)}` }] }
      : {}),
  });
  if (accountId)
    add('affiliation', {
      contactId: row.id,
      accountId,
      role: jobTitle,
      from: book.day(-random.int(100, 4000)),
      primary: true,
    });
  if (random.chance(0.7)) {
    add('consent', {
      contactId: row.id,
      purpose: 'offers',
      channel: 'email',
      state: random.weighted([
        ['given', 75],
        ['refused', 15],
        ['withdrawn', 10],
      ]),
      source: random.pick(['web form', 'trade fair', 'phone']),
      at: book.at(-random.int(30, 900)),
    });
  }
  if (first)
    add('classification', {
      table: 'contact',
      recordId: row.id,
      scheme: 'ABC',
      value: random.weighted([
        ['A', 20],
        ['B', 30],
        ['C', 50],
      ]),
      from: book.day(-random.int(10, 300)),
    });
  return row;
}
