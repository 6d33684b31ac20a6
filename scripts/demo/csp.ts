/** The strict policy that the widgets must live under: scripts by nonce, no inline style, Trusted Types, and only the API to talk to. */
export function csp({ nonce, endpoint }: { readonly nonce: string; readonly endpoint: string }): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${new URL(endpoint).origin}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html vinculo',
    'report-uri /csp-report',
  ].join('; ');
}
