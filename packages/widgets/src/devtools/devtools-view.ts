import type { DebugEntry, DebugReport } from '@vinculo/sdk';
import type { Viewer } from '../format/date.ts';
import type { Localized } from '../messages/message.ts';

export const tabs = ['queries', 'nodes', 'tables', 'outbox', 'connection'] as const;
export type DevtoolsTab = (typeof tabs)[number];

/** What the views draw from, and what they may do. */
export interface DevtoolsView extends Localized {
  readonly report: DebugReport;
  /** Looks from the moment of the report, so that a paused one stands still. */
  readonly viewer: Viewer;
  reach(): void;
  retry(entry: DebugEntry): void;
  /** Asks first. */
  discard(entry: DebugEntry): void;
}
