import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';

export type IconName =
  | 'phone' | 'mail' | 'chat' | 'calendar' | 'note' | 'order' | 'ticket' | 'arrow' | 'pencil' | 'check'
  | 'x' | 'warn' | 'clock' | 'search' | 'plus' | 'more' | 'chevron' | 'clip' | 'offline' | 'person';

// Each is one path on a 16 px grid, drawn for this library: 1.5 px stroke, round ends, current colour.
const paths: Readonly<Record<IconName, SVGTemplateResult>> = {
  phone: svg`<path d="M3 2.5h2.2l1.3 3-1.6 1.2a8 8 0 0 0 4.4 4.4l1.2-1.6 3 1.3V13a1 1 0 0 1-1 1A11 11 0 0 1 2 3.5a1 1 0 0 1 1-1Z"/>`,
  mail: svg`<path d="M2 3.5h12v9H2zM2.3 4l5.7 4.8L13.7 4"/>`,
  chat: svg`<path d="M13.5 3h-11v7.5H5V13l3-2.5h5.5zM5.3 6.8h5.4"/>`,
  calendar: svg`<path d="M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 2v2.5M10.5 2v2.5"/>`,
  note: svg`<path d="M3 2.5h10v7l-4 4H3zM13 9.5H9v4M5.7 6h4.6"/>`,
  order: svg`<path d="M8 2l5.5 3v6L8 14l-5.5-3V5zM2.5 5L8 8l5.5-3M8 8v6"/>`,
  ticket: svg`<path d="M2 4h12v2.5a1.5 1.5 0 0 0 0 3V12H2V9.5a1.5 1.5 0 0 0 0-3zM9.5 4.5v1M9.5 7.5v1M9.5 10.5v1"/>`,
  arrow: svg`<path d="M2.5 8h11M9.5 4l4 4-4 4"/>`,
  pencil: svg`<path d="M3 13l.6-2.7L10.8 3l2.2 2.2-7.3 7.3zM9.5 4.5l2.2 2.2"/>`,
  check: svg`<path d="M3 8.5l3.3 3.3L13 4.5"/>`,
  x: svg`<path d="M4 4l8 8M12 4l-8 8"/>`,
  warn: svg`<path d="M8 2.5l6 11H2zM8 6.5v3.2M8 11.6v.1"/>`,
  clock: svg`<path d="M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zM8 4.8V8l2.3 1.6"/>`,
  search: svg`<path d="M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9zM10.3 10.3L14 14"/>`,
  plus: svg`<path d="M8 3v10M3 8h10"/>`,
  more: svg`<path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2.2"/>`,
  chevron: svg`<path d="M4 6l4 4 4-4"/>`,
  clip: svg`<path d="M13.2 7.3l-5.6 5.6a3.4 3.4 0 0 1-4.8-4.8L8.6 2.3a2.2 2.2 0 0 1 3.1 3.1L6.3 10.8"/>`,
  offline: svg`<path d="M4.5 12.5h7a2.7 2.7 0 0 0 .5-5.3A4 4 0 0 0 6 4.5M4.3 6.6a3 3 0 0 0 .2 5.9M2.5 2.5l11 11"/>`,
  person: svg`<path d="M8 2.5a2.7 2.7 0 1 1 0 5.4 2.7 2.7 0 0 1 0-5.4zM2.8 13.5c.6-2.6 2.6-4 5.2-4s4.6 1.4 5.2 4"/>`,
};

export const iconNames: readonly IconName[] = Object.keys(paths) as IconName[]; // Object.keys is typed string[].

/** An icon, hidden from screen readers: a word beside it, or the button's aria-label, says what it means. `className` may add `small`, `chevron`, `good`, `warn`, `bad`. The arrow mirrors in right-to-left text. */
export function icon(name: IconName, className = ''): TemplateResult {
  return html`<svg class="icon ${name === 'arrow' ? 'flip ' : ''}${className}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${paths[name]}</svg>`;
}
