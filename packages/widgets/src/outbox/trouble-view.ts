import type { Status } from '@vinculo/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import type { Localized, MessageKey } from '../messages/message.ts';
import { banner } from '../parts/banner.ts';

/** What happened to the browser's storage, and what to do about it. */
const storage: Readonly<Record<string, MessageKey & `out.storage${string}`>> = {
  quota: 'out.storageQuota', disconnected: 'out.storageLost', lost: 'out.storageLost', unavailable: 'out.storageUnavailable', newer_schema: 'out.storageNewer',
  emptied: 'out.storageEmptied', not_persistent: 'out.storageNotPersistent', fenced: 'out.storageLost',
};

/** What the client's status says is amiss, in plain words; nothing while all is well. */
export function troubles(view: Localized, status: Status | undefined): TemplateResult | typeof nothing {
  if (!status) return nothing;
  const { t } = view;
  const code = status.storage?.code ?? '';
  const said: readonly unknown[] = [
    status.lost === undefined ? nothing : banner(t('out.accessLost', { count: status.lost }), { tone: 'bad', flush: true }),
    status.accessCheckDue ? banner(t('out.accessDue'), { tone: 'warn', flush: true }) : nothing,
    // None of these texts takes values.
    status.storage ? banner((t as (key: MessageKey) => string)(storage[code] ?? 'out.storageUnavailable'), { tone: code === 'not_persistent' || code === 'emptied' ? 'info' : 'warn', flush: true }) : nothing,
    status.notLoaded ? banner(t('out.notLoaded'), { tone: 'warn', flush: true }) : nothing,
    status.error?.code === 'fault' ? banner(t('out.fault'), { tone: 'warn', flush: true }) : nothing,
  ].filter((each) => each !== nothing);
  return said.length > 0 ? html`<div part="troubles">${said}</div>` : nothing;
}
