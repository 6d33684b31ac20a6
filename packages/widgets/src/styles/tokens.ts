import { css, type CSSResult } from 'lit';

/**
 * Design tokens. A host page sets `--vinculo-*` on any ancestor, or `color-scheme`; styles in this package read only `--v-*`.
 * Each `--v-x` is `var(--vinculo-x, computed)`, so any one can be set by itself.
 *
 * Here are those of what is read; those of what is used or told are in tones.ts. The groups below, in their order (noted here, since what stands
 * in the sheet is sent to every page):
 * 1. The three a host sets. All the rest follows from them.
 * 2. Surfaces: sunken (lanes, wells) < surface (widget). hover, lines and soft grounds are translucent, so they sit right on any.
 * 3. Text: 1 names and amounts, 2 body beside them, 3 labels and times (still >= 4.5:1 on sunken)
 * 4. Lines: hairline, stronger hairline (buttons)
 * 5. Accent: one. Lightness is clamped per scheme, so any host colour stays readable.
 * 6. Space: 4 px grid. s1 inside a pair, s2 between items, s3 padding of small things, s4 padding of panels, s6 between blocks. Controls are 32px high, 28px where density is compact
 * 7. Shape: radius for panels, cards and controls; radius-s for badges, tags and bars
 * 8. Type: four sizes; two weights only (Segoe UI and YaHei have no 500). small for labels, times and counts; title for a record's name and a panel's head; big once per view at most; base for all else
 */
export const tokens: CSSResult = css`
  :host {
    --v-accent:  var(--vinculo-accent,  oklch(0.5 0.13 256));
    --v-surface: var(--vinculo-surface, light-dark(#fff, oklch(0.215 0.008 262)));
    --v-text:    var(--vinculo-text,    light-dark(oklch(0.24 0.015 262), oklch(0.93 0.006 262)));

    --v-sunken:  var(--vinculo-sunken, color-mix(in oklab, light-dark(color-mix(in oklab, var(--v-text) 20%, var(--v-surface)), #000) 20%, var(--v-surface)));
    --v-hover:   var(--vinculo-hover,  color-mix(in oklab, var(--v-text) 7%,  transparent));

    --v-text-2:  var(--vinculo-text-2, color-mix(in oklab, var(--v-text) 85%, var(--v-surface)));
    --v-text-3:  var(--vinculo-text-3, color-mix(in oklab, var(--v-text) 71%, var(--v-surface)));

    --v-line:    var(--vinculo-line,    color-mix(in oklab, var(--v-text) 13%, transparent));
    --v-line-2:  var(--vinculo-line-2,  color-mix(in oklab, var(--v-text) 23%, transparent));

    --v-accent-text: var(--vinculo-accent-text, light-dark(oklch(from var(--v-accent) min(l, 0.48) c h), oklch(from var(--v-accent) max(l, 0.77) min(c, 0.11) h)));
    --v-accent-soft: var(--vinculo-accent-soft, color-mix(in oklab, var(--v-accent-text) 11%, transparent));

    --v-s1: 4px; --v-s2: 8px; --v-s3: 12px; --v-s4: 16px; --v-s5: 20px; --v-s6: 24px; --v-s8: 32px;
    --v-height: var(--vinculo-control-height, 32px);

    --v-radius:   var(--vinculo-radius, 6px);
    --v-radius-s: var(--vinculo-radius-s, 4px);

    --v-font: var(--vinculo-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans Arabic", sans-serif);
    --v-small: 12px/16px var(--v-font);
    --v-base:  14px/20px var(--v-font);
    --v-title: 600 16px/24px var(--v-font);
    --v-big:   600 20px/28px var(--v-font);
    --v-bold: 600;
  }
  :host(:lang(zh)), :host([lang|='zh']) { --v-font: var(--vinculo-font, system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif); }
  :host(:is(:lang(zh-Hant), :lang(zh-TW), :lang(zh-HK), :lang(zh-MO))) { --v-font: var(--vinculo-font, system-ui, -apple-system, "PingFang TC", "Microsoft JhengHei", "Noto Sans CJK TC", sans-serif); }
  :host(:lang(ja)) { --v-font: var(--vinculo-font, system-ui, -apple-system, "Hiragino Sans", "Yu Gothic", "Noto Sans CJK JP", sans-serif); }
  :host([density='compact']) { --v-height: 28px; }
`;
