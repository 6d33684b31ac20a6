import type { Entity, Labels, Vinculo } from '@vinculo/sdk';
import { declaredFields, entityOf, type DeclaredField } from '../parts/declared-field.ts';
import { isTie, type RelatedList } from './related-lists.ts';
import type { RecordView } from './record-view.ts';

/** A row that is about to be added to a list. */
export interface NewRow {
  readonly entity: Entity;
  /** What is asked of it, in this order. */
  readonly fields: readonly DeclaredField[];
  /** What it holds already; of fields that are asked it stands in their inputs. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Where a new record of a process begins. */
export interface Start {
  readonly pipelineId?: string;
  readonly stageId?: string;
}

/** How many fields are asked beside those a row cannot be without: of a tie, and of a whole record. */
const mostOfTie = 4;
const mostOfRecord = 5;

/** Whose customer a record is for: a deal of a contact is one of the contact's company. */
const ofCustomer = ['accountId', 'contactId'] as const;

/** What one plans, most often first; each is said as the timeline says it. */
const kinds = ['task', 'call', 'meeting', 'visit'] as const;

/** The first stage of the first pipeline of a table. @throws OfflineError */
export async function startOf(crm: Vinculo, entity: Entity): Promise<Start> {
  if (!entity.process) return {};
  const [pipelines, stages] = await Promise.all([
    crm.pipelines.query({ where: { table: entity.name, active: true }, orderBy: ['rank'], limit: 1 }).once(), crm.stages.query({ where: { category: 'open' }, orderBy: ['rank'] }).once(),
  ]);
  const pipelineId = pipelines.rows[0]?.id;
  const stageId = stages.rows.find((stage) => stage.pipelineId === pipelineId)?.id;
  return { ...(pipelineId ? { pipelineId } : {}), ...(stageId ? { stageId } : {}) };
}

/** What a row added to a list is asked and holds: of an activity what is planned, of a record what its declaration asks first. */
export function newRowOf(view: RecordView, list: RelatedList, start: Start): NewRow {
  if (list.entity.name === 'activityLink') return plannedActivity(view, list);
  const { entity } = list;
  const all = writable(view, entity);
  const tie = isTie(entity);
  const mine = ownerOf(view, all);
  const customer = tie ? {} : Object.fromEntries(ofCustomer.flatMap((name) => {
    const id = view.row[name];
    return all.some((field) => field.name === name) && view.entity.fields[name]?.ref?.table === entity.fields[name]?.ref?.table && typeof id === 'string' ? [[name, id]] : [];
  }));
  const values = { ...(tie ? {} : mine), ...customer, ...start, ...list.where };
  const isGiven = ({ name }: DeclaredField): boolean => name in list.where || name in start || (!tie && name === 'ownerId');
  const open = all.filter((field) => !isGiven(field));
  const ordered = tie ? open : [...(entity.asked ?? []).flatMap((name) => open.find((field) => field.name === name) ?? []), ...open].filter((field, i, both) => both.indexOf(field) === i);
  const asked = new Set([...open.filter(({ required }) => required), ...ordered.slice(0, tie ? mostOfTie : mostOfRecord)]);
  return { entity, values, fields: ordered.filter((field) => asked.has(field)) };
}

function plannedActivity(view: RecordView, list: RelatedList): NewRow {
  const { crm } = view.control.source.subject;
  const entity = entityOf(crm, 'activity') ?? list.entity;
  const all = writable(view, entity);
  const fields = ['kind', 'subject', 'dueAt', 'body'].flatMap((name): DeclaredField[] => {
    const field = all.find((each) => each.name === name);
    if (!field) return [];
    return [name === 'kind' ? { ...field, kind: 'option', emptiable: false, options: kinds.map((kind) => ({ value: kind, label: asSaid(view.t(`timeline.${kind}`)) })) } : field];
  });
  return { entity, values: { kind: 'task', done: false, ...ownerOf(view, all) }, fields };
}

function writable(view: RecordView, entity: Entity): readonly DeclaredField[] {
  return declaredFields(entity, view.control.source.description?.tables[entity.name], { forNew: true }).filter(({ editable }) => editable);
}

/** A new record belongs to whoever adds it. */
function ownerOf(view: RecordView, fields: readonly DeclaredField[]): Readonly<Record<string, unknown>> {
  const id = view.control.source.description?.user.id;
  return id && fields.some(({ name, ref }) => name === 'ownerId' && ref === 'user') ? { ownerId: id } : {};
}

/** A word that is in the viewer's language already. */
function asSaid(word: string): Labels {
  return { en: word, 'zh-Hans': word };
}
