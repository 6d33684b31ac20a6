import { entities } from '@vinculo/sdk/schema';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readVcards } from './read-vcard.ts';
import type { Vcard } from './vcard.ts';
import { textOf } from './vcard-lines.ts';
import { valuesFrom, vcardOf } from './vcard-records.ts';
import { writeVcard } from './write-vcard.ts';

const read = (...lines: string[]): Vcard | undefined => readVcards(['BEGIN:VCARD', ...lines, 'END:VCARD'].join('\r\n'))[0];
const bytes = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

describe('reads what address books write', () => {
  it('4.0, folded, with kinds, preferences, quoted parameters and uris', () => {
    expect(read(
      'VERSION:4.0', 'FN:Dr. Amina Okonkwo-', ' Bauer', 'N;LANGUAGE=de:Okonkwo-Bauer;Amina;;Dr.;', 'ORG:Hanseatic\\, Kühl\\; Technik;Einkauf', 'TITLE:Leiterin', 'item1.TEL;VALUE=uri;TYPE="voice,cell";PREF=1:tel:+49-171-3920042;ext=12',
      'EMAIL;TYPE=work:amina@example.com', 'ADR;TYPE=home;LABEL="A;B:C";CC=DE:;;Kai 1\\nHaus 2;Hamburg;HH;20457;Deutschland', 'IMPP;X-SERVICE-TYPE=WeChat:weixin:amina_o', 'X-SOCIALPROFILE;TYPE=linkedin;X-USER=amina:https://linkedin.example/in/amina',
      'BDAY:19800131', 'CATEGORIES:vip,trade\\, fair', 'NOTE:One\\nTwo\\, three', 'URL:https://example.com', 'PHOTO:data:image/jpeg;base64,/9j/4AAQSkZJRgABAQAAAQABAAD',
    )).toEqual({
      kind: 'person', name: 'Dr. Amina Okonkwo-Bauer', familyName: 'Okonkwo-Bauer', givenName: 'Amina', salutation: 'Dr.', locale: 'de', company: 'Hanseatic, Kühl; Technik', department: 'Einkauf', jobTitle: 'Leiterin',
      phones: [{ value: '+49-171-3920042 ext. 12', label: 'mobile', primary: true }], emails: [{ value: 'amina@example.com', label: 'work' }], addresses: [{ street: 'Kai 1\nHaus 2', city: 'Hamburg', region: 'HH', postcode: '20457', country: 'DE', label: 'home' }],
      socials: [{ network: 'wechat', handle: 'amina_o' }, { network: 'linkedin', handle: 'amina' }, { network: 'website', handle: 'https://example.com' }], birthday: '1980-01-31', tags: ['vip', 'trade, fair'], note: 'One\nTwo, three',
    });
  });

  it('2.1 of an old phone: bare kinds, quoted-printable over several lines, a charset, a picture between', () => {
    expect(read(
      'VERSION:2.1', 'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E7=8E=8B;=E5=B0=8F=E6=98=8E;;;', 'FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E7=8E=8B=', '=E5=B0=8F=', '=E6=98=8E', 'TEL;CELL;PREF:138 0013 8000', 'TEL;WORK;FAX:010-6282 1234',
      'PHOTO;ENCODING=BASE64;JPEG:', ' /9j/4AAQSkZJRgABAQ', ' AAAQABAAD/2wBDAAMC', '', 'ADR;WORK;QUOTED-PRINTABLE:;;1 Main St=0D=0AFloor 2;Springfield;IL;62701;USA', 'NOTE;ENCODING=QUOTED-PRINTABLE:a=3Db',
    )).toEqual({
      kind: 'person', name: '王小明', familyName: '王', givenName: '小明', phones: [{ value: '138 0013 8000', label: 'mobile', primary: true }, { value: '010-6282 1234', label: 'fax' }], emails: [],
      addresses: [{ street: '1 Main St\nFloor 2', city: 'Springfield', region: 'IL', postcode: '62701', country: 'US', label: 'work' }], socials: [], tags: [], note: 'a=b',
    });
  });

  it('3.0 of a phone with own labels; a company; a family name first', () => {
    expect(read('VERSION:3.0', 'N:田中;太郎;;;', 'item1.TEL;type=VOICE:03-1234-5678', 'item1.X-ABLabel:_$!<Mobile>!$_', 'item2.EMAIL;type=INTERNET:a@b.example', 'item2.X-ABLabel:Lager')).toMatchObject({
      name: '田中太郎', phones: [{ value: '03-1234-5678', label: 'mobile' }], emails: [{ value: 'a@b.example', label: 'Lager' }],
    });
    expect(read('VERSION:3.0', 'N:;;;;', 'ORG:Polar GmbH', 'X-ABShowAs:COMPANY', 'URL:polar.example')).toMatchObject({ kind: 'organisation', name: 'Polar GmbH', website: 'polar.example', socials: [] });
    expect(read('VERSION:3.0', 'FN:Ng', 'ADR:;;Road 1;Kowloon;;;中国香港特别行政区')).toMatchObject({ addresses: [{ street: 'Road 1', city: 'Kowloon', country: 'HK' }] });
    expect(read('VERSION:3.0', 'FN:Ng', 'ADR:;;Road 1;;;;Atlantis')).toMatchObject({ addresses: [{ street: 'Road 1\nAtlantis' }] });
  });

  it('several in one file, one within another, and one that was not ended', () => {
    const file = 'BEGIN:VCARD\nFN:A\nAGENT:\nBEGIN:VCARD\nFN:Secretary\nTEL:1\nEND:VCARD\nTEL:2\nEND:VCARD\n\nbegin:vcard\nfn:B\nend:vcard\nBEGIN:VCARD\nFN:C';
    expect(readVcards(file).map(({ name, phones }) => [name, phones.map(({ value }) => value)])).toEqual([['A', ['2']], ['B', []], ['C', []]]);
  });

  test.each([
    ['UTF-8 with a mark', bytes('\u00ef\u00bb\u00bf\u00e7\u008e\u008b'), '王'], ['UTF-16', Uint8Array.from([0xff, 0xfe, 0x8b, 0x73]), '王'], ['GB18030', Uint8Array.from([0xcd, 0xf5]), '王'], ['western European', bytes('M\u00fcller'), 'Müller'],
  ])('a file in %s', (_, file, text) => {
    expect(textOf(file)).toBe(text);
  });
});

