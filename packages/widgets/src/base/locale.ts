import { warnOnce } from './warn.ts';

/** The `lang` of `from` or of the nearest element around it, outward through shadow roots. */
function nearestLang(from: Element | null): string | undefined {
  for (let node = from; node; ) {
    const holder: Element | null = node.closest('[lang]');
    if (holder?.getAttribute('lang')) return holder.getAttribute('lang')!;
    const root: Node = (holder ?? node).getRootNode();
    node = root instanceof ShadowRoot ? root.host : (holder?.parentElement ?? null);
  }
  return undefined;
}

/** A BCP 47 tag that Intl accepts, or undefined. `zh_CN`, as some hosts write it, is read as `zh-CN`. */
export function canonicalLocale(tag: string | null | undefined): string | undefined {
  if (!tag) return undefined;
  try {
    return Intl.getCanonicalLocales(tag.trim().replaceAll('_', '-'))[0];
  } catch {
    warnOnce('locale', `"${tag}" is not a language tag; the next one outward is used`);
    return undefined;
  }
}

/**
 * The language the page gives an element by `lang`, its own first. `ignoring` is a value of the element's own `lang`
 * that was set by the widget and not by the page.
 */
export function pageLocale(element: Element, ignoring?: string): string | undefined {
  const own = element.getAttribute('lang');
  if (!own || own !== ignoring) return canonicalLocale(nearestLang(element));
  const root = element.getRootNode();
  return canonicalLocale(nearestLang(element.parentElement ?? (root instanceof ShadowRoot ? root.host : null)));
}

const watching = new Set<() => void>();
let observer: MutationObserver | undefined;

/** Calls `changed` whenever a `lang` or `dir` in the page changes. One observer serves all elements. Returns the stop function. */
export function watchLanguage(changed: () => void): () => void {
  if (!observer) {
    observer = new MutationObserver(() => watching.forEach((each) => each()));
    observer.observe(document.documentElement, { subtree: true, attributeFilter: ['lang', 'dir'] });
  }
  watching.add(changed);
  return () => {
    watching.delete(changed);
    if (watching.size > 0) return;
    observer?.disconnect();
    observer = undefined;
  };
}
