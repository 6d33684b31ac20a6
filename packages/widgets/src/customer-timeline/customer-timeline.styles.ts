import { css, type CSSResult } from 'lit';

export const timelineStyles: CSSResult = css`
  .filters { display: flex; align-items: center; gap: 6px; padding: var(--v-s2) var(--v-s4); border-block: 1px solid var(--v-line); }
  .frame > .filters:first-of-type { border-block-start: 0; } .compose ~ .filters { border-block-start: 1px solid var(--v-line); } .ghost-compose + .filters { border-block-start: 0; }
  .chips > .bone { width: 84px; height: 28px; margin: 0; border-radius: 14px; flex: none; }
  .chips { display: flex; flex-wrap: wrap; gap: 6px; flex: 1; min-width: 0; }

  .day { position: sticky; inset-block-start: var(--vinculo-sticky-top, 0px); z-index: 2; display: flex; gap: var(--v-s2); align-items: baseline; padding: var(--v-s2) var(--v-s4); background: var(--v-sunken); font-weight: var(--v-bold); border-block-end: 1px solid var(--v-line); }
  .day > .fine { font-weight: 400; } .day > .count { font-weight: 400; }
  section.part:not(:first-child) > .day { border-block-start: 1px solid var(--v-line); }
  .filters + .list > .part:first-child > .day, .finder + .list > .part:first-child > .day { border-block-start: 0; }

  .ev { display: grid; grid-template-columns: 28px minmax(0, 1fr); gap: 0 var(--v-s3); padding: 0 var(--v-s4); position: relative; }
  .ev > .dot { width: 28px; height: 28px; border-radius: 50%; display: grid; place-items: center; background: linear-gradient(var(--dot, var(--v-hover)) 0 0), var(--v-surface); color: var(--v-text-2); margin-block-start: 10px; position: relative; z-index: 1; }
  .ev::before { content: ''; position: absolute; inset-block: 0; inset-inline-start: calc(var(--v-s4) + 13.5px); width: 1px; background: var(--v-line); }
  .ev:first-child::before { inset-block-start: 12px; } .ev:last-child::before, .ev.before-new::before { inset-block-end: calc(100% - 24px); } .ev:first-child:last-child::before { display: none; }
  .new + .ev::before { inset-block-start: 12px; }
  .it { padding: 10px 0 var(--v-s3); min-width: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: 2px; }
  .hd { display: flex; gap: var(--v-s2); align-items: baseline; min-height: 20px; } .says { min-width: 0; flex: 1; }
  .hd time, .hd .at { margin-inline-start: auto; flex: none; font: var(--v-small); color: var(--v-text-3); }
  .ev.bad > .dot { --dot: var(--v-bad-soft); color: var(--v-bad); }
  .ev.bad { color: inherit; }
  .ev.small > .dot { width: 12px; height: 12px; margin: 14px 8px 0; border: 3px solid var(--v-surface); background: var(--v-control); } .ev.small > .it { padding-block: 10px; }
  .acts { margin-block-start: var(--v-s1); } .acts > .bone { width: 140px; height: 28px; }

  .words { white-space: pre-line; } .words.short { display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
  .expand:not(.link) { display: none; padding: 2px 0; min-height: 24px; border: 0; background: none; color: var(--v-accent-text); font: var(--v-small); cursor: pointer; }
  .body[data-cut] > .expand, .words:not(.short) + .expand, .words[data-markup] + .expand { display: inline-block; }
  .body.said { background: var(--v-sunken); border-radius: var(--v-radius); padding: var(--v-s2) var(--v-s3); margin-block-start: var(--v-s1); color: var(--v-text); }

  .new { display: flex; align-items: center; gap: var(--v-s3); padding: var(--v-s2) var(--v-s4) var(--v-s3); color: var(--v-accent-text); font: var(--v-small); font-weight: var(--v-bold); }
  .foot.bottom { min-height: 45px; }

  .ghost { display: grid; grid-template-columns: 28px 1fr; gap: var(--v-s3); padding: 10px var(--v-s4); } .ghost .bone.face { width: 28px; height: 28px; }
  .ghost-compose { margin: var(--v-s4) var(--v-s4) var(--v-s3); border: 1px solid var(--v-line); border-radius: var(--v-radius); height: 82px; padding: var(--v-s3); } .ghost-filters { display: flex; gap: 6px; padding: var(--v-s2) var(--v-s4); border-block: 1px solid var(--v-line); } .ghost-filters .bone { width: 72px; height: 28px; margin: 0; border-radius: 14px; }
  .ghost-day { height: 37px; background: var(--v-sunken); border-block-end: 1px solid var(--v-line); padding: 8px var(--v-s4); }

  :host([density='compact']) .it { padding-block: 6px var(--v-s2); } :host([density='compact']) .ev > .dot { margin-block-start: 6px; } :host([density='compact']) .ev.small > .dot { margin-block-start: 10px; } :host([density='compact']) .day { padding-block: var(--v-s1); }

  @container (width < 480px) {
    .filters { padding-inline: var(--v-s3); } .filters > .btn { order: -1; }
    .chips { flex-wrap: nowrap; overflow-x: auto; scrollbar-width: none; padding: 4px; margin: -4px; } .chips::after { content: ''; flex: 0 0 24px; }
    .ev { padding-inline: var(--v-s3); } .ev::before { inset-inline-start: calc(var(--v-s3) + 13.5px); }
  }
`;
