/** Fulfilled by the very drawing that makes it hold. Looking now and then would miss it: the rest may come in between. */
export function asSoonAs(root: ShadowRoot, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    new MutationObserver((_, seen) => {
      if (!holds()) return;
      seen.disconnect();
      resolve();
    }).observe(root, { childList: true, subtree: true });
  });
}