describe('hostile and broken input', () => {
  test.each([
    ['nothing', ''], ['no card', 'hello'], ['an empty card', 'BEGIN:VCARD\nEND:VCARD'], ['no name and no number', 'BEGIN:VCARD\nNOTE:x\nEND:VCARD'], ['only ends', 'END:VCARD\nEND:VCARD'], ['a picture alone', 'BEGIN:VCARD\nPHOTO;ENCODING=b:AAAA\nEND:VCARD'],
  ])('%s is no card', (_, file) => {
    expect(readVcards(file)).toEqual([]);
  });

  it('takes no control characters, turned-round text or halves of characters, and cuts what is too long', () => {
    const card = read('FN:a\u0000b\u202Ec\uD800d\u200De', `NOTE:${'x'.repeat(200_000)}`, 'TEL:call me', 'EMAIL;TYPE=":x', ';;;:x', 'TEL:123"', 'BDAY:1980-02-31', 'URL:javascript:alert(1)', `TITLE:${'y'.repeat(9000)}`)!;
    expect([card.name, card.note!.length, card.phones, card.birthday, card.socials, card.jobTitle!.length]).toEqual(['abcd\u200De', 100_000, [{ value: '123"' }], undefined, [], 5000]);
  });

  it('never fails, and takes no longer for it', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.constantFrom('BEGIN:VCARD', 'END:VCARD', 'FN:', 'N:a;b', 'TEL;CELL;ENCODING=QUOTED-PRINTABLE:=', 'ADR;CC="', ' folded', '=', '"', 'item1.X-ABLabel:'), fc.string({ unit: 'binary' })), { maxLength: 30 }), (lines) => {
      for (const card of readVcards(['BEGIN:VCARD', 'FN:x', ...lines].join('\n'))) {
        expect(card.name).not.toBe('');
        valuesFrom(entities.contact, card);
        valuesFrom(entities.account, card);
      }
    }), { numRuns: 500 });
    for (const many of [';'.repeat(300_000), '"'.repeat(300_001), '\\'.repeat(300_000), '=\n'.repeat(150_000), ' \n'.repeat(150_000), `TEL;${'TYPE=a,'.repeat(50_000)}:1`]) expect(readVcards(`BEGIN:VCARD\nFN:x\nNOTE;ENCODING=QUOTED-PRINTABLE:${many}\nADR:${many}\n${many}`)[0]!.name).toBe('x');
  });
});

