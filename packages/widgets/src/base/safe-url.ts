const allowed = new Set(['http:', 'https:', 'mailto:', 'tel:', 'sms:']);

/**
 * A URL that may stand in `href` or `src`: http, https, mailto, tel, sms, or relative to the page. Anything else gives undefined,
 * which with `ifDefined()` leaves the attribute out. The text comes back trimmed, else unchanged.
 */
export function safeUrl(text: string | null | undefined): string | undefined {
  // Browsers drop control characters and blanks inside a scheme, so `java\nscript:` runs: refuse them before parsing.
  const url = text?.trim();
  if (!url || /[\u0000-\u001f\u007f]/.test(url)) return undefined;
  try {
    return allowed.has(new URL(url, 'https://relative.invalid').protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}
