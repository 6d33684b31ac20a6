import type { AddressItem, Entity, EmailItem, PhoneItem, SocialItem } from '@vinculo/sdk';
import { newId } from '@vinculo/sdk/schema';
import type { Vcard } from './vcard.ts';

/** What a vCard says of a contact or an account, and what it takes from one. */
export interface VcardRow {
  readonly name?: string | null;
  readonly givenName?: string | null;
  readonly familyName?: string | null;
  readonly salutation?: string | null;
  readonly jobTitle?: string | null;
  readonly department?: string | null;
  readonly website?: string | null;
  readonly birthday?: string | null;
  readonly locale?: string | null;
  readonly kind?: string | null;
  readonly emails?: readonly EmailItem[] | null;
  readonly phones?: readonly PhoneItem[] | null;
  readonly addresses?: readonly AddressItem[] | null;
  readonly socials?: readonly SocialItem[] | null;
}

const placeKeys = ['street', 'city', 'region', 'postcode', 'country'] as const;

/** The card of a contact or an account. What is only the company's own (tags, notes, who looks after them) stays there. */
export function vcardOf(table: 'contact' | 'account', row: VcardRow, company: string | undefined): Vcard {
  const text = (name: 'givenName' | 'familyName' | 'salutation' | 'jobTitle' | 'department' | 'website' | 'birthday' | 'locale'): object => (row[name] ? { [name]: row[name] } : {});
  const mark = ({ label, primary }: { readonly label?: string; readonly primary?: boolean }): object => ({ ...(label ? { label } : {}), ...(primary ? { primary } : {}) });
  return {
    kind: table === 'account' && row.kind !== 'person' ? 'organisation' : 'person', name: row.name ?? '',
    ...text('givenName'), ...text('familyName'), ...text('salutation'), ...text('jobTitle'), ...text('department'), ...text('website'), ...text('birthday'), ...text('locale'), ...(company ? { company } : {}),
    phones: (row.phones ?? []).map((each) => ({ value: each.e164 ?? each.raw, ...mark(each) })),
    emails: (row.emails ?? []).filter((each) => !each.bouncedAt).map((each) => ({ value: each.value, ...mark(each) })),
    addresses: (row.addresses ?? []).map((each) => ({ ...Object.fromEntries(placeKeys.flatMap((key) => (each[key] ? [[key, each[key]]] : []))), ...mark(each) })), socials: (row.socials ?? []).map(({ network, handle }) => ({ network, handle })), tags: [],
  };
}

/**
 * The fields of a new record of an entity, as far as it has them and takes what the card says. A list loses what does not fit, not all of it.
 */
export function valuesFrom(entity: Entity, card: Vcard): Readonly<Record<string, unknown>> {
  const item = <T extends object>(values: T): T & { id: string } => ({ id: newId(), ...values });
  const all: Readonly<Record<string, unknown>> = {
    name: card.name, givenName: card.givenName, familyName: card.familyName, salutation: card.salutation, jobTitle: card.jobTitle, department: card.department, company: card.company,
    website: card.website, birthday: card.birthday, locale: card.locale, description: card.note, tags: card.tags,
    phones: card.phones.map(({ value, ...mark }) => item({ raw: value, ...e164Of(value), ...mark })), emails: card.emails.map((each) => item({ ...each })),
    addresses: card.addresses.map((each) => item({ ...each })), socials: card.socials.map((each) => item({ ...each })),
    ...(entity.name === 'account' ? { kind: card.kind } : {}),
  };
  const fits = (field: string, value: unknown): boolean => entity.fields[field]?.shape.safeParse(value).success ?? false;
  return Object.fromEntries(Object.entries(all).flatMap(([field, value]): [string, unknown][] => {
    const taken: unknown = Array.isArray(value) ? value.filter((each) => fits(field, [each])) : value;
    const isEmpty = taken === undefined || (Array.isArray(taken) && taken.length === 0);
    return !isEmpty && fits(field, taken) ? [[field, taken]] : [];
  }));
}

function e164Of(raw: string): { readonly e164?: string } {
  const digits = `+${raw.replace(/\D/g, '')}`;
  return /^\+[\d\s().\-/]+$/.test(raw) && /^\+[1-9]\d{5,14}$/.test(digits) ? { e164: digits } : {};
}
