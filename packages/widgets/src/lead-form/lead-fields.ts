import type { Description, Entity, FieldKind, Labels, OptionValue } from '@vinculo/sdk';
import { accessTo } from '../parts/table-access.ts';
import { whoIs } from '../parts/who-is.ts';

/** What the form asks in any case, in the order it asks; what else it asks stands above the message. */
export const fieldNames = ['name', 'email', 'company', 'jobTitle', 'phone', 'description'] as const;
export type LeadFieldName = (typeof fieldNames)[number];

/** Answers that something depends on, by field: one value, or any of several. All of them must hold. A box that is ticked is `yes`. */
export type LeadWhen = Readonly<Record<string, string | readonly string[]>>;

/** Something that can be chosen, perhaps only beside certain answers. */
export interface LeadFieldOption extends OptionValue {
  readonly when?: LeadWhen;
}

/** What the host decides about one field. Where it says nothing, the backend's description, the entity and the first stage decide. */
export interface LeadFieldSettings {
  /** Not drawn; its `value` is sent all the same. `false` asks for a field that is not drawn by default. */
  readonly hidden?: boolean;
  readonly required?: boolean;
  /** Drawn, not editable: `value` is what is sent. */
  readonly readonly?: boolean;
  /** What the field holds at first. */
  readonly value?: unknown;
  /** What can be chosen, in place of the backend's list. One with `when` is offered only beside these answers. */
  readonly options?: readonly LeadFieldOption[];
  /** Drawn, and asked for, only beside these answers. */
  readonly when?: LeadWhen;
}

/** By field of a lead, also those that only the backend knows. One that is named with nothing but a `value` is sent unseen, unless the form asks it in any case. */
export type LeadFields = Readonly<Partial<Record<LeadFieldName, LeadFieldSettings>> & Record<string, LeadFieldSettings>>;

export type ConsentChannel = 'email' | 'phone' | 'sms' | 'message' | 'post';

/** A box to tick. It is never ticked beforehand. */
export interface ConsentSetting {
  /** What it is for: `newsletter`, `offers`, `event`. */
  readonly purpose: string;
  /** Default `email`, which counts only once the owner of the address confirms it by a link in a mail. */
  readonly channel?: ConsentChannel;
  /** What they agree to, in one language or several; kept with the consent as its evidence. Default: a text for `newsletter`. */
  readonly text?: string | Readonly<Record<string, string>>;
  /** Without it nothing is sent. */
  readonly required?: boolean;
}

/** Kinds that a visitor can answer. */
export type LeadFieldKind = Extract<FieldKind, 'text' | 'longText' | 'email' | 'url' | 'boolean' | 'integer' | 'number' | 'decimal' | 'percent' | 'date' | 'option' | 'emails' | 'phones'>;
const answerable: readonly LeadFieldKind[] = ['text', 'longText', 'email', 'url', 'boolean', 'integer', 'number', 'decimal', 'percent', 'date', 'option', 'emails', 'phones'];

/** A field of the form. */
export interface LeadField {
  readonly name: string;
  readonly kind: LeadFieldKind;
  /** What the declaration or the backend calls it. */
  readonly label: Labels;
  readonly required: boolean;
  readonly readonly: boolean;
  /** Where there are any, one of them is chosen. */
  readonly options: readonly LeadFieldOption[];
  readonly when?: LeadWhen;
  /** Only the backend knows it: the answer stands in `custom`. */
  readonly isCustom: boolean;
}

/** The field of a lead that an answer goes into. */
export function leadFieldOf(name: string): string {
  return name === 'email' ? 'emails' : name === 'phone' ? 'phones' : name;
}

export interface Situation {
  readonly description: Description;
  /** The declaration of a lead. */
  readonly entity: Entity;
  readonly settings: LeadFields;
  /** What the first stage asks of a lead. */
  readonly stageRequires: readonly string[];
}

