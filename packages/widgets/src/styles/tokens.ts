import { css, type CSSResult } from 'lit';

/**
 * Design tokens. A host page sets `--vinculo-*` on any ancestor, or `color-scheme`; styles in this package read only `--v-*`.
 * Each `--v-x` is `var(--vinculo-x, computed)`, so any one can be set by itself.
 *
 * The groups below, in their order (noted here, since what stands in the sheet is sent to every page):
 * 1. The three a host sets. All the rest follows from them.
 * 2. Surfaces: sunken (lanes, wells) < surface (widget) < raised (card on a lane) < float (menu, screen pop). hover, press, lines and soft grounds are translucent, so they sit right on any of the four.
 * 3. Text: 1 names and amounts, 2 body beside them, 3 labels and times (still >= 4.5:1 on sunken)
 * 4. Lines: hairline, stronger hairline (buttons), control edge (inputs: >= 3:1)
 * 5. Accent: one. Lightness is clamped per scheme, so any host colour stays readable.
 * 6. Status: text colours; the soft ground is the same colour at 10 %. Never without a word or icon.
 * 7. Space: 4 px grid. s1 inside a pair, s2 between items, s3 padding of small things, s4 padding of panels, s6 between blocks. Controls are 32px high, 28px where density is compact
 * 8. Shape: radius for panels, cards and controls; radius-s for badges, tags and bars
 * 9. Type: four sizes; two weights only (Segoe UI and YaHei have no 500). small for labels, times and counts; title for a record's name and a panel's head; big once per view at most; base for all else
 * 10. Shadow: only for what floats (menu, screen pop, lifted card)
 * 11. Focus: two-tone, seen on any ground
 */
export const tokens: CSSResult = css`
  :host {
    --v-accent:  var(--vinculo-accent,  oklch(0.5 0.13 256));
    --v-surface: var(--vinculo-surface, light-dark(#fff, oklch(0.215 0.008 262)));
    --v-text:    var(--vinculo-text,    light-dark(oklch(0.24 0.015 262), oklch(0.93 0.006 262)));

    --v-sunken:  var(--vinculo-sunken, color-mix(in oklab, light-dark(color-mix(in oklab, var(--v-text) 20%, var(--v-surface)), #000) 20%, var(--v-surface)));
    --v-hover:   var(--vinculo-hover,  color-mix(in oklab, var(--v-text) 7%,  transparent));
    --v-press:   var(--vinculo-press,  color-mix(in oklab, var(--v-text) 12%, transparent));
    --v-raised:  var(--vinculo-raised, light-dark(var(--v-surface), color-mix(in oklab, var(--v-text) 6%, var(--v-surface))));
    --v-float:   var(--vinculo-float,  light-dark(var(--v-surface), color-mix(in oklab, var(--v-text) 9%, var(--v-surface))));

    --v-text-2:  var(--vinculo-text-2, color-mix(in oklab, var(--v-text) 85%, var(--v-surface)));
    --v-text-3:  var(--vinculo-text-3, color-mix(in oklab, var(--v-text) 71%, var(--v-surface)));

    --v-line:    var(--vinculo-line,    color-mix(in oklab, var(--v-text) 13%, transparent));
    --v-line-2:  var(--vinculo-line-2,  color-mix(in oklab, var(--v-text) 23%, transparent));
    --v-control: var(--vinculo-control, color-mix(in oklab, var(--v-text) 50%, var(--v-surface)));

    --v-accent-text: var(--vinculo-accent-text, light-dark(oklch(from var(--v-accent) min(l, 0.48) c h), oklch(from var(--v-accent) max(l, 0.77) min(c, 0.11) h)));
    --v-accent-fill: var(--vinculo-accent-fill, light-dark(oklch(from var(--v-accent) min(l, 0.54) c h), oklch(from var(--v-accent) max(l, 0.72) min(c, 0.12) h)));
    --v-on-accent:   var(--vinculo-on-accent, light-dark(#fff, oklch(from var(--v-accent) 0.18 0.02 h)));
    --v-accent-soft: var(--vinculo-accent-soft, color-mix(in oklab, var(--v-accent-text) 11%, transparent));
    --v-accent-line: var(--vinculo-accent-line, color-mix(in oklab, var(--v-accent-text) 45%, transparent));

    --v-good: var(--vinculo-good, light-dark(oklch(0.47 0.11 152), oklch(0.8 0.12 152)));
    --v-warn: var(--vinculo-warn, light-dark(oklch(0.5 0.11 62),  oklch(0.82 0.11 75)));
    --v-bad:  var(--vinculo-bad,  light-dark(oklch(0.5 0.17 27),  oklch(0.77 0.12 25)));
    --v-info: var(--vinculo-info, light-dark(oklch(0.48 0.1 240), oklch(0.8 0.09 240)));
    --v-good-soft: color-mix(in oklab, var(--v-good) 10%, transparent);
    --v-warn-soft: color-mix(in oklab, light-dark(oklch(0.8 0.15 82), var(--v-warn)) 15%, transparent);
    --v-bad-soft:  color-mix(in oklab, var(--v-bad) 9%,  var(--v-surface));
    --v-info-soft: color-mix(in oklab, var(--v-info) 10%, transparent);

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

    --v-shadow: var(--vinculo-shadow, 0 0 0 1px light-dark(rgb(15 20 30 / .08), rgb(255 255 255 / .1)), 0 2px 6px light-dark(rgb(15 20 30 / .08), rgb(0 0 0 / .4)), 0 12px 32px light-dark(rgb(15 20 30 / .14), rgb(0 0 0 / .5)));

    --v-focus: 0 0 0 2px var(--v-surface), 0 0 0 4px var(--v-accent-text);

    --v-motion: 120ms cubic-bezier(.2, 0, 0, 1);
  }
  :host(:lang(zh)), :host([lang|='zh']) { --v-font: var(--vinculo-font, system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif); }
  :host(:lang(ja)) { --v-font: var(--vinculo-font, system-ui, -apple-system, "Hiragino Sans", "Yu Gothic", "Noto Sans CJK JP", sans-serif); }
  :host([density='compact']) { --v-height: 28px; }
  @media (prefers-reduced-motion: reduce) { :host { --v-motion: 0s; } }
  @media (forced-colors: active) { :host { --v-focus: 0 0 0 2px Canvas, 0 0 0 4px Highlight; } }
`;
