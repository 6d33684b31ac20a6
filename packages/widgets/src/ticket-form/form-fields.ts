import type { Description, Entity, OptionValue } from '@vinculo/sdk';
import { accessTo, mayCreate } from '../parts/table-access.ts';
import { whoIs } from '../parts/who-is.ts';

/** What the form can ask, in the order it asks. All but `attachments` are fields of a ticket. */
export const fieldNames = ['guestName', 'guestEmail', 'guestPhone', 'orderId', 'productId', 'type', 'priority', 'subject', 'description', 'attachments'] as const;
export type FieldName = (typeof fieldNames)[number];

/** Answers that something depends on, by field: one value, or any of several. All of them must hold. */
type When = Readonly<Partial<Record<FieldName, string | readonly string[]>>>;

/** Something that can be chosen, perhaps only beside certain answers. */
interface FieldOption extends OptionValue {
  readonly when?: When;
}

/** What the host decides about one field. Where it says nothing, the backend's description and the entity decide. */
export interface FieldSettings {
  /** Not drawn; its `value` is sent all the same. `false` asks for a field that is not drawn by default. */
  readonly hidden?: boolean;
  readonly required?: boolean;
  /** Drawn, not editable: `value` is what is sent. */
  readonly readonly?: boolean;
  /** What the field holds at first. For a phone number a text. */
  readonly value?: unknown;
  /** Of `type` and `priority`: what can be chosen. One with `when` is offered only beside these answers. */
  readonly options?: readonly FieldOption[];
  /** Drawn, and asked for, only beside these answers. */
  readonly when?: When;
}

/** By field of a ticket; `attachments` for the files. Any other field of a ticket can carry a hidden value. */
export type FormFields = Readonly<Partial<Record<FieldName, FieldSettings>> & Record<string, FieldSettings>>;

/** A field as it is drawn. */
export interface FormField {
  readonly name: FieldName;
  readonly required: boolean;
  readonly readonly: boolean;
  /** Of `type` and `priority`. */
  readonly options: readonly OptionValue[];
}

export interface Situation {
  readonly description: Description;
  /** The declaration of a ticket. */
  readonly entity: Entity;
  readonly settings: FormFields;
  /** Whose request it is, where that is a known contact: name and address stand there to be read. */
  readonly requester: { readonly name: string; readonly email: string } | undefined;
  readonly orders: number;
  readonly products: number;
  /** What the first stage asks of a ticket. */
  readonly stageRequires: readonly string[];
}

/** The fields to draw, in order. */
export function formFields(situation: Situation, answer: (name: FieldName) => string): readonly FormField[] {
  const holds = (when: When | undefined): boolean => Object.entries(when ?? {}).every(([name, wanted]) => [wanted].flat().includes(answer(name as FieldName))); // a name of a field that is none has no answer
  return fieldNames.flatMap((name) => {
    const options = optionsOf(situation, name).filter(({ when }) => holds(when));
    return holds(situation.settings[name]?.when) && isShown(situation, name, options) ? [{ name, options, required: isRequired(situation, name), readonly: isReadonly(situation, name) }] : [];
  });
}

function optionsOf({ description, entity, settings }: Situation, name: FieldName): readonly FieldOption[] {
  return settings[name]?.options ?? description.tables['ticket']?.options?.[name] ?? entity.fields[name]?.options ?? [];
}

function isShown({ description, settings, requester, orders, products }: Situation, name: FieldName, options: readonly OptionValue[]): boolean {
  const own = settings[name];
  if (own?.hidden) return false;
  if (name === 'attachments') return mayCreate(description, 'attachment');
  if (requester && name === 'guestName') return requester.name !== '';
  if (requester && name === 'guestEmail') return requester.email !== '';
  if (accessTo(description, 'ticket', name) !== 'write') return false;
  const who = whoIs(description);
  const given = own?.value !== undefined && own.value !== '';
  switch (name) {
    case 'guestPhone': return own !== undefined && !requester;
    case 'orderId': return orders > 0 || given;
    case 'productId': return (products > 0 && (who !== 'guest' || own !== undefined)) || given;
    case 'type': return options.length > 0 || given;
    case 'priority': return who === 'staff' || own !== undefined;
    default: return true;
  }
}

function isRequired({ entity, settings, requester, stageRequires, description }: Situation, name: FieldName): boolean {
  const own = settings[name]?.required;
  if (own !== undefined) return own;
  if (stageRequires.includes(name) || entity.fields[name]?.presence === 'required') return true;
  if (name === 'guestName' || name === 'guestEmail') return !requester;
  // The text becomes the first message, which cannot be empty.
  return name === 'description' && mayCreate(description, 'ticketMessage');
}

function isReadonly({ settings, requester }: Situation, name: FieldName): boolean {
  return (settings[name]?.readonly ?? false) || (requester !== undefined && (name === 'guestName' || name === 'guestEmail'));
}
