import type { AggregateResult, Description, Entities, Result, RowOf, Status, Vinculo, VinculoError } from '@vinculo/sdk';
import type { ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';

export type Notification = RowOf<Entities['notification']>;

export type NotificationsState = 'noClient' | 'loading' | 'forbidden' | 'unsupported' | 'error' | 'ready';

/** So many are asked for at first, and more with each press. */
const page = 30;

/** Follows what the server tells the signed-in member of staff, newest first. */
export class NotificationsController {
  readonly #host: ReactiveControllerHost;
  readonly #description: LiveController<Description | undefined>;
  readonly #status: LiveController<Status>;
  readonly #rows: LiveController<Result<Notification>>;
  readonly #unread: LiveController<AggregateResult>;
  #crm: Vinculo | undefined;
  #limit = page;
  #known: ReadonlySet<string> | undefined;

  /** `came` is told what arrived while the page was open; `failed` each failure once. */
  constructor(host: ReactiveControllerHost, came: (news: readonly Notification[]) => void, failed: (error: VinculoError) => void) {
    this.#host = host;
    this.#description = new LiveController(host);
    this.#unread = new LiveController(host);
    let told: string | undefined;
    // Until the backend said who is signed in there is no list to fail.
    this.#status = new LiveController(host, ({ error }) => {
      if (this.#description.value || !error || error.code === told) return;
      told = error.code;
      failed(error);
    });
    this.#rows = new LiveController(host, ({ error, rows, status }) => {
      if (error && error.code !== told) failed(error);
      told = error?.code;
      if (status !== 'ready') return;
      const known = this.#known;
      // What was loaded with "Show more" is older than what was known, and no news.
      const newest = rows.filter(({ id, at, readAt }) => known && !known.has(id) && !readAt && at >= this.#since);
      this.#known = new Set(rows.map(({ id }) => id));
      if (newest.length > 0) came(newest);
    });
  }

  readonly #since: string = new Date(Date.now() - 60_000).toISOString();

  /** Called before each drawing. */
  watch(crm: Vinculo | undefined): void {
    if (crm !== this.#crm) this.#known = undefined;
    this.#crm = crm;
    this.#description.watch(crm, () => crm!.description);
    this.#status.watch(crm, () => crm!.status);
    const me = this.#me;
    this.#rows.watch(crm && me ? [crm, me, this.#limit] : undefined, () => crm!.notifications.query({ where: { userId: me! }, orderBy: ['-at'], limit: this.#limit }));
    this.#unread.watch(crm && me ? [crm, me] : undefined, () => crm!.notifications.aggregate({ where: { userId: me!, readAt: null }, measures: { count: { op: 'count' } } }));
  }

  get #me(): string | undefined { return this.#description.value?.user.id ?? undefined; }

  get state(): NotificationsState {
    if (!this.#crm) return 'noClient';
    if (this.#description.value && (!this.#me || !this.#description.value.tables['notification'])) return 'unsupported';
    const result = this.#rows.value;
    if (result?.rows.length) return 'ready';
    if (!this.#description.value && this.#status.value?.error) return 'error';
    if (!result || result.status === 'loading') return 'loading';
    return result.status === 'stale' ? 'ready' : result.status;
  }

  get error(): VinculoError | undefined { return this.#rows.value?.error ?? this.#status.value?.error; }
  get rows(): readonly Notification[] { return this.#rows.value?.rows ?? []; }
  get hasMore(): boolean { const { value } = this.#rows; return value !== undefined && value.rows.length >= this.#limit && (value.total ?? Infinity) > value.rows.length; }

  /** How many were not read yet: as the backend counts, else of those that are here. */
  get unread(): number {
    const here = this.rows.filter(({ readAt }) => !readAt).length;
    const counted = this.#unread.value?.groups[0]?.values['count'];
    return Math.max(here, typeof counted === 'number' ? counted : 0);
  }

  more(): void {
    this.#limit += page;
    this.#host.requestUpdate();
  }

  /** Notes that these were read. */
  read(ids: readonly string[]): void {
    const readAt = new Date().toISOString();
    this.#crm?.batch(() => { for (const id of ids) this.#crm!.notifications.update(id, { readAt }); });
  }
}
