import { formatName } from '../format/name.ts';
import { countryCode } from './country-code.ts';
import type { Vcard, VcardAddress, VcardItem } from './vcard.ts';
import { decoded, partsOf, unescaped, vcardLines, type VcardLine } from './vcard-lines.ts';

/** So many people are read from one file. */
const mostCards = 2000;
/** Of one kind, of one person. */
const mostItems = 50;
const longestText = 5000;
const longestNote = 100_000;

/**
 * The people and organisations in a file of vCards: 2.1, 3.0 and 4.0, as phones and mail programs write them. What is not understood is left out; pictures are never
 * looked at. Whoever has neither a name nor anything to be reached by is no card.
 */
export function readVcards(text: string): Vcard[] {
  const cards: Vcard[] = [];
  let lines: VcardLine[] = [];
  let depth = 0;
  const end = (): void => {
    const card = lines.length > 0 ? cardOf(lines) : undefined;
    if (card) cards.push(card);
    lines = [];
  };
  for (const line of vcardLines(text.replace(/^\uFEFF/, ''))) {
    const isBoundary = (line.name === 'BEGIN' || line.name === 'END') && line.value.trim().toUpperCase() === 'VCARD';
    if (isBoundary && line.name === 'BEGIN') depth++;
    // A card within a card (AGENT) is somebody else. One that was not ended ends with the file.
    else if (isBoundary) {
      depth = Math.max(0, depth - 1);
      if (depth === 0) end();
    } else if (depth === 1) lines.push(line);
    if (cards.length >= mostCards) return cards;
  }
  end();
  return cards;
}

function cardOf(lines: readonly VcardLine[]): Vcard | undefined {
  const named = new Map<string, VcardLine[]>();
  for (const line of lines) (named.get(line.name) ?? named.set(line.name, []).get(line.name)!).push(line);
  const all = (name: string): readonly VcardLine[] => (named.get(name) ?? []).slice(0, mostItems);
  /** Of several the one that is preferred. */
  const first = (name: string): VcardLine | undefined => [...all(name)].sort((a, b) => Number(isPreferred(b)) - Number(isPreferred(a)))[0];
  const text = (name: string, longest = longestText): string | undefined => clean(unescaped(first(name) ? (decoded(first(name)!) ?? '') : ''), longest) || undefined;
  const parts = (name: string): string[] => partsOf(first(name) ? (decoded(first(name)!) ?? '') : '', ';').map((each) => clean(each));
  const labels = new Map(lines.filter((line) => line.name === 'X-ABLABEL' && line.group).map((line) => [line.group, clean(unescaped(line.value)).replace(/^_\$!<(.*)>!\$_$/, '$1')]));

  const [family = '', given = '', , prefix = ''] = parts('N');
  const [company = '', department = ''] = parts('ORG');
  const isOrganisation = text('KIND')?.toLowerCase() === 'org' || text('X-ABSHOWAS')?.toUpperCase() === 'COMPANY' || (!text('FN') && !family && !given && company !== '');
  const locale = first('N')?.params.get('LANGUAGE')?.[0] ?? text('LANG');
  const name = text('FN') ?? (formatName({ family, given }, locale) || company || text('NICKNAME') || text('EMAIL') || text('TEL'));
  if (name === undefined || name === '') return undefined;
  const items = (property: string, read: (line: VcardLine) => string): VcardItem[] => onePrimary(all(property).flatMap((line) => {
    const value = read(line);
    return value ? [{ value, ...labelOf(line, labels) }] : [];
  }));
  const urls = all('URL').map((line) => clean(unescaped(decoded(line) ?? ''), 2000)).filter((url) => /^(https?:\/\/)?[^\s/:]+\.[^\s]+$/i.test(url));
  const socials = [...lines.flatMap((line) => socialOf(line)).slice(0, mostItems), ...(isOrganisation ? urls.slice(1) : urls).map((handle) => ({ network: 'website', handle }))];
  return {
    kind: isOrganisation ? 'organisation' : 'person', name,
    ...filled({ givenName: given, familyName: family, salutation: prefix, jobTitle: text('TITLE') ?? text('ROLE'), company: isOrganisation && company === name ? undefined : company, department,
      website: isOrganisation ? urls[0] : undefined, birthday: birthdayOf(text('BDAY')), locale: locale && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(locale) ? locale : undefined, note: text('NOTE', longestNote) }),
    phones: items('TEL', phoneOf), emails: items('EMAIL', (line) => clean(unescaped(decoded(line) ?? '')).replace(/^mailto:/i, '')),
    addresses: onePrimary(all('ADR').flatMap((line) => addressOf(line, labels))), socials,
    tags: [...new Set(all('CATEGORIES').flatMap((line) => partsOf(decoded(line) ?? '', ',').map((each) => clean(each, 200))).filter(Boolean))].slice(0, mostItems),
  };
}

/** Without what is empty. */
function filled<T extends Readonly<Record<string, string | undefined>>>(texts: T): { readonly [K in keyof T]?: string } {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text)) as { readonly [K in keyof T]?: string }; // the same keys, fewer of them
}

