import { randomInt } from 'node:crypto';
import { type Challenge, createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import * as z from 'zod/mini';
import { BadRequest } from '../http/errors.ts';
import { type Form, forms, type Site, type Sites, secretFor } from './site-keys.ts';

/** How long a challenge may be answered, in seconds. */
const lasts = 600;
/** How many tries an answer takes, at least and at most. */
const fewestTries = 200;
const mostTries = 500;

const hex = (length: number) => z.string().check(z.length(length), z.regex(/^[0-9a-f]+$/));
const payload = z.strictObject({
  challenge: z.strictObject({
    parameters: z.strictObject({
      algorithm: z.literal('PBKDF2/SHA-256'), nonce: hex(32), salt: hex(32), cost: z.int(), keyLength: z.literal(32), keyPrefix: hex(32), keySignature: hex(64), expiresAt: z.int(),
      data: z.strictObject({ form: z.enum(forms), site: z.string().check(z.maxLength(700)) }),
    }),
    signature: hex(64),
  }),
  solution: z.strictObject({ counter: z.int(), derivedKey: hex(64), time: z.optional(z.number()) }),
});

/** A proof that holds. It counts once: see spend(). */
export interface Proof {
  readonly site: Site;
  readonly form: Form;
  /** What no other proof has. */
  readonly id: string;
  /** Unix seconds. */
  readonly expiresAt: number;
}

/** @param cost how many rounds one try takes */
export function makeChallenge(site: Site, form: Form, cost: number): Promise<Challenge> {
  return createChallenge({
    algorithm: 'PBKDF2/SHA-256', cost, counter: randomInt(fewestTries, mostTries), deriveKey, data: { form, site: site.key }, expiresAt: Math.floor(Date.now() / 1000) + lasts, ...secretsOf(site),
  });
}

/** Two secrets: with the second, only who found the whole key can say it, and an answer is checked without the work being done again. */
function secretsOf(site: Site): { hmacSignatureSecret: string; hmacKeySignatureSecret: string } {
  return { hmacSignatureSecret: secretFor(site, 'challenge').toString('hex'), hmacKeySignatureSecret: secretFor(site, 'answer').toString('hex') };
}

/**
 * Checks a proof by calculation alone: that this server asked for it, for this form, not too long ago, and that the answer is right.
 * @param header `x-vinculo-proof`: the challenge with its solution as base64 of JSON, as ALTCHA writes it
 * @throws BadRequest `proof`
 */
export async function checkProof(sites: Sites, header: string | undefined, form: Form | undefined): Promise<Proof> {
  if (header === undefined) throw noProof('The request has no proof of work. Ask for one at /public/challenge, solve it and send it as x-vinculo-proof.');
  const read = payload.safeParse(decoded(header));
  if (!read.success) throw noProof('The proof of work cannot be read.');
  const { challenge, solution } = read.data;
  const { data, nonce, expiresAt } = challenge.parameters;
  if (form !== undefined && data.form !== form) throw noProof(`The proof of work was made for the form ${data.form}.`);
  const site = await sites.find(data.site);
  if (!site) throw noProof('The site key of the proof is not valid any more.');
  const { time: _, ...answer } = solution;
  const result = await verifySolution({ challenge, solution: answer, deriveKey, ...secretsOf(site) });
  if (!result.verified) throw noProof(result.expired ? 'The proof of work came too late. Ask for another.' : 'The proof of work is not right.');
  return { site, form: data.form, id: `proof:${nonce}`, expiresAt };
}

function decoded(header: string): unknown {
  try {
    return JSON.parse(Buffer.from(header.slice(0, 4096), 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}

export function noProof(message: string): BadRequest {
  return new BadRequest(403, 'proof', message);
}
