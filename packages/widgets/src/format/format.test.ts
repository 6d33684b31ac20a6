import { readdirSync, readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import fc from 'fast-check';
import { addressLines } from './address.ts';
import { dayOf, daysBetween, formatDate, formatTime } from './date.ts';
import { formatDays, formatDuration } from './duration.ts';
import { formatLabel, withinSentence } from './label.ts';
import { decimalOf, formatMoney, minorDigits } from './money.ts';
import { initials } from './initials.ts';
import { formatName } from './name.ts';
import { formatBytes, formatPercent } from './number.ts';
import { formatOrderStatus } from './order-status.ts';
import { formatPhone, phoneHref } from './phone.ts';
import { formatAgo } from './ago.ts';
import { formatDayHead, formatWhen } from './relative.ts';
import { sharedData } from './shared-data.fixture.ts';
import { moreLateEnglish } from '../messages/en-more-late.ts';
import { moreEnglish } from '../messages/en-more.ts';
import { addEnglish, loadMessages, message, type Localized } from '../messages/message.ts';

addEnglish({ ...moreEnglish, ...moreLateEnglish });

const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');
const eur = (minor: number): { minor: number; currency: string } => ({ minor, currency: 'EUR' });

test('money: cents only where there are any, three and no decimals, sums shortened', () => {
  expect(formatMoney('en', eur(7_450_000))).toBe('€74,500');
  expect(formatMoney('en', eur(1_294_050))).toBe('€12,940.50');
  expect(formatMoney('en', eur(1_294_000), { fractions: 'always' })).toBe('€12,940.00');
  expect(plain(formatMoney('en', { minor: 61_200_000, currency: 'NOK' }))).toBe('NOK 612,000');
  expect(formatMoney('en', { minor: 6_200_000, currency: 'JPY' })).toBe('¥6,200,000');
  expect(plain(formatMoney('en', { minor: 1_234_567, currency: 'KWD' }))).toBe('KWD 1,234.567');
  expect(formatMoney('en-IN', { minor: 184_000_000, currency: 'INR' })).toBe('₹18,40,000');
  expect(formatMoney('en', eur(21_400_000), { compact: true })).toBe('€214k');
  expect(formatMoney('ar', { minor: 100_000, currency: 'USD' })).toMatch(/US\$\u200e$/);
  expect(formatMoney('zh-CN', { minor: 128_500_000, currency: 'CNY' }, { compact: true })).toBe('¥128.5万');
  expect(formatMoney('zh-CN', { minor: 1_949_000_000, currency: 'CNY' }, { compact: true })).toBe('¥1,949万');
  expect(plain(formatMoney('en', { minor: 100, currency: 'nope' }))).toBe('1 nope');
  expect([minorDigits('EUR'), minorDigits('JPY'), minorDigits('KWD')]).toEqual([2, 0, 3]);
});

test('money never loses a minor unit', () => {
  fc.assert(fc.property(fc.maxSafeInteger(), fc.constantFrom(0, 2, 3), (minor, digits) => Number(decimalOf(minor, digits).replace('.', '')) === (minor === 0 ? 0 : minor)));
});

test('numbers', () => {
  expect(plain(formatPercent('en', 10))).toBe('10 %');
  expect(formatPercent('zh-CN', 62.5)).toBe('62.5%');
  expect(plain(formatBytes('en', 1_800_000))).toBe('1.8 MB');
  expect(formatBytes('zh-CN', 8_400_000)).toBe('8.4MB');
  expect(plain(formatBytes('fr', 8_400_000))).toBe('8,4 Mo');
});

test('a date that is none has no day, and throws in no zone', () => {
  for (const zone of [undefined, 'Asia/Shanghai']) expect(dayOf(new Date('soon'), zone)).toBe('');
  expect(daysBetween(dayOf(new Date('soon')), '2026-11-19')).toBeNaN();
});

test('a date that is none is written as it came, and told to the developer once', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  for (let i = 0; i < 2; i++) expect([formatDate('en', 'next week'), formatWhen({ locale: 'en' }, 'next week'), formatAgo({ locale: 'en' }, 'next week')]).toEqual(['next week', 'next week', 'next week']);
  expect(warn.mock.calls).toEqual([['Vinculo: a date: “next week” is none, and is shown as it is. Send ISO 8601.']]);
  warn.mockRestore();
});

