import type { OwnText } from '../format/own-text.ts';
import { askedField, fieldBeside, furtherNames, type AskedField, type AskedSettings, type AskedSituation } from '../parts/asked-field.ts';

/** What the form asks in any case, in the order it asks; what else it asks stands above the message. */
export const fieldNames = ['name', 'email', 'company', 'jobTitle', 'phone', 'description'] as const;
export type LeadFieldName = (typeof fieldNames)[number];

/** What the host decides about one field. */
export type LeadFieldSettings = AskedSettings;

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
  readonly text?: OwnText;
  /** Without it nothing is sent. */
  readonly required?: boolean;
}

/** The field of a lead that an answer goes into. */
export function leadFieldOf(name: string): string {
  return name === 'email' ? 'emails' : name === 'phone' ? 'phones' : name;
}

/** All fields that the form may ask, in their order, whatever is answered. */
export function leadTemplate(situation: AskedSituation): readonly AskedField[] {
  const fixed = fieldNames.filter((name) => isShown(situation, name));
  const more = moreNames(situation);
  const names = fixed.includes('description') ? [...fixed.slice(0, -1), ...more, 'description'] : [...fixed, ...more];
  return names.flatMap((name) => fieldOf(situation, name) ?? []);
}

function isShown({ settings, stageRequires }: AskedSituation, name: LeadFieldName): boolean {
  return !settings[name]?.hidden && (name !== 'jobTitle' || settings[name] !== undefined || stageRequires.includes(name));
}

/** What is asked beside these. Where they come from the form says itself. */
function moreNames(situation: AskedSituation): readonly string[] {
  const stageRequires = situation.stageRequires.filter((name) => name !== 'source');
  return furtherNames({ ...situation, stageRequires }).filter((name) => !fieldNames.some((each) => each === name || leadFieldOf(each) === name));
}

function fieldOf(situation: AskedSituation, name: string): AskedField | undefined {
  const field = askedField(situation, name, leadFieldOf(name));
  return field && (name === 'name' || name === 'email') ? { ...field, required: situation.settings[name]?.required ?? true } : field;
}

/** The fields to draw beside these answers. @param channels on which somebody just agreed to be reached */
export function leadFields(template: readonly AskedField[], answer: (name: string) => string, channels: readonly ConsentChannel[]): readonly AskedField[] {
  return template.flatMap((asked) => {
    const field = fieldBeside(asked, answer);
    if (!field) return [];
    // Who wants to be reached has to say where.
    const isWanted = (field.name === 'email' && channels.includes('email')) || (field.name === 'phone' && channels.some((each) => each !== 'email' && each !== 'post'));
    return [{ ...field, required: field.required || isWanted }];
  });
}

/** The name under which a tick is kept among the answers. */
export function tickName({ purpose, channel = 'email' }: ConsentSetting): string {
  return `consent:${purpose}:${channel}`;
}
