import { html, type TemplateResult } from 'lit';
import type { ListContext } from './context.ts';
import type { ShownColumn } from './list.controller.ts';

const least = 56;
const most = 1200;

/** The edge of a head, by which a column is made wider; what has no pointer sets the width among the columns. */
export function widthGrip(on: ListContext, column: ShownColumn): TemplateResult {
  const down = (event: PointerEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    // The listener sits on the grip, whose parent is the head.
    const grip = event.currentTarget as HTMLElement;
    const head = grip.parentElement!;
    const sign = getComputedStyle(head).direction === 'rtl' ? -1 : 1;
    const before = head.getBoundingClientRect().width;
    const start = event.clientX;
    let width = Math.round(before);
    grip.setPointerCapture(event.pointerId);
    const move = (at: PointerEvent): void => {
      width = Math.round(Math.max(least, Math.min(most, before + sign * (at.clientX - start))));
      on.late!.host.setWidth(column.name, width, false);
    };
    const end = (): void => {
      grip.removeEventListener('pointermove', move);
      grip.removeEventListener('pointerup', end);
      grip.removeEventListener('pointercancel', end);
      if (width !== Math.round(before)) on.late!.host.setWidth(column.name, width, true);
    };
    grip.addEventListener('pointermove', move);
    grip.addEventListener('pointerup', end);
    grip.addEventListener('pointercancel', end);
  };
  return html`<span class="grip" part="grip" aria-hidden="true" @pointerdown=${down} @dblclick=${() => on.late!.host.setWidth(column.name, undefined, true)}></span>`;
}