test('dates keep their day in every zone', () => {
  expect(formatDate('en', '2026-12-18')).toBe('18 Dec 2026');
  expect(formatDate('en', '2026-11-24', 'weekday')).toBe('Tue 24 Nov');
  expect(formatDate('en', '2026-11-19', 'day')).toBe('Thursday 19 November');
  expect(formatDate('zh-CN', '2026-11-24', 'weekday')).toBe('11月24日 周二');
  expect(formatDate('zh-CN', '2026-11-19', 'day')).toBe('11月19日 星期四');
  expect(formatDate('en', 'soon')).toBe('soon');
  expect(dayOf(new Date('2026-11-19T23:30:00Z'), 'Asia/Shanghai')).toBe('2026-11-20');
  expect(formatTime({ locale: 'en', timeZone: 'Europe/Berlin' }, '2026-11-19T09:30:00Z')).toBe('10:30');
});

const en = { locale: 'en', timeZone: 'Europe/Berlin', now: new Date('2026-11-19T11:00:00Z') };
const zh = { ...en, locale: 'zh-CN' };

test('planned times are read from the viewer’s day', () => {
  expect(formatWhen(en, '2026-11-20T09:30:00Z')).toBe('Tomorrow, 10:30');
  expect(formatWhen(en, '2026-11-19T22:59:00Z')).toBe('Today, 23:59');
  expect(formatWhen(en, '2026-11-19T23:01:00Z')).toBe('Tomorrow, 00:01');
  expect(formatWhen(en, '2026-11-18')).toBe('Yesterday');
  expect(formatWhen(en, '2026-11-24T09:00:00Z')).toBe('Tue 24 Nov');
});

test('past times', () => {
  expect(formatAgo(en, '2026-11-17T09:30:00Z')).toBe('2 days ago');
  expect(formatAgo(en, '2026-06-15T09:30:00Z')).toBe('5 months ago');
  expect(formatAgo(en, '2026-11-19T10:48:00Z')).toBe('12 min ago');
  expect(formatAgo(en, '2026-11-19T10:59:50Z')).toBe('now');
  // Written just now, told by a clock that was set at the last full minute.
  expect([formatAgo(en, '2026-11-19T11:00:59Z'), formatAgo(en, '2026-11-19T11:02:00Z')]).toEqual(['now', 'in 2 min']);
  expect(formatDayHead(en, '2026-11-17')).toEqual({ name: 'Tuesday', date: '17 November' });
  expect(formatDayHead({ ...en, locale: 'fr' }, '2026-11-17')).toEqual({ name: 'Mardi', date: '17 novembre' });
  expect(formatDayHead(en, '2026-11-19')).toEqual({ name: 'Today', date: 'Thursday 19 November' });
});

test('spans', () => {
  expect(plain(formatDays('en', 4))).toBe('4 d');
  expect(formatDays('zh-CN', 4)).toBe('4天');
  expect(plain(formatDuration('en', 80 * 60_000))).toBe('1 h 20 min');
  expect(plain(formatDuration('en', 372_000))).toBe('6 min 12 s');
  expect(formatDuration('zh-CN', 80 * 60_000)).toBe('1小时20分');
  expect(formatDuration('zh-CN', 42 * 60_000)).toBe('42分钟');
  expect(formatAgo(zh, '2026-11-17T09:30:00Z')).toBe('2天前');
  expect([formatDuration('zh-TW', 80 * 60_000), formatDuration('zh-TW', 42 * 60_000), formatDuration('ja', 80 * 60_000)]).toEqual(['1小時20分', '42分鐘', '1時間20分']);
  expect(plain(formatDuration('de', 80 * 60_000))).toBe('1 h 20 min');
  expect([formatAgo({ ...zh, locale: 'ja' }, '2026-11-17T09:30:00Z'), formatAgo({ ...zh, locale: 'zh-TW' }, '2026-11-17T09:30:00Z')]).toEqual(['2日前', '2天前']);
  expect(plain(formatDays('pt', 4))).toBe('4 dias');
});

test('near days have the words of the language', async () => {
  const day = async (locale: string): Promise<string> => {
    await loadMessages(locale);
    return formatWhen({ ...en, locale }, '2026-11-20');
  };
  expect(await Promise.all(['de-AT', 'ja', 'zh-TW', 'pt'].map(day))).toEqual(['Morgen', '明日', '明天', 'Amanhã']);
});

