import { countryName } from '../format/address.ts';
import type { Vcard, VcardAddress, VcardItem } from './vcard.ts';

export type VcardVersion = '3.0' | '4.0';

/** How our labels are called there. Any other stands beside its line, as phones write it. */
const types: Readonly<Record<string, string>> = { mobile: 'CELL', work: 'WORK', home: 'HOME', fax: 'FAX', pager: 'PAGER', main: 'MAIN' };

/** A card as address books read it: lines of at most 75 bytes, ended by CR LF. */
export function writeVcard(card: Vcard, version: VcardVersion): string {
  const isNew = version === '4.0';
  const lines: string[] = ['BEGIN:VCARD', `VERSION:${version}`];
  let groups = 0;
  const put = (name: string, value: string | undefined): void => {
    if (value) lines.push(`${name}:${escaped(value)}`);
  };
  /** A line of several of its kind, with its label and whether it is the first one. */
  const putItem = (name: string, { label, primary }: Pick<VcardItem, 'label' | 'primary'>, value: string, params = ''): void => {
    const type = label === undefined ? undefined : types[label];
    const kinds = [...(type ? [type] : []), ...(primary && !isNew ? ['PREF'] : [])];
    const head = `${name}${kinds.length > 0 ? `;TYPE=${kinds.join(',')}` : ''}${primary && isNew ? ';PREF=1' : ''}${params}`;
    if (label === undefined || type) lines.push(`${head}:${value}`);
    else lines.push(`item${++groups}.${head}:${value}`, `item${groups}.X-ABLabel:${escaped(label)}`);
  };
  const isOrganisation = card.kind === 'organisation';
  if (isOrganisation) lines.push(isNew ? 'KIND:org' : 'X-ABShowAs:COMPANY');
  put('FN', card.name);
  // 3.0 wants it, also where the parts are not known.
  const parts = [card.familyName, card.givenName, '', card.salutation, ''].map((part) => escaped(part ?? ''));
  if (!isNew || parts.some(Boolean)) lines.push(`N${card.locale ? `;LANGUAGE=${card.locale}` : ''}:${parts.join(';')}`);
  else if (card.locale) lines.push(`LANG:${card.locale}`);
  const company = card.company ?? (isOrganisation ? card.name : undefined);
  if (company || card.department) lines.push(`ORG:${[company ?? '', ...(card.department ? [card.department] : [])].map(escaped).join(';')}`);
  put('TITLE', card.jobTitle);
  for (const each of card.phones) putItem('TEL', each, escaped(each.value));
  for (const each of card.emails) putItem('EMAIL', each, escaped(each.value));
  for (const each of card.addresses) putItem('ADR', each, addressText(each), isNew && each.country ? `;CC=${each.country}` : '');
  put('URL', card.website);
  for (const { network, handle } of card.socials) {
    if (network === 'website') put('URL', handle);
    else lines.push(`IMPP;X-SERVICE-TYPE="${inQuotes(network)}":${network.toLowerCase().replace(/[^a-z0-9+.-]/g, '').replace(/^[^a-z]*/, '') || 'x'}:${encodeURIComponent(handle)}`);
  }
  put('BDAY', card.birthday);
  if (card.tags.length > 0) lines.push(`CATEGORIES:${card.tags.map(escaped).join(',')}`);
  put('NOTE', card.note);
  return `${[...lines, 'END:VCARD'].map(folded).join('\r\n')}\r\n`;
}

function addressText({ street, city, region, postcode, country }: VcardAddress): string {
  return ['', '', street, city, region, postcode, country && countryName('en', country)].map((part) => escaped(part ?? '')).join(';');
}

function escaped(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(/[\\,;]/g, '\\$&').replace(/\n/g, '\\n').replace(/[\p{Cc}\p{Cs}]/gu, '');
}

/** What may stand in a parameter (RFC 6868). */
function inQuotes(text: string): string {
  return text.replace(/\^/g, '^^').replace(/"/g, "^'").replace(/\n/g, '^n').replace(/[\p{Cc}\p{Cs}]/gu, '');
}

/** No line is longer than 75 bytes, and no character is cut. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let bytes = 0;
  let out = '';
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (bytes + size > 75) {
      out += '\r\n ';
      bytes = 1;
    }
    out += character;
    bytes += size;
  }
  return out;
}
