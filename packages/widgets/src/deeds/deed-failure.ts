import type { RefusedError, VinculoError } from '@vinculo/sdk';
import type { Localized, MessageKey } from '../messages/message.ts';

const texts = {
  offline: 'inbox.needsConnection', forbidden: 'deed.refusedForbidden', external_ids_differ: 'deed.refusedTwo', erased: 'deed.refusedErased', in_pool: 'inbox.inPool', pool_limit: 'deed.refusedLimit',
  too_late: 'deed.refusedLate', not_active: 'deed.refusedInactive', not_found: 'state.notFoundText', unsupported: 'deed.refusedUnsupported',
} as const satisfies Readonly<Record<string, MessageKey>>;

/** Why a command was not done, for people; what the backend wrote itself where nothing better is known. */
export function deedFailure(view: Pick<Localized, 't'>, error: VinculoError): string {
  const code = error.code;
  if (code === 'already_claimed') {
    // The refusal names who has it.
    const name = (error as RefusedError).problems?.[0]?.message;
    if (name) return view.t('inbox.alreadyClaimed', { name: `\u2068${name}\u2069` });
  }
  return Object.hasOwn(texts, code) ? view.t(texts[code as keyof typeof texts]) : error.message;
}