test('a declared word is read in its language; a label inside a sentence keeps its capital in German alone', () => {
  const label = { en: 'Owner', 'zh-Hans': '负责人', de: 'Zuständig' };
  expect(['de-CH', 'zh-TW', 'ja', 'zh-CN'].map((locale) => formatLabel(locale, label))).toEqual(['Zuständig', '负责人', 'Owner', '负责人']);
  expect([withinSentence('de', 'Telefon'), withinSentence('en', 'Phone')]).toEqual(['Telefon', 'phone']);
});

test('phones are grouped as their country does, and dialled as they are', () => {
  const phone = (e164: string): string => formatPhone({ raw: 'x', e164 });
  expect(phone('+442079460188')).toBe('+44 20 7946 0188');
  expect(phone('+12125550142')).toBe('+1 212 555 0142');
  expect(phone('+551155500199')).toBe('+55 11 5550 0199');
  expect(phone('+97145550134')).toBe('+971 4 555 0134');
  expect(formatPhone({ raw: '', e164: '+8613800550142' }, { home: '86' })).toBe('138 0055 0142');
  expect(formatPhone({ raw: 'ask reception' })).toBe('ask reception');
  expect(phoneHref({ raw: '(030) 12-34' })).toBe('tel:0301234');
  fc.assert(fc.property(fc.stringMatching(/^\+[1-9]\d{6,14}$/), (e164) => phone(e164).replaceAll(' ', '') === e164));
});

test('names follow their own culture', () => {
  expect(formatName({ family: '王', given: '晓慧' })).toBe('王晓慧');
  expect(formatName({ family: '佐藤', given: '美咲' }, 'ja')).toBe('佐藤 美咲');
  expect(formatName({ family: '김', given: '다니엘' })).toBe('김다니엘');
  expect(formatName({ family: 'Nagy', given: 'Éva' }, 'hu')).toBe('Nagy Éva');
  expect(formatName({ family: 'Wójcik', given: 'Katarzyna' })).toBe('Katarzyna Wójcik');
  expect(formatName({ display: 'João Pedro Sant’Anna', given: 'x' })).toBe('João Pedro Sant’Anna');
  expect(formatName({})).toBe('');
});

const names = sharedData('names');
test.skipIf(names.missing)('names of every CLDR language come out whole', () => {
  type Sample = { sampleName: Record<string, { given?: string; surname?: string }>; surnameFirst: string[] };
  const samples = JSON.parse(readFileSync(new URL('cldr48_sample_names.json', names.url), 'utf8')) as Record<string, Sample>;
  const locales = Object.entries(samples).filter(([, each]) => each.sampleName?.['nativeGS']?.surname);
  expect(locales.length).toBeGreaterThan(100);
  for (const [, sample] of locales) {
    const { given = '', surname = '' } = sample.sampleName['nativeGS']!;
    const name = formatName({ given, family: surname });
    expect(name).toContain(given);
    expect(name).toContain(surname);
    expect(initials(name)).not.toBe('');
  }
  // Which names begin with the family name says each language of its own.
  const familyFirst = locales.filter(([locale, { surnameFirst }]) => surnameFirst.includes(locale.split('-')[0]!)).map(([locale]) => locale);
  expect(familyFirst).toEqual(expect.arrayContaining(['zh', 'zh-Hant', 'ja', 'ko', 'hu', 'vi', 'mn', 'ta']));
  for (const [locale, sample] of locales) {
    const { given = '', surname = '' } = sample.sampleName['nativeGS']!;
    expect([locale, formatName({ given, family: surname }, locale).startsWith(surname)]).toEqual([locale, familyFirst.includes(locale)]);
  }
});

test.each([['Amina Okonkwo-Bauer', {}, 'AO'], ['(erased)', {}, 'E'], ['Daniel Kim (김다니엘)', {}, 'DK'], ['王晓慧', {}, '晓慧'], ['王晓慧', { glyphCount: 1 as const }, '慧'], ['欧阳修', {}, '修'], ['佐藤 美咲', {}, '佐藤'], ['宁波东海注塑有限公司', { kind: 'organisation' as const }, '宁波'], ['Ríos Family Clinic', { kind: 'organisation' as const }, 'RF'], ['', {}, '']])('initials of %s', (name, options, text) => {
  expect(initials(name, options)).toBe(text);
});

test('initials of a person whose language is none that there is', () => {
  for (const culture of ['Deutsch (DE)', '', '<b>', 'x']) expect(initials('ira irwin', { culture })).toBe('II');
  expect(initials('ira irwin', { culture: 'tr' })).toBe('İİ');
});

