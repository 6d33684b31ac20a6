import { css, type CSSResult } from 'lit';

/** Writing a task down, reminders, and what came of a call. */
export const tasksLateStyles: CSSResult = css`
  .quick, .follow-up { display: grid; gap: var(--v-s2); } .follow-up { padding: var(--v-s3) var(--v-s4); border-block-start: 1px solid var(--v-line); background: var(--v-accent-soft); }
  .follow-up textarea.input { min-height: 52px; }
  .when { align-items: flex-end; } .when > .field { flex: 0 1 auto; } .when > .field.grow { flex: 1 1 180px; } .when .input { width: auto; min-width: 0; max-width: 100%; } .when > .grow .input { width: 100%; }
  .reminders { display: grid; gap: 1px; } .reminders > .banner { border-radius: 0; align-items: center; flex-wrap: wrap; } .reminders > .banner > .grow { flex-basis: 180px; } .reminders .about { display: block; }
  .decisions { border-block-start: 1px solid var(--v-line); } .decisions > * + * { border-block-start: 1px solid var(--v-line); }
`;
