const margin = 8;

/** Puts a floating element under its anchor, or above where there is more room, aligned with its start and kept inside the window. */
export function placeBelow(floating: HTMLElement, anchor: Element): void {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = floating;
  const below = innerHeight - at.bottom - margin;
  const up = height > below && at.top > below;
  const start = getComputedStyle(anchor).direction === 'rtl' ? at.right - width : at.left;
  floating.style.setProperty('left', `${Math.max(margin, Math.min(start, innerWidth - width - margin))}px`);
  floating.style.setProperty('top', `${Math.max(margin, up ? at.top - height - 4 : Math.min(at.bottom + 4, innerHeight - height - margin))}px`);
}

/** Keeps it there while anything under it scrolls or the window changes. Answers what ends that. */
export function stayBelow(floating: HTMLElement, anchor: Element): () => void {
  const place = (): void => placeBelow(floating, anchor);
  const options = { capture: true, passive: true };
  addEventListener('scroll', place, options);
  addEventListener('resize', place, options);
  return () => {
    removeEventListener('scroll', place, options);
    removeEventListener('resize', place, options);
  };
}
