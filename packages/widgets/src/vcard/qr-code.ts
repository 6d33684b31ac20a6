import { html, type TemplateResult } from 'lit';
import { encode } from 'uqr';

export { before as Before } from '../parts/before.ts';

/** More than that no telephone reads from a screen; the format itself ends at 2,953. */
const mostBytes = 1200;
/** Light modules around, without which readers find nothing. */
const margin = 4;

/** A text as a QR code, dark on light; undefined where it is too long for one. @param label what it is for whoever does not see it */
export function qrCode(text: string, label: string): TemplateResult | undefined {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > mostBytes) return undefined;
  const { data, size } = encode([...bytes], { ecc: 'L', border: margin });
  return html`<svg part="qr" class="qr" role="img" aria-label=${label} viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="currentColor" d=${pathOf(data)}></path></svg>`;
}

/** Dark modules that lie beside each other in a row are one bar. */
function pathOf(rows: readonly (readonly boolean[])[]): string {
  let path = '';
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (!row[x]) continue;
      const from = x;
      while (row[x + 1]) x++;
      path += `M${from} ${y}h${x - from + 1}v1H${from}z`;
    }
  });
  return path;
}