/** Whether only the backend knows a field. */
export function isCustomField({ description, entity }: Pick<Situation, 'description' | 'entity'>, name: string): boolean {
  return !Object.hasOwn(entity.fields, leadFieldOf(name)) && (description.tables['lead']?.custom?.some((each) => each.name === name) ?? false);
}

/** All fields that the form may ask, in their order, whatever is answered. */
export function leadTemplate(situation: Situation): readonly LeadField[] {
  const fixed = fieldNames.filter((name) => isShown(situation, name));
  const more = moreNames(situation);
  const names = fixed.includes('description') ? [...fixed.slice(0, -1), ...more, 'description'] : [...fixed, ...more];
  return names.flatMap((name) => fieldOf(situation, name) ?? []);
}

function isShown({ settings, stageRequires }: Situation, name: LeadFieldName): boolean {
  return !settings[name]?.hidden && (name !== 'jobTitle' || settings[name] !== undefined || stageRequires.includes(name));
}

/** What is asked beside these: what the page names, what the first stage wants, and what the backend keeps of its own and lets visitors write. */
function moreNames({ description, settings, stageRequires }: Situation): readonly string[] {
  // Staff may write much that is not for the person at the stand: the page names it.
  const own = whoIs(description) === 'staff' ? [] : (description.tables['lead']?.custom ?? []).map(({ name }) => name);
  const named = Object.entries(settings).flatMap(([name, setting]) => (isAskedFor(setting) ? [name] : []));
  const wanted = stageRequires.filter((name) => settings[name]?.value === undefined && name !== 'source');
  return [...new Set([...named, ...wanted, ...own])].filter((name) => !settings[name]?.hidden && !fieldNames.some((each) => each === name || leadFieldOf(each) === name));
}

function isAskedFor({ hidden, required, options, when, value }: LeadFieldSettings): boolean {
  return value === undefined || hidden === false || required === true || options !== undefined || when !== undefined;
}

function fieldOf({ description, entity, settings, stageRequires }: Situation, name: string): LeadField | undefined {
  const field = leadFieldOf(name);
  const table = description.tables['lead'];
  const declared = Object.hasOwn(entity.fields, field) ? entity.fields[field] : undefined;
  const custom = declared ? undefined : table?.custom?.find((each) => each.name === name);
  const is = declared ?? custom;
  const kind = answerable.find((each) => each === is?.kind);
  if (!is || !kind || accessTo(description, 'lead', field) !== 'write' || (custom && accessTo(description, 'lead', 'custom') !== 'write')) return undefined;
  const own = settings[name];
  const options = own?.options ?? table?.options?.[field] ?? is.options ?? [];
  // Nothing could be chosen.
  if (kind === 'option' && options.length === 0) return undefined;
  const isWanted = name === 'name' || name === 'email' || declared?.presence === 'required' || stageRequires.includes(field);
  return { name, kind, label: is.label, options, isCustom: custom !== undefined, required: own?.required ?? isWanted, readonly: own?.readonly ?? false, ...(own?.when ? { when: own.when } : {}) };
}

/** The fields to draw beside these answers. @param channels on which somebody just agreed to be reached */
export function leadFields(template: readonly LeadField[], answer: (name: string) => string, channels: readonly ConsentChannel[]): readonly LeadField[] {
  const holds = (when: LeadWhen | undefined): boolean => Object.entries(when ?? {}).every(([name, wanted]) => [wanted].flat().includes(answer(name)));
  return template.flatMap((field) => {
    const options = field.options.filter(({ when }) => holds(when));
    if (!holds(field.when) || (field.options.length > 0 && options.length === 0)) return [];
    // Who wants to be reached has to say where.
    const isWanted = (field.name === 'email' && channels.includes('email')) || (field.name === 'phone' && channels.some((each) => each !== 'email' && each !== 'post'));
    return [{ ...field, options, required: field.required || isWanted }];
  });
}

/** The name under which a tick is kept among the answers. */
export function tickName({ purpose, channel = 'email' }: ConsentSetting): string {
  return `consent:${purpose}:${channel}`;
}
