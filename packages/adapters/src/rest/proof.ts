import { fits, looseObject, number, string } from '@vinculo/sdk/checks';
import { BadAnswerError, VinculoError } from '@vinculo/sdk/schema';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import type { Form } from './forms-in.ts';
import type { Transport } from './transport.ts';

// So that bundlers keep what all build on in one file.
export { VinculoError as Before } from '@vinculo/sdk';

const challenge = looseObject({
  parameters: looseObject({ algorithm: string, nonce: string, salt: string, cost: number, keyLength: number, keyPrefix: string }), signature: string,
});

/**
 * Solves a proof of work (ALTCHA) for one request, as it is sent in `x-vinculo-proof`. The browser's own cryptography does the work beside the page's thread; it
 * takes about a second.
 */
export async function solveProof(server: Transport, siteKey: string, form: Form): Promise<string> {
  const what = 'Preparing to send';
  if (globalThis.crypto?.subtle === undefined) throw new VinculoError('insecure', `${what}: browsers give cryptography only to pages under https. Serve this page so.`);
  const read = await server.json('public/challenge', what, { method: 'post', json: { siteKey, form } });
  if (!fits(challenge, read)) throw new BadAnswerError(`${what}: the server’s answer is no challenge.`);
  const solution = await solveChallenge({ challenge: read, deriveKey });
  if (!solution) throw new VinculoError('proof', `${what}: the proof of work took too long on this device.`, { retryable: true });
  return btoa(JSON.stringify({ challenge: read, solution }));
}
