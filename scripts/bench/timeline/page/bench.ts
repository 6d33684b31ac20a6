// Drives one timeline in its page: fills the cache, opens it, shows all of it, scrolls through it.

import { createClient, type Vinculo } from '@vinculo/sdk';
import { rowsAdapter } from './rows-adapter.ts';

/** What a scroll told. */
export interface Scrolled {
  /** From frame to frame, ms. */
  readonly frames: readonly number[];
  /** Tasks of 50 ms and more meanwhile, ms. */
  readonly longTasks: readonly number[];
  /** Items drawn at its end. */
  readonly drawn: number;
}

export interface TimelineBench {
  /** Fills the cache on disk. */
  fill(own: number, others: number): Promise<void>;
  /** Opens the timeline over a cache that is full, as a page does that was here before. Milliseconds until its first items were painted. */
  open(own: number, others: number): Promise<number>;
  /** Presses the button that shows earlier items until all are there. Milliseconds of the last press. */
  showAll(own: number): Promise<number>;
  /** Scrolls `frames` times by `step` px, from where it is. */
  scroll(frames: number, step: number): Promise<Scrolled>;
  /** Jumps to a part of the whole height, 0 to 1, and answers whether an item stands in the middle of the window two frames later. */
  jump(to: number): Promise<boolean>;
}

type Timeline = HTMLElement & { client?: Vinculo; contactId?: string; pageSize?: number; lastVisit?: string | null };

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
let crm: Vinculo | undefined;
let timeline: Timeline;
const find = <T extends HTMLElement>(selector: string): T | null => timeline.shadowRoot?.querySelector<T>(selector) ?? null;

async function until(holds: () => boolean, what: string, most = 120_000): Promise<void> {
  for (const began = performance.now(); !holds(); await frame()) if (performance.now() - began > most) throw new Error(`waited in vain for ${what}`);
}

function client(own: number, others: number): Vinculo {
  return createClient({ adapter: rowsAdapter(own, others), cache: 'disk', locale: 'en' });
}

export default {
  async fill(own, others) {
    crm = client(own, others);
    const links = crm.activityLinks.query({ where: { recordId: 'own' }, limit: 1 });
    const rows = crm.activities.query({ where: { id: 'a00000000' } });
    let isDone = false;
    let isRead = false;
    const one = links.subscribe(({ status, total }) => { isDone = status === 'ready' && total === own; });
    const other = rows.subscribe(({ status }) => { isRead = status === 'ready'; });
    await until(() => isDone && isRead, 'the cache to be filled', 900_000);
    one.unsubscribe();
    other.unsubscribe();
    await crm.close();
  },
  async open(own, others) {
    crm = client(own, others);
    const began = performance.now();
    timeline = document.createElement('vinculo-customer-timeline');
    timeline.client = crm;
    timeline.contactId = 'own';
    timeline.pageSize = 50;
    timeline.lastVisit = null;
    document.body.append(timeline);
    await until(() => find('.days .ev') !== null, 'the first items');
    await frame();
    return performance.now() - began;
  },
  async showAll(own) {
    let took = 0;
    // They come after the first drawing.
    await until(() => find('.chip .count') !== null, 'the counts');
    // It is absent for a moment while the list is drawn in another way.
    for (let absent = 0; absent < 60;) {
      const button = find('[part=load-more]');
      if (button?.getAttribute('aria-disabled') !== null) {
        absent += button ? 0 : 1;
        await frame();
        continue;
      }
      absent = 0;
      const began = performance.now();
      button.click();
      await frame();
      await until(() => find('.list')?.getAttribute('aria-busy') !== 'true', 'earlier items');
      took = performance.now() - began;
    }
    const counted = (): number => Number(find('.chip .count')?.textContent.replace(/\D/g, ''));
    await until(() => find('[part=load-more]') === null && counted() === own, `all of ${own} items: ${counted()} are counted`, 60_000);
    scrollTo(0, 0);
    await frame();
    return took;
  },
  async scroll(frames, step) {
    const longTasks: number[] = [];
    const observer = new PerformanceObserver((list) => { for (const each of list.getEntries()) longTasks.push(each.duration); });
    observer.observe({ type: 'longtask' });
    await frame();
    const deltas: number[] = [];
    let before = await frame();
    for (let n = 0; n < frames; n++) {
      scrollBy(0, step);
      const now = await frame();
      deltas.push(now - before);
      before = now;
    }
    await frame();
    observer.disconnect();
    return { frames: deltas, longTasks, drawn: timeline.shadowRoot!.querySelectorAll('.ev').length };
  },
  async jump(to) {
    scrollTo(0, (document.documentElement.scrollHeight - innerHeight) * to);
    await frame();
    await frame();
    await frame();
    return timeline.shadowRoot!.elementsFromPoint(innerWidth / 2, innerHeight / 2).some((each) => each.closest('.ev, .day') !== null);
  },
} satisfies TimelineBench;
