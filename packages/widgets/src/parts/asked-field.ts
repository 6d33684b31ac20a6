import type { Description, Entity, FieldKind, Labels, OptionValue } from '@vinculo/sdk';
import type { OwnText } from '../format/own-text.ts';
import { accessTo } from './table-access.ts';
import { holds, type When } from './when.ts';
import { whoIs } from './who-is.ts';

/** Something that can be chosen, perhaps only beside certain answers. */
export interface AskedOption extends OptionValue {
  readonly when?: When;
}

/** What the page decides about one field of a form. Where it says nothing, the backend's description, the entity and the first stage decide. */
export interface AskedSettings {
  /** Not drawn; its `value` is sent all the same. `false` asks for a field that is not drawn by default. */
  readonly hidden?: boolean;
  readonly required?: boolean;
  /** Drawn, not editable: `value` is what is sent. */
  readonly readonly?: boolean;
  /** What the field holds at first. */
  readonly value?: unknown;
  /** What a person who has to answer should know, in one language or several. Stands under the label. */
  readonly help?: OwnText;
  /** What can be chosen, in place of the backend's list. One with `when` is offered only beside these answers. */
  readonly options?: readonly AskedOption[];
  /** Drawn, and asked for, only beside these answers. */
  readonly when?: When;
}

/** Kinds that a visitor can answer. */
export type AskedKind = Extract<FieldKind, 'text' | 'longText' | 'email' | 'url' | 'boolean' | 'integer' | 'number' | 'decimal' | 'percent' | 'date' | 'option' | 'emails' | 'phones'>;
const answerable: readonly AskedKind[] = ['text', 'longText', 'email', 'url', 'boolean', 'integer', 'number', 'decimal', 'percent', 'date', 'option', 'emails', 'phones'];

/** A field of a form on a public page, as the declaration or the backend has it. */
export interface AskedField {
  readonly name: string;
  readonly kind: AskedKind;
  /** What the declaration or the backend calls it. */
  readonly label: Labels;
  readonly required: boolean;
  readonly readonly: boolean;
  /** Where there are any, one of them is chosen. */
  readonly options: readonly AskedOption[];
  readonly help?: OwnText | undefined;
  readonly when?: When;
  /** Only the backend knows it: the answer stands in `custom`. */
  readonly isCustom: boolean;
}

/** What decides what a form asks. */
export interface AskedSituation {
  readonly description: Description;
  /** The declaration of the record that the form makes. */
  readonly entity: Entity;
  readonly settings: Readonly<Record<string, AskedSettings>>;
  /** What the first stage asks of such a record. */
  readonly stageRequires: readonly string[];
}

/** What a form asks beside its own fields: what the page names, what the first stage wants, and what the backend keeps of its own and lets visitors write. */
export function furtherNames({ description, entity, settings, stageRequires }: AskedSituation): readonly string[] {
  // Staff may write much that is not for the person at the stand: the page names it.
  const own = whoIs(description) === 'staff' ? [] : (description.tables[entity.name]?.custom ?? []).map(({ name }) => name);
  const named = Object.entries(settings).flatMap(([name, setting]) => (isAskedFor(setting) ? [name] : []));
  const wanted = stageRequires.filter((name) => settings[name]?.value === undefined);
  return [...new Set([...named, ...wanted, ...own])].filter((name) => !settings[name]?.hidden);
}

/** One that is named with nothing but a value is sent unseen. */
function isAskedFor({ hidden, required, options, when, value }: AskedSettings): boolean {
  return value === undefined || hidden === false || required === true || options !== undefined || when !== undefined;
}

/**
 * A field as it is asked; undefined where this sign-in may not write it, or nobody could answer it.
 * @param field the field that the answer goes into, where that has another name
 */
export function askedField({ description, entity, settings, stageRequires }: AskedSituation, name: string, field: string = name): AskedField | undefined {
  const table = description.tables[entity.name];
  const declared = Object.hasOwn(entity.fields, field) ? entity.fields[field] : undefined;
  const custom = declared ? undefined : table?.custom?.find((each) => each.name === name);
  const is = declared ?? custom;
  const kind = answerable.find((each) => each === is?.kind);
  if (!is || !kind || accessTo(description, entity.name, field) !== 'write' || (custom && accessTo(description, entity.name, 'custom') !== 'write')) return undefined;
  const own = settings[name];
  const options = own?.options ?? table?.options?.[field] ?? is.options ?? [];
  // Nothing could be chosen.
  if (kind === 'option' && options.length === 0) return undefined;
  const isWanted = declared?.presence === 'required' || custom?.required === true || stageRequires.includes(field);
  return { name, kind, label: is.label, options, help: own?.help ?? custom?.help, isCustom: custom !== undefined, required: own?.required ?? isWanted, readonly: own?.readonly ?? false, ...(own?.when ? { when: own.when } : {}) };
}

/** A field as it is drawn beside these answers; undefined where it is not. */
export function fieldBeside(field: AskedField, answer: (name: string) => string): AskedField | undefined {
  const options = field.options.filter(({ when }) => holds(when, answer));
  return holds(field.when, answer) && (field.options.length === 0 || options.length > 0) ? { ...field, options } : undefined;
}
