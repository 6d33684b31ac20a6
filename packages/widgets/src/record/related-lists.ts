import type { AnyRow, Entity, Vinculo } from '@vinculo/sdk';
import { holdersOf } from '@vinculo/sdk/references';
import { entityOf } from '../parts/declared-field.ts';

/** Rows of an entity that name the record, by one of its fields. */
export interface RelatedList {
  /** `deal`, or `deal.competitorId` where it is not the first field of its entity that can name the record. */
  readonly key: string;
  readonly entity: Entity;
  readonly field: string;
  readonly where: Readonly<Record<string, unknown>>;
  readonly isFirst: boolean;
}

/** Rows that programs read, or that show elsewhere: settings, what other systems call a record, where it came from, what was merged. */
const ofPrograms: ReadonlySet<string> = new Set(['savedView', 'externalId', 'automationRule', 'notification', 'mergeRecord', 'exchangeRate', 'relationship', 'activity', 'stage', 'queue', 'user', 'team', 'campaign', 'ticketMessage']);
/** Of these a lead shows its own: how it came, and what the person agreed to; of a customer the card does. */
const ofLeads: ReadonlySet<string> = new Set(['touch', 'consent']);
/** What is noted of a customer by classes (ABC, tier): shown where there is any. */
const ofCustomers: ReadonlySet<string> = new Set(['account', 'contact']);

function isForPrograms({ entity, field, where }: RelatedList): boolean {
  if (ofLeads.has(entity.name)) return field !== 'leadId' && where['table'] !== 'lead';
  if (entity.name === 'classification') return !ofCustomers.has(String(where['table']));
  return ofPrograms.has(entity.name);
}

/** What stands first, in this order; other entities follow as they are declared. */
const first = ['dealParty', 'contact', 'affiliation', 'deal', 'ticket', 'order', 'activityLink', 'touch', 'consent', 'classification', 'recordTeam', 'attachment'];
const most = 11;

/** Every list of rows that name a record of this table, by what the declarations say. */
export function relatedLists(crm: Vinculo, table: string, id: string): readonly RelatedList[] {
  const seen = new Set<string>();
  return holdersOf(table).flatMap(({ table: holder, field, where }): RelatedList[] => {
    const entity = entityOf(crm, holder);
    const served = crm.description.snapshot?.tables;
    if (!entity || (served && !served[holder])) return [];
    const isFirst = !seen.has(holder);
    seen.add(holder);
    return [{ key: isFirst ? holder : `${holder}.${field}`, entity, field, where: { ...where, [field]: id }, isFirst }];
  });
}

/** The lists to draw: those the host names, in its order; else the usual ones. */
export function chosenLists(all: readonly RelatedList[], named: readonly string[] | undefined): readonly RelatedList[] {
  if (named) return named.flatMap((name) => all.find(({ key, entity, field }) => name === key || name === `${entity.name}.${field}`) ?? []);
  const place = ({ entity }: RelatedList): number => { const at = first.indexOf(entity.name); return at < 0 ? first.length : at; };
  return all.filter((list) => !isForPrograms(list)).sort((a, b) => place(a) - place(b)).slice(0, most);
}

/** How rows of a list are ordered: what is planned or was done by its time, all else as it was changed. */
export function orderOf({ entity }: RelatedList): string {
  return entity.fields['at'] ? '-at' : '-updatedAt';
}

/** Entities whose rows only tie two records: they are told by the other end, and by how it is tied. */
export function isTie(entity: Entity): boolean {
  return entity.title === 'role' || entity.fields[entity.title]?.kind === 'option';
}

/** Whether rows of a list can be added here: those that tie two records, and records that name this one by the first of their fields that can. Files are added where there is something to drop them on. */
export function isAddable({ entity, isFirst }: RelatedList): boolean {
  return !entity.readonly && !ofLeads.has(entity.name) && (isTie(entity) || isFirst) && !Object.values(entity.fields).some(({ blob }) => blob);
}

/** What a customer, a deal or a ticket should have: such a list is drawn without rows too, where one can be added. */
const wanted: ReadonlySet<string> = new Set(['contact', 'deal', 'ticket', 'activityLink']);
const ofWork: ReadonlySet<string> = new Set(['accountId', 'contactId', 'recordId']);

export function isWanted({ entity, field, isFirst }: RelatedList): boolean {
  return field === 'dealId' ? isTie(entity) : isFirst && wanted.has(entity.name) && ofWork.has(field);
}

/** The record at the other end of a tie. */
export function otherEnd(list: RelatedList, row: AnyRow): { readonly table: string; readonly id: string } | undefined {
  for (const [name, { ref }] of Object.entries(list.entity.fields)) {
    const id = row[name];
    if (ref && name !== list.field && typeof id === 'string') return { table: ref.table, id };
  }
  return undefined;
}
