import { warnOnce } from '../base/warn.ts';

/** Puts a text where it can be pasted. Pages without https have no clipboard: there the browser is asked to copy, and given the text. Answers whether it went. */
export async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    if (copyAsSelected(text)) return true;
    warnOnce('copy', `the page may not write to the clipboard (${String(error)})`);
    return false;
  }
}

function copyAsSelected(text: string): boolean {
  let taken = false;
  const give = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
    taken = event.clipboardData !== null;
  };
  addEventListener('copy', give, { capture: true, once: true });
  try {
    // Deprecated, and the only way there is where the page is not secure.
    return document.execCommand('copy') && taken;
  } finally {
    removeEventListener('copy', give, { capture: true });
  }
}
