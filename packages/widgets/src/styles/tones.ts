import { css, type CSSResult } from 'lit';

/**
 * Design tokens and words of what is used or told: controls, what floats, status, focus. A first drawing that has nothing of these does without;
 * else it stands right after the common sheets.
 *
 * The groups, in their order:
 * 1. Surfaces: raised (card on a lane) < float (menu, screen pop); press
 * 2. Controls: the edge of inputs (>= 3:1), the accent as a ground
 * 3. Status: text colours; the soft ground is the same colour at 10 %. Never without a word or icon.
 * 4. Shadow: only for what floats (menu, screen pop, lifted card)
 * 5. Focus: two-tone, seen on any ground
 */
export const tones: CSSResult = css`
  :host {
    --v-press:   var(--vinculo-press,  color-mix(in oklab, var(--v-text) 12%, transparent));
    --v-raised:  var(--vinculo-raised, light-dark(var(--v-surface), color-mix(in oklab, var(--v-text) 6%, var(--v-surface))));
    --v-float:   var(--vinculo-float,  light-dark(var(--v-surface), color-mix(in oklab, var(--v-text) 9%, var(--v-surface))));

    --v-control: var(--vinculo-control, color-mix(in oklab, var(--v-text) 50%, var(--v-surface)));
    --v-accent-fill: var(--vinculo-accent-fill, light-dark(oklch(from var(--v-accent) min(l, 0.54) c h), oklch(from var(--v-accent) max(l, 0.72) min(c, 0.12) h)));
    --v-on-accent:   var(--vinculo-on-accent, light-dark(#fff, oklch(from var(--v-accent) 0.18 0.02 h)));
    --v-accent-line: var(--vinculo-accent-line, color-mix(in oklab, var(--v-accent-text) 45%, transparent));

    --v-good: var(--vinculo-good, light-dark(oklch(0.47 0.11 152), oklch(0.8 0.12 152)));
    --v-warn: var(--vinculo-warn, light-dark(oklch(0.5 0.11 62),  oklch(0.82 0.11 75)));
    --v-bad:  var(--vinculo-bad,  light-dark(oklch(0.5 0.17 27),  oklch(0.77 0.12 25)));
    --v-info: var(--vinculo-info, light-dark(oklch(0.48 0.1 240), oklch(0.8 0.09 240)));
    --v-good-soft: color-mix(in oklab, var(--v-good) 10%, transparent);
    --v-warn-soft: color-mix(in oklab, light-dark(oklch(0.8 0.15 82), var(--v-warn)) 15%, transparent);
    --v-bad-soft:  color-mix(in oklab, var(--v-bad) 9%,  var(--v-surface));
    --v-info-soft: color-mix(in oklab, var(--v-info) 10%, transparent);

    --v-shadow: var(--vinculo-shadow, 0 0 0 1px light-dark(rgb(15 20 30 / .08), rgb(255 255 255 / .1)), 0 2px 6px light-dark(rgb(15 20 30 / .08), rgb(0 0 0 / .4)), 0 12px 32px light-dark(rgb(15 20 30 / .14), rgb(0 0 0 / .5)));

    --v-focus: 0 0 0 2px var(--v-surface), 0 0 0 4px var(--v-accent-text);

    --v-motion: 120ms cubic-bezier(.2, 0, 0, 1);
  }
  @media (prefers-reduced-motion: reduce) { :host { --v-motion: 0s; } }
  @media (forced-colors: active) { :host { --v-focus: 0 0 0 2px Canvas, 0 0 0 4px Highlight; } }
  :where(a, button, summary, [tabindex]):focus-visible { outline: 2px solid transparent; border-radius: var(--v-radius-s); box-shadow: var(--v-focus); }
  .good { color: var(--v-good); } .warn { color: var(--v-warn); } .bad { color: var(--v-bad); } .info { color: var(--v-info); }
  .badge.good { background: var(--v-good-soft); color: var(--v-good); } .badge.warn { background: var(--v-warn-soft); color: var(--v-warn); }
  .badge.bad { background: var(--v-bad-soft); color: var(--v-bad); } .badge.info { background: var(--v-info-soft); color: var(--v-info); }
  .exact { position: relative; border-radius: var(--v-radius-s); } .exact:focus-visible { outline: 2px solid transparent; box-shadow: var(--v-focus); }
  .exact:focus-visible::after { content: attr(data-exact); position: absolute; inset-block-end: calc(100% + 6px); inset-inline-end: 0; z-index: 4; padding: var(--v-s1) var(--v-s2); border-radius: var(--v-radius-s); background: var(--v-float); color: var(--v-text); box-shadow: var(--v-shadow); font: var(--v-small); white-space: nowrap; }
`;
