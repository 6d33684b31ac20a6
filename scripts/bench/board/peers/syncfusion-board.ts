import { Kanban } from '@syncfusion/ej2-kanban';
import '@syncfusion/ej2-base/styles/material3-lite.css';
import '@syncfusion/ej2-buttons/styles/material3-lite.css';
import '@syncfusion/ej2-layouts/styles/material3-lite.css';
import '@syncfusion/ej2-dropdowns/styles/material3-lite.css';
import '@syncfusion/ej2-inputs/styles/material3-lite.css';
import '@syncfusion/ej2-navigations/styles/material3-lite.css';
import '@syncfusion/ej2-popups/styles/material3-lite.css';
import '@syncfusion/ej2-kanban/styles/material3-lite.css';
import { type Card, stages } from '../page/cards.ts';
import type { BoardContestant } from '../page/contestant.ts';
import './syncfusion.css';

/** The kanban with the same four lines, as its documents have it: a template, columns by key, a height; virtual where asked. */
export function syncfusion(isVirtual: boolean): BoardContestant {
  let box: HTMLElement;
  let isBound = false;
  return {
    columns: '.e-content-cells', card: '.e-card', idIn: 'data-id',
    mount(into, cards: readonly Card[]) {
      box = into;
      const board = document.createElement('div');
      into.append(board);
      const kanban = new Kanban({
        dataSource: cards.map((card) => ({ ...card })),
        keyField: 'stage',
        columns: stages.map((headerText, n) => ({ headerText, keyField: `stage-${n}` })),
        cardSettings: {
          headerField: 'id', contentField: 'customer',
          template: '<div class="lines"><p class="name">${name}</p><p>${customer}</p><p><b>${amountText}</b> <span>${owner}</span></p><p>No next activity <span>${days} d</span></p></div>',
        },
        height: '590px',
        ...(isVirtual ? { enableVirtualization: true, cardHeight: '106px' } : {}),
        dataBound: () => { isBound = true; },
      });
      kanban.appendTo(board);
    },
    ready: () => isBound && box.querySelector('.e-card') !== null,
    root: () => box,
  };
}