/** Without control characters and halves of characters, which no name has. */
function clean(text: string, longest = longestText): string {
  return text.replace(/\r\n?/g, '\n').replace(/\t/g, ' ').replace(/(?![\n\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}]/gu, '').trim().slice(0, longest).replace(/\p{Cs}$/u, '');
}

function isPreferred({ params }: VcardLine): boolean {
  return params.has('PREF') || (params.get('TYPE') ?? []).some((type) => type.toUpperCase() === 'PREF');
}

/** Of several that call themselves the first one, one is. */
function onePrimary<T extends { primary?: boolean }>(items: readonly T[]): T[] {
  const chosen = items.find((each) => each.primary);
  return items.map((each) => {
    if (each === chosen || !each.primary) return each;
    const unmarked = { ...each };
    delete unmarked.primary;
    return unmarked;
  });
}

const known: Readonly<Record<string, string>> = { CELL: 'mobile', IPHONE: 'mobile', MOBILE: 'mobile', WORK: 'work', HOME: 'home', FAX: 'fax', HOMEFAX: 'fax', WORKFAX: 'fax', PAGER: 'pager', MAIN: 'main', OTHER: 'other' };
/** Of several kinds the one that says most. */
const order = ['fax', 'pager', 'mobile', 'work', 'home', 'main', 'other'];

function labelOf(line: VcardLine, labels: ReadonlyMap<string, string>): { readonly label?: string; readonly primary?: true } {
  const own = labels.get(line.group);
  const kinds = new Set((line.params.get('TYPE') ?? []).flatMap((type) => known[type.toUpperCase()] ?? []));
  const label = own ? (known[own.toUpperCase()] ?? own.slice(0, 100)) : order.find((each) => kinds.has(each));
  return { ...(label ? { label } : {}), ...(isPreferred(line) ? { primary: true } : {}) };
}

function phoneOf(line: VcardLine): string {
  const text = clean(unescaped(decoded(line) ?? ''), 100);
  if (!/^tel:/i.test(text)) return /\d/.test(text) ? text : '';
  const [number = '', ...more] = text.slice(4).split(';');
  const extension = more.find((each) => /^ext=/i.test(each))?.slice(4);
  return extension ? `${number} ext. ${extension}` : number;
}

function addressOf(line: VcardLine, labels: ReadonlyMap<string, string>): VcardAddress[] {
  const [box = '', more = '', street = '', city = '', region = '', postcode = '', country = ''] = partsOf(decoded(line) ?? '', ';').map((each) => clean(each));
  const code = countryCode(line.params.get('CC')?.[0] ?? '') ?? countryCode(country);
  // A country nobody knows the code of stays to be read.
  const lines = [box, more, street, code ? '' : country].filter(Boolean).join('\n');
  const address = filled({ street: lines, city, region, postcode, country: code });
  return Object.keys(address).length > 0 ? [{ ...address, ...labelOf(line, labels) }] : [];
}

const messengers: Readonly<Record<string, string>> = {
  'X-WECHAT': 'wechat', 'X-WEIXIN': 'wechat', 'X-QQ': 'qq', 'X-SKYPE': 'skype', 'X-SKYPE-USERNAME': 'skype', 'X-LINE': 'line', 'X-WHATSAPP': 'whatsapp', 'X-TELEGRAM': 'telegram',
  'X-JABBER': 'jabber', 'X-AIM': 'aim', 'X-MSN': 'msn', 'X-ICQ': 'icq', 'X-TWITTER': 'twitter',
};

function socialOf(line: VcardLine): { readonly network: string; readonly handle: string }[] {
  const value = clean(unescaped(decoded(line) ?? ''), 500);
  const of = (network: string, handle: string): { network: string; handle: string }[] => (network && handle ? [{ network: network.slice(0, 50), handle }] : []);
  if (messengers[line.name]) return of(messengers[line.name]!, value);
  const service = line.params.get('X-SERVICE-TYPE')?.[0] ?? line.params.get('SERVICE-TYPE')?.[0] ?? '';
  if (line.name === 'IMPP') {
    const [, scheme = '', handle = value] = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(value) ?? [];
    const network = clean(service || scheme).toLowerCase();
    return of(network === 'weixin' ? 'wechat' : network, fromUri(handle));
  }
  if (line.name === 'X-SOCIALPROFILE' || line.name === 'SOCIALPROFILE') {
    const network = (service || line.params.get('TYPE')?.find((type) => type.toUpperCase() !== 'PREF') || '').toLowerCase();
    return of(clean(network), line.params.get('X-USER')?.[0] ?? line.params.get('USERNAME')?.[0] ?? value.replace(/^x-apple:/i, ''));
  }
  return [];
}

function fromUri(text: string): string {
  try {
    return clean(decodeURIComponent(text));
  } catch {
    return text;
  }
}

/** A day with its year, in any of the ways it is written. */
function birthdayOf(text: string | undefined): string | undefined {
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})(?:$|T)/.exec(text ?? '') ?? [];
  if (year === undefined) return undefined;
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day) ? `${year}-${month}-${day}` : undefined;
}