test('addresses in the order of their country', () => {
  expect(addressLines('en', { street: 'Am Sandtorkai 37', postcode: '20457', city: 'Hamburg', country: 'DE' })).toEqual(['Am Sandtorkai 37', '20457 Hamburg', 'Germany']);
  expect(addressLines('en', { street: '1 Main St', city: 'Austin', region: 'TX', postcode: '78701', country: 'US' }, { home: 'US' })).toEqual(['1 Main St', 'Austin, TX 78701']);
  expect(addressLines('zh-CN', { street: '星湖街328号 3幢', city: '苏州市工业园区', region: '江苏省', postcode: '215021', country: 'CN' }, { home: 'CN' })).toEqual(['江苏省苏州市工业园区', '星湖街328号 3幢 215021']);
  expect(addressLines('en', { city: 'Nairobi' })).toEqual(['Nairobi']);
  expect(addressLines('en', {})).toEqual([]);
});

const countryCases = sharedData('addresses/countries');
test.skipIf(countryCases.missing)('street, postcode and city of every country of the OpenCage cases stand in the order and on the lines that it expects', () => {
  // The post of Hungary itself writes city, street, postcode.
  const otherwise = new Set(['HU']);
  const countries = new Set<string>();
  for (const file of readdirSync(countryCases.url)) {
    for (const text of readFileSync(new URL(file, countryCases.url), 'utf8').split('\n---')) {
      const wanted = expectedAddress(text);
      if (!wanted || otherwise.has(wanted.address.country)) continue;
      countries.add(wanted.address.country);
      expect([wanted.address.country, shapeOf(addressLines('en', wanted.address), wanted.address)]).toEqual([wanted.address.country, wanted.shape]);
    }
  }
  expect(countries.size).toBeGreaterThan(110);
});

type WholeAddress = Readonly<Record<'street' | 'city' | 'postcode' | 'country', string>>;

/** One case of the list, where it has street, city and postcode, and how its lines hold them. */
function expectedAddress(text: string): { readonly address: WholeAddress; readonly shape: string } | undefined {
  const [, components, expected] = /components:\s*\n([^]*?)\nexpected:\s*\|.*\n([^]*)/.exec(text) ?? [];
  if (components === undefined || expected === undefined) return undefined;
  const parts = new Map([...components.matchAll(/^\s*(\w+)\s*:\s*["']?(.*?)["']?\s*$/gm)].map(([, name, value]) => [name!, value!]));
  const lines = expected.split('\n').map((line) => line.trim());
  const end = lines.findIndex((line) => line === '' || line.startsWith('#'));
  const [street, postcode, country] = ['road', 'postcode', 'country_code'].map((name) => parts.get(name));
  const city = parts.get('city') ?? parts.get('town') ?? parts.get('village');
  if (!street || !postcode || !country || !city) return undefined;
  const address = { street, city, postcode, country: country.toUpperCase() };
  const shape = shapeOf(lines.slice(0, end === -1 ? undefined : end), address);
  return [...'SCP'].every((letter) => shape.includes(letter)) ? { address, shape } : undefined;
}

/** Which of street, city and postcode stand on which line, in order: `S/PC`. A city that is named elsewhere too (a place called after it) is the one beside the postcode, or the last. */
function shapeOf(lines: readonly string[], { street, city, postcode }: WholeAddress): string {
  const named = new RegExp(`[\\s,]${city.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}[\\s,]`);
  const found = lines.map((line) => {
    const places = [['S', line.indexOf(street)], ['C', line.includes(street) ? -1 : ` ${line},`.search(named)], ['P', line.indexOf(postcode)]] as const;
    return places.filter(([, place]) => place >= 0).toSorted((a, b) => a[1] - b[1]).map(([letter]) => letter).join('');
  });
  const cities = found.flatMap((letters, i) => (letters.includes('C') ? [i] : []));
  const is = cities.find((i) => found[i] !== 'C') ?? cities.at(-1);
  return found.map((letters, i) => (i === is ? letters : letters.replace('C', ''))).filter(Boolean).join('/');
}

test('state of an order: the usual words are translated, others stay', async () => {
  await loadMessages('zh-CN');
  const view: Localized = { locale: 'zh-CN', t: (key, ...values) => message('zh-CN', key, ...values) };
  expect(formatOrderStatus(view, 'Confirmed')).toEqual({ text: '已确认', tone: 'neutral' });
  expect(formatOrderStatus(view, 'Wartet auf Zoll')).toEqual({ text: 'Wartet auf Zoll', tone: 'neutral' });
  expect(formatOrderStatus(view, 'constructor').text).toBe('constructor');
});
