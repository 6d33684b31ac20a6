import type { OptionValue } from '@vinculo/sdk';
import type { AskedField, AskedOption, AskedSettings, AskedSituation } from '../parts/asked-field.ts';
import { holds } from '../parts/when.ts';
import { accessTo, mayCreate } from '../parts/table-access.ts';
import { whoIs } from '../parts/who-is.ts';

/** What the form can ask, in the order it asks. All but `attachments` are fields of a ticket. */
export const fieldNames = ['guestName', 'guestEmail', 'guestPhone', 'orderId', 'productId', 'type', 'priority', 'subject', 'description', 'attachments'] as const;
export type FieldName = (typeof fieldNames)[number];

/** What the host decides about one field. Options are those of `type` and `priority`, and of fields that the form does not ask in any case. */
export type FieldSettings = AskedSettings;

/** By field of a ticket, also those that only the backend knows; `attachments` for the files. Any other field that is named with nothing but a `value` is sent unseen. */
export type FormFields = Readonly<Partial<Record<FieldName, FieldSettings>> & Record<string, FieldSettings>>;

interface Drawn {
  readonly required: boolean;
  readonly readonly: boolean;
  /** Where one of several is chosen. */
  readonly options: readonly OptionValue[];
}

/** A field as it is drawn: one that the form asks in any case, or one that the page, the first stage or the backend wants beside them. */
export type FormField = OwnField | (Drawn & { readonly name: string; readonly further: AskedField });

/** A field that the form asks in any case. */
export interface OwnField extends Drawn {
  readonly name: FieldName;
  readonly further?: undefined;
}

export interface Situation extends AskedSituation {
  readonly settings: FormFields;
  /** Whose request it is, where that is a known contact: name and address stand there to be read. */
  readonly requester: { readonly name: string; readonly email: string } | undefined;
  readonly orders: number;
  readonly products: number;
  /** What is asked beside these answers, between the message and the files. */
  readonly further: readonly AskedField[];
}

/** The fields to draw, in order. */
export function formFields(situation: Situation, answer: (name: string) => string): readonly FormField[] {
  const fixed = fieldNames.flatMap((name): FormField[] => {
    const options = optionsOf(situation, name).filter(({ when }) => holds(when, answer));
    return holds(situation.settings[name]?.when, answer) && isShown(situation, name, options) ? [{ name, options, required: isRequired(situation, name), readonly: isReadonly(situation, name) }] : [];
  });
  const at = fixed.findIndex(({ name }) => name === 'attachments');
  return fixed.toSpliced(at < 0 ? fixed.length : at, 0, ...situation.further.map((further): FormField => ({ ...further, further })));
}

function optionsOf({ description, entity, settings }: Situation, name: FieldName): readonly AskedOption[] {
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

/** How long a subject may be, in characters. */
export const subjectLimit = 140;

/** Characters as people count them: an emoji or a rare Chinese character is one. */
export function countCharacters(text: string): number {
  return [...text].length;
}
