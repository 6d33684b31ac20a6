/** How somebody came to a page: what the link said (UTM), and the page before. */
export interface TouchNote {
  readonly source?: string;
  readonly medium?: string;
  readonly campaignName?: string;
  readonly content?: string;
  readonly referrer?: string;
  /** ISO instant. */
  readonly at: string;
}

const store = 'vinculo:touches';
/** The first, which brought them, and the last ones. */
const most = 5;
const longest = 300;

/** The touch that an address and the page before tell of; undefined where somebody came by themself, or from a page of the same site. */
export function touchFrom(address: string, referrer: string, at: string): TouchNote | undefined {
  const { searchParams, origin } = new URL(address);
  const said = (name: string): string => (searchParams.get(`utm_${name}`) ?? '').trim().slice(0, longest);
  const from = URL.canParse(referrer) ? new URL(referrer) : undefined;
  const outside = from && /^https?:$/.test(from.protocol) && from.origin !== origin ? from : undefined;
  const texts = {
    source: said('source') || (outside?.hostname ?? ''), medium: said('medium') || (outside && !said('source') ? 'referral' : ''), campaignName: said('campaign'), content: said('content'),
    // What stands behind the path may be somebody's own.
    referrer: outside ? `${outside.origin}${outside.pathname}`.slice(0, 500) : '',
  };
  const given = Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''));
  return Object.keys(given).length > 0 ? { ...given, at } : undefined;
}

/** What was noted in this tab, the first touch first. */
export function keptTouches(): readonly TouchNote[] {
  try {
    const read: unknown = JSON.parse(sessionStorage.getItem(store) ?? '[]');
    return Array.isArray(read) ? read.filter((each): each is TouchNote => typeof each === 'object' && each !== null && 'at' in each && typeof each.at === 'string') : [];
  } catch {
    // Storage is switched off, or something else wrote there.
    return [];
  }
}

/**
 * Notes how this page was come to, until the tab is closed. The lead form does so by itself; call it on pages without a form that links lead to, so that a form on
 * a later page knows where its visitor came from.
 *
 * @example import { noteTouch } from '@vinculo/widgets/lead-form'; noteTouch();
 */
export function noteTouch(): void {
  const touch = touchFrom(location.href, document.referrer, new Date().toISOString());
  const kept = keptTouches();
  const said = (note: TouchNote): string => JSON.stringify({ ...note, at: '' });
  if (!touch || kept.some((each) => said(each) === said(touch))) return;
  const all = [...kept, touch];
  try {
    sessionStorage.setItem(store, JSON.stringify(all.length > most ? [all[0], ...all.slice(1 - most)] : all));
  } catch {
    // Where storage is switched off, a touch lives as long as nobody needs it.
  }
}
