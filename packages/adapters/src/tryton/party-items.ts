import type { AddressItem, EmailItem, PhoneItem, SocialItem } from '@vinculo/sdk/schema';
import { type Setting, type TrytonRecord, cannotHold, related, target } from './table.ts';

type Values = Readonly<Record<string, unknown>>;
/** Tryton's way to write a list: `['create', [...]]`, `['write', [id], {...}]`, `['delete', [ids]]`. */
type ListEdit = readonly unknown[];

const phoneTypes = ['phone', 'mobile', 'fax'];
const networks = ['skype', 'sip', 'irc', 'jabber', 'other'];

export interface PartyItems {
  readonly emails: readonly EmailItem[];
  readonly phones: readonly PhoneItem[];
  readonly socials: readonly SocialItem[];
  readonly addresses: readonly AddressItem[];
  readonly website: string | null;
}

const itemId = (kind: 'm' | 'a', record: TrytonRecord): string => `${kind}${record.id}`;
const numberIn = (id: string): number => Number(id.slice(1));
const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const optional = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter((e): e is [string, string] => e[1] !== undefined));

function mechanisms(record: TrytonRecord, types: readonly string[]): TrytonRecord[] {
  return related(record, 'contact_mechanisms').filter((m) => Boolean(m['active']) && types.includes(String(m['type'])) && textOf(m['value']) !== undefined);
}

/** The keyed items of a party. The first of a kind is the primary one, as in Tryton. */
export function partyItems(record: TrytonRecord): PartyItems {
  return {
    emails: mechanisms(record, ['email']).map((m, i) => ({ id: itemId('m', m), value: String(m['value']), ...optional({ label: textOf(m['name']) }), ...(i === 0 ? { primary: true } : {}) })),
    phones: mechanisms(record, phoneTypes).map((m, i) => {
      const compact = textOf(m['value_compact']);
      return {
        id: itemId('m', m), raw: String(m['value']), ...optional({ e164: compact && /^\+[1-9]\d{5,14}$/.test(compact) ? compact : undefined, label: textOf(m['name']) ?? (m['type'] === 'phone' ? undefined : String(m['type'])) }),
        ...(i === 0 ? { primary: true } : {}),
      };
    }),
    socials: mechanisms(record, networks).map((m) => ({ id: itemId('m', m), network: String(m['type']), handle: String(m['value']), ...optional({ label: textOf(m['name']) }) })),
    website: textOf(mechanisms(record, ['website'])[0]?.['value']) ?? null,
    // Tryton gives every new party one empty address.
    addresses: related(record, 'addresses').filter((a) => Boolean(a['active'])).map((a) => ({
      id: itemId('a', a), ...optional({
        street: textOf(a['street']), city: textOf(a['city']), postcode: textOf(a['postal_code']),
        country: textOf(target(a, 'country')?.['code']), region: textOf(target(a, 'subdivision')?.['name']),
      }),
    })).filter((a) => Object.keys(a).length > 1).map((a, i) => (i === 0 ? { ...a, primary: true } : a)),
  };
}

/** What of `next` differs from `now`, as edits of one list: items by id, new ones made by `values`, changed ones by `changes`. */
async function listEdits<T extends { readonly id: string }>(now: readonly T[], next: readonly T[], values: (item: T) => Promise<Values> | Values, changes: (item: T, was: T) => Promise<Values> | Values): Promise<ListEdit[]> {
  const held = new Map(now.map((x) => [x.id, x]));
  const kept = new Set(next.map((x) => x.id));
  const gone = now.filter((x) => !kept.has(x.id)).map((x) => numberIn(x.id));
  const edits: ListEdit[] = gone.length > 0 ? [['delete', gone]] : [];
  for (const item of next) {
    const was = held.get(item.id);
    if (!was) edits.push(['create', [await values(item)]]);
    else {
      const set = await changes(item, was);
      if (Object.keys(set).length > 0) edits.push(['write', [numberIn(item.id)], set]);
    }
  }
  return edits;
}

const changed = (set: Values, was: Values): Values => Object.fromEntries(Object.entries(set).filter(([k, v]) => (v ?? null) !== (was[k] ?? null)));

const emailValues = (x: EmailItem): Values => ({ type: 'email', value: x.value, name: x.label ?? null });
const socialValues = (x: SocialItem): Values => ({ type: networks.includes(x.network) ? x.network : 'other', value: x.handle, name: x.label ?? (networks.includes(x.network) ? null : x.network) });
function phoneValues(x: PhoneItem): Values {
  const type = x.label !== undefined && phoneTypes.includes(x.label) ? x.label : 'phone';
  return { type, value: x.raw, name: type === x.label ? null : (x.label ?? null) };
}

async function addressValues(table: string, x: AddressItem, was: AddressItem | undefined, setting: Setting): Promise<Values> {
  if (x.region !== undefined && x.region !== was?.region) throw cannotHold(table, 'addresses', 'Tryton keeps regions as its own list of subdivisions: choose it there, or put it beside the city');
  const country = x.country === undefined ? null : await setting.country(x.country);
  if (country === undefined) throw cannotHold(table, 'addresses', `This Tryton has no country ${x.country}: import the countries there first`);
  return { street: x.street ?? null, city: x.city ?? null, postal_code: x.postcode ?? null, country };
}

/** The lists of a party as a patch wants them, in Tryton's words. */
export async function partyItemValues(table: string, patch: Values, now: PartyItems, websiteId: number | undefined, setting: Setting): Promise<Record<string, unknown>> {
  const contactMechanisms: ListEdit[] = [];
  const wanted = patch as Partial<PartyItems>;
  if (wanted.emails !== undefined) contactMechanisms.push(...await listEdits(now.emails, wanted.emails ?? [], emailValues, (x, was) => changed(emailValues(x), emailValues(was))));
  if (wanted.phones !== undefined) contactMechanisms.push(...await listEdits(now.phones, wanted.phones ?? [], phoneValues, (x, was) => changed(phoneValues(x), phoneValues(was))));
  if (wanted.socials !== undefined) contactMechanisms.push(...await listEdits(now.socials, wanted.socials ?? [], socialValues, (x, was) => changed(socialValues(x), socialValues(was))));
  if (wanted.website !== undefined && wanted.website !== now.website) {
    if (websiteId === undefined) contactMechanisms.push(['create', [{ type: 'website', value: wanted.website }]]);
    else contactMechanisms.push(wanted.website === null ? ['delete', [websiteId]] : ['write', [websiteId], { value: wanted.website }]);
  }
  const addresses = wanted.addresses === undefined ? [] : await listEdits(now.addresses, wanted.addresses ?? [],
    (x) => addressValues(table, x, undefined, setting),
    async (x, was) => changed(await addressValues(table, x, was, setting), await addressValues(table, was, was, setting)));
  return { ...(contactMechanisms.length > 0 ? { contact_mechanisms: contactMechanisms } : {}), ...(addresses.length > 0 ? { addresses } : {}) };
}

export function websiteMechanism(record: TrytonRecord): number | undefined {
  return mechanisms(record, ['website'])[0]?.id;
}
