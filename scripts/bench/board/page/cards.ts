// What every board shows: deals of five stages, made from a seed, the same in every run. Texts are ready to be shown, so that nobody formats money but ours.

import { randomNumbers } from '../../page/rows.ts';

export interface Card {
  readonly id: string;
  readonly name: string;
  readonly customer: string;
  readonly accountId: string;
  /** In whole units, and in words. */
  readonly amount: number;
  readonly amountText: string;
  readonly owner: string;
  readonly ownerId: string;
  readonly days: number;
  /** `stage-0` to `stage-4`. */
  readonly stage: string;
  /** Sorts as the cards stand. */
  readonly rank: string;
}

export const stages: readonly string[] = ['Qualify', 'Discovery', 'Proposal', 'Negotiation', 'Contract'];
export const owners: readonly string[] = ['Anna Kowalska', 'Ben Okafor', 'Chiara Rossi', '王芳', 'David Smith', 'Yara Nguyễn', '李强', 'Emeka Johnson'];
const things = ['Cold rooms', 'Spare parts 2027', 'Retrofit line 3', 'Service contract', '冷库改造', 'Warehouse doors', 'Trial of ten', 'Fleet renewal'];
export const customers: readonly string[] = Array.from({ length: 200 }, (_, n) => `${['Sun Hardware', '华兴机械', 'Nordwind Logistik', 'Rossi & Figli', 'Okafor Foods'][n % 5]} ${n + 1}`);

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Keys of fractional-indexing, for up to 3,844 cards of a stage. */
const rankOf = (place: number): string => `b${digits[Math.floor(place / 62)]}${digits[place % 62]}`;

/** `count` cards, a fifth of them in each stage. */
export function makeCards(count: number): Card[] {
  const random = randomNumbers(7);
  const any = (below: number): number => Math.floor(random() * below);
  const money = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 });
  return Array.from({ length: count }, (_, n) => {
    const [account, owner, amount] = [any(customers.length), any(owners.length), 1000 + any(200_000)];
    return {
      id: `card-${n}`, name: `${things[any(things.length)]} ${n + 1}`, customer: customers[account]!, accountId: `account-${account}`, amount, amountText: money.format(amount),
      owner: owners[owner]!, ownerId: `user-${owner}`, days: any(40), stage: `stage-${n % stages.length}`, rank: rankOf(Math.floor(n / stages.length)),
    };
  });
}
