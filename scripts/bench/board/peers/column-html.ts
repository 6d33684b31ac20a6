import { type Card, stages } from '../page/cards.ts';

/** A column per stage with a heading and what `list` makes of its cards. */
export function columnHtml(cards: readonly Card[], list: (own: readonly Card[]) => string): string {
  return stages.map((name, n) => {
    const own = cards.filter((card) => card.stage === `stage-${n}`);
    return `<section class="column"><h3>${name} ${own.length}</h3>${list(own)}</section>`;
  }).join('');
}
