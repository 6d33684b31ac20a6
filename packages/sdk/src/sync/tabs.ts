import type { StoredEntry, TableWrite } from '../cache/cache.ts';
import { type AnyRow, type FieldConflict, newId } from '../schema/index.ts';
import type { Clock } from '../store/clock.ts';
import { Election, type ElectionHost } from './election.ts';

/** What tabs of one browser tell each other. Whatever concerns the disk is told when it is there. */
export type TabMessage =
  /** `again`: they were told before, maybe to another leader. `under`: what they stand on, for the leader. `database`: where those stand that are on disk. */
  | { readonly type: 'entries'; readonly entries: readonly StoredEntry[]; readonly again?: true; readonly under?: readonly StoredEntry[]; readonly database?: string | undefined }
  | { readonly type: 'dropped'; readonly keys: readonly string[] }
  /** These changes wait no longer; what became of them was told before. */
  | { readonly type: 'over'; readonly keys: readonly string[] }
  /** `written`: the row went to disk with it. */
  | { readonly type: 'confirmed'; readonly key: string; readonly table: string; readonly previousId: string; readonly id: string; readonly row: AnyRow | null; readonly written: boolean; readonly overwrote: readonly FieldConflict[] }
  /** The backend has a file, under this id. */
  | { readonly type: 'uploaded'; readonly from: string; readonly to: string }
  /** `written`: they are on disk. */
  | { readonly type: 'rows'; readonly write: TableWrite; readonly written: boolean }
  | { readonly type: 'want'; readonly table: string }
  | { readonly type: 'hint'; readonly tables: readonly string[] | undefined; readonly access: boolean; readonly presence?: readonly string[] }
  /** A tab took the lead: say what it has to know of you. */
  | { readonly type: 'leads' }
  /** The leader lost or found the connection: look for yourself. */
  | { readonly type: 'connection' }
  | { readonly type: 'retry' }
  /** Access was revoked: the cache is gone. */
  | { readonly type: 'revoked' };

/** What a tab is told. */
export interface TabEvents {
  /** @param gap one before it did not come, of which `missed` was told just now */
  receive(message: TabMessage, gap: boolean): void;
  /** A message of another tab did not come: what is on disk counts. */
  missed(): void;
  /** A tab with a newer version of this software is there. */
  outdated(): void;
  /** This tab leads from now on. */
  lead(): void;
  /** Another tab leads from now on. */
  lost(): void;
}

/** Another tab, as far as it was heard. One that closed says nothing of it. */
interface HeardTab {
  readonly id: string;
  /** Its last message: its number, and when it came, in milliseconds. */
  readonly seq: number;
  readonly at: number;
  readonly schema: number;
  /** The last tab that said that it leads. */
  readonly leads: boolean;
}

/** The tabs that share one cache: one of them leads (pulls and pushes), all are told what it did. */
export interface Tabs {
  /** Fulfilled when it is known whether this tab leads at once. */
  start(): Promise<void>;
  send(message: TabMessage): void;
  readonly id: string;
  readonly heard: readonly HeardTab[];
  /** Gives the lead up. */
  resign(): void;
  close(): void;
}

/** What tabs take from the browser. */
export interface TabHost extends ElectionHost {
  /** Version of what this software writes to the cache. */
  readonly schema: number;
  /** Names this tab among the others. */
  readonly id: string;
  channel(name: string, receive: (data: unknown) => void): { send(data: unknown): void; close(): void };
}

interface Envelope {
  readonly from: string;
  /** Numbers what a tab tells. */
  readonly seq: number;
  readonly schema: number;
  /** `ask`: is the leader there? `there`: it is. */
  readonly sign?: 'ask' | 'there';
  /** It did not tell of rows while nobody was there: whoever hears it for the first time reads the disk again. */
  readonly unheard?: true;
  readonly message?: TabMessage;
}

export function browserTabHost(clock: Clock, schema: number): TabHost {
  return {
    clock,
    locks: 'locks' in navigator ? navigator.locks : undefined,
    schema,
    id: newId(),
    visible: () => globalThis.document?.visibilityState === 'visible',
    onVisible: (listener) => onDocument('visibilitychange', listener),
    onFrozen(listener) {
      const stops = [onDocument('freeze', () => listener(true)), onDocument('resume', () => listener(false))];
      return () => {
        for (const stop of stops) stop();
      };
    },
    channel(name, receive) {
      const channel = new BroadcastChannel(name);
      channel.onmessage = (event) => receive(event.data);
      return { send: (data) => channel.postMessage(data), close: () => channel.close() };
    },
  };
}

function onDocument(event: string, listener: () => void): () => void {
  globalThis.document?.addEventListener(event, listener);
  return () => globalThis.document?.removeEventListener(event, listener);
}

/** Hears the other tabs of a cache from the first moment on, so that nothing falls between that and a reading of the disk; takes part in the election from `start` on. */
export function joinTabs(name: string, host: TabHost, events: TabEvents): Tabs {
  const heard = new Map<string, Omit<HeardTab, 'id' | 'leads'>>();
  let leader: string | undefined;
  let seq = 0;
  let unheard = false;
  const post = (more: Pick<Envelope, 'sign' | 'message'>): void => channel.send({ from: host.id, seq: ++seq, schema: host.schema, ...(unheard ? { unheard } : {}), ...more } satisfies Envelope);
  const election = new Election(name, host, {
    lead: () => {
      events.lead();
      post({ sign: 'there' });
    },
    lost: () => events.lost(),
    ask: () => post({ sign: 'ask' }),
  });
  // A frozen page still hears messages, but nothing it begins comes to an end: a transaction of it would keep all others waiting.
  let frozen = false;
  const thaw = host.onFrozen((now) => {
    if (frozen === now) return;
    frozen = now;
    if (frozen) election.pause();
    else {
      events.missed();
      election.goOn();
    }
  });
  const channel = host.channel(name, (data) => {
    // Only tabs of this software speak here.
    const { from, seq: number, schema, sign, message, unheard: missing } = data as Envelope;
    const last = heard.get(from)?.seq;
    heard.set(from, { seq: number, at: host.clock.now(), schema });
    if (last === undefined && unheard) post({});
    if (frozen) return;
    if (sign === 'there' || message?.type === 'leads') leader = from;
    if (schema > host.schema) events.outdated();
    if (sign === 'ask' && election.leading) post({ sign: 'there' });
    if (sign === 'there') election.heard();
    // Whoever leads was there before all that the other told.
    const gap = last === undefined ? missing === true || (number > 1 && election.leading) : number !== last + 1;
    if (gap) events.missed();
    if (message) events.receive(message, gap);
  });
  // Whoever is there tells this tab of rows from now on.
  post({});
  return {
    start: () => election.start(),
    send(message) {
      if (message.type !== 'rows' || heard.size > 0) return post({ message });
      // Copies of all that is pulled, for nobody. Counted as told, so that who just came and is not heard yet notices.
      unheard = true;
      seq++;
    },
    id: host.id,
    get heard() {
      return [...heard].map(([id, tab]) => ({ id, ...tab, leads: id === leader && !election.leading }));
    },
    resign: () => election.resign(),
    close: () => {
      thaw();
      election.close();
      channel.close();
    },
  };
}
