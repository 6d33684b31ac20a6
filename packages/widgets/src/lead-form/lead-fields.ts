import type { Description } from '@vinculo/sdk';
import { accessTo } from '../parts/table-access.ts';

/** What the form can ask, in the order it asks. */
export const fieldNames = ['name', 'email', 'company', 'jobTitle', 'phone', 'description'] as const;
export type LeadFieldName = (typeof fieldNames)[number];

/** What the host decides about one field. Where it says nothing, the backend's description and its first stage decide. */
export interface LeadFieldSettings {
  /** Not drawn; its `value` is sent all the same. `false` asks for a field that is not drawn by default. */
  readonly hidden?: boolean;
  readonly required?: boolean;
  /** Drawn, not editable: `value` is what is sent. */
  readonly readonly?: boolean;
  /** What the field holds at first. */
  readonly value?: unknown;
}

/** By field; any other field of a lead can carry a `value`, unseen. */
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

/** A field as it is drawn. */
export interface LeadField {
  readonly name: LeadFieldName;
  readonly required: boolean;
  readonly readonly: boolean;
}

/** The field of a lead that an answer goes into. */
export function leadFieldOf(name: LeadFieldName): string {
  return name === 'email' ? 'emails' : name === 'phone' ? 'phones' : name;
}

export interface Situation {
  readonly description: Description;
  readonly settings: LeadFields;
  /** What the first stage asks of a lead. */
  readonly stageRequires: readonly string[];
  /** On which channels somebody just agreed to be reached. */
  readonly channels: readonly ConsentChannel[];
}

/** The fields to draw, in order. */
export function leadFields({ description, settings, stageRequires, channels }: Situation): readonly LeadField[] {
  return fieldNames.flatMap((name) => {
    const own = settings[name];
    if (own?.hidden || (name === 'jobTitle' && own === undefined) || accessTo(description, 'lead', leadFieldOf(name)) !== 'write') return [];
    // Who wants to be reached has to say where.
    const wanted = (name === 'email' && channels.includes('email')) || (name === 'phone' && channels.some((each) => each !== 'email' && each !== 'post'));
    const required = wanted || (own?.required ?? (name === 'name' || name === 'email' || stageRequires.includes(leadFieldOf(name))));
    return [{ name, required, readonly: own?.readonly ?? false }];
  });
}

/** The name under which a tick is kept among the answers. */
export function tickName({ purpose, channel = 'email' }: ConsentSetting): string {
  return `consent:${purpose}:${channel}`;
}
