import type { Result, Vinculo } from '@vinculo/sdk';
import { now } from '@vinculo/sdk/schema';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { LiveController } from '../base/live-controller.ts';
import type { Activity } from './tasks.controller.ts';

/** Reminders of the coming day are known in advance, so that they fire without a network too. */
const ahead = 86_400_000;

/** A timer may sleep with the page, or wait by a clock that was set meanwhile: it is never trusted for longer than this. */
const longestWait = 20_000;

/** So many are shown at once; the others come as these are answered. */
const most = 5;

/** Which reminders this browser has told of outside the page, so that of several tabs, and after a reload, one speaks once. */
const toldKey = 'vinculo:reminded';

interface Told { readonly [id: string]: string }

/**
 * Follows the reminders of one user: those whose time has come by this device's clock, however it got there. What is shown goes when `remindAt` is emptied
 * or set later, in every tab and on every device, since it stands on the activity itself.
 */
export class Reminders implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #fired: (activity: Activity) => void;
  readonly #coming: LiveController<Result<Activity>>;
  readonly #fresh = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #connected = false;

  /** `fired` is told each reminder once in this page, when its time has come. */
  constructor(host: ReactiveControllerHost, fired: (activity: Activity) => void) {
    this.#host = host;
    this.#fired = fired;
    this.#coming = new LiveController(host);
    host.addController(this);
  }

  /** Called before each drawing. */
  watch(crm: Vinculo | undefined, userId: string | undefined): void {
    this.#coming.watch(crm && userId ? [crm, userId] : undefined, () => crm!.activities.query({ where: { ownerId: userId!, done: false, remindAt: { lte: now(ahead) } }, orderBy: ['remindAt'], limit: 100 }));
  }

  /** Those whose time has come, oldest first. */
  get due(): readonly Activity[] {
    const at = new Date().toISOString();
    return (this.#coming.value?.rows ?? []).filter(({ remindAt }) => remindAt && remindAt <= at).slice(0, most);
  }

  hostConnected(): void {
    this.#connected = true;
    document.addEventListener('visibilitychange', this.#look);
    addEventListener('focus', this.#look);
    addEventListener('pageshow', this.#look);
  }

  hostDisconnected(): void {
    this.#connected = false;
    clearTimeout(this.#timer);
    document.removeEventListener('visibilitychange', this.#look);
    removeEventListener('focus', this.#look);
    removeEventListener('pageshow', this.#look);
  }

  hostUpdated(): void {
    for (const activity of this.due) {
      const key = `${activity.id} ${activity.remindAt}`;
      if (this.#fresh.has(key)) continue;
      this.#fresh.add(key);
      this.#fired(activity);
    }
    this.#plan();
  }

  // A page that was asleep, or whose clock was set, is looked at when it wakes.
  readonly #look = (): void => this.#host.requestUpdate();

  #plan(): void {
    clearTimeout(this.#timer);
    if (!this.#connected) return;
    const at = Date.now();
    const next = (this.#coming.value?.rows ?? []).map(({ remindAt }) => Date.parse(remindAt ?? '')).find((time) => time > at);
    if (next !== undefined) this.#timer = setTimeout(this.#look, Math.min(longestWait, next - at + 5));
  }
}

/** Whether this browser has not told of a reminder yet; from now on it has. Of several tabs that ask, one hears yes. */
export async function tellOnce({ id, remindAt }: Activity): Promise<boolean> {
  const claim = (): boolean => {
    try {
      const told = JSON.parse(localStorage.getItem(toldKey) ?? '{}') as Told;
      if (told[id] === remindAt) return false;
      // The latest hundred are enough: older ones were answered or moved.
      localStorage.setItem(toldKey, JSON.stringify(Object.fromEntries([...Object.entries(told).filter(([each]) => each !== id).slice(-99), [id, remindAt]])));
    } catch {
      // Without storage every tab tells; the browser shows one notification per tag all the same.
    }
    return true;
  };
  return 'locks' in navigator ? navigator.locks.request(toldKey, claim) : claim();
}
