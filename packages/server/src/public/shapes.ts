import * as z from 'zod/mini';
import { consentWords, leadWords, mostConsents, mostTouches, ticketWords, touchWords } from './form-rules.ts';
import { forms } from './site-keys.ts';

const siteKey = z.string().check(z.minLength(1), z.maxLength(700));
/** Names one submission, and nobody else's: whoever knows it may follow what was stored under it. */
const key = z.string().check(z.minLength(16), z.maxLength(100));
const token = z.string().check(z.maxLength(3000));
const file = z.strictObject({ name: z.string().check(z.minLength(1), z.maxLength(255), z.regex(/^[^\p{Cc}\p{Cs}]+$/u)), type: z.string().check(z.maxLength(100)), content: z.string() });
const form = z.enum(forms);

/** An origin as browsers write it: `https://shop.example`. */
const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text && /^https?:/.test(text);

/** What each route of public pages, and of their keys, takes. */
export const publicBodies = {
  challenge: z.strictObject({ siteKey, form }),
  guest: z.strictObject({ siteKey, refresh: z.optional(token) }),
  ticket: z.strictObject({ key, guest: z.optional(token), ticket: z.strictObject(ticketWords), files: z.optional(z.array(file).check(z.maxLength(5))) }),
  lead: z.strictObject({
    key, lead: z.strictObject(leadWords), consents: z.optional(z.array(z.strictObject(consentWords)).check(z.maxLength(mostConsents))), touches: z.optional(z.array(z.strictObject(touchWords)).check(z.maxLength(mostTouches))),
  }),
  createKey: z.strictObject({
    name: z.string().check(z.minLength(1), z.maxLength(100), z.regex(/^[^\p{Cc}\p{Cs}]+$/u)), forms: z.array(form).check(z.minLength(1), z.maxLength(forms.length)),
    origins: z.array(z.string().check(z.maxLength(300), z.refine(isOrigin, 'no origin; write it as https://shop.example'))).check(z.minLength(1), z.maxLength(50)),
  }),
  withdrawKey: z.strictObject({ key: z.string().check(z.maxLength(700)) }),
  upgrade: z.strictObject({ guest: token }),
} as const;

const keyAnswer = z.strictObject({ key: z.string(), name: z.string(), origins: z.array(z.string()), forms: z.array(form), active: z.boolean() });

/** What they answer. */
export const publicAnswers = {
  challenge: z.looseObject({ parameters: z.looseObject({}), signature: z.string() }),
  guest: z.strictObject({ token: z.string(), refresh: z.string() }),
  ticket: z.strictObject({ id: z.string(), number: z.nullable(z.string()), token: z.string(), refresh: z.string() }),
  lead: z.strictObject({ id: z.string() }),
  key: keyAnswer,
  keys: z.strictObject({ siteKeys: z.array(keyAnswer) }),
  withdrawn: z.strictObject({ withdrawn: z.literal(true) }),
  upgraded: z.strictObject({ tickets: z.int() }),
} as const;