const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).map((text) => text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim()).filter((text) => text !== '');
const lines = fc.array(word, { minLength: 1, maxLength: 3 }).map((all) => all.join('\n'));
const label = fc.option(fc.constantFrom('mobile', 'work', 'home', 'fax', 'other', 'Lager; 2', '仓库'), { nil: undefined });
const marked = <T extends object>(value: fc.Arbitrary<T>): fc.Arbitrary<(T & { label?: string; primary?: boolean })[]> =>
  fc.array(fc.tuple(value, label).map(([each, l]) => ({ ...each, ...(l ? { label: l } : {}) })), { maxLength: 3 }).map((all): (T & { label?: string; primary?: boolean })[] => all.map((each, i) => (i === 1 ? { ...each, primary: true } : each)));
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

const person: fc.Arbitrary<Vcard> = fc.record({
  kind: fc.constant('person' as const), name: word, givenName: optional(word), familyName: optional(word), salutation: optional(word), company: optional(word), department: optional(word), jobTitle: optional(word),
  phones: marked(fc.record({ value: fc.constantFrom('+49 171 3920042', '138 0013 8000', '(02) 1; 2') })), emails: marked(fc.record({ value: word.filter((text) => !/^mailto:/i.test(text)) })),
  addresses: marked(fc.record({ street: lines, city: word, country: fc.constantFrom('DE', 'CN', 'US', 'TW', 'GB') })), socials: fc.array(fc.record({ network: fc.constantFrom('wechat', 'line', 'we;ird, "one"', 'website'), handle: word }).map((each) => (each.network === 'website' ? { ...each, handle: 'https://example.com/a,b;c' } : each)), { maxLength: 3 }),
  birthday: optional(fc.constantFrom('1980-01-31', '2000-02-29')), locale: optional(fc.constantFrom('zh-Hans', 'de')), tags: fc.uniqueArray(word, { maxLength: 3 }), note: optional(lines),
}).map((card) => Object.fromEntries(Object.entries(card).filter(([, value]) => value !== undefined)) as unknown as Vcard); // as it was, without what is undefined

/** Websites come behind messengers on a card. */
const inOrder = (card: Vcard): Vcard => ({ ...card, socials: [...card.socials].sort((a, b) => Number(a.network === 'website') - Number(b.network === 'website')) });

test.each(['3.0', '4.0'] as const)('what is written as %s is read the same, in lines of 75 bytes', (version) => {
  fc.assert(fc.property(person, (card) => {
    const text = writeVcard(card, version);
    for (const line of text.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(text).not.toMatch(/[^\r]\n|\r[^\n]/);
    expect(inOrder(readVcards(text)[0]!)).toEqual(inOrder(card));
  }), { numRuns: 300 });
});

it('a contact and an account go out and come in again, without what is the company’s own', () => {
  const contact = {
    name: '王小明', givenName: '小明', familyName: '王', jobTitle: '采购', description: 'Pays late', tags: ['vip'], emails: [{ id: 'a', value: 'w@example.com', primary: true }, { id: 'b', value: 'old@example.com', bouncedAt: '2026-01-01T00:00:00.000Z' }],
    phones: [{ id: 'c', raw: '138 0013 8000', e164: '+8613800138000', label: 'mobile' }], addresses: [{ id: 'd', city: '北京', country: 'CN' }], socials: [{ id: 'e', network: 'wechat', handle: 'wxm' }],
  };
  const text = writeVcard(vcardOf('contact', contact, '北极制冷'), '3.0');
  expect(text).not.toMatch(/Pays late|vip|old@/);
  const values = valuesFrom(entities.contact, readVcards(text)[0]!);
  expect(values).toMatchObject({ name: '王小明', familyName: '王', jobTitle: '采购', emails: [{ value: 'w@example.com', primary: true }], phones: [{ raw: '+8613800138000', e164: '+8613800138000', label: 'mobile' }], addresses: [{ city: '北京', country: 'CN' }], socials: [{ network: 'wechat', handle: 'wxm' }] });
  expect(values).not.toHaveProperty('company');
  const account = valuesFrom(entities.account, readVcards(writeVcard(vcardOf('account', { name: 'Polar', website: 'https://polar.example', emails: [{ id: 'a', value: 'info@polar.example' }] }, undefined), '4.0'))[0]!);
  expect(account).toMatchObject({ name: 'Polar', kind: 'organisation', website: 'https://polar.example', emails: [{ value: 'info@polar.example' }] });
});

it('what a field does not take is left out, the rest is not', () => {
  const values = valuesFrom(entities.contact, read('FN:A', 'EMAIL:nonsense', 'EMAIL:a@b.example', 'ADR:;;;X;;;')!);
  expect(values).toMatchObject({ name: 'A', emails: [{ value: 'a@b.example' }], addresses: [{ city: 'X' }] });
});
